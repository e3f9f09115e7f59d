"""The search page: what is found, how it is said, and what hostile or hopeless searches get."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape

from reports.models import PublicChange
from reports.queries import search
from reports.queries.search import Asked
from reports.services import documents, indexing
from reports.services.documentfiles import FileEdit, NewFile
from reports.views.search import SEARCHES
from tests.factories import make_agency, make_category, make_document, make_publisher, make_report

pytestmark = pytest.mark.django_db


def get(client: Client, query: str = "", **given: str):
    return client.get(f"/search/{query}", given)


def text_of(client: Client, **given: str) -> str:
    return get(client, **given).content.decode()


def test_a_document_is_found_by_word_number_index_number_and_marked(client: Client):
    document = make_document(
        title="关于加强城市绿化的通知",
        body="<p>各单位要保护古树名木。</p>",
        document_number="示办发〔2024〕5号",
        state="published",
    )
    make_document(title="转发示办发〔2024〕5号的说明", state="published")
    indexing.rebuild()
    page = text_of(client, q="古树")
    assert "各单位要保护<mark>古树</mark>名木" in page
    assert f'href="/documents/{document.address}/"' in page
    assert "共1条" in page
    numbered = text_of(client, q="示办发[2024]5号")
    assert numbered.index("关于加强城市绿化的通知") < numbered.index("转发")
    assert numbered.count("文号或索引号一致") == 1
    assert "<mark>" in text_of(client, q=document.index_number)


def test_words_inside_an_attachment_lead_to_its_document_with_the_passage(client: Client):
    make_document(
        title="关于公布目录的通知",
        files=FileEdit(added=[NewFile("目录。第九项：榕树保护范围。".encode(), "目录.txt")]),
        state="published",
    )
    indexing.rebuild()
    page = text_of(client, q="榕树保护")
    assert "<mark>榕树保护</mark>范围" in page
    assert "附件" in page


def test_what_is_withdrawn_is_gone_at_once_even_before_the_index_knows(client: Client):
    document = make_document(title="关于榕树的通知", state="published")
    kept = make_document(title="关于榕树的第二个通知", state="published")
    indexing.rebuild()
    documents.withdraw(document=document, reason="文字有误。", by=make_publisher())
    page = text_of(client, q="榕树")
    assert document.address not in page
    assert kept.address in page
    assert "共1条" in page
    assert "刚刚被撤回" in page
    indexing.follow()
    assert "刚刚被撤回" not in text_of(client, q="榕树")


def test_facets_count_narrow_and_can_be_removed(client: Client):
    city, office = make_agency("示例市人民政府", slug="city"), make_agency("示例市教育局", slug="office")
    office.parent = city
    office.save()
    make_document(agency=office, title="关于榕树的通知", state="published")
    make_document(agency=city, title="榕树解读", kind="interpretation", state="published")
    make_report(agency=office, year=2016, title="榕树年度报告")
    indexing.rebuild()
    page = text_of(client, q="榕树")
    assert "共3条" in page
    assert 'href="/search/?q=%E6%A6%95%E6%A0%91&amp;agency=office"' in page
    narrowed = text_of(client, q="榕树", agency="office", kind="report")
    assert "共1条" in narrowed
    assert 'href="/search/?q=%E6%A6%95%E6%A0%91&amp;kind=report"' in narrowed
    assert 'href="/search/?q=%E6%A6%95%E6%A0%91&amp;agency=office"' in narrowed
    assert "共3条" in text_of(client, q="榕树", agency="city")
    assert "共1条" in text_of(client, q="榕树", year="2016")
    assert "共2条" in text_of(client, category="regulations")


@pytest.mark.parametrize(
    ("facet", "value"),
    [
        ("agency", "no-such"),
        ("kind", "regulations"),
        ("category", "penalty"),
        ("year", "20x6"),
        ("theme", "x" * 61),
        ("validity", "<script>"),
    ],
)
def test_a_value_of_another_kind_narrows_nothing_and_is_told(client: Client, facet: str, value: str):
    make_document(title="关于榕树的通知", state="published")
    indexing.rebuild()
    answer = get(client, q="榕树", **{facet: value})
    assert answer.status_code == 200
    assert "共1条" in answer.content.decode()
    assert 'class="search-wrong"' in answer.content.decode()
    assert "<script>" not in answer.content.decode().replace("<script src", "")


@pytest.mark.parametrize("page", ["999999", "-3", "0", "x", "9" * 5000, "１"])
def test_any_page_that_is_asked_for_is_one_that_there_is(client: Client, page: str):
    for number in range(21):
        make_agency(f"示例市第{number}中学")
    indexing.rebuild()
    answer = get(client, q="中学", page=page)
    assert answer.status_code == 200
    shown = answer.context["results"].page.number
    assert shown == (2 if page == "999999" or page == "9" * 5000 else 1)
    assert len(answer.context["results"].finds) == (1 if shown == 2 else 20)


def test_every_find_is_reached_page_by_page_once(client: Client):
    for number in range(45):
        make_agency(f"示例市第{number}中学")
    indexing.rebuild()
    seen = [
        find.key
        for number in (1, 2, 3)
        for find in get(client, q="中学", page=str(number)).context["results"].finds
    ]
    assert len(seen) == len(set(seen)) == 45


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        ("字" * 301, 400, "最多输入300个字"),
        (" ".join(map(str, range(21))), 400, "最多搜索20个词"),
        ("！？。", 400, "没有可以搜索的"),
        ("绿化 AND ( OR title:* ^9 [a TO b] ~ \\", 200, ""),
        ("(a+)+$ .*.*.*", 200, ""),
        ("<script>alert(1)</script>", 200, ""),
        ("\u202e绿化\u200b", 200, ""),
        ("'; DROP TABLE x; --", 200, ""),
        ('"绿化', 200, ""),
    ],
)
def test_hostile_searches_get_a_plain_answer(client: Client, typed: str, status: int, said: str):
    make_document(title="关于城市绿化的通知", state="published")
    indexing.rebuild()
    answer = get(client, q=typed)
    assert answer.status_code == status
    page = answer.content.decode()
    assert said in page
    assert "<script>alert" not in page
    assert escape(typed[:100].strip()) in page


def test_ten_thousand_characters_are_refused_and_not_repeated(client: Client):
    answer = get(client, q="绿" * 10_000)
    assert answer.status_code == 400
    assert f'value="{"绿" * 300}"' in answer.content.decode()
    assert "绿" * 301 not in answer.content.decode()


def test_a_nul_parts_words_and_is_not_repeated(client: Client):
    indexing.rebuild()
    answer = get(client, q="绿\0化", theme="\0")
    assert answer.status_code == 200
    assert b"\0" not in answer.content


def test_when_nothing_is_found_other_searches_and_the_lists_are_offered(client: Client):
    make_document(title="优化营商环境条例", state="published")
    indexing.rebuild()
    page = text_of(client, q="营伤环境")
    assert "没有找到" in page
    assert "/search/?q=%E8%90%A5%E5%95%86%E7%8E%AF%E5%A2%83" in page  # 营商环境
    assert 'href="/apply/"' in page
    assert 'href="/reports/"' in page
    wider = get(client, q="营商环境", year="1999").context["results"].suggestions
    assert (wider[0].why, wider[0].query) == ("wider", "q=%E8%90%A5%E5%95%86%E7%8E%AF%E5%A2%83")


def test_without_an_index_the_page_says_so_and_offers_the_lists(client: Client, settings):
    answer = get(client, q="绿化")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "60"
    assert "no-store" in answer.headers["Cache-Control"]
    assert 'href="/reports/"' in answer.content.decode()
    indexing.rebuild()
    for file in settings.SEARCH_DIR.glob("generation-*/meta.json"):
        file.write_text("{")
    assert get(client, q="绿化").status_code == 503


def test_when_the_index_does_not_follow_for_minutes_the_page_says_so(
    client: Client, monkeypatch: pytest.MonkeyPatch
):
    indexing.rebuild()
    document = make_document(title="关于榕树的通知", state="published")
    assert "搜索正在更新" not in text_of(client, q="榕树")
    newest = PublicChange.objects.get(subject_kind="document", subject_id=document.pk)
    monkeypatch.setattr(timezone, "now", lambda: newest.at + timedelta(minutes=2))
    assert "搜索正在更新" not in text_of(client, q="榕树")
    monkeypatch.setattr(timezone, "now", lambda: newest.at + timedelta(minutes=2, seconds=1))
    assert "搜索正在更新" in text_of(client, q="榕树")


def test_result_pages_stay_out_of_search_engines_and_are_not_kept(client: Client):
    indexing.rebuild()
    found = get(client, q="绿化")
    assert '<meta name="robots" content="noindex, follow">' in found.content.decode()
    assert found.headers["Cache-Control"] == "public, max-age=0"
    assert not found.cookies
    assert "noindex" not in get(client).content.decode()
    assert "noindex" in client.get("/en/search/?q=x").content.decode()


def test_one_network_may_search_often_and_not_without_end(client: Client, monkeypatch: pytest.MonkeyPatch):
    indexing.rebuild()
    assert get(client, q="绿化").status_code == 200
    key = next(iter(cache._cache)).split(":", 2)[2]
    cache.set(key, SEARCHES.most)
    answer = get(client, q="绿化")
    assert answer.status_code == 429
    assert "no-store" in answer.headers["Cache-Control"]
    assert get(client).status_code == 200


def test_the_number_of_queries_does_not_grow_with_what_is_found(client: Client):
    def cost(**given: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert get(client, **given).status_code == 200
        return len(queries)

    def one_more(number: int) -> None:
        agency = make_agency(f"示例市第{number}榕树园")
        make_document(
            agency=agency,
            title=f"榕树第{number}号通知",
            files=FileEdit(added=[NewFile("附件里说防汛。".encode(), "说明.txt")]),
            state="published",
        )
        make_report(agency=agency, year=2016, title=f"榕树报告{number}")

    make_category()
    one_more(1)
    indexing.rebuild()
    cost(q="榕树")
    few = cost(q="榕树"), cost(q="榕树 防汛"), cost(q="榕树 24112"), cost(sort="date", kind="agency")
    for number in range(2, 8):
        one_more(number)
    indexing.rebuild()
    assert (
        cost(q="榕树"),
        cost(q="榕树 防汛"),
        cost(q="榕树 24112"),
        cost(sort="date", kind="agency"),
    ) == few
    assert max(few) <= 13


def test_the_newest_come_first_when_asked(client: Client):
    make_report(year=2015, title="榕树甲")
    make_report(year=2017, title="榕树乙")
    make_report(year=2016, title="榕树丙")
    indexing.rebuild()
    assert [find.title for find in get(client, q="榕树", sort="date").context["results"].finds] == [
        "榕树乙",
        "榕树丙",
        "榕树甲",
    ]


def test_phrases_and_what_is_left_out(client: Client):
    make_document(title="预算 决算 公开", state="published")
    make_document(title="决算公开说明", state="published")
    indexing.rebuild()

    def titles(text: str) -> set[str]:
        return {find.title for find in get(client, q=text).context["results"].finds}

    assert titles("决算 公开") == {"预算 决算 公开", "决算公开说明"}
    assert titles("决算 -预算") == {"决算公开说明"}
    assert titles("“决算公开”") == {"预算 决算 公开", "决算公开说明"}
    assert titles("決算") == {"预算 决算 公开", "决算公开说明"}


def test_a_feed_has_the_newest_of_a_search(client: Client):
    make_report(year=2015, title="榕树甲")
    make_report(year=2017, title="榕树乙")
    make_report(year=2017, agency=make_agency("示例市林业局", slug="forest"), title="榕树丙")
    indexing.rebuild()
    assert len(search.latest(Asked("榕树"))) == 3
    assert len(search.latest(Asked("榕树"), most=1)) == 1
    assert [find.title for find in search.latest(Asked("榕树", {"agency": "forest"}))] == ["榕树丙"]


def test_every_page_has_the_box(client: Client):
    assert 'action="/search/"' in client.get("/").content.decode()
    assert 'action="/en/search/"' in client.get("/en/reports/").content.decode()
    assert text_of(client).count('role="search"') == 1
