"""Reading and storing a report: exactly as published, all or nothing, never twice."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage

from reports.domain.document import Unreadable
from reports.domain.statform.definition import CellKey
from reports.models import Account, Agency, Event, ImportRecord, Report, SourceFile, StatCell
from reports.queries.figures import figures_of
from reports.services import importing
from reports.services.importing import store
from reports.services.reading import read
from reports.services.reports import approve, approve_and_publish, save_chapters, submit
from reports.services.revisions import NotAllowed, Refused
from tests.factories import (
    SHANGHAI,
    make_account,
    make_agency,
    make_report,
    make_reviewer,
    make_writer,
    released,
    seed_figures,
)

DATA = (Path(__file__).parents[1] / "files" / "report_2016.txt").read_bytes()
NAME = "report_2016.txt"
OTHER = DATA.replace(b"4047\n", b"4048\n")
FAILING = DATA.replace(
    "2.网上申请数\n\n  条\n\n  1\n\n  2".encode(), "2.网上申请数\n\n  条\n\n  1\n\n  3".encode()
)


def stored(data=DATA, *, by=None, name=NAME, **options):
    return store(read(data, name=name), data=data, name=name, by=by or make_importer(), **options)


def make_importer():
    """吴, who may write, review and publish everywhere."""
    return make_account("wu", "editor", "reviewer", "publisher")


def rows():
    """How many rows of each kind there are, and how many files."""
    models = (Agency, Report, StatCell, SourceFile, ImportRecord, Event, Account)
    files = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    return [model.objects.count() for model in models], len(files)


def test_a_reading_holds_what_is_printed():
    reading = read(DATA, name=NAME)

    assert (reading.title, reading.agency_name) == (
        "示例市公安局2016年度政府信息公开工作报告",
        "示例市公安局",
    )
    assert (reading.year, reading.form_id, reading.source) == (2016, "fujian-2008", "示例市公安局")
    assert reading.published_at.isoformat() == "2017-01-19T15:03:00+08:00"
    assert [chapter.number for chapter in reading.chapters] == list("一二三四五六七八")
    assert reading.caption == ("附件:", "示例市公安局", "2016年政府信息公开统计报表")
    assert reading.closing == "附件:示例市公安局2016年政府信息公开统计报表\n示例市公安局\n2017年1月13日"
    assert (len(reading.cells), len(reading.findings), reading.unread) == (32, 25, ())
    assert [item.text for item in reading.furniture] == ["附件下载", "扫一扫在手机上查看当前页面", "相关解读"]
    assert reading.is_sound


def test_the_reading_of_a_failing_sum_is_not_sound():
    assert [f.check for f in read(FAILING, name=NAME).findings if f.status == "fails"] == [
        "statistics/2/cumulative:down"
    ]
    assert not read(FAILING, name=NAME).is_sound


@pytest.mark.parametrize("codec", ["utf-8-sig", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encoding_and_line_ends_make_no_difference(codec, end):
    plain, other = read(DATA, name=NAME), read(end.join(DATA.decode().split("\n")).encode(codec), name=NAME)

    assert (other.cells, other.chapters, other.title) == (plain.cells, plain.chapters, plain.title)
    assert (other.furniture, other.unread) == (plain.furniture, ())
    assert other.sha256 != plain.sha256


@pytest.mark.parametrize(
    "data",
    ["今天天气很好。\n明天也好。", "def main():\n    return 1\n", "一、买菜\n二、做饭\n", "信息公开很重要。"],
    ids=["prose", "code", "list", "the word alone"],
)
def test_a_text_that_is_no_report_is_refused(data):
    with pytest.raises(Unreadable) as caught:
        read(data.encode(), name="x.txt")
    assert caught.value.reason == "no-report"


def test_year_and_form_given_win_over_the_text():
    assert read(DATA, name=NAME, year=2015).year == 2015
    assert read(DATA, name=NAME, year=2015).cells == ()
    with pytest.raises(KeyError):
        read(DATA, name=NAME, form_id="fujian-1999")


@pytest.mark.django_db
class TestStoring:
    def test_a_draft_is_made_with_everything_that_was_read(self):
        agency = make_agency("示例市公安局")
        by = make_writer()
        result = stored(by=by)
        report = result.report

        assert (result.is_created, result.new_agency) == (True, None)
        assert (report.agency, report.year, report.revision, report.state) == (agency, 2016, 1, "draft")
        assert (report.source_line, report.form_id, report.created_by) == ("示例市公安局", "fujian-2008", by)
        assert report.published_at.isoformat() == "2017-01-19T07:03:00+00:00"
        assert report.closing.startswith("附件:")
        assert [(c.position, c.number) for c in report.chapters.all()] == list(
            enumerate("一二三四五六七八", 1)
        )
        assert figures_of(report) == seed_figures()
        # 25 in the table; in the words the year of the title, two sums (5743, 416) and one cell (4047)
        assert (report.checks_held, report.checks_failed, report.checks_open) == (25 + 4, 0, 0)
        assert list(report.events.values_list("act", "by__username")) == [("imported", "chen")]

    def test_each_cell_keeps_its_text_its_line_and_its_rule(self):
        make_agency("示例市公安局")
        cell = stored().report.cells.get(table="statistics", row="1", column="year")
        lines = DATA.decode().split("\n")

        assert (cell.raw, cell.unit, cell.rule, cell.confidence) == ("4047", "条", "label", 1.0)
        assert lines[cell.line - 1].strip() == "4047"

    def test_the_file_is_kept_byte_for_byte(self):
        make_agency("示例市公安局")
        source = stored().report.sources.get()

        with source.file.open("rb") as file:
            assert file.read() == DATA
        assert (source.name, source.encoding, source.size) == (NAME, "UTF-8", len(DATA))
        assert source.sha256 == read(DATA, name=NAME).sha256

    def test_what_was_left_out_stands_in_the_import_record(self):
        make_agency("示例市公安局")
        data = DATA.replace("行政复议数".encode(), "行政复核总数".encode())
        record = stored(data).report.import_record

        assert [item["text"] for item in record.furniture] == [
            "附件下载",
            "扫一扫在手机上查看当前页面",
            "相关解读",
        ]
        assert [(item["text"], item["reason"]) for item in record.unread] == [
            ("行政复核总数 件 0 0", "row-label-unknown"),
            ("行政复议数", "row-missing"),
        ]

    def test_cells_that_were_not_read_are_blank_not_zero(self):
        make_agency("示例市公安局")
        data = DATA.replace("行政复议数".encode(), "行政复核总数".encode())
        report = stored(data).report

        assert report.cells.count() == 32
        assert figures_of(report)[CellKey("statistics", "5", "year")] is None
        assert report.checks_open == 1

    def test_the_same_bytes_again_change_nothing(self):
        make_agency("示例市公安局")
        first = stored().report
        before = rows()
        again = stored()

        assert (again.is_created, again.report) == (False, first)
        assert rows() == before
        first.refresh_from_db()
        assert first.version == again.report.version

    def test_a_changed_file_is_a_new_draft_and_leaves_the_published_one_alone(self):
        agency = make_agency("示例市公安局")
        public = make_report(agency=agency, year=2016, state="published")
        kept = Report.objects.filter(pk=public.pk).values().get()
        result = stored(OTHER)

        assert (result.report.revision, result.report.state) == (2, "draft")
        assert Report.objects.filter(pk=public.pk).values().get() == kept
        assert figures_of(public)[CellKey("statistics", "1", "year")] == Decimal(4047)
        assert figures_of(result.report)[CellKey("statistics", "1", "year")] == Decimal(4048)

    def test_the_same_bytes_for_another_agency_are_kept_once(self):
        make_agency("示例市公安局")
        make_agency("示例县公安局", slug="shi-li-xian")
        first = stored().report.sources.get()
        second = stored(agency="shi-li-xian").report.sources.get()

        assert first.file.name == second.file.name
        assert rows()[1] == 1

    def test_an_agency_that_title_and_source_agree_on_is_entered(self):
        result = stored()

        assert result.new_agency == result.report.agency
        agency = result.new_agency
        assert (agency.name, agency.slug) == ("示例市公安局", "shi-li-shi-gong-an-ju")
        assert (agency.level, agency.kind) == ("city", "department")

    def test_an_agency_named_only_once_is_not_entered(self):
        data = DATA.replace("来源:示例市公安局".encode(), "来源:本站".encode())
        with pytest.raises(Refused, match="--agency"):
            stored(data)
        assert Report.objects.count() == Agency.objects.count() == 0

    @pytest.mark.parametrize(
        "given", ["shi-li", "11350100MB0000000A", "示例市局", "示例市公安局", "old-address", "350100"]
    )
    def test_an_agency_is_known_by_address_code_or_name(self, given):
        agency = make_agency(
            "示例市公安局",
            slug="shi-li",
            short_name="示例市局",
            credit_code="11350100MB0000000A",
            division_code="350100",
        )
        agency.former_addresses.create(slug="old-address")

        assert stored(agency=given).report.agency == agency

    def test_a_full_name_given_outright_is_entered(self):
        assert stored(agency="示例县公安局").new_agency.name == "示例县公安局"

    @pytest.mark.parametrize("given", ["shi-li-2", "示例", "'; DROP TABLE reports_agency; --", "<script>"])
    def test_what_is_no_name_of_a_body_is_refused(self, given):
        with pytest.raises(Refused):
            stored(agency=given)
        assert rows()[0][:2] == [0, 0]

    def test_two_agencies_of_one_short_name_are_not_guessed_between(self):
        make_agency("示例市公安局甲分局", short_name="示例市公安局")
        make_agency("示例市公安局乙分局", short_name="示例市公安局")
        with pytest.raises(Refused, match="--agency"):
            stored()

    def test_a_text_without_a_year_needs_one_given(self):
        make_agency("示例市公安局")
        data = "一、概述\n信息公开工作正常。\n".encode()
        with pytest.raises(Refused, match="--year"):
            stored(data, agency="示例市公安局")
        report = stored(data, agency="示例市公安局", year=2012).report

        assert (report.year, report.form_id, report.cells.count()) == (2012, "", 0)
        assert report.title == "示例市公安局2012年政府信息公开工作年度报告"

    def test_nobody_named_is_the_account_that_cannot_sign_in(self):
        make_agency("示例市公安局")
        report = store(read(DATA, name=NAME), data=DATA, name=NAME).report

        assert report.created_by.username == "importer"
        assert not report.created_by.is_active
        assert not report.created_by.has_usable_password()

    def test_it_publishes_where_asked(self):
        make_agency("示例市公安局")
        by = make_importer()
        report = stored(by=by, publish=True).report

        assert (report.state, report.reviewed_by, report.released_by) == ("published", by, by)
        assert not report.is_single_handed
        assert [(event.act, event.by.username) for event in report.events] == [
            ("imported", "importer"),
            ("submitted", "importer"),
            ("approved", "wu"),
            ("published", "wu"),
        ]

    def test_who_imported_it_does_not_review_it(self):
        make_agency("示例市公安局")
        first = stored().report
        assert first.created_by.username == "wu"
        with pytest.raises(Refused, match=r"其他人员|他人"):
            stored(publish=True)
        first.refresh_from_db()
        assert first.state == "draft"

    def test_who_may_not_review_publishes_where_one_person_may(self):
        agency = make_agency("示例市公安局")
        by = make_account("zhao", "editor", "publisher")
        with pytest.raises(NotAllowed):
            stored(by=by, publish=True)
        Agency.objects.filter(pk=agency.pk).update(is_one_person=True)
        report = stored(by=by, publish=True).report
        assert (report.state, report.is_single_handed, report.reviewed_by) == ("published", True, None)

    def test_hints_at_personal_data_are_looked_over_first(self):
        make_agency("示例市公安局")
        data = DATA.replace("没有收取任何费用。".encode(), "联系电话13800138000。".encode())
        with pytest.raises(Refused, match="1"):
            stored(data, publish=True)
        assert stored(data, publish=True, is_privacy_looked_over=True).report.state == "published"

    def test_a_draft_imported_before_is_published_when_asked_later(self):
        make_agency("示例市公安局")
        first = stored(by=make_writer()).report
        again = stored(publish=True)

        assert (again.is_created, again.report, again.report.state) == (False, first, "published")

    def test_what_others_wrote_into_that_draft_is_not_published_unseen(self):
        make_agency("示例市公安局")
        first = stored(by=make_writer()).report
        save_chapters(report=first, chapters=[("一", "概述", "原文件中没有的话。")], by=make_writer())
        with pytest.raises(Refused, match="审核"):
            stored(publish=True)
        first.refresh_from_db()
        assert first.state == "draft"

        submit(report=first, by=make_writer())
        with pytest.raises(Refused, match="审核"):
            stored(publish=True)
        approve(report=first, by=make_reviewer(), is_secrecy_reviewed=True)
        assert stored(publish=True).report.state == "published"

    def test_sums_that_fail_are_not_published_without_a_word_and_nothing_is_left(self):
        make_agency("示例市公安局")
        by = make_importer()
        before = rows()
        with pytest.raises(Refused):
            stored(FAILING, by=by, publish=True)

        assert rows() == before

    def test_with_an_explanation_they_are(self):
        make_agency("示例市公安局")
        report = stored(FAILING, publish=True, explanation="原表如此，正在核对。").report

        assert (report.state, report.checks_failed) == ("published", 1)
        assert report.explanation == "原表如此，正在核对。"

    @pytest.mark.parametrize("step", ["save_chapters", "save_cells", "keep_source", "told"])
    def test_a_failure_at_any_step_leaves_no_row_and_no_file(self, step, monkeypatch):
        by = make_importer()
        before = rows()

        def fail(*args, **kwargs):
            raise OSError("no space left")

        monkeypatch.setattr(importing, step, fail)
        with pytest.raises(OSError, match="no space"):
            stored(by=by)

        assert rows() == before

    def test_a_file_kept_for_another_report_survives_a_failed_import_of_its_bytes(self, monkeypatch):
        make_agency("示例市公安局")
        make_agency("示例县公安局", slug="shi-li-xian")
        source = stored().report.sources.get()
        monkeypatch.setattr(importing, "told", lambda *args, **kwargs: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            stored(agency="shi-li-xian")

        assert default_storage.exists(source.file.name)

    def test_hostile_words_are_stored_as_words(self):
        data = DATA.replace("没有收取任何费用。".encode(), b"<script>alert(1)</script>'; DROP TABLE x; --")
        report = stored(data).report

        assert report.chapters.get(number="四").text == "<script>alert(1)</script>'; DROP TABLE x; --"


def test_no_day_of_publication_is_made_up_for_a_report_that_prints_none(db):
    data = DATA.replace(" 时间:2017-01-19 15:03".encode(), b"")
    assert data != DATA
    report = stored(data).report
    released(report)
    assert (report.state, report.published_at) == ("published", None)


def test_a_report_written_here_is_published_on_the_day_it_goes_out(db):
    report = make_report(state="draft", published_at=None)
    at = datetime(2017, 1, 20, 9, 0, tzinfo=SHANGHAI)
    submit(report=report, by=make_writer())
    approve_and_publish(report=report, by=make_importer(), is_secrecy_reviewed=True, at=at)
    assert report.published_at == at
