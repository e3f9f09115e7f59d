"""Tables of documents: rehearsed line by line, done whole or not at all, exported and imported again."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from reports.domain.document import Unreadable
from reports.models import Account, Agency, Document, Event
from reports.queries import access, cataloguedata, log
from reports.services import documentexport, documentimport, documentrows, documents
from reports.services.documentimport import BadTable, Preview
from reports.services.revisions import Refused
from tests.factories import (
    make_account,
    make_agency,
    make_category,
    make_document,
    make_publisher,
    make_reviewer,
    make_writer,
)

pytestmark = pytest.mark.django_db
TODAY = date(2024, 5, 20)
PENALTY = {
    "标题": "某市某局对张三的处罚",
    "行政处罚决定书文号": "示罚字[2024]第1号",
    "处罚决定日期": "2024年5月6日",
    "相对人类别": "自然人",
    "行政相对人名称": "张三",
    "违法行为类型": "占道经营",
    "违法事实": "当事人张三在人行道上经营。",
    "处罚依据": "某条例第一条",
    "处罚类别": "罚款；警告",
    "处罚内容": "罚款五百元。",
    "罚款金额": "0.05",
}


@pytest.fixture
def agency() -> Agency:
    make_category()
    return make_agency(index_prefix="014416330")


def table(*rows: dict[str, str]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(dict.fromkeys(name for row in rows for name in row)))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def rehearsed(data: bytes, agency: Agency, kind: str = "penalty", by: Account | None = None) -> Preview:
    return documentimport.look_over(
        data, agency=agency, category=None, kind=kind, by=by or make_writer(agency), today=TODAY
    )


def done(data: bytes, agency: Agency, kind: str = "penalty", **more: bool) -> documentimport.Done:
    preview = rehearsed(data, agency, kind)
    assert preview.may_be_done, [line.faults for line in preview.lines]
    return documentimport.carry_out(
        data,
        digest=preview.digest,
        agency=agency,
        category=None,
        kind=kind,
        by=make_writer(agency),
        today=TODAY,
        **more,
    )


def test_a_row_becomes_a_draft_of_its_kind_where_that_is_at_home(agency: Agency) -> None:
    found = done(table(PENALTY), agency)
    assert (found.new, found.changed) == (1, 0)
    row = Document.objects.get()
    assert (row.state, row.kind, row.category.code) == ("draft", "penalty", "penalties")
    assert (row.document_number, row.made_on) == ("示罚字〔2024〕1号", date(2024, 5, 6))
    assert row.fields["penalty_types"] == "warning;fine"
    assert row.fields["party_name"] == "张三"
    assert row.is_erasable
    assert row.due_on == date(2024, 5, 14)
    assert row.begun_by == make_writer(agency)
    assert [event.act for event in row.events] == ["imported"]
    assert not list(log.faults())


def test_the_log_tells_no_name_of_what_was_imported(agency: Agency) -> None:
    done(table(PENALTY), agency)
    changed = PENALTY | {"行政相对人名称": "王小五", "违法事实": "当事人王小五在人行道上经营。"}
    done(table(changed), agency)
    told = "".join(f"{one.subject_name}{one.changes}{one.reason}" for one in Event.objects.all())
    assert "张三" not in told and "王小五" not in told
    assert Document.objects.get().fields["party_name"] == "王小五"


def test_the_preview_tells_how_late_it_is_what_lacks_and_what_may_be_personal(agency: Agency) -> None:
    lacking = PENALTY | {"处罚依据": "", "违法事实": "联系电话13800138000。"}
    line = rehearsed(table(lacking), agency).lines[0]
    assert line.kind == "new" and not line.faults
    notes = "\n".join(line.notes)
    assert "2024-05-14" in notes and "处罚依据" in notes
    assert "138" in notes and "13800138000" not in notes
    assert not Document.objects.exists()


def test_one_wrong_row_keeps_all_of_them_out(agency: Agency) -> None:
    wrong = PENALTY | {
        "行政处罚决定书文号": "示罚字〔2024〕第2号",
        "处罚决定日期": "2024-13-01",
        "罚款金额": "五百",
    }
    data = table(PENALTY, wrong)
    preview = rehearsed(data, agency)
    assert [line.kind for line in preview.lines] == ["new", "wrong"]
    assert preview.lines[1].number == 3
    assert "2024-13-01" in preview.lines[1].faults[0] and "五百" in preview.lines[1].faults[1]
    with pytest.raises(BadTable):
        documentimport.carry_out(
            data,
            digest=preview.digest,
            agency=agency,
            category=None,
            kind="penalty",
            by=make_writer(agency),
            today=TODAY,
        )
    assert not Document.objects.exists()


def test_the_same_number_twice_in_a_table_is_wrong(agency: Agency) -> None:
    preview = rehearsed(table(PENALTY, PENALTY | {"标题": "另一个标题"}), agency)
    assert [line.kind for line in preview.lines] == ["new", "wrong"]


def test_a_number_that_is_here_changes_its_draft_and_never_doubles_it(agency: Agency) -> None:
    done(table(PENALTY), agency)
    assert rehearsed(table(PENALTY), agency).counts["unchanged"] == 1
    changed = table(PENALTY | {"处罚内容": "罚款六百元。", "罚款金额": "0.06"})
    line = rehearsed(changed, agency).lines[0]
    assert line.kind == "changed"
    assert [(old, new) for _name, old, new in line.changes_shown] == [
        ("罚款五百元。", "罚款六百元。"),
        ("0.05", "0.06"),
    ]
    found = done(changed, agency)
    assert (found.new, found.changed) == (0, 1)
    row = Document.objects.get()
    assert row.fields["content"] == "罚款六百元。"
    assert [event.act for event in row.events] == ["imported", "edited"]


def test_columns_left_out_change_nothing(agency: Agency) -> None:
    done(table(PENALTY), agency)
    done(table({"标题": "新的标题", "行政处罚决定书文号": PENALTY["行政处罚决定书文号"]}), agency)
    row = Document.objects.get()
    assert row.title == "新的标题"
    assert row.fields["party_name"] == "张三"


@pytest.mark.parametrize("state", ["in_review", "approved", "published"])
def test_what_is_in_review_or_public_is_never_changed_by_a_table(agency: Agency, state: str) -> None:
    document = make_document(agency=agency, state=state, document_number="示政办〔2024〕1号")
    same = {"标题": document.title, "索引号": document.index_number}
    assert rehearsed(table(same), agency, "document").lines[0].kind == "unchanged"
    line = rehearsed(table(same | {"标题": "别的标题"}), agency, "document").lines[0]
    assert line.kind == "wrong"


def test_an_index_number_of_another_agency_or_kind_is_refused(agency: Agency) -> None:
    other = make_document(agency=make_agency("乙市文化局", index_prefix="014416349"), state="in_review")
    own = make_document(agency=agency, state="in_review")
    for number, kind in ((other.index_number, "document"), (own.index_number, "penalty")):
        line = rehearsed(table({"标题": "新", "索引号": number}), agency, kind).lines[0]
        assert line.kind == "wrong"


def test_a_typed_index_number_gives_a_free_address(agency: Agency) -> None:
    rows = [
        {"标题": f"通知{n}", "索引号": f"014416330/2024-0000{n}", "生成日期": "2024-05-06"} for n in (1, 2)
    ]
    done(table(*rows), agency, "document")
    found = Document.objects.order_by("index_number").values_list("address", flat=True)
    assert list(found) == ["014416330-2024-00001", "014416330-2024-00002"]


def test_plain_text_becomes_paragraphs_and_html_is_cleaned(agency: Agency) -> None:
    rows = [
        {"标题": "通知一", "正文": "第一段<b\n第二段"},
        {"标题": "通知二", "正文": "<p onclick='x'>段落</p><script>alert(1)</script>"},
    ]
    done(table(*rows), agency, "document")
    bodies = list(Document.objects.order_by("title").values_list("body", flat=True))
    assert bodies == ["<p>第一段&lt;b</p>\n<p>第二段</p>", "<p>段落</p>"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", Unreadable),
        (b"\x00\xff\xfe\x00\x01", Unreadable),
        ("标题\n".encode(), BadTable),
        ("标题,标题\n甲,乙\n".encode(), BadTable),
        ("标题,' OR 1=1 --\n甲,乙\n".encode(), BadTable),
        ("摘要\n甲\n".encode(), BadTable),
        (("标题\n" + "甲\n" * 1001).encode(), Unreadable),
    ],
)
def test_what_is_no_table_of_documents_is_refused(agency: Agency, data: bytes, why: type[Exception]) -> None:
    with pytest.raises(why):
        rehearsed(data, agency, "document")


def test_nobody_imports_for_another_agency(agency: Agency) -> None:
    elsewhere = make_account("wang", "editor", agency=make_agency("乙市文化局"))
    with pytest.raises(access.Denied):
        rehearsed(table(PENALTY), agency, by=elsewhere)


def test_a_change_between_preview_and_doing_is_told(agency: Agency) -> None:
    data = table(PENALTY)
    preview = rehearsed(data, agency)
    done(data, agency)
    with pytest.raises(Refused):
        documentimport.carry_out(
            data,
            digest=preview.digest,
            agency=agency,
            category=None,
            kind="penalty",
            by=make_writer(agency),
            today=TODAY,
        )
    assert Document.objects.count() == 1


def test_an_export_of_every_kind_is_imported_again_without_a_change(agency: Agency) -> None:
    make_document(
        agency=agency,
        state="published",
        kind="normative_document",
        title="=城市绿化管理办法",
        document_number="示政办〔2024〕3号",
        theme=next(iter(cataloguedata.all_themes())),
        genre=next(iter(cataloguedata.all_genres())),
        keywords="绿化,管理",
        summary="第一行\n第二行",
        body="<h2>总则</h2><p>文字 &amp; “引号”, 逗号</p><table><tr><td>一</td><td>二</td></tr></table>",
        effective_on=date(2024, 4, 1),
        stated_validity="in_force",
        source_url="https://example.org/a?b=1",
        fields={"jointly_with": "甲局、乙局"},
    )
    closed = {"openness": "closed", "ground": "internal", "ground_note": "内部事务"}
    make_document(
        agency=agency, kind="normative_document", title="内部", document_number="示政办〔2024〕4号", **closed
    )
    done(table(PENALTY), agency)
    for kind in ("normative_document", "penalty"):
        rows = Document.objects.filter(kind=kind)
        for language in ("zh-hans", "en"):
            with translation.override(language):
                for ending in ("csv", "xlsx"):
                    data = documentexport.file_of(
                        rows, kind=kind, ending=ending, by=make_writer(agency), today=TODAY
                    )
                    preview = rehearsed(data, agency, kind)
                    told = [(line.kind, line.faults, line.changes_shown) for line in preview.lines]
                    assert told == [("unchanged", [], [])] * rows.count(), (kind, language, ending)
    assert Event.objects.filter(act="exported").count() == 8


def test_an_export_in_one_language_is_read_in_the_other(agency: Agency) -> None:
    done(table(PENALTY), agency)
    with translation.override("en"):
        rows = Document.objects.all()
        data = documentexport.file_of(rows, kind="penalty", ending="csv", by=make_writer(agency), today=TODAY)
    with translation.override("zh-hans"):
        assert rehearsed(data, agency).counts["unchanged"] == 1


def test_no_two_columns_of_a_kind_are_headed_alike() -> None:
    for language in ("zh-hans", "en"):
        with translation.override(language):
            for kind in cataloguedata.all_kinds().values():
                heads = [documentrows.heading(one) for one in documentrows.labels(kind).values()]
                assert len(heads) == len(set(heads)), (kind.code, language)
                known = documentrows.known_heads(kind)
                for name, label in documentrows.labels(kind).items():
                    assert known[documentrows.heading(label)] == name, (kind.code, label)


def test_imported_drafts_are_sent_to_review_and_incomplete_ones_stay(agency: Agency) -> None:
    lacking = PENALTY | {"行政处罚决定书文号": "示罚字〔2024〕第2号", "处罚依据": ""}
    found = done(table(PENALTY, lacking), agency, is_submitted=True)
    assert documentimport.send_to_review.call(list(found.ids), make_writer(agency).pk) == {
        "sent": 1,
        "left": 1,
    }
    assert sorted(Document.objects.values_list("state", flat=True)) == ["draft", "in_review"]
    sent = Document.objects.get(state="in_review")
    with pytest.raises(Refused):
        documents.approve(document=sent, by=make_writer(agency), is_secrecy_reviewed=True)
    documents.approve(
        document=sent, by=make_reviewer(), is_secrecy_reviewed=True, is_privacy_looked_over=True
    )
    documents.publish(document=sent, by=make_publisher())
    assert sent.versions.get().fields["party_name"] == "张某"


def test_each_further_row_costs_the_same_few_questions(agency: Agency) -> None:
    def asked(first: int, count: int) -> tuple[int, int]:
        """How often the database is asked to look that many rows over, and to take them in."""
        rows = [
            PENALTY | {"行政处罚决定书文号": f"示罚字〔2024〕第{n}号", "行政相对人名称": f"张三{n}"}
            for n in range(first, first + count)
        ]
        data = table(*rows)
        with CaptureQueriesContext(connection) as looked:
            assert rehearsed(data, agency).counts["new"] == count
        with CaptureQueriesContext(connection) as taken:
            done(data, agency)
        return len(looked), len(taken)

    asked(0, 1)
    small, large = asked(10, 5), asked(20, 25)
    looked, taken = ((many - few) / 20 for few, many in zip(small, large, strict=True))
    assert looked == 2
    assert 4 <= taken < 5
