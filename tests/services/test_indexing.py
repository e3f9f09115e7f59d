"""The search index follows what becomes public, and is built anew where it cannot."""

from __future__ import annotations

from datetime import datetime

import pytest
from pytest_django.fixtures import Settings

from reports.queries import changefeed, searchengine
from reports.services import agencies, documents, indexing
from reports.services.indexing import is_due
from tests.factories import (
    SHANGHAI,
    make_agency,
    make_document,
    make_publisher,
    make_report,
    make_writer,
    released,
)

pytestmark = pytest.mark.django_db


def found(text: str) -> list[str]:
    return sorted(hit.key for hit in searchengine.engine().reader().search(searchengine.read(text)).hits)


def test_what_is_published_is_found_once_the_follower_ran_and_what_is_withdrawn_no_more():
    indexing.rebuild()
    document = make_document(title="关于城市绿化的通知", state="published")
    assert found("绿化") == []
    assert indexing.follow() > 0
    assert found("绿化") == [f"document:{document.pk}"]
    assert searchengine.engine().sequence() == changefeed.head()
    documents.withdraw(document=document, reason="文字有误。", by=make_publisher())
    assert indexing.follow() == 1
    assert found("绿化") == []
    assert indexing.follow() == 0


def test_without_an_index_the_follower_builds_one():
    document = make_document(title="关于城市绿化的通知", state="published")
    indexing.follow()
    assert found("绿化") == [f"document:{document.pk}"]


def test_a_damaged_index_is_built_anew(settings: Settings):
    document = make_document(title="关于城市绿化的通知", state="published")
    indexing.rebuild()
    for file in settings.SEARCH_DIR.glob("generation-*/meta.json"):
        file.write_text("{")
    indexing.follow()
    assert found("绿化") == [f"document:{document.pk}"]


def test_an_index_of_another_database_that_is_ahead_is_built_anew():
    searchengine.engine().rebuild((), 1_000_000)
    document = make_document(title="关于城市绿化的通知", state="published")
    assert indexing.ensure() == 2  # it and its agency
    assert found("绿化") == [f"document:{document.pk}"]
    assert indexing.ensure() is None


def test_a_draft_and_what_is_in_review_are_in_no_index():
    make_document(title="关于城市绿化的通知")
    make_document(title="关于绿化的第二个通知", state="in_review")
    make_report(state="draft", title="绿化年报")
    indexing.rebuild()
    assert found("绿化") == []


def test_of_a_report_the_revision_that_stands_is_found_by_words_year_and_figures():
    indexing.rebuild()
    report = make_report(state="draft")
    released(report)
    indexing.follow()
    assert found("第二章的文字") == [f"report:{report.pk}"]
    assert found("主动公开文件数 24112 2016") == [f"report:{report.pk}"]
    assert found("主动公开文件数 24113 2016") == []


def test_an_agency_is_found_by_its_former_name_and_what_it_published_by_its_new_one():
    agency = make_agency("示例市民防局")
    document = make_document(agency=agency, title="关于演练的通知", state="published")
    indexing.rebuild()
    agency.name = "示例市人民防空办公室"
    agencies.save(agency=agency, by=make_writer())
    indexing.follow()
    assert found("示例市人民防空办公室") == [f"agency:{agency.pk}", f"document:{document.pk}"]
    assert found("示例市民防局") == [f"agency:{agency.pk}"]


def test_an_agency_that_moves_takes_what_it_published_along():
    above, below = make_agency("示例市人民政府"), make_agency("示例市教育局")
    document = make_document(agency=below, title="关于开学的通知", state="published")
    indexing.rebuild()

    def under() -> list[str]:
        page = searchengine.engine().reader().search(searchengine.read(""), {"agency": [str(above.pk)]})
        return sorted(hit.key for hit in page.hits)

    assert under() == [f"agency:{above.pk}"]
    below.parent = above
    agencies.save(agency=below, by=make_writer())
    indexing.follow()
    assert under() == [f"agency:{above.pk}", f"agency:{below.pk}", f"document:{document.pk}"]


def test_names_of_persons_are_in_the_index_as_the_page_prints_them():
    make_document(
        kind="penalty",
        title="对王小明的行政处罚决定",
        body="<p>当事人王小明违反规定。</p>",
        state="published",
        document_number="示罚〔2024〕1号",
        fields={
            "party_kind": "自然人",
            "party_name": "王小明",
            "violation": "占道经营",
            "facts": "王小明占道经营。",
            "basis": "《示例市条例》第一条",
            "penalty_types": "罚款",
            "content": "罚款二百元",
        },
    )
    indexing.rebuild()
    assert found("王小明") == []
    assert len(found("占道经营")) == 1


@pytest.mark.parametrize(
    ("built", "now", "due"),
    [
        ((10, 3, 40), (11, 3, 29), False),
        ((10, 3, 40), (11, 3, 30), True),
        ((11, 3, 31), (11, 5, 29), False),
        ((10, 3, 40), (11, 5, 30), False),
        ((1, 12, 0), (9, 12, 0), False),
        ((1, 12, 0), (9, 12, 1), True),
    ],
)
def test_the_index_is_built_anew_once_a_night_or_when_it_is_old(
    built: tuple[int, int, int], now: tuple[int, int, int], due: bool
):
    first, second = (datetime(2026, 5, *one, tzinfo=SHANGHAI) for one in (built, now))
    assert is_due(first, second) is due
    assert is_due(None, second) is False
