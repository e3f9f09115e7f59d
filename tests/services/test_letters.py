"""Letters: drafted from the case, never sent with a blank, numbered once, frozen, delivered as a step."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from reports.domain.casework import remedies
from reports.domain.casework.states import NotAllowed
from reports.domain.casework.steps import Step, StepKind
from reports.models import Account, Agency, Application, Event, Letter, Wording
from reports.queries import caserules, casestanding, letterrules
from reports.queries import letters as reading
from reports.queries.access import Denied
from reports.services import casefiles, letters
from reports.services.letters import Taking
from reports.services.revisions import Refused
from tests.casefactories import WHO, make_application
from tests.factories import make_account, make_agency

pytestmark = pytest.mark.django_db
DAY = date(2024, 3, 20)
REASON = {"reason": "已依法定密"}


@pytest.fixture
def agency() -> Agency:
    return make_agency("示例市统计局", slug="tjj", telephone="0000-1234567")


@pytest.fixture
def wang(agency: Agency) -> Account:
    return make_account("wang", "caseworker", agency=agency)


def case(agency: Agency, *then: Step, **fields: object) -> Application:
    return make_application(agency=agency, then=then, **fields)


def drafted(application: Application, code: str, by: Account, **given: object) -> Letter:
    return letters.draft(application, code, by=by, on=DAY, **given)


def refusal(agency: Agency, wang: Account) -> Letter:
    return drafted(case(agency), "answer:state_secret", wang, **REASON)


def test_a_refusal_names_ground_with_the_version_of_the_law_reason_and_remedy(
    agency: Agency, wang: Account
) -> None:
    letter = refusal(agency, wang)
    assert letter.title == "政府信息公开告知书（不予公开）"
    assert letter.body.startswith("林晓月：\n您于2024年3月4日提出的政府信息公开申请")
    assert "（2019年国务院令第711号修订）第十四条、第三十六条第（三）项" in letter.body
    assert "理由：已依法定密。" in letter.body
    assert "应当先自收到本答复之日起60日内申请行政复议" in letter.body
    assert "联系方式：" in letter.body


@pytest.mark.parametrize(
    ("received", "law"),
    [(date(2019, 5, 14), "第492号）第十四条"), (date(2019, 5, 15), "第711号修订）第十四条")],
)
def test_the_law_is_that_of_the_day_of_receipt(
    agency: Agency, wang: Account, received: date, law: str
) -> None:
    application = case(agency, arrived_on=received, received_on=received)
    assert law in drafted(application, "answer:state_secret", wang, **REASON).body


@pytest.mark.parametrize(
    ("day", "remedy"),
    [(date(2023, 12, 29), "6个月内向人民法院"), (date(2024, 1, 2), "应当先自收到本答复之日起60日内")],
)
def test_the_remedy_is_that_of_the_day_of_the_letter(
    agency: Agency, wang: Account, day: date, remedy: str
) -> None:
    application = case(agency, arrived_on=date(2023, 12, 20), received_on=date(2023, 12, 20))
    letter = letters.draft(application, "answer:state_secret", by=wang, on=day, **REASON)
    assert remedy in letter.body


def test_every_outcome_has_a_letter_that_demands_what_the_outcome_needs() -> None:
    for act in ("answer", "correct"):
        for outcome in caserules.outcomes().outcomes.values():
            if outcome.step is StepKind.ANSWER:
                template, found = reading.template_of(f"{act}:{outcome.code}")
                assert found == outcome
                assert set(outcome.needs) <= template.required, outcome.code
                assert len(f"{act}:{outcome.code}") <= 40


def test_a_letter_with_something_to_fill_in_is_not_issued_and_says_what(
    agency: Agency, wang: Account
) -> None:
    letter = drafted(case(agency), "answer:state_secret", wang)
    assert "【待填：理由】" in letter.body
    with pytest.raises(Refused, match="理由"):
        letters.issue(letter, on=DAY, by=wang, today=DAY)
    letter.refresh_from_db()
    assert (letter.number, letter.issued_on) == ("", None)


def test_it_is_numbered_in_the_agencys_year_and_frozen(agency: Agency, wang: Account) -> None:
    first = letters.issue(refusal(agency, wang), on=DAY, by=wang, today=DAY)
    second = letters.issue(refusal(agency, wang), on=DAY, by=wang, today=DAY)
    assert (first.number, second.number) == ("〔2024〕第1号", "〔2024〕第2号")
    with pytest.raises(Refused):
        letters.edit(first, by=wang, title="别的", body="别的")
    with pytest.raises(Refused):
        letters.issue(first, on=DAY, by=wang, today=DAY)
    with pytest.raises(Refused):
        letters.discard(first, by=wang)


def test_the_agency_has_its_own_style_of_numbers_and_words(agency: Agency, wang: Account) -> None:
    Wording.objects.create(agency=agency, code="number", text="示统公开〔{year}〕{serial}号", updated_by=wang)
    Wording.objects.create(agency=agency, code="remedy:refusal-2024", text="可以申请复议。", updated_by=wang)
    text = "{applicant}：\n自拟。{basis}{reason}\n{remedy}"
    Wording.objects.create(agency=agency, code="letter:answer_refused", text=text, updated_by=wang)
    letter = letters.issue(refusal(agency, wang), on=DAY, by=wang, today=DAY)
    assert letter.number == "示统公开〔2024〕1号"
    assert letter.body.splitlines()[1].startswith("自拟。")
    assert letter.body.endswith("可以申请复议。")


def test_it_is_kept_sealed_for_the_applicant_and_the_same_each_time(agency: Agency, wang: Account) -> None:
    letter = letters.issue(refusal(agency, wang), on=DAY, by=wang, today=DAY)
    kept = letters.kept_pdf(letter)
    assert kept is not None
    assert (kept.role, kept.is_for_applicant, kept.kind) == ("letter", True, "pdf")
    assert casefiles.read(kept) == letters.as_pdf(letter)
    assert "林晓月" not in kept.name


def test_a_request_for_an_opinion_says_nothing_of_the_applicant_and_is_not_theirs(
    agency: Agency, wang: Account
) -> None:
    given = {"addressee": "示例建设公司", "content": "某合同"}
    letter = drafted(case(agency), "consult_third_party", wang, **given)
    assert "林晓月" not in letter.body
    assert "示例路改造工程" not in letter.body
    step = letters.issue_with_step(letter, on=DAY, by=wang, today=DAY)
    assert (step.ref, step.detail) == ("c1", {"party": "third_party"})
    letter.refresh_from_db()
    kept = letters.kept_pdf(letter)
    assert kept is not None
    assert not kept.is_for_applicant
    letters.record_delivery(letter, way="post", on=DAY, by=wang, today=DAY)
    received = letter.application.steps.get(kind="receive_consult")
    assert (received.ref, received.on) == ("c1", DAY)


def test_letter_and_answer_are_one(agency: Agency, wang: Account) -> None:
    letter = refusal(agency, wang)
    step = letters.issue_with_step(letter, on=DAY, by=wang, today=DAY)
    letter.refresh_from_db()
    letter.application.refresh_from_db()
    assert (step.kind, step.outcome, letter.step) == ("answer", "state_secret", step)
    assert letter.application.state == "answered"


def test_an_answer_that_is_not_allowed_leaves_no_letter_and_is_logged(agency: Agency, wang: Account) -> None:
    letter = refusal(agency, wang)
    with pytest.raises(NotAllowed):
        letters.issue_with_step(letter, on=date(2024, 3, 1), by=wang, today=DAY)
    letter.refresh_from_db()
    assert (letter.number, letter.step, letter.application.steps.count()) == ("", None, 2)
    assert Event.objects.filter(act="denied", subject_kind="application").exists()


def test_an_incomplete_letter_takes_no_step(agency: Agency, wang: Account) -> None:
    letter = drafted(case(agency), "answer:state_secret", wang)
    with pytest.raises(Refused):
        letters.issue_with_step(letter, on=DAY, by=wang, today=DAY)
    assert letter.application.steps.count() == 2


def test_the_day_a_step_sets_must_stand_in_the_letter(agency: Agency, wang: Account) -> None:
    asked = date(2024, 3, 8)
    given = {"items": "请写明年份", "until": date(2024, 3, 29)}
    letter = letters.draft(case(agency), "supplement", by=wang, on=asked, **given)
    with pytest.raises(Refused, match="2024年4月1日"):
        letters.issue_with_step(letter, on=asked, by=wang, today=DAY, taking=Taking(date(2024, 4, 1)))
    step = letters.issue_with_step(letter, on=asked, by=wang, today=DAY, taking=Taking(date(2024, 3, 29)))
    assert step.until == date(2024, 3, 29)


def test_an_extension_names_the_new_last_day(agency: Agency, wang: Account) -> None:
    # received on Monday 4 March: 20 working days end on 1 April; 20 more pass 4-6 April (off, 7 April worked)
    letter = drafted(case(agency), "extension", wang, reason="需要检索的档案较多", days=20)
    assert "延长20个工作日，延长后的答复期限为2024年4月29日" in letter.body
    agreed = {"days": "20", "consent_on": DAY.isoformat()}
    letters.issue_with_step(letter, on=DAY, by=wang, today=DAY, taking=Taking(detail=agreed))
    found = casestanding.read(letter.application).deadline
    assert found is not None and found.due == date(2024, 4, 29)


def test_a_fee_notice_spells_out_its_bands(agency: Agency, wang: Account) -> None:
    given = {"fee_way": "pages", "units": 68, "paying": "持本通知到窗口缴纳"}
    letter = drafted(case(agency), "fee", wang, **given)
    assert "第1页至第30页不收费；第31页至第68页，每页10元，计380元" in letter.body
    assert "合计380元" in letter.body
    detail = {"amount": "380", "pages": "68"}
    letters.issue_with_step(letter, on=DAY, by=wang, today=DAY, taking=Taking(detail=detail))
    letter.refresh_from_db()
    letters.record_delivery(letter, way="collected", on=DAY, by=wang, today=DAY)
    assert letter.application.steps.filter(kind="receive_fee_notice", on=DAY).exists()


def test_the_thirty_first_application_of_a_month_costs_two_hundred(agency: Agency, wang: Account) -> None:
    letter = drafted(case(agency), "fee", wang, fee_way="items", units=31, paying="转账")
    assert "第31件，每件200元，计200元。合计200元（本月第31件）" in letter.body


def test_what_is_free_makes_no_fee_notice(agency: Agency, wang: Account) -> None:
    letter = drafted(case(agency), "fee", wang, fee_way="pages", units=30, paying="转账")
    with pytest.raises(Refused):
        letters.issue(letter, on=DAY, by=wang, today=DAY)


def test_hostile_words_of_an_applicant_stay_words(agency: Agency, wang: Account) -> None:
    typed = "<script>alert(1)</script>{reason}\u202e【待填：理由】\n第二行"
    letter = drafted(case(agency, description=typed), "answer:state_secret", wang, **REASON)
    issued = letters.issue(letter, on=DAY, by=wang, today=DAY)
    assert "<script>alert(1)</script>｛reason｝〔待填：理由】 第二行" in issued.body


def test_only_caseworkers_of_the_agency_write_letters(agency: Agency, wang: Account) -> None:
    letter = refusal(agency, wang)
    zhao = make_account("zhao", "caseworker", agency=make_agency("别的局", slug="other"))
    editor = make_account("li", "editor", agency=agency)
    for by in (zhao, editor):
        with pytest.raises(Denied):
            drafted(letter.application, "answer:state_secret", by)
        with pytest.raises(Denied):
            letters.edit(letter, by=by, title="x", body="x")
        with pytest.raises(Denied):
            letters.issue(letter, on=DAY, by=by, today=DAY)


def test_the_log_holds_the_number_and_no_word_of_the_letter(agency: Agency, wang: Account) -> None:
    letters.issue_with_step(refusal(agency, wang), on=DAY, by=wang, today=DAY)
    told = str([(one.reason, one.changes, one.subject_name) for one in Event.objects.all()])
    assert "〔2024〕第1号" in told
    assert "林晓月" not in told
    assert "定密" not in told


def test_a_letter_that_does_not_fit_is_refused(agency: Agency, wang: Account) -> None:
    for code in ("withdrawn", "correct:state_secret", "answer:record_corrected", "nothing", "answer:nothing"):
        with pytest.raises(Refused):
            drafted(case(agency), code, wang)


def test_an_answer_is_corrected_with_a_letter_of_its_own(agency: Agency, wang: Account) -> None:
    answered = case(agency, Step(StepKind.ANSWER, date(2024, 3, 15), outcome="state_secret"))
    given = {"way": "见附件", "earlier_answer": "2024年3月15日〔2024〕第1号", "correction_reason": "已解密"}
    letter = drafted(answered, "correct:disclosed", wang, **given)
    assert letter.title == "政府信息公开更正告知书"
    assert "现予更正，原因：已解密。" in letter.body
    step = letters.issue_with_step(letter, on=DAY, by=wang, today=DAY)
    assert (step.kind, step.outcome) == ("correct_answer", "disclosed")


def test_a_delivery_needs_an_issued_letter_and_a_day_that_fits(agency: Agency, wang: Account) -> None:
    letter = refusal(agency, wang)
    with pytest.raises(Refused):
        letters.record_delivery(letter, way="post", on=DAY, by=wang, today=DAY)
    letters.issue_with_step(letter, on=DAY, by=wang, today=DAY)
    for way, on in (("pigeon", DAY), ("post", date(2024, 3, 19)), ("post", date(2024, 3, 21))):
        with pytest.raises(Refused):
            letters.record_delivery(letter, way=way, on=on, by=wang, today=DAY)
    letters.record_delivery(letter, way="post", on=DAY, by=wang, today=DAY)
    assert letter.application.steps.filter(kind="deliver").count() == 1
    with pytest.raises(Refused):
        letters.record_delivery(letter, way="post", on=DAY, by=wang, today=DAY)


def test_somebody_elses_change_is_noticed(agency: Agency, wang: Account) -> None:
    letter = refusal(agency, wang)
    letters.edit(letter, by=wang, title="甲", body="乙", expected_version=0)
    with pytest.raises(Refused):
        letters.edit(letter, by=wang, title="丙", body="丁", expected_version=0)


def test_the_remedy_must_be_that_of_the_day_it_is_issued(agency: Agency, wang: Account) -> None:
    letter = refusal(agency, wang)
    Letter.objects.filter(pk=letter.pk).update(created_at="2023-12-29T01:00:00Z", body="如不服")
    letter.refresh_from_db()
    old = remedies.remedy("3.3.1", date(2023, 12, 29), letterrules.remedies()).text
    letters.edit(letter, by=wang, title="告知书", body=f"林晓月：\n不予公开。\n{old}")
    with pytest.raises(Refused, match="应当先"):
        letters.issue(letter, on=DAY, by=wang, today=DAY)


def test_a_font_that_cannot_be_used_is_logged_and_the_letter_set_without_it(
    agency: Agency, wang: Account, settings: object, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    letter = refusal(agency, wang)
    plain = letters.as_pdf(letter)
    wrong = tmp_path / "letter.ttf"
    wrong.write_bytes(b"no font")
    settings.LETTER_FONT = str(wrong)
    assert letters.as_pdf(letter) == plain
    assert "letter.ttf" in caplog.text


def test_a_name_of_rare_signs_is_told_before_the_letter_goes_out(agency: Agency, wang: Account) -> None:
    case_of_rare = case(agency, applicant={**WHO, "name": "林𠮷"})
    letter = drafted(case_of_rare, "answer:state_secret", wang, **REASON)
    assert letters.unset(letter) == ("𠮷",)
    assert letters.issue(letter, on=DAY, by=wang, today=DAY).body.startswith("林𠮷：")


def test_a_draft_that_is_not_a_word_long_is_refused(agency: Agency, wang: Account) -> None:
    letter = refusal(agency, wang)
    for title, body in (("", "正文"), ("标题", " \n "), ("标题", "字" * 50_001), ("字" * 201, "正文")):
        with pytest.raises(Refused):
            letters.edit(letter, by=wang, title=title, body=body)
    letters.edit(letter, by=wang, title="标题", body="字" * 50_000)


def test_an_erased_case_gets_no_letter(agency: Agency, wang: Account) -> None:
    application = case(agency)
    Application.objects.filter(pk=application.pk).update(erased_at="2024-03-19T00:00:00Z")
    application.refresh_from_db()
    with pytest.raises(Refused):
        drafted(application, "receipt", wang)


def test_every_letter_on_the_way_can_be_drafted_where_it_is_offered(agency: Agency, wang: Account) -> None:
    reached = {
        "arrived": case(agency, received_on=None),
        "accepted": case(agency),
        "supplement": case(agency, Step(StepKind.ASK_SUPPLEMENT, date(2024, 3, 6), until=date(2024, 3, 18))),
        "withdrawn": case(agency, Step(StepKind.WITHDRAW, date(2024, 3, 6))),
        "fee": case(agency, Step(StepKind.NOTIFY_FEE, date(2024, 3, 6))),
        "record": case(agency, kind="correction"),
        "complaint": case(agency, kind="complaint"),
        "old": case(agency, arrived_on=date(2018, 3, 5), received_on=date(2018, 3, 5)),
    }
    offered: dict[str, set[str]] = {}
    for name, application in reached.items():
        for choice in reading.choices(application):
            letter = drafted(application, choice.code, wang)
            assert "{" not in letter.body, choice.code
            offered.setdefault(name, set()).add(choice.code)
    assert offered["arrived"] == {"receipt"}
    assert offered["withdrawn"] == {"withdrawn"}
    assert offered["supplement"] == {"supplement", "lapse_supplement"}
    assert offered["fee"] == {"fee", "lapse_fee"}
    assert {"record_corrected", "record_not_corrected", "record_referred"} <= {
        code.removeprefix("answer:") for code in offered["record"]
    }
    assert "answer:complaint_upheld" in offered["complaint"]
    assert offered["accepted"] >= {"extension", "consult_third_party", "ask_reasons", "delay", "fee"}
    assert not {"fee", "delay", "ask_reasons", "consult_organ", "answer:internal"} & offered["old"]
    assert not [code for code in offered["accepted"] if code.startswith("correct:")]


def test_a_receipt_of_an_unconfirmed_arrival_gives_a_provisional_day(agency: Agency, wang: Account) -> None:
    # arrived on Monday 4 March 2024: 20 working days end on 1 April
    letter = drafted(case(agency, received_on=None), "receipt", wang)
    assert "您通过网络提出的申请，本机关已于2024年3月4日登记" in letter.body
    assert "如以登记当日确认，答复期限为2024年4月1日" in letter.body
    assert "为收到申请之日" in letter.body
    assert "【待填" not in letter.body


def test_numbers_go_on_after_the_last_and_begin_anew_each_year(agency: Agency, wang: Account) -> None:
    days = (date(2024, 3, 20), date(2024, 12, 31), date(2025, 1, 2))
    found = [letters.issue(refusal_of(agency, wang, day), on=day, by=wang, today=day).number for day in days]
    assert found == ["〔2024〕第1号", "〔2024〕第2号", "〔2025〕第1号"]
    other = make_agency("别的局", slug="other", telephone="1")
    zhao = make_account("zhao", "caseworker", agency=other)
    assert letters.issue(refusal(other, zhao), on=DAY, by=zhao, today=DAY).number == "〔2024〕第1号"


def refusal_of(agency: Agency, by: Account, day: date) -> Letter:
    letter = letters.draft(case(agency), "answer:state_secret", by=by, on=day, **REASON)
    Letter.objects.filter(pk=letter.pk).update(created_at=f"{day}T01:00:00Z")
    letter.refresh_from_db()
    return letter


def test_an_answered_case_gets_no_letter_of_another_answer(agency: Agency, wang: Account) -> None:
    application = case(agency)
    first = drafted(application, "answer:state_secret", wang, **REASON)
    other = drafted(application, "answer:does_not_exist", wang, reason="经检索没有")
    letters.issue_with_step(first, on=DAY, by=wang, today=DAY)
    with pytest.raises(Refused):
        letters.issue(other, on=DAY, by=wang, today=DAY)
    given = {"way": "见附件", "earlier_answer": "〔2024〕第1号", "correction_reason": "已解密"}
    correction = drafted(application, "correct:disclosed", wang, **given)
    with pytest.raises(Refused):
        letters.issue(correction, on=DAY, by=wang, today=DAY)
    letters.issue_with_step(correction, on=DAY, by=wang, today=DAY)
