"""Letters through the admin: chosen, filled, shown with marks, edited, issued, downloaded, delivered."""

from __future__ import annotations

import io
from datetime import date

import docx
import pdfplumber
import pytest
from django.test import Client
from django.urls import reverse

from reports.models import Agency, Application, Event, Letter, Wording
from reports.services import casefiles
from tests.admin.pages import fields, text
from tests.casefactories import make_application
from tests.factories import make_account, make_agency

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency() -> Agency:
    return make_agency("示例市统计局", slug="tjj", telephone="0000-1234567")


@pytest.fixture
def client(agency: Agency) -> Client:
    client = Client()
    client.force_login(make_account("wang", "caseworker", agency=agency))
    return client


@pytest.fixture
def case(agency: Agency) -> Application:
    return make_application(agency=agency)


def at(name: str, *args: object) -> str:
    return reverse(f"admin:reports_letter_{name}", args=args)


def writing(case: Application, code: str) -> str:
    return f"{at('new', case.pk)}?code={code}"


def drafted(client: Client, case: Application, code: str, **given: str) -> Letter:
    answer = client.post(writing(case, code), {"_draft": "", **given})
    assert answer.status_code == 302, text(answer)
    return Letter.objects.get()


def test_only_letters_that_fit_are_offered(client: Client, case: Application) -> None:
    page = text(client.get(at("new", case.pk)))
    assert "政府信息公开申请补正告知书" in page
    assert "属于国家秘密" in page
    assert "撤回确认书" not in page
    assert "code=correct" not in page
    answer = client.get(writing(case, "withdrawn"))
    assert answer.status_code == 302


def test_the_text_is_shown_with_what_is_filled_and_what_is_missing(client: Client, case: Application) -> None:
    answer = client.get(writing(case, "answer:state_secret"))
    page = text(answer)
    assert '<mark class="letter-missing">【待填：理由】</mark>' in page
    assert "<mark>林晓月</mark>" in page
    answer = client.post(writing(case, "answer:state_secret"), {"_preview": "", "reason": "已定密"})
    assert "<mark>已定密</mark>" in text(answer)
    assert not Letter.objects.exists()


def test_what_is_not_sure_is_told_to_staff_and_never_printed(client: Client, case: Application) -> None:
    letter = drafted(client, case, "answer:petition", reason="属于信访事项", procedure="请向信访机构提出。")
    page = text(client.get(at("change", letter.pk)))
    assert "notice-open" in page
    note = page.split("notice-open")[1].split("</section>")[0]
    assert "核对" in note
    assert "核对" not in letter.body


def test_a_letter_goes_from_draft_to_download(client: Client, case: Application) -> None:
    letter = drafted(client, case, "answer:state_secret")
    page = client.get(at("change", letter.pk))
    assert "理由" in text(page).split("notice-fails")[1].split("</p>")[0]
    body = letter.body.replace("【待填：理由】", "已依法定密")
    sent = {"_save": "", "version": "0", "title": letter.title, "body": body}
    client.post(at("change", letter.pk), sent)
    sent = {"_issue": "", "version": "1", "on": "2024-03-20", "is_with_step": "on"}
    Letter.objects.update(created_at="2024-03-20T01:00:00Z")
    letter.refresh_from_db()
    answer = client.post(at("change", letter.pk), sent)
    assert answer.status_code == 302, text(answer)
    letter.refresh_from_db()
    case.refresh_from_db()
    assert (letter.number, case.state, case.outcome) == ("〔2024〕第1号", "answered", "state_secret")
    made = client.get(at("file", letter.pk, "pdf"))
    assert made["Content-Type"] == "application/pdf"
    assert made["Content-Disposition"].startswith("attachment")
    with pdfplumber.open(io.BytesIO(made.content)) as file:
        assert "已依法定密" in file.pages[0].extract_text().replace("\n", "")
    made = client.get(at("file", letter.pk, "docx"))
    paragraphs = [each.text for each in docx.Document(io.BytesIO(made.content)).paragraphs]
    assert paragraphs[1:3] == ["〔2024〕第1号", "林晓月："]
    assert paragraphs[-2:] == ["示例市统计局", "2024年3月20日"]
    assert client.get(at("file", letter.pk, "exe")).status_code == 404
    assert Event.objects.filter(act="exported").count() == 2
    proof = casefiles.keep(case, role="delivery", name="回执.pdf", kind="pdf", data=b"%PDF-", by=None)
    sent = {"_deliver": "", "delivery-way": "post", "delivery-on": "2024-03-22"}
    client.post(at("change", letter.pk), sent | {"delivery-proof": str(proof.pk)})
    letter.refresh_from_db()
    assert (letter.delivered_on, letter.delivery_proof) == (date(2024, 3, 22), proof)
    page = text(client.get(at("change", letter.pk)))
    assert "回执.pdf" in page
    assert 'name="_issue"' not in page


def test_a_refusal_is_told_in_words_and_what_was_typed_stays(client: Client, case: Application) -> None:
    letter = drafted(client, case, "extension", reason="档案较多", days="20")
    version = fields(client.get(at("change", letter.pk)), "")["version"]
    sent = {"_issue": "", "version": version, "on": "2024-03-20", "is_with_step": "on", "days": "10"}
    answer = client.post(at("change", letter.pk), sent)
    assert "errorlist" in text(answer)  # no consent
    answer = client.post(at("change", letter.pk), sent | {"consent_on": "2024-03-19"})
    assert "10个工作日" in text(answer)  # the letter says 20
    assert 'value="10"' in text(answer)
    sent |= {"consent_on": "2024-03-19", "days": "20", "on": "2024-04-02"}
    answer = client.post(at("change", letter.pk), sent)
    assert "errorlist" in text(answer)  # after the first deadline, 1 April
    assert case.steps.count() == 2
    client.post(at("change", letter.pk), sent | {"on": "2024-04-01"})
    assert case.steps.last().detail == {"days": "20", "consent_on": "2024-03-19"}


def test_a_fee_notice_takes_its_step_with_the_amount(client: Client, case: Application) -> None:
    letter = drafted(client, case, "fee", fee_way="pages", units="250", paying="到窗口")
    assert "合计4700元" in letter.body
    sent = {"_issue": "", "version": "0", "on": "2024-03-20", "is_with_step": "on"}
    client.post(at("change", letter.pk), sent | {"charge": "pages", "units": "250"})
    assert case.steps.last().detail == {"pages": "250", "amount": "4700"}


@pytest.mark.parametrize("on", ["", "morgen", "0000-00-00", "99999-01-01", "<script>"])
def test_a_wrong_day_is_refused(client: Client, case: Application, on: str) -> None:
    letter = drafted(client, case, "answer:state_secret", reason="已定密")
    answer = client.post(at("change", letter.pk), {"_issue": "", "version": "0", "on": on})
    assert answer.status_code == 200
    assert "errorlist" in text(answer)
    letter.refresh_from_db()
    assert letter.issued_on is None


def test_hostile_words_are_shown_as_words(client: Client, agency: Agency) -> None:
    case = make_application(agency=agency, description="<script>alert(1)</script>{reason}")
    answer = client.post(
        writing(case, "answer:state_secret"), {"_preview": "", "reason": "<b>x</b>{way}\u202e"}
    )
    page = text(answer)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;｛reason｝" in page
    assert "&lt;b&gt;x&lt;/b&gt;｛way｝" in page
    assert client.get(writing(case, "<script>")).status_code == 302
    answer = client.post(writing(case, "answer:state_secret"), {"_draft": "", "reason": "长" * 5001})
    assert "errorlist" in text(answer)
    assert not Letter.objects.exists()


def test_a_draft_is_thrown_away_and_an_issued_letter_is_not(client: Client, case: Application) -> None:
    letter = drafted(client, case, "receipt")
    client.post(at("change", letter.pk), {"_issue": "", "version": "0", "on": "2024-03-20"})
    client.post(at("change", letter.pk), {"_discard": ""})
    assert Letter.objects.exists()
    other = client.post(writing(case, "receipt"), {"_draft": ""})
    client.post(other["Location"], {"_discard": ""})
    assert Letter.objects.count() == 1


@pytest.mark.parametrize("name", ["new", "change", "file"])
def test_letters_of_another_agency_are_not_there(client: Client, name: str) -> None:
    theirs = make_application(agency=make_agency("别的局", slug="other"))
    chen = make_account("chen", "caseworker", agency=theirs.agency)
    letter = Letter.objects.create(
        agency=theirs.agency, application=theirs, code="receipt", title="x", body="x", created_by=chen
    )
    address = {
        "new": writing(theirs, "receipt"),
        "change": at("change", letter.pk),
        "file": at("file", letter.pk, "pdf"),
    }[name]
    for answer in (client.get(address), client.post(address, {"_draft": "", "_discard": ""})):
        assert answer.status_code in (302, 404)
        assert answer.status_code == 404 or "letter" not in answer["Location"]
    assert Letter.objects.count() == 1
    assert "别的局" not in text(client.get(at("changelist")))


@pytest.mark.parametrize("role", ["editor", "reviewer", "publisher", "agency_administrator", "supervisor"])
def test_other_roles_see_no_letter(agency: Agency, case: Application, role: str) -> None:
    wang = make_account("wang", "caseworker", agency=agency)
    letter = Letter.objects.create(
        agency=agency, application=case, code="receipt", title="x", body="秘", created_by=wang
    )
    client = Client()
    client.force_login(make_account("li", role, agency=agency))
    for address in (at("new", case.pk), at("change", letter.pk), at("file", letter.pk, "pdf")):
        assert client.get(address).status_code in (403, 404)
    assert client.get(at("changelist")).status_code == 403


def test_the_stock_form_adds_no_letter(client: Client) -> None:
    assert client.get(at("add")).status_code == 403


def wording(client: Client, agency: Agency, code: str, words: str) -> object:
    sent = {"agency": str(agency.pk), "code": code, "text": words}
    return client.post(reverse("admin:reports_wording_add"), sent)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("number", "示统公开〔{year}〕号"),
        ("number", "{year}{serial}{x}"),
        ("number", "字" * 30 + "{year}{serial}"),
        ("letter:answer_refused", "{applicant}：\n不予公开。"),
        ("letter:answer_refused", "{applicant}：\n{basis}{reason}{remedy}{nobody}"),
        ("letter:answer_refused", "没有称呼\n{basis}{reason}{remedy}"),
        ("remedy:refusal-2024", "可以申请{remedy}"),
        ("nothing", "x"),
        ("letter:nothing", "x"),
    ],
)
def test_a_wording_that_cannot_stand_is_refused(
    client: Client, agency: Agency, code: str, words: str
) -> None:
    answer = wording(client, agency, code, words)
    assert answer.status_code == 200
    assert "errorlist" in text(answer)
    assert not Wording.objects.exists()


def test_a_wording_is_kept_changed_and_dropped_on_record(client: Client, agency: Agency) -> None:
    answer = wording(client, agency, "number", "示统公开〔{year}〕{serial}号")
    assert answer.status_code == 302, text(answer)
    row = Wording.objects.get()
    page = text(client.get(reverse("admin:reports_wording_change", args=[row.pk])))
    assert "〔{year}〕第{serial}号" in page
    change = reverse("admin:reports_wording_change", args=[row.pk])
    assert client.post(change, {"text": "〔{year}〕{serial}"}).status_code == 302
    row.refresh_from_db()
    assert row.text == "〔{year}〕{serial}"
    client.post(reverse("admin:reports_wording_delete", args=[row.pk]), {"post": "yes"})
    assert not Wording.objects.exists()
    assert Event.objects.filter(subject_kind="wording").count() == 3


def test_another_agencys_wording_is_not_there(client: Client) -> None:
    other = make_agency("别的局", slug="other")
    assert wording(client, other, "number", "〔{year}〕{serial}").status_code == 200
    assert not Wording.objects.exists()
    chen = make_account("chen", "caseworker", agency=other)
    row = Wording.objects.create(agency=other, code="number", text="〔{year}〕{serial}", updated_by=chen)
    assert client.get(reverse("admin:reports_wording_change", args=[row.pk])).status_code == 404
    assert client.post(reverse("admin:reports_wording_delete", args=[row.pk])).status_code == 404


def test_the_list_tells_drafts_and_what_is_not_delivered_yet(client: Client, case: Application) -> None:
    drafted(client, case, "receipt")
    listed = at("changelist")
    assert "草稿，尚未编号" in text(client.get(listed))
    assert "草稿，尚未编号" in text(client.get(f"{listed}?standing=draft"))
    assert "草稿，尚未编号" not in text(client.get(f"{listed}?standing=underway"))
    assert client.get(f"{listed}?standing=x").status_code == 200
