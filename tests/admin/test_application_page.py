"""The page of a case: what it tells and hides, who sees the applicant, its files, receipt and dossier."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from reports.domain.casework.steps import Step, StepKind
from reports.models import Application, CaseFile, Event
from reports.services import casefiles, casework, yearly
from reports.services.applications import opened
from tests.admin.caseclerk import MONDAY, clerk, filed, stop_clock
from tests.admin.door import prove
from tests.admin.pages import text
from tests.casefactories import WHO, add_step
from tests.factories import make_account, make_agency

pytestmark = pytest.mark.django_db
SECRETS = [WHO[name] for name in ("name", "identity_number", "telephone", "email", "address")]


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)


def at(case: Application, page: str = "change", *rest: object) -> str:
    return reverse(f"admin:reports_application_{page}", args=[case.pk, *rest])


def show(client: Client, case: Application) -> str:
    return text(client.get(at(case)))


def log() -> str:
    return "\n".join(str(event.hashed) for event in Event.objects.all())


def test_the_page_tells_where_the_case_stands_and_how_its_day_came_about() -> None:
    client, sun, agency = clerk()
    case = filed(agency)
    given = {"ref": "C1", "detail": {"party": "third_party"}, "note": "某公司"}
    casework.perform(case, StepKind.CONSULT, by=sun, on=date(2024, 7, 12), today=MONDAY, **given)
    page = show(client, case)
    for words in (
        "2023年示例路改造工程的预算",
        "2024-08-19",
        "第三方",
        "第三十三条",
        "某公司",
        "征求意见 C1",
    ):
        assert words in page, words
    assert "2024年7月12日之后" in page and "停止计算" in page


def test_the_applicant_is_masked_everywhere_until_somebody_says_why() -> None:
    client, _sun, agency = clerk()
    case = filed(agency)
    assert not [secret for secret in SECRETS if secret in show(client, case)]
    assert "林**" in show(client, case)
    asked = client.get(at(case, "unmask"))
    assert not [secret for secret in SECRETS if secret in text(asked)]
    without = client.post(at(case, "unmask"), {"reason": "  "})
    assert not [secret for secret in SECRETS if secret in text(without)]
    assert not Event.objects.filter(act="unmasked").exists()
    shown = client.post(at(case, "unmask"), {"reason": f"给{WHO['name']}寄送答复"})
    assert not [secret for secret in SECRETS if secret not in text(shown)]
    assert "no-store" in shown["Cache-Control"]
    told = Event.objects.get(act="unmasked")
    assert told.by.username == "sun" and told.reason == "给***寄送答复"
    assert not [secret for secret in SECRETS if secret in log()]


def test_the_page_takes_no_post_and_shows_no_stock_form() -> None:
    client, _sun, agency = clerk()
    case = filed(agency)
    assert client.post(at(case), {"state": "answered", "description": "x"}).status_code == 405
    assert client.post(at(case, "delete"), {"post": "yes"}).status_code == 403
    case.refresh_from_db()
    assert case.state == "accepted"


def test_earlier_cases_of_the_same_applicant_are_named_and_the_like_ones_pointed_out() -> None:
    client, _sun, agency = clerk()
    like = filed(agency, description="2023年示例路改造工程的预算表")
    other = filed(agency, description="某化工厂环境影响评价批复")
    elsewhere = filed(make_agency("乙局", slug="yi"))
    person = {**WHO, "identity_number": "110105194912310038", "telephone": "", "email": ""}
    stranger = filed(agency, person=person)
    case = filed(agency)
    answer = client.get(at(case))
    found = [(one.application, one.is_alike) for one in answer.context["earlier"]]
    assert found == [(like, True), (other, False)]
    assert elsewhere.number not in text(answer) and stranger.number not in text(answer)


def test_a_case_is_taken_over_given_and_given_back() -> None:
    client, sun, agency = clerk()
    wang = make_account("wang", "caseworker", agency=agency)
    case = filed(agency)
    client.post(at(case, "assign"), {"_take": "1"})
    case.refresh_from_db()
    assert case.assigned_to == sun
    client.post(at(case, "assign"), {"to": str(wang.pk)})
    case.refresh_from_db()
    assert case.assigned_to == wang
    client.post(at(case, "assign"), {"to": ""})
    case.refresh_from_db()
    assert case.assigned_to is None
    told = Event.objects.filter(act="edited").order_by("sequence")
    changes = [event.changes["assigned_to"] for event in told]
    assert changes == [["", "sun"], ["sun", "wang"], ["wang", ""]]


def test_a_case_is_not_given_to_an_editor_or_to_somebody_elsewhere() -> None:
    client, _sun, agency = clerk()
    case = filed(agency)
    for other in (
        make_account("li", "editor", agency=agency),
        make_account("wang", "caseworker", agency=make_agency("乙局", slug="yi")),
    ):
        client.post(at(case, "assign"), {"to": str(other.pk)})
        case.refresh_from_db()
        assert case.assigned_to is None


def test_a_new_query_code_opens_the_case_is_shown_once_and_stands_nowhere_else() -> None:
    client, _sun, agency = clerk()
    case = filed(agency)
    slip = client.post(at(case, "code"), follow=True)
    code = slip.context["code"]
    assert opened(case.number, code) == case and code in text(slip)
    assert code not in log() and not any(code in str(value) for value in client.session.values())
    again = client.get(at(case, "slip"))
    assert again.context["code"] == "" and code not in text(again)


def test_a_code_waiting_for_one_case_is_not_shown_with_another() -> None:
    client, _sun, agency = clerk()
    case, other = filed(agency), filed(agency)
    client.post(at(case, "code"))
    assert client.get(at(other, "slip")).context["code"] == ""
    assert client.get(at(case, "slip")).context["code"] != ""


def add(client: Client, case: Application, name: str, data: bytes, **typed: str) -> HttpResponse:
    form = {"file": SimpleUploadedFile(name, data), "role": "internal", **typed}
    return client.post(at(case, "files"), form, follow=True)


def test_a_paper_is_kept_sealed_downloaded_as_a_file_and_each_download_recorded() -> None:
    client, _sun, agency = clerk()
    case = filed(agency)
    add(client, case, f"{WHO['name']}身份说明.txt", "内部说明".encode())
    kept = CaseFile.objects.get()
    with kept.file.open("rb") as stored:
        assert "内部说明".encode() not in stored.read()
    answer = client.get(at(case, "paper", kept.pk))
    assert answer.getvalue() == "内部说明".encode()
    assert answer["Content-Disposition"].startswith("attachment") and "octet-stream" in answer["Content-Type"]
    told = Event.objects.get(act="exported")
    assert told.changes == {"file": ["", str(kept.pk)]}
    assert WHO["name"] not in log()


def test_a_paper_belongs_to_a_step_and_may_be_for_the_applicant() -> None:
    client, _sun, agency = clerk()
    case, other = filed(agency), filed(agency)
    step = case.steps.get(kind="accept")
    add(client, case, "a.txt", b"proof", role="answer", step=str(step.pk), is_for_applicant="on")
    kept = CaseFile.objects.get()
    assert (kept.step, kept.role, kept.is_for_applicant) == (step, "answer", True)
    refused = add(client, other, "b.txt", b"proof", step=str(step.pk))
    assert "step" in refused.context["paper"].errors and CaseFile.objects.count() == 1
    inner = add(client, case, "c.txt", b"proof", role="internal", is_for_applicant="on")
    assert "is_for_applicant" in inner.context["paper"].errors


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", b""),
        ("a.exe", b"MZ\x90\x00" + b"\x00" * 60),
        ("a.pdf", b"<html><script>alert(1)</script></html>"),
        ("a.zip", b"PK\x03\x04" + b"\x00" * 40),
        ("a.png", b"%PDF-1.4 x"),
    ],
)
def test_a_file_that_is_not_what_it_says_or_acts_is_refused_in_words(name: str, data: bytes) -> None:
    client, _sun, agency = clerk()
    case = filed(agency)
    refused = add(client, case, name, data)
    assert refused.context["paper"].errors["file"] and not CaseFile.objects.exists()


def test_a_paper_of_another_case_is_not_opened_through_this_one() -> None:
    client, _sun, agency = clerk()
    case = filed(agency)
    theirs = filed(make_agency("乙局", slug="yi"))
    kept = casefiles.keep(theirs, role="uploaded", name="a.txt", kind="txt", data=b"text", by=None)
    assert client.get(at(case, "paper", kept.pk)).status_code == 404
    assert client.get(at(theirs, "paper", kept.pk)).status_code == 404


def dossier(client: Client, case: Application, **typed: str) -> zipfile.ZipFile:
    prove(client)
    answer = client.post(at(case, "dossier"), {"purpose": "review", **typed})
    assert answer["Content-Type"] == "application/zip" and "no-store" in answer["Cache-Control"]
    return zipfile.ZipFile(io.BytesIO(answer.content))


def test_a_dossier_holds_the_whole_case_unmasked_and_is_recorded() -> None:
    client, sun, agency = clerk()
    case = filed(agency)
    add(client, case, "附件.txt", "申请材料".encode(), role="uploaded")
    add(client, case, "内部.txt", "内部意见".encode())
    casework.perform(case, StepKind.WITHDRAW, by=sun, on=MONDAY, today=MONDAY, note="来函撤回")
    found = dossier(client, case)
    assert found.namelist() == ["index.html", "files/01-附件.txt"]
    index = found.read("index.html").decode()
    told = (*SECRETS, case.number, "来函撤回", "2024-07-29", "附件.txt")
    assert not [words for words in told if words not in index]
    assert found.read("files/01-附件.txt") == "申请材料".encode()
    assert len(dossier(client, case, has_internal="on").namelist()) == 3
    told = Event.objects.filter(act="exported").earliest("sequence")
    assert told.changes == {"dossier": ["", "review"]}
    assert not [secret for secret in SECRETS if secret in log()]


def test_a_dossier_asks_for_the_password_first() -> None:
    client, _sun, agency = clerk()
    case = filed(agency)
    answer = client.post(at(case, "dossier"), {"purpose": "review"})
    assert answer.status_code == 302 and not Event.objects.filter(act="exported").exists()


def test_what_an_applicant_wrote_is_shown_as_text() -> None:
    client, sun, agency = clerk()
    case = filed(agency, description="<script>alert(1)</script>", person={**WHO, "name": "<b>林</b>"})
    casework.perform(case, StepKind.WITHDRAW, by=sun, on=MONDAY, today=MONDAY, note="<img src=x>")
    assert "<script>alert" not in show(client, case) and "<img src=x>" not in show(client, case)
    index = dossier(client, case).read("index.html").decode()
    assert "<script>" not in index and "<img" not in index and "<b>林" not in index


def test_an_erased_case_still_has_its_page() -> None:
    client, _sun, agency = clerk()
    case = filed(agency)
    case.applicant.delete()
    Application.objects.filter(pk=case.pk).update(description="", erased_at="2024-07-14T00:00:00Z")
    assert "已于 2024-07-14 删除" in show(client, case)
    assert client.post(at(case, "unmask"), {"reason": "核对"}).status_code == 200


def test_the_page_costs_the_same_however_long_the_case_is(django_assert_max_num_queries) -> None:
    client, sun, agency = clerk()
    case = filed(agency)
    client.get(at(case))
    with django_assert_max_num_queries(60) as short:
        client.get(at(case))
    count = len(short)
    for number in range(5):
        detail = {"party": "third_party"}
        ref = f"C{number}"
        casework.perform(case, StepKind.CONSULT, by=sun, on=MONDAY, today=MONDAY, ref=ref, detail=detail)
        add(client, case, f"{number}.txt", str(number).encode())
    with django_assert_max_num_queries(count):
        client.get(at(case))


def test_a_case_whose_steps_contradict_each_other_still_opens_so_that_the_wrong_one_is_struck() -> None:
    client, _sun, agency = clerk()
    case = filed(agency)
    wrong = add_step(case, Step(StepKind.SUPPLEMENT, date(2024, 7, 9)))
    answer = client.get(at(case))
    assert "相互矛盾" in text(answer) and answer.context["offers"] == []
    assert client.get(reverse("admin:reports_application_changelist")).status_code == 200
    form = {"version": str(case.version), "reason": "误录"}
    client.post(at(case, "strike", wrong.pk), form)
    assert "相互矛盾" not in show(client, case)
    assert client.get(at(case)).context["page"].deadline.due == date(2024, 7, 29)


def test_an_applicants_data_are_corrected_without_being_shown_and_the_log_tells_the_fields_alone() -> None:
    client, _sun, agency = clerk()
    case = filed(agency)
    asked = client.get(at(case, "person"))
    assert not [secret for secret in SECRETS if secret in text(asked)]
    client.post(at(case, "person"), {"telephone": "13900139000", "name": "林小月"})
    case.applicant.refresh_from_db()
    assert (case.applicant.telephone, case.applicant.name) == ("13900139000", "林小月")
    assert case.applicant.email == WHO["email"]
    told = Event.objects.get(act="edited")
    assert told.changes == {"name": ["…", "…"], "telephone": ["…", "…"]}
    assert client.post(reverse("admin:reports_application_find"), {"text": "13900139000"}).status_code == 302
    assert "林小月" not in log() and "13900139000" not in log()


@pytest.mark.parametrize(
    ("name", "value"),
    [("identity_number", "110105194912310020"), ("telephone", "x"), ("email", "x"), ("name", "")],
)
def test_a_correction_that_cannot_be_right_is_refused(name: str, value: str) -> None:
    client, _sun, agency = clerk()
    case = filed(agency, person={**WHO, "identity_number": "11010519491231002X"})
    answer = client.post(at(case, "person"), {name: value})
    assert answer.status_code == 200 and answer.context["form"].errors
    assert not Event.objects.filter(act="edited").exists()


def test_a_number_that_fails_its_check_is_taken_from_who_saw_it_on_the_document_and_never_shown() -> None:
    client, _sun, agency = clerk()
    case = filed(agency, person={**WHO, "identity_number": "11010519491231002X"})
    odd = "110105194912310020"
    asked = client.post(at(case, "person"), {"identity_number": odd})
    assert "identity_sure" in asked.context["form"].fields
    client.post(at(case, "person"), {"identity_number": odd, "identity_sure": "on"})
    case.applicant.refresh_from_db()
    assert case.applicant.identity_number == odd
    told = Event.objects.get(act="edited").changes
    assert told == {"identity_number": ["…", "…"], "identity_compared": ["", "True"]}
    history = text(client.get(at(case, "history")))
    assert "证件号码校验位有误" in history and odd not in history and odd not in text(client.get(at(case)))
    assert "identity_sure" not in client.get(at(case, "person")).context["form"].fields


def test_a_kind_of_applicant_chosen_wrongly_is_corrected_on_record_and_counted_rightly() -> None:
    client, _sun, agency = clerk()
    case = filed(agency)
    page = text(client.post(at(case, "person"), {"applicant_kind": "business"}, follow=True))
    case.refresh_from_db()
    assert case.applicant_kind == "business"
    assert Event.objects.latest("pk").changes == {"applicant_kind": ["natural_person", "business"]}
    counted = yearly.count(agency, 2024)
    assert counted is not None
    assert counted.cells["applications"]["1"]["business"] == 1
    assert counted.cells["applications"]["1"]["natural_person"] == 0
    assert "企业" in text(client.get(at(case, "history"))), page


def test_a_kind_of_applicant_that_is_none_changes_nothing() -> None:
    client, _sun, agency = clerk()
    case = filed(agency)
    refused = client.post(at(case, "person"), {"applicant_kind": "x", "telephone": "13900139000"})
    case.refresh_from_db()
    assert "applicant_kind" in refused.context["form"].errors
    assert (case.applicant_kind, case.applicant.telephone) == ("natural_person", WHO["telephone"])


def test_a_paper_offered_by_mistake_is_taken_back_on_record_and_stays_with_the_case() -> None:
    client, sun, agency = clerk()
    case = filed(agency)
    step = casework.perform(
        case, StepKind.ANSWER, by=sun, on=MONDAY, today=MONDAY, outcome="disclosed", note="见附件"
    )
    add(client, case, "a.txt", b"another case", role="answer", step=str(step.pk), is_for_applicant="on")
    kept = case.files.get()
    assert at(case, "takeback", kept.pk) in show(client, case)
    client.get(at(case, "takeback", kept.pk))
    assert case.files.get().is_for_applicant
    client.post(at(case, "takeback", kept.pk))
    assert not case.files.get().is_for_applicant
    assert Event.objects.latest("pk").changes == {"is_for_applicant": [str(kept.pk), ""]}
    page = show(client, case)
    assert "a.txt" in page and at(case, "takeback", kept.pk) not in page
    count = Event.objects.count()
    client.post(at(case, "takeback", kept.pk))
    assert Event.objects.count() == count


def test_a_file_of_another_case_is_not_taken_back() -> None:
    client, _sun, agency = clerk()
    case, other = filed(agency), filed(agency)
    add(client, other, "a.txt", b"text", role="answer", is_for_applicant="on")
    assert client.post(at(case, "takeback", other.files.get().pk)).status_code == 404
    assert other.files.get().is_for_applicant
