"""The road through its services: who is refused, what a review confirms, one-person publication."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from reports.domain.statform.definition import CellKey
from reports.models import Account, Appointment, Event, Report
from reports.queries import access, powers
from reports.services import agencies, drafts, reports, systemaccounts
from tests.factories import (
    make_account,
    make_agency,
    make_publisher,
    make_report,
    make_reviewer,
    make_writer,
    released,
    seed_figures,
)

pytestmark = pytest.mark.django_db
WRONG = seed_figures() | {CellKey("statistics", "2", "year"): 3}
KEY = CellKey("statistics", "1", "year")


def in_review(**fields) -> Report:
    report = make_report(state="draft", **fields)
    reports.submit(report=report, by=make_writer())
    return report


def approved(**fields) -> Report:
    report = in_review(**fields)
    reports.approve(report=report, by=make_reviewer(), is_secrecy_reviewed=True)
    return report


ACTS = {
    "submit": lambda report, by: reports.submit(report=report, by=by),
    "approve": lambda report, by: reports.approve(report=report, by=by, is_secrecy_reviewed=True),
    "send_back": lambda report, by: reports.send_back(report=report, by=by, reason="理由"),
    "publish": lambda report, by: reports.publish(report=report, by=by),
    "publish_alone": lambda report, by: reports.publish_alone(report=report, by=by, is_secrecy_reviewed=True),
    "withdraw": lambda report, by: reports.withdraw(report=report, by=by, reason="理由"),
    "new_revision": lambda report, by: reports.new_revision(report=report, by=by),
    "revise": lambda report, by: reports.revise(report=report, by=by, fields={"title": "新"}),
    "save_chapters": lambda report, by: reports.save_chapters(report=report, by=by, chapters=[]),
    "save_figures": lambda report, by: reports.save_figures(report=report, by=by, raws={KEY: "1"}),
    "choose_form": lambda report, by: reports.choose_form(report=report, by=by, form_id="national-2021"),
    "discard": lambda report, by: reports.discard(report=report, by=by),
}
ALLOWED = {
    "submit": {"editor"},
    "approve": {"reviewer"},
    "send_back": {"reviewer", "publisher"},
    "publish": {"publisher"},
    "publish_alone": set(),
    "withdraw": {"publisher"},
    "new_revision": {"editor"},
    "revise": {"editor"},
    "save_chapters": {"editor"},
    "save_figures": {"editor"},
    "choose_form": {"editor"},
    "discard": {"editor"},
}
STARTS = {"approve": in_review, "send_back": in_review, "publish": approved}
ROLES = (
    *("editor", "reviewer", "publisher", "caseworker", "agency_administrator", "supervisor"),
    *("auditor", "system_administrator"),
)


def start_of(act: str) -> Report:
    if act in ("withdraw", "new_revision"):
        return make_report()
    return STARTS.get(act, lambda: make_report(state="draft"))()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("act", ACTS)
def test_each_service_asks_for_the_role_itself(act, role):
    report = start_of(act)
    if act == "choose_form":
        report.cells.all().delete()
    version, state = report.version, report.state
    here = make_account("here", role, agency=report.agency)
    elsewhere = make_account("wang", role, agency=make_agency("示例市教育局"))
    with pytest.raises(reports.NotAllowed):
        ACTS[act](report, elsewhere)
    if role in ALLOWED[act]:
        ACTS[act](report, here)
        return
    with pytest.raises(reports.Refused):
        ACTS[act](report, here)
    report.refresh_from_db()
    assert (report.version, report.state) == (version, state)


@pytest.mark.parametrize("role", ROLES)
def test_a_report_is_begun_by_an_editor_of_that_agency_only(role):
    agency = make_agency()
    by = make_account("here", role, agency=agency)
    if role == "editor":
        assert reports.create(by=by, agency=agency, year=2016, title="报告").created_by == by
    else:
        with pytest.raises(reports.NotAllowed):
            reports.create(by=by, agency=agency, year=2016, title="报告")
    with pytest.raises(reports.NotAllowed):
        reports.create(by=by, agency=make_agency("示例市教育局"), year=2016, title="报告")


def test_a_draft_is_not_moved_to_an_agency_one_does_not_write_for():
    report = make_report(state="draft")
    chen = make_writer(report.agency)
    with pytest.raises(reports.NotAllowed):
        reports.revise(report=report, by=chen, fields={"agency": make_agency("示例市教育局")})
    report.refresh_from_db()
    assert report.agency.name == "示例市公安局"


def test_an_account_that_is_switched_off_may_nothing():
    report, chen = make_report(state="draft"), make_writer()
    Account.objects.filter(pk=chen.pk).update(is_active=False)
    with pytest.raises(reports.NotAllowed):
        reports.submit(report=report, by=Account.objects.get(pk=chen.pk))


@pytest.mark.parametrize("wrote", ["created", "imported", "edited", "submitted"])
def test_whoever_wrote_any_of_it_neither_reviews_nor_publishes_it(wrote):
    report = make_report(state="draft")
    wu = make_account("wu", "editor", "reviewer", "publisher")
    if wrote == "created":
        report = reports.create(by=wu, agency=make_agency(), year=2015, title="报告")
        reports.save_chapters(report=report, chapters=[("一", "概述", "文字")], by=make_writer())
    elif wrote == "imported":
        drafts.told(report, "imported", by=wu)
    elif wrote == "edited":
        reports.revise(report=report, by=wu, fields={"title": "改过"})
    reports.submit(report=report, by=wu if wrote == "submitted" else make_writer())
    with pytest.raises(reports.NotAllowed, match="保密审查"):
        reports.approve(report=report, by=wu, is_secrecy_reviewed=True)
    reports.approve(report=report, by=make_reviewer(), is_secrecy_reviewed=True)
    with pytest.raises(reports.NotAllowed, match="其他人员发布"):
        reports.publish(report=report, by=wu)
    reports.publish(report=report, by=make_publisher())


def test_who_wrote_the_revision_before_may_review_its_correction():
    first = released(make_report(state="draft"))
    wu = make_account("wu", "editor")
    second = reports.new_revision(report=first, by=wu, correction_note="更正受理数。")
    reports.submit(report=second, by=wu)
    chen = make_account("chen", "reviewer", "publisher")
    reports.approve_and_publish(report=second, by=chen, is_secrecy_reviewed=True)
    assert (second.reviewed_by, second.released_by, second.is_single_handed) == (chen, chen, False)


def test_a_reviewer_who_may_publish_does_both_in_one_step_or_nothing():
    report = in_review()
    with pytest.raises(reports.NotAllowed):
        reports.approve_and_publish(report=report, by=make_reviewer(), is_secrecy_reviewed=True)
    report.refresh_from_db()
    assert (report.state, report.reviewed_at) == ("in_review", None)
    li = make_account("li", "publisher")
    reports.approve_and_publish(report=report, by=li, is_secrecy_reviewed=True)
    report.refresh_from_db()
    assert (report.state, report.reviewed_by, report.released_by) == ("published", li, li)


def test_nothing_is_published_without_an_approval():
    report = in_review()
    with pytest.raises(reports.Refused, match="尚未通过审核"):
        reports.publish(report=report, by=make_publisher())


def test_a_review_confirms_the_secrecy_review():
    report = in_review()
    with pytest.raises(reports.Refused, match="第十七条"):
        reports.approve(report=report, by=make_reviewer(), is_secrecy_reviewed=False)
    reports.approve(report=report, by=make_reviewer(), is_secrecy_reviewed=True)
    assert report.events.last().changes == {"secrecy_review": ["", "已确认"]}


def test_hints_at_personal_data_are_looked_over_and_never_enter_the_log():
    report = make_report(state="draft")
    reports.revise(report=report, by=make_writer(), fields={"closing": "联系人13800138000"})
    before = Event.objects.count()
    reports.submit(report=report, by=make_writer())
    with pytest.raises(reports.Refused, match="1"):
        reports.approve(report=report, by=make_reviewer(), is_secrecy_reviewed=True)
    reports.approve(report=report, by=make_reviewer(), is_secrecy_reviewed=True, is_privacy_looked_over=True)
    assert report.events.last().changes["privacy_warnings"] == ["", "1"]
    written = "".join(str(event.changes) + event.reason for event in Event.objects.all()[before:])
    assert "13800138000" not in written


def test_sending_back_voids_the_approval():
    report = approved()
    reports.send_back(report=report, reason="再核对", by=make_publisher())
    assert (report.state, report.reviewed_at, report.reviewed_by) == ("draft", None, None)
    reports.submit(report=report, by=make_writer())
    with pytest.raises(reports.Refused, match="尚未通过审核"):
        reports.publish(report=report, by=make_publisher())


def test_checks_that_fail_since_the_approval_stop_the_publication():
    report = in_review(explanation="说明", figures=seed_figures())
    reports.approve(report=report, by=make_reviewer(), is_secrecy_reviewed=True)
    report.cells.filter(row="2", column="year").update(value=3)
    with pytest.raises(reports.Refused, match="2"):
        reports.publish(report=report, by=make_publisher())
    report.refresh_from_db()
    assert report.state == "in_review"


def test_checks_that_failed_at_the_approval_do_not():
    report = make_report(state="draft", figures=WRONG)
    reports.submit(report=report, by=make_writer(), explanation="说明")
    reports.approve(report=report, by=make_reviewer(), is_secrecy_reviewed=True)
    reports.publish(report=report, by=make_publisher())
    assert (report.state, report.checks_failed) == ("published", 2)


class TestOnePerson:
    def switch(self, agency, on=True, by=None):
        by = by or make_account("sun", "agency_administrator", agency=agency)
        agencies.switch_one_person(agency=agency, on=on, reason="全局仅一名工作人员。", by=by)

    def test_it_is_switched_with_a_reason_and_logged(self):
        agency = make_agency()
        with pytest.raises(reports.Refused, match="理由"):
            sun = make_account("sun", "agency_administrator")
            agencies.switch_one_person(agency=agency, on=True, reason=" ", by=sun)
        self.switch(agency)
        agency.refresh_from_db()
        event = Event.objects.of("agency", agency.pk).get()
        assert agency.is_one_person
        assert (event.act, event.reason, event.by.username) == ("switched", "全局仅一名工作人员。", "sun")
        assert event.changes == {"is_one_person": ["0", "1"]}
        with pytest.raises(reports.Refused):
            self.switch(agency)
        self.switch(agency, on=False)
        agency.refresh_from_db()
        assert not agency.is_one_person

    @pytest.mark.parametrize("role", ["editor", "reviewer", "publisher", "supervisor", "auditor"])
    def test_only_administrators_switch_it(self, role):
        agency = make_agency()
        with pytest.raises(reports.NotAllowed):
            self.switch(agency, by=make_account("wang", role))
        with pytest.raises(reports.NotAllowed):
            other = make_agency("示例市教育局")
            self.switch(agency, by=make_account("zhou", "agency_administrator", agency=other))

    def test_then_one_person_publishes_a_draft_with_the_same_confirmations(self):
        report = make_report(state="draft")
        chen = make_account("chen", "editor", "publisher", agency=report.agency)
        with pytest.raises(reports.Refused, match="未启用单人发布"):
            reports.publish_alone(report=report, by=chen, is_secrecy_reviewed=True)
        self.switch(report.agency)
        with pytest.raises(reports.Refused, match="第十七条"):
            reports.publish_alone(report=report, by=chen, is_secrecy_reviewed=False)
        reports.publish_alone(report=report, by=chen, is_secrecy_reviewed=True)
        assert (report.state, report.is_single_handed, report.reviewed_by) == ("published", True, None)
        event = report.events.last()
        assert event.changes["is_single_handed"] == ["", "1"]
        assert event.changes["secrecy_review"] == ["", "已确认"]

    def test_a_failing_check_still_demands_words(self):
        report = make_report(state="draft", figures=WRONG)
        self.switch(report.agency)
        chen = make_account("chen", "editor", "publisher")
        with pytest.raises(reports.Refused, match="2"):
            reports.publish_alone(report=report, by=chen, is_secrecy_reviewed=True)
        reports.publish_alone(report=report, by=chen, is_secrecy_reviewed=True, explanation="说明")
        assert report.explanation == "说明"

    def test_two_persons_still_go_the_common_road(self):
        report = make_report(state="draft")
        self.switch(report.agency)
        assert not released(report).is_single_handed

    def test_a_writer_publishes_what_another_approved(self):
        report = make_report(state="draft")
        self.switch(report.agency)
        chen = make_account("chen", "editor", "publisher")
        reports.submit(report=report, by=chen)
        reports.approve(report=report, by=make_reviewer(), is_secrecy_reviewed=True)
        reports.publish(report=report, by=chen)
        assert (report.released_by, report.is_single_handed) == (chen, False)


class TestSystemAccounts:
    def test_they_cannot_sign_in_and_may_what_is_listed(self):
        agency = make_agency()
        for name, actions in powers.SYSTEM.items():
            account = systemaccounts.account(name)
            assert not account.is_active and not account.is_staff and not account.has_usable_password()
            assert powers.rights(account, agency) == actions
            assert access.actions(account) == set()

    def test_none_of_them_may_write_and_publish(self):
        assert all(
            not {"write_report", "publish_report"} <= set(actions) for actions in powers.SYSTEM.values()
        )

    def test_a_person_of_that_name_gets_nothing_by_it(self):
        person = make_account("importer")
        person.set_password("correct-horse-battery")
        person.save()
        assert powers.rights(person, make_agency()) == frozenset()
        with pytest.raises(reports.Refused, match="importer"):
            systemaccounts.account("importer")
        with pytest.raises(KeyError):
            systemaccounts.account("root")


@pytest.mark.parametrize(
    "values",
    [
        {"state": "draft", "reviewed_at": "2020-01-01T00:00Z", "reviewed_by": "li"},
        {"state": "in_review", "reviewed_at": "2020-01-01T00:00Z", "reviewed_by": "chen"},
        {"state": "in_review", "scheduled_at": "2020-01-01T00:00Z", "scheduled_by": "li"},
        {"state": "draft", "is_single_handed": True},
    ],
)
def test_the_database_holds_the_rules_too(values):
    report = make_report(state="draft")
    who = {name: make_account(value) for name, value in values.items() if name.endswith("_by")}
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(**values | who)


def test_a_role_taken_away_counts_at_once():
    report, li = in_review(), make_reviewer()
    assert access.may(li, "review_report", report.agency)
    Appointment.objects.filter(account=li).delete()
    with pytest.raises(reports.NotAllowed):
        reports.approve(report=report, by=Account.objects.get(pk=li.pk), is_secrecy_reviewed=True)


def test_numbers_of_a_person_never_enter_the_log_in_clear():
    report = make_report(state="draft")
    text = "申请人的证号为11010519491231002X，电话138 0013 8000。"
    reports.save_chapters(report=report, chapters=[("一", "概述", text)], by=make_writer())
    reports.submit(report=report, by=make_writer())
    reports.send_back(report=report, by=make_reviewer(), reason="请删去11010519491231002X。")
    told = str([(event.reason, event.changes) for event in report.events])
    assert "110***********002X" in told and "138****8000" in told
    assert "11010519491231002X" not in told and "138 0013 8000" not in told
    assert report.chapters.get().text == text


def test_a_cell_that_holds_words_is_searched_for_personal_data():
    report = in_review()
    report.cells.filter(row="2", column="year").update(value=None, raw="张某13800138000")
    with pytest.raises(reports.Refused, match="1"):
        reports.approve(report=report, by=make_reviewer(), is_secrecy_reviewed=True)


@pytest.mark.parametrize("version", [-(10**25), 10**25, -1])
def test_a_version_that_never_was_is_told_like_any_old_one(version):
    report = in_review()
    with pytest.raises(reports.Stale):
        reports.approve(report=report, by=make_reviewer(), is_secrecy_reviewed=True, expected_version=version)
