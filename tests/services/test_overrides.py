"""A decision about a finding lasts as long as its rule, cells and values, and not a moment longer."""

from __future__ import annotations

import pytest
from django.test import Client

from reports.domain.statform.definition import CellKey
from reports.management import readings
from reports.models import Account, Event, Override, Report
from reports.queries import everycheck, powers, publiccontent, statforms
from reports.services import figures, importing, overrides, reports
from reports.services.reading import read
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

CHECK = "statistics/2/year:down"
WRONG = seed_figures() | {CellKey("statistics", "2", "year"): 3}
"""受理 3 件, 当面 0 + 网上 1 + 信函 0: the sum fails, and 3 > 2 of the cumulative column as well."""
TOTAL, PART = CellKey("statistics", "2", "year"), CellKey("statistics", "2.2", "year")
REASON = "另有两件经邮箱提出，表内无此渠道。"


def make_wrong(**fields) -> Report:
    """A draft whose 受理 says 3 where its parts make 1."""
    report = make_report(state="draft", figures=WRONG, **fields)
    figures.recount(report)
    return report


def explained(report: Report, code: str = CHECK, reason: str = REASON) -> Override:
    return overrides.override(report=report, check_code=code, reason=reason, by=make_writer())


def found(report: Report, code: str = CHECK):
    report = Report.objects.get(pk=report.pk)
    return next(one for one in everycheck.of_report(report).all if one.check == code)


def counts(report: Report) -> tuple[int, int]:
    """(hard failures, overridden)."""
    report.refresh_from_db()
    return report.checks_failed, report.checks_overridden


def explain_all(report: Report) -> None:
    for one in everycheck.of_report(report).all:
        if one.status == "fails":
            explained(report, one.check)


def test_a_finding_that_was_explained_is_overridden_and_bears_its_reason():
    report = make_wrong()
    failed = report.checks_failed
    assert found(report).status == "fails"
    stored = explained(report)
    assert (found(report).status, found(report).reason) == ("overridden", REASON)
    assert counts(report) == (failed - 1, 1)
    assert stored.about.startswith("受理政府信息公开申请总数（2016年度列）3 ≠ ")
    assert stored.by == make_writer()


def test_each_decision_writes_one_event_and_moves_the_version_on():
    report = make_wrong()
    version = report.version
    explained(report)
    assert report.version == version + 1
    event = report.events.get(act="overridden")
    assert (event.by, event.reason) == (make_writer(), REASON)
    assert event.changes == {f"check {CHECK}": ["", REASON]}
    explained(report)
    assert report.events.filter(act="overridden").count() == 1
    explained(report, reason="另一个原因")
    last = report.events.filter(act="overridden").last()
    assert last.changes == {f"check {CHECK}": [REASON, "另一个原因"]}
    assert Override.objects.count() == 1


def test_a_decision_is_taken_back_and_the_finding_stands_again():
    report = make_wrong()
    failed = report.checks_failed
    explained(report)
    overrides.lift(report=report, check_code=CHECK, by=make_writer())
    assert found(report).status == "fails"
    assert counts(report) == (failed, 0)
    assert report.events.last().act == "override_lifted"
    assert report.events.last().changes == {f"check {CHECK}": [REASON, ""]}
    with pytest.raises(reports.Refused, match="没有"):
        overrides.lift(report=report, check_code=CHECK, by=make_writer())


@pytest.mark.parametrize("reason", ["", "  \n", "\u3000\u200b", "……", "\x00\x07", "\u202e"])
def test_a_reason_that_nobody_can_read_is_refused(reason):
    report = make_wrong()
    with pytest.raises(reports.Refused, match="请写明理由"):
        explained(report, reason=reason)
    assert not Override.objects.exists()
    assert not Event.objects.filter(act="overridden").exists()


def test_a_reason_may_have_two_thousand_characters_and_no_more():
    report = make_wrong()
    explained(report, reason="由" * 2000)
    for long in (2001, 100_000):
        with pytest.raises(reports.Refused, match="2000"):
            explained(report, reason="由" * long)
    assert report.overrides.get().reason == "由" * 2000


def test_signs_that_cannot_be_seen_or_stored_are_left_out_of_a_reason():
    report = make_wrong()
    explained(report, reason=" 第一行\r\n<script>alert(1)</script>\u202e\x00\u200b' OR 1=1 -- ")
    assert report.overrides.get().reason == "第一行\n<script>alert(1)</script>' OR 1=1 --"


@pytest.mark.parametrize("code", ["", "statistics/2/year", "x" * 5000, "'; DROP TABLE", "\x00"])
def test_a_check_that_the_report_does_not_have_is_refused(code):
    with pytest.raises(reports.Refused, match="没有这项核验"):
        explained(make_wrong(), code)


def test_a_check_that_holds_is_not_explained():
    with pytest.raises(reports.Refused, match="无需说明"):
        explained(make_report(state="draft"))


def test_another_total_or_another_part_lets_the_decision_lapse():
    for key, raw in ((TOTAL, "4"), (PART, "2")):
        report = make_wrong(year=2016 + int(raw))
        explained(report)
        figures.save_figures(report=report, raws={key: raw}, by=make_writer())
        assert found(report).status == "fails"
        assert counts(report)[1] == 0
        assert report.overrides.get().reason == REASON


def test_a_lapsed_decision_stands_again_when_the_old_values_come_back():
    report = make_wrong()
    explained(report)
    figures.save_figures(report=report, raws={TOTAL: "4"}, by=make_writer())
    assert found(report).status == "fails"
    figures.save_figures(report=report, raws={TOTAL: "3"}, by=make_writer())
    assert (found(report).status, counts(report)[1]) == ("overridden", 1)


def test_other_cells_and_other_ways_to_write_a_value_leave_it_alone():
    report = make_wrong()
    explained(report)
    other = CellKey("statistics", "1.1", "cumulative")
    figures.save_figures(report=report, raws={TOTAL: "３", other: "21507"}, by=make_writer())
    assert found(report).status == "overridden"


def test_checking_again_changes_nothing():
    report = make_wrong()
    explained(report)
    before = counts(report)
    for _again in range(3):
        figures.recount(report)
    assert counts(report) == before


def test_a_report_all_of_whose_failures_are_explained_one_by_one_needs_no_other_explanation():
    report = make_wrong()
    with pytest.raises(reports.Refused, match="核验"):
        reports.submit(report=report, by=make_writer())
    explain_all(report)
    assert counts(report)[0] == 0
    reports.submit(report=report, by=make_writer())
    assert (report.state, report.explanation) == ("in_review", "")


@pytest.mark.parametrize("role", ["reviewer", "publisher", "caseworker", "supervisor", "auditor"])
def test_only_writers_of_the_agency_decide(role):
    report = make_wrong()
    here = make_account("here", role, agency=report.agency)
    elsewhere = make_account("wang", "editor", agency=make_agency("示例市教育局"))
    for by in (here, elsewhere):
        with pytest.raises(reports.NotAllowed):
            overrides.override(report=report, check_code=CHECK, reason=REASON, by=by)
    explained(report)
    for by in (here, elsewhere):
        with pytest.raises(reports.NotAllowed):
            overrides.lift(report=report, check_code=CHECK, by=by)
    assert Override.objects.count() == 1


def test_what_is_in_review_or_public_is_not_decided_upon_any_more():
    report = make_wrong()
    explain_all(report)
    reports.submit(report=report, by=make_writer())
    for _state in ("in review", "public"):
        with pytest.raises(reports.Refused):
            explained(report, reason="晚了")
        with pytest.raises(reports.Refused):
            overrides.lift(report=report, check_code=CHECK, by=make_writer())
        if report.state == "in_review":
            released_by_others(report)


def released_by_others(report: Report) -> None:
    reports.approve(report=report, by=make_reviewer(), is_secrecy_reviewed=True)
    reports.publish(report=report, by=make_publisher())


def test_a_second_person_who_saw_an_older_report_is_told():
    report = make_wrong()
    version = report.version
    explained(report)
    with pytest.raises(reports.Stale):
        overrides.override(
            report=report, check_code=CHECK, reason="别的", by=make_writer(), expected_version=version
        )


def test_who_decided_wrote_part_of_the_report_and_does_not_review_it():
    report = make_wrong()
    li = make_account("li", "editor", "reviewer")
    overrides.override(report=report, check_code=CHECK, reason=REASON, by=li)
    assert li.pk in powers.writers(report)
    explain_all(report)
    reports.submit(report=report, by=make_writer())
    with pytest.raises(reports.Refused, match="参与了本版的编写"):
        reports.approve(report=report, by=li, is_secrecy_reviewed=True)


def test_a_correction_takes_over_what_still_fits():
    report = make_wrong()
    explain_all(report)
    count = report.overrides.count()
    released(report)
    second = reports.new_revision(report=report, by=make_writer(), correction_note="改正")
    assert second.overrides.count() == count
    assert (found(second).status, found(second).reason) == ("overridden", REASON)
    assert second.overrides.first().at == report.overrides.first().at
    event = second.events.get(act="created")
    assert event.changes[f"check {CHECK}"] == ["", REASON]
    figures.save_figures(report=second, raws={TOTAL: "4"}, by=make_writer())
    assert found(second).status == "fails"
    assert found(report).status == "overridden"


def test_what_has_lapsed_goes_neither_into_a_correction_nor_to_the_public():
    report = make_wrong()
    explained(report)
    figures.save_figures(report=report, raws={TOTAL: "1"}, by=make_writer())
    assert (report.checks_failed, report.overrides.count()) == (0, 1)
    released(report)
    assert report.overrides.count() == 0
    assert publiccontent.of_report(report)["overrides"] == []
    assert report.events.get(act="published").changes[f"check {CHECK}"] == [REASON, ""]
    assert reports.new_revision(report=report, by=make_writer()).overrides.count() == 0


def test_the_signed_content_lists_every_decision():
    report = make_wrong()
    explain_all(report)
    released(report)
    listed = publiccontent.of_report(report)["overrides"]
    assert {"check": CHECK, "reason": REASON} in listed
    assert len(listed) == report.checks_overridden


def test_last_years_correction_lets_a_decision_about_both_years_lapse():
    """受理累计 2016 = 受理累计 2015 + 受理 2016: decided upon beside 2015 as it was."""
    make_report(year=2015)
    report = make_report(state="draft", year=2016)
    figures.recount(report)
    crossing = [
        one.check
        for one in everycheck.of_report(report).tables
        if one.status == "fails" and "carry" in one.kind
    ]
    assert crossing
    explain_all(report)
    assert counts(report)[0] == 0
    before = Report.objects.get(year=2015)
    table, row, column = crossing[0].removeprefix("carry-over/").partition(":")[0].split("/")
    before.cells.filter(table=table, row=row).update(value=77)
    figures.recount(report)
    assert counts(report)[0] > 0
    assert column


def table_of(report: Report, *changes: tuple[str, str]) -> bytes:
    """The report's table as a clerk downloads it, some of its lines changed."""
    address = f"/reports/{report.agency.slug}/2016/tables/statistics.csv"
    data = Client().get(address).content
    for old, new in changes:
        assert old.encode() in data
        data = data.replace(old.encode(), new.encode())
    return data


def handed_in(data: bytes, by: Account) -> importing.Stored:
    return importing.store(read(data, name="t.csv"), data=data, name="t.csv", by=by)


def test_a_downloaded_table_put_back_takes_over_what_still_fits():
    report = make_wrong()
    explain_all(report)
    released(report)
    wu = make_account("wu", "editor")
    same = handed_in(table_of(report, (",4047,4047,", ",4048,4047,")), wu).report
    assert same.revision == 2
    assert (found(same).status, found(same).reason) == ("overridden", REASON)
    reports.discard(report=same, by=wu)
    assert not handed_in(table_of(report), wu).changes
    changed = handed_in(table_of(report, (",3,3,", ",4,4,")), wu).report
    assert changed.revision == 2
    assert found(changed).status == "fails"


def text_of(total: int) -> bytes:
    """A report of the form of 2008 as a text file; 受理 says `total`, its parts make 1."""
    lines = [
        "示例市公安局2016年度政府信息公开工作报告",
        "一、概述",
        "本报告说明政府信息公开工作。",
        "附件：统计表",
    ]
    lines += ["指标名称\t计量单位\t2016年度\t历年累计"]
    form = statforms.form("fujian-2008")
    for row in form.tables[0].blocks[0].rows:
        year, to_date = (seed_figures()[CellKey("statistics", row.code, c)] for c in ("year", "cumulative"))
        lines.append(f"{row.number}{row.label}\t{row.unit}\t{total if row.code == '2' else year}\t{to_date}")
    return "\n".join(lines).encode()


def imported(data: bytes) -> Report:
    make_agency("示例市公安局", slug="police")
    reading = read(data, name="t.txt", form_id="fujian-2008", year=2016)
    assert len(reading.cells) == 32
    return importing.store(reading, data=data, name="t.txt", by=make_writer()).report


def test_another_file_of_the_same_figures_takes_the_decision_over():
    first = imported(text_of(3))
    explained(first)
    second = imported(text_of(3) + "\n二、其他\n另一章的文字。\n".encode())
    assert (second.pk != first.pk, second.revision) == (True, 2)
    assert (found(second).status, found(second).reason) == ("overridden", REASON)
    event = second.events.get(act="imported")
    assert event.changes[f"check {CHECK}"] == ["", REASON]
    third = imported(text_of(4))
    assert found(third).status == "fails"
    assert not third.overrides.exists()


def test_the_same_file_again_keeps_the_decision_and_tells_of_it():
    first = imported(text_of(3))
    explained(first)
    data = text_of(3)
    reading = read(data, name="t.txt", form_id="fujian-2008", year=2016)
    stored = importing.store(reading, data=data, name="t.txt", by=make_writer())
    assert (stored.is_created, stored.report) == (False, first)
    told = readings.as_json(readings.decided(reading, stored), stored, "示例市公安局")
    one = next(item for item in told["findings"] if item["check"] == CHECK)
    assert (one["status"], one["reason"]) == ("overridden", REASON)
    dry = readings.as_json(reading, None, "示例市公安局")
    assert next(item for item in dry["findings"] if item["check"] == CHECK)["status"] == "fails"
    assert "已说明理由" in readings.as_text(readings.decided(reading, stored), stored, "示例市公安局")
