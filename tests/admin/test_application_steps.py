"""The steps of a case in the admin: each asks what it needs, passes the one gate, and loses nothing typed."""

from __future__ import annotations

from datetime import date

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from reports.domain.casework.outcomes import NEEDS
from reports.domain.casework.states import allowed
from reports.domain.casework.steps import StepKind
from reports.domain.casework.transitions import Who
from reports.models import Application, Event
from reports.queries import answerguides, casestanding
from reports.services import casework
from tests.admin.caseclerk import MONDAY, clerk, filed, stop_clock
from tests.admin.pages import fields, text
from tests.casefactories import WHO

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)


def address(case: Application, kind: str) -> str:
    return reverse("admin:reports_application_step", args=[case.pk, kind])


def take(client: Client, case: Application, kind: str, **typed: str) -> HttpResponse:
    """The form as it stands, with what is typed, sent."""
    page = client.get(address(case, kind))
    assert page.status_code == 200, kind
    return client.post(address(case, kind), fields(page, "") | typed)


def last(case: Application) -> dict[str, object]:
    step = case.steps.latest("number")
    names = ("kind", "on", "until", "outcome", "ref", "detail", "note")
    return {name: getattr(step, name) for name in names if getattr(step, name)}


def test_receipt_is_confirmed_and_the_clock_starts() -> None:
    client, _sun, agency = clerk()
    case = filed(agency, received_on=None)
    take(client, case, "accept", on="2024-07-02", note="电话确认")
    case.refresh_from_db()
    assert (case.state, case.due_on) == ("accepted", date(2024, 7, 30))
    assert last(case) == {"kind": "accept", "on": date(2024, 7, 2), "note": "电话确认"}


def test_what_was_handed_in_is_received_on_the_day_it_arrived_unless_changed() -> None:
    client, _sun, agency = clerk()
    case = filed(agency, received_on=None, channel="fax")
    assert fields(client.get(address(case, "accept")), "")["on"] == "2024-07-15"
    Application.objects.filter(pk=case.pk).update(channel="registered_post")
    assert fields(client.get(address(case, "accept")), "")["on"] == "2024-07-01"


def test_a_supplement_is_asked_for_with_a_day_and_words_the_applicant_reads() -> None:
    client, _sun, agency = clerk()
    case = filed(agency, arrived_on=date(2024, 7, 8), received_on=date(2024, 7, 8))
    take(client, case, "ask_supplement", on="2024-07-15", until="2024-08-05", note="请写明时间段")
    case.refresh_from_db()
    assert (case.state, case.waiting_for) == ("awaiting_supplement", "applicant")
    assert last(case)["until"] == date(2024, 8, 5)


def test_an_extension_names_its_days_and_the_consent_and_is_refused_without_it() -> None:
    client, _sun, agency = clerk()
    case = filed(agency)
    typed = {"on": "2024-07-15", "days": "10", "consent_on": "2024-07-12", "note": "需要检索的档案较多"}
    refused = take(client, case, "extend", **typed)
    assert "is_consented" in refused.context["form"].errors
    assert "需要检索的档案较多" in text(refused)
    take(client, case, "extend", **typed, is_consented="on")
    case.refresh_from_db()
    # The first period ends on 29 July; ten more working days: 30, 31 July, 1, 2, 5 to 9, 12 August.
    assert case.due_on == date(2024, 8, 12)
    assert last(case)["detail"] == {"days": "10", "consent_on": "2024-07-12"}


def test_consent_after_the_extension_and_too_many_days_are_refused_at_the_field() -> None:
    client, _sun, agency = clerk()
    case = filed(agency)
    typed = {"on": "2024-07-12", "days": "20", "consent_on": "2024-07-15", "is_consented": "on", "note": "多"}
    refused = take(client, case, "extend", **typed)
    assert refused.context["form"].errors.keys() == {"consent_on"}
    refused = take(client, case, "extend", **typed | {"days": "21"})
    assert "days" in refused.context["form"].errors
    assert case.steps.count() == 2


def test_consultations_get_references_of_their_own_and_a_reply_names_one() -> None:
    client, _sun, agency = clerk()
    case = filed(agency)
    take(client, case, "consult", on="2024-07-03", party="third_party", note="某公司")
    take(client, case, "consult", on="2024-07-03", party="other_organ", note="某局")
    assert [step.ref for step in case.steps.filter(kind="consult")] == ["C1", "C2"]
    take(client, case, "receive_consult", on="2024-07-04", ref="C1")
    take(client, case, "consult_reply", on="2024-07-10", ref="C1", opinion="objects")
    assert last(case) == {
        "kind": "consult_reply",
        "on": date(2024, 7, 10),
        "ref": "C1",
        "detail": {"opinion": "objects"},
    }
    page = take(client, case, "consult_reply", on="2024-07-11", ref="C1", opinion="agrees")
    assert "ref" in page.context["form"].errors


def test_a_fee_by_pages_is_counted_and_explained_before_it_is_notified() -> None:
    client, _sun, agency = clerk()
    case = filed(agency)
    counted = take(client, case, "notify_fee", charge="pages", pages="68", _compute="1")
    assert counted.context["bill"].amount == 380
    assert "第 31 至 68 页：每页 10 元，共 380 元。" in text(counted)
    assert case.steps.count() == 2
    take(client, case, "notify_fee", charge="pages", pages="68", note="银行转账")
    assert last(case)["detail"] == {"pages": "68", "amount": "380"}
    case.refresh_from_db()
    assert case.state == "awaiting_payment"


def test_nothing_is_charged_for_the_first_ten_of_a_month() -> None:
    client, _sun, agency = clerk()
    case = filed(agency)
    assert client.get(address(case, "notify_fee")).context["bill"].amount == 0
    refused = take(client, case, "notify_fee", charge="items", note="银行转账")
    assert "免费" in text(refused) and case.steps.count() == 2


def test_the_eleventh_of_an_applicant_in_a_month_costs_a_hundred_yuan() -> None:
    client, _sun, agency = clerk()
    cases = [filed(agency) for _number in range(11)]
    assert client.get(address(cases[10], "notify_fee")).context["bill"].amount == 100
    take(client, cases[10], "notify_fee", charge="items", note="银行转账")
    assert last(cases[10])["detail"] == {"items": "11", "amount": "100"}


def test_pages_without_their_number_are_asked_for() -> None:
    client, _sun, agency = clerk()
    case = filed(agency)
    assert "pages" in take(client, case, "notify_fee", charge="pages", pages="").context["form"].errors


def test_beside_each_answer_stands_what_it_needs_and_the_remedy_of_its_letter() -> None:
    client, _sun, agency = clerk()
    case = filed(agency)
    page = client.get(address(case, "answer"))
    guides = {guide.code: guide for guide in page.context["guides"]}
    assert set(answerguides.NEEDS) == set(NEEDS)
    secret = guides["state_secret"]
    assert (
        secret.basis
        == "《中华人民共和国政府信息公开条例》（2019年国务院令第711号修订）第十四条、第三十六条第（三）项"
    )
    assert "理由" in secret.needs[0]
    # 1 July 2024 lies after the revised Administrative Review Law: review first.
    assert secret.remedy.startswith("如不服本答复，应当先自收到本答复之日起60日内申请行政复议")
    assert secret.remedy in text(page)
    assert "guides" not in client.get(address(case, "withdraw")).content.decode()


def test_an_answer_chooses_among_the_outcomes_in_the_groups_of_the_table() -> None:
    client, _sun, agency = clerk()
    case = filed(agency)
    page = client.get(address(case, "answer"))
    groups = [name for name, _found in page.context["form"].fields["outcome"].choices[1:]]
    assert [name[:3] for name in groups] == ["（一）", "（二）", "（三）", "（四）", "（五）", "（六）"]
    codes = [code for _name, found in page.context["form"].fields["outcome"].choices[1:] for code, _ in found]
    assert len(codes) >= 19 and "" not in codes
    missing = client.post(address(case, "answer"), fields(page, "") | {"note": "已公开"})
    assert "outcome" in missing.context["form"].errors and "已公开" in text(missing)
    client.post(address(case, "answer"), fields(page, "") | {"outcome": codes[0]})
    case.refresh_from_db()
    assert (case.state, case.outcome, case.closed_on) == ("answered", codes[0], MONDAY)


def test_a_correction_of_records_has_outcomes_of_its_own() -> None:
    client, _sun, agency = clerk()
    request, case = filed(agency), filed(agency, kind="correction")
    asked, other = (client.get(address(one, "answer")).context["form"] for one in (request, case))
    assert asked.fields["outcome"].choices != other.fields["outcome"].choices


def test_what_may_not_follow_now_leads_back_with_why() -> None:
    client, _sun, agency = clerk()
    case = filed(agency)
    answer = client.get(address(case, "supplement"), follow=True)
    assert "“收到补正”" in text(answer) or "补正" in text(answer)
    assert answer.redirect_chain[0][0] == reverse("admin:reports_application_change", args=[case.pk])


def test_a_day_in_the_future_is_refused_in_words_at_the_field_and_logged_without_them() -> None:
    client, _sun, agency = clerk()
    case = filed(agency)
    refused = take(client, case, "withdraw", on="2024-07-16", note=f"{WHO['name']}来电")
    assert "2024" in refused.context["form"].errors["on"][0]
    assert case.steps.count() == 2
    denied = Event.objects.get(act="denied")
    assert denied.reason == "withdraw" and WHO["name"] not in str(denied.hashed)


@pytest.mark.parametrize("on", ["", "gestern", "2024-13-01", "<script>", "9999999999"])
def test_what_is_no_day_is_said_to_be_none(on: str) -> None:
    client, _sun, agency = clerk()
    case = filed(agency)
    assert "on" in take(client, case, "withdraw", on=on).context["form"].errors
    assert case.steps.count() == 2


def test_the_second_of_two_clerks_is_told_keeps_what_was_typed_and_may_send_it_again() -> None:
    client, sun, agency = clerk()
    case = filed(agency)
    page = client.get(address(case, "withdraw"))
    form = fields(page, "") | {"note": "申请人来函"}
    detail = {"party": "third_party"}
    casework.perform(case, StepKind.CONSULT, by=sun, on=MONDAY, today=MONDAY, ref="C1", detail=detail)
    told = client.post(address(case, "withdraw"), form)
    assert "他人办理了该件" in text(told) and "申请人来函" in text(told)
    assert case.steps.count() == 3
    client.post(address(case, "withdraw"), fields(told, ""))
    case.refresh_from_db()
    assert case.state == "withdrawn" and case.steps.count() == 4


def test_every_step_that_the_rules_allow_has_a_page_that_asks() -> None:
    client, sun, agency = clerk()
    case = filed(agency)
    for kind, given in (
        (None, {}),
        (StepKind.CONSULT, {"ref": "C1", "detail": {"party": "third_party"}}),
        (StepKind.ASK_REASONS, {"note": "请说明理由"}),
        (StepKind.ANSWER, {"outcome": _frequent()}),
    ):
        if kind:
            casework.perform(case, kind, by=sun, on=MONDAY, today=MONDAY, **given)
        reading = casestanding.read(case)
        for each in allowed(reading.steps, reading.facts, MONDAY, who=Who.STAFF):
            assert client.get(address(case, each)).status_code == 200, each


def _frequent() -> str:
    found = casestanding.caserules.outcomes().outcomes.values()
    return next(one.code for one in found if one.after == StepKind.ASK_REASONS)


def test_a_step_that_is_none_is_not_found() -> None:
    client, _sun, agency = clerk()
    case = filed(agency)
    assert client.get(address(case, "register")).status_code == 404
    assert client.get(address(case, "explode")).status_code == 404


def test_a_wrong_step_is_struck_with_a_reason_and_stays_on_the_page() -> None:
    client, _sun, agency = clerk()
    case = filed(agency)
    take(client, case, "withdraw", on="2024-07-15")
    step = case.steps.get(kind="withdraw")
    where = reverse("admin:reports_application_strike", args=[case.pk, step.pk])
    empty = client.post(where, fields(client.get(where), "") | {"reason": " "})
    assert "reason" in empty.context["form"].errors
    reason = f"误将{WHO['name']}的另一件录入本件"
    client.post(where, fields(client.get(where), "") | {"reason": reason})
    case.refresh_from_db()
    assert case.state == "accepted"
    page = text(client.get(reverse("admin:reports_application_change", args=[case.pk])))
    assert "已撤销" in page and "误将" in page and WHO["name"] not in page
    assert not any(WHO["name"] in str(event.hashed) for event in Event.objects.all())


def test_a_step_that_later_ones_rest_on_is_struck_last_and_the_registration_never() -> None:
    client, _sun, agency = clerk()
    case = filed(agency)
    take(client, case, "consult", on="2024-07-15", party="third_party")
    accept, register = case.steps.get(kind="accept"), case.steps.get(kind="register")
    where = reverse("admin:reports_application_strike", args=[case.pk, accept.pk])
    refused = client.post(where, fields(client.get(where), "") | {"reason": "误录"})
    assert "请先撤销后续步骤" in text(refused)
    where = reverse("admin:reports_application_strike", args=[case.pk, register.pk])
    assert "登记步骤不能撤销" in text(client.post(where, {"version": "3", "reason": "误录"}, follow=True))
    assert not case.steps.exclude(struck_at=None).exists()


def test_a_step_of_another_case_is_not_struck_through_this_one() -> None:
    client, _sun, agency = clerk()
    case, other = filed(agency), filed(agency)
    step = other.steps.get(kind="accept")
    where = reverse("admin:reports_application_strike", args=[case.pk, step.pk])
    assert client.post(where, {"version": "2", "reason": "误录"}).status_code == 404


@pytest.mark.parametrize(("outcome", "is_reason_needed"), [("disclosed", False), ("state_secret", True)])
def test_who_is_not_given_what_they_asked_for_is_told_why(outcome: str, is_reason_needed: bool) -> None:
    client, _sun, agency = clerk()
    case = filed(agency)
    page = take(client, case, "answer", outcome=outcome, note=" ")
    case.refresh_from_db()
    assert (case.state == "accepted") is is_reason_needed
    if is_reason_needed:
        assert "note" in page.context["form"].errors
        take(client, case, "answer", outcome=outcome, note="已依法定为秘密级。")
        case.refresh_from_db()
        assert case.state == "answered"


def test_a_correction_says_what_it_corrects() -> None:
    client, _sun, agency = clerk()
    case = filed(agency)
    take(client, case, "answer", outcome="disclosed")
    page = take(client, case, "correct_answer", outcome="disclosed", note="")
    assert "note" in page.context["form"].errors
