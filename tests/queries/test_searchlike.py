"""What is public already is told by the search index: by texts and attachments, not by titles alone."""

from __future__ import annotations

import pytest

from reports.queries.applyingpublic import already_public
from reports.services import documents, indexing
from reports.services.documentfiles import FileEdit, NewFile
from tests.factories import make_agency, make_document, make_publisher, make_report

pytestmark = pytest.mark.django_db


def test_a_text_or_an_attachment_that_answers_is_shown_and_nothing_else() -> None:
    agency = make_agency("示例市林业局", slug="forest")
    make_document(
        agency=agency,
        title="关于公布名录的通知",
        files=FileEdit(added=[NewFile("榕树保护范围图及古树名木清单".encode(), "名录.txt")]),
        state="published",
    )
    make_document(agency=agency, title="关于开展防汛演练的通知", state="published")
    indexing.rebuild()
    rows = already_public("请求公开贵局划定的榕树保护范围", agency)
    assert [row.title for row in rows] == ["关于公布名录的通知"]
    assert rows[0].address.startswith("/documents/")


def test_those_of_the_agency_come_first() -> None:
    agency = make_agency("示例市林业局", slug="forest")
    other = make_agency("示例市水利局", slug="water")
    make_report(agency=other, year=2017, title="榕树保护工程年度报告")
    make_report(agency=agency, year=2016, title="榕树保护年度报告")
    indexing.rebuild()
    assert [row.agency for row in already_public("榕树保护工程", agency)] == [agency, other]


def test_what_is_withdrawn_is_not_shown_and_too_little_finds_nothing() -> None:
    document = make_document(title="关于榕树保护的通知", state="published")
    agency = make_agency("示例市林业局", slug="forest")
    indexing.rebuild()
    assert len(already_public("榕树保护", agency)) == 1
    assert already_public("示例市林业局", agency) == []
    assert already_public("的", agency) == []
    documents.withdraw(document=document, reason="文字有误。", by=make_publisher())
    assert already_public("榕树保护", agency) == []


def test_without_an_index_titles_are_compared() -> None:
    make_document(title="关于榕树保护的通知", state="published")
    assert len(already_public("榕树保护", make_agency("示例市林业局", slug="forest"))) == 1


def test_it_takes_as_many_queries_however_much_fits(django_assert_max_num_queries) -> None:
    agency = make_agency("示例市林业局", slug="forest")
    for number in range(8):
        make_document(agency=agency, title=f"关于榕树保护的第{number}号通知", state="published")
        make_report(agency=agency, year=2010 + number, title=f"榕树保护{number}")
    indexing.rebuild()
    with django_assert_max_num_queries(7):
        assert len(already_public("榕树保护", agency)) == 5
