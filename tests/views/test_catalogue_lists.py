"""Lists of documents: what stands in them, how they are narrowed, and page after page to the end."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import chain

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from reports.domain.catalogue.validity import State
from reports.models import Agency, Category, Document, DocumentVersion
from reports.queries import cataloguepages
from reports.queries.cataloguepages import Wanted
from reports.services import columncounts, documents
from tests.factories import SHANGHAI, make_agency, make_category, make_document, make_publisher

COLUMN = "/agencies/police/disclosure/regulations/"
NEXT = re.compile(r'<a rel="next" href="([^"]*)"')
PREVIOUS = re.compile(r'<a rel="prev" href="([^"]*)"')


def read(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def titles(page: str) -> list[str]:
    return re.findall(r'<td role="cell" class="title"><a [^>]*>([^<]*)</a>', page)


def many(agency: Agency, count: int, *, category: Category | None = None) -> None:
    """That many public documents, the first published on the first day; three share each moment."""
    began = datetime(2020, 1, 1, 9, tzinfo=SHANGHAI)
    first = make_document(
        agency=agency, category=category, title="第0号", published_at=began, state="published"
    )
    version = DocumentVersion.objects.get(document=first)
    for number in range(1, count):
        first.pk, first.index_number, first.address = None, f"014416330/2020-{number:05}", f"n-{number}"
        first._state.adding = True
        first.save()
        version.pk, version.document, version.address = None, first, first.address
        version._state.adding = True
        version.title, version.index_number = f"第{number}号", first.index_number
        version.published_at = began + timedelta(days=number // 3)
        version.save()
    columncounts.recount()


def walk(client: Client, path: str, pattern: re.Pattern[str]) -> list[list[str]]:
    """The titles of each page from that one on."""
    pages = []
    while path:
        page = read(client, path)
        pages.append(titles(page))
        found = pattern.search(page)
        path = path.partition("?")[0] + found[1].replace("&amp;", "&") if found else ""
    return pages


def test_every_document_stands_on_exactly_one_page_in_either_order(client: Client, police: Agency) -> None:
    many(police, 47)
    newest = [f"第{number}号" for number in range(46, -1, -1)]
    pages = walk(client, COLUMN, NEXT)
    assert [len(page) for page in pages] == [20, 20, 7]
    assert [*chain(*pages)] == newest
    oldest = walk(client, f"{COLUMN}?sort=oldest", NEXT)
    assert [*chain(*oldest)] == newest[::-1]


def test_the_way_back_shows_the_same_pages(client: Client, police: Agency) -> None:
    many(police, 47)
    path = COLUMN
    for _page in range(2):
        path = COLUMN + NEXT.search(read(client, path))[1].replace("&amp;", "&")
    assert walk(client, path, PREVIOUS) == walk(client, COLUMN, NEXT)[::-1]


def test_a_key_leads_on_even_when_its_document_was_withdrawn(client: Client, police: Agency) -> None:
    many(police, 25)
    onward = COLUMN + NEXT.search(read(client, COLUMN))[1].replace("&amp;", "&")
    last = DocumentVersion.objects.get(title="第5号")
    documents.withdraw(document=last.document, reason="内容有误。", by=make_publisher())
    assert titles(read(client, onward)) == ["第4号", "第3号", "第2号", "第1号", "第0号"]


@pytest.mark.parametrize(
    "key",
    [
        "",
        "0",
        "x",
        "9" * 400,
        f"{'9' * 17}.{'9' * 18}",
        f"-{'9' * 17}.1",
        "1.2.3",
        "1' OR 1=1--.1",
        "１.１",
        "%00",
    ],
)
@pytest.mark.parametrize("name", ["after", "before"])
def test_a_key_that_makes_no_sense_shows_the_first_page(
    client: Client, police: Agency, name: str, key: str
) -> None:
    many(police, 22)
    page = read(client, f"{COLUMN}?{name}={key}")
    assert titles(page)[0] in ("第21号", "第0号")
    assert len(titles(page)) == 20


def test_the_line_above_knows_how_many_and_of_a_narrowed_list_says_more_than_a_thousand(
    client: Client, police: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    many(police, 22)
    assert "共 22 份文件" in read(client, f"{COLUMN}?year=2020")
    monkeypatch.setattr(cataloguepages, "MANY", 20)
    assert "共 20 份以上文件" in read(client, f"{COLUMN}?year=2020")
    for path in (COLUMN, "/documents/", "/documents/?agency=police", "/documents/?kind=document"):
        assert "共 22 份文件" in read(client, path)


def test_a_page_takes_the_same_queries_at_any_depth(
    client: Client, police: Agency, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    many(police, 45)
    path = COLUMN
    for _page in range(3):
        with django_assert_max_num_queries(9):
            page = read(client, path)
        found = NEXT.search(page)
        path = COLUMN + found[1].replace("&amp;", "&") if found else COLUMN


@pytest.mark.parametrize("sort", ["", "oldest"])
@pytest.mark.parametrize("scope", ["all", "agency", "column"])
def test_the_database_never_sorts_or_reads_the_whole_list(police: Agency, scope: str, sort: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("reads SQLite's plan of the query")
    many(police, 3)
    category = make_category() if scope == "column" else None
    rows = cataloguepages.listed(
        Wanted(agency=None if scope == "all" else police, category=category), on=date(2025, 7, 1)
    )
    order = ("published_at", "pk") if sort else ("-published_at", "-pk")
    way = "gte" if sort else "lte"
    beyond = rows.order_by(*order).filter(**{f"published_at__{way}": datetime(2020, 1, 1, tzinfo=SHANGHAI)})
    plan = beyond[:21].explain()
    assert "TEMP B-TREE" not in plan
    assert "USING INDEX version_" in plan


@pytest.mark.parametrize("scope", ["all", "agency", "column"])
def test_a_narrowed_list_is_walked_in_an_index_that_holds_what_it_is_narrowed_by(
    police: Agency, scope: str
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("reads SQLite's plan of the query")
    made = Wanted(agency=None if scope == "all" else police)
    made = replace(made, category=make_category()) if scope == "column" else made
    narrowings: list[dict[str, object]] = [{"kind": "penalty"}, {"theme": "03"}, {"genre": "notice"}]
    narrowings += [{"theme": "03", "genre": "notice"}, {"kind": "penalty", "theme": "03"}, {"year": 2020}]
    narrowings += [{"validity": state.value} for state in State]
    for narrowed in narrowings:
        rows = cataloguepages.listed(replace(made, **narrowed), on=date(2025, 7, 1))
        for asked in (rows[:21], rows.values("pk")[:1001]):
            plan = asked.explain()
            assert "TEMP B-TREE" not in plan, (narrowed, plan)
            assert "INDEX version_" in plan, (narrowed, plan)
            if scope == "all" and set(narrowed) != {"year"}:
                assert "version_latest" not in plan, (narrowed, plan)


@pytest.fixture
def mixed(police: Agency) -> None:
    """Four documents that differ in every way a list can be narrowed by."""
    rules = {"kind": "normative_document", "category": make_category()}
    make_document(
        agency=police,
        title="办法",
        document_number="示公通〔2019〕7号",
        theme="01",
        genre="notice",
        published_at=datetime(2019, 12, 31, 23, 30, tzinfo=SHANGHAI),
        repealed_on=date(2025, 7, 1),
        state="published",
        **rules,
    )
    make_document(
        agency=police,
        title="新办法",
        document_number="示公通〔2025〕1号",
        theme="01",
        genre="decision",
        published_at=datetime(2020, 1, 1, 0, 10, tzinfo=SHANGHAI),
        state="published",
        **rules,
    )
    make_document(
        agency=police,
        title="将行办法",
        document_number="示公通〔2025〕2号",
        effective_on=date(2025, 7, 2),
        state="published",
        **rules,
    )
    make_document(agency=police, title="通告", theme="02", state="published")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["通告", "将行办法", "新办法", "办法"]),
        ("?year=2019", ["办法"]),
        ("?year=2020", ["新办法"]),
        ("?theme=01", ["新办法", "办法"]),
        ("?genre=decision", ["新办法"]),
        ("?kind=document", ["通告"]),
        ("?validity=repealed", ["办法"]),
        ("?validity=in_force", ["新办法"]),
        ("?validity=not_yet", ["将行办法"]),
        ("?validity=expired", []),
        ("?theme=01&genre=notice&year=2019", ["办法"]),
        ("?sort=oldest", ["办法", "新办法", "将行办法", "通告"]),
    ],
)
def test_a_list_is_narrowed_by(client: Client, mixed: None, query: str, expected: list[str]) -> None:
    assert titles(read(client, f"/documents/{query}")) == expected
    assert titles(read(client, f"{COLUMN}{query}")) == expected


def test_a_list_shows_number_dates_and_force(client: Client, mixed: None) -> None:
    page = read(client, "/documents/?year=2019")
    assert "014416330/2024-00001" in page
    assert "示公通〔2019〕7号" in page
    assert "2024-03-01" in page
    assert "2019-12-31" in page
    assert '<span class="mark mark-fails">废止</span>' in page
    assert '<a href="/agencies/police/disclosure/">示例市公安局</a>' in page


@pytest.mark.parametrize(
    "query",
    ["year=1800", "year=x", "theme=99", "kind=nothing", "validity=<script>", "genre=%00", "sort=title"],
)
def test_a_choice_that_is_none_is_named_and_narrows_nothing(client: Client, mixed: None, query: str) -> None:
    page = read(client, f"/documents/?{query}")
    assert "请从列表中选择" in page
    assert len(titles(page)) == 4
    assert "<script>alert" not in page


def test_nothing_found_says_what_to_do_next(client: Client, mixed: None) -> None:
    page = read(client, "/documents/?validity=expired")
    assert "没有符合条件的文件" in page
    assert 'href="/search/"' in page
    assert 'href="/apply/"' in page


def test_an_empty_catalogue_is_no_dead_end(client: Client, db: None) -> None:
    page = read(client, "/documents/")
    assert "目前还没有公开的文件" in page
    assert "<table" not in page


def test_the_list_of_all_can_be_narrowed_to_one_agency(client: Client, mixed: None) -> None:
    other = make_agency("示例市卫生局", slug="health")
    make_document(agency=other, title="别处", state="published")
    assert len(titles(read(client, "/documents/"))) == 5
    page = read(client, "/documents/?agency=health")
    assert titles(page) == ["别处"]
    assert '<input type="hidden" name="agency" value="health">' in page
    assert client.get("/documents/?agency=nobody").status_code == 404
    assert client.get("/documents/?agency=%00").status_code == 404


def test_another_agencys_own_column_is_not_there(client: Client, police: Agency) -> None:
    other = make_agency("示例市卫生局", slug="health")
    own = Category.objects.create(agency=other, parent=make_category(), code="clinics", name="诊所")
    make_document(agency=other, category=own, title="名录", state="published")
    assert titles(read(client, "/agencies/health/disclosure/clinics/")) == ["名录"]
    assert client.get("/agencies/police/disclosure/clinics/").status_code == 404


@pytest.mark.parametrize(
    "code", ["nothing", "..", "%2e%2e", "a//b", "Regulations", "<script>", "a" * 300, "a-" * 200 + "a", "%00"]
)
def test_a_column_that_is_none_is_not_there(client: Client, police: Agency, code: str) -> None:
    make_category()
    assert client.get(f"/agencies/police/disclosure/{code}/").status_code == 404


def test_lists_are_never_kept_without_asking_again(client: Client, mixed: None) -> None:
    for path in ("/documents/", COLUMN, "/agencies/police/disclosure/"):
        assert "max-age=0" in client.get(path)["Cache-Control"]


def test_a_large_view_is_carried_by_the_links(client: Client, mixed: None) -> None:
    page = read(client, "/documents/?view=large&theme=01")
    assert 'href="/documents/014416330-2024-00001/?view=large"' in page
    assert '<input type="hidden" name="view" value="large">' in page


def test_drafts_of_a_public_document_change_nothing_in_the_list(client: Client, police: Agency) -> None:
    document = make_document(agency=police, title="公开的题目", state="published")
    Document.objects.filter(pk=document.pk).update(title="正在改的题目")
    assert titles(read(client, "/documents/")) == ["公开的题目"]
