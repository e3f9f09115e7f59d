"""The disclosure home of an agency: the national blocks, what stands in each, nothing that is empty."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from reports.models import Agency, Category, FormerAddress, Report
from reports.services import documents
from tests.factories import make_agency, make_category, make_document, make_publisher

HOME = "/agencies/police/disclosure/"


def read(client: Client, path: str = HOME) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def blocks(page: str) -> list[str]:
    return re.findall(r'<h2 id="block-[^"]*"><a href="[^"]*">([^<]*)</a>', page)


def columns(page: str) -> list[tuple[str, str, str]]:
    """(name, how many, last update) of each row."""
    rows = re.findall(r'<tr role="row" class="depth-\d">(.*?)</tr>', page, re.DOTALL)
    found = []
    for row in rows:
        cells = [re.sub(r"<span.*?</span>|<[^>]*>|\s", "", cell) for cell in row.split("</td>")]
        found.append((cells[0], cells[1], cells[2]))
    return found


@pytest.fixture
def own_column(police: Agency) -> Category:
    """道路交通, a column of the police under the national one of regulations."""
    return Category.objects.create(
        agency=police, parent=make_category(), code="traffic", name="道路交通", name_en="Traffic"
    )


def test_an_agency_without_documents_shows_only_the_way_to_apply(client: Client, police: Agency) -> None:
    make_category()
    page = read(client)
    assert "目前还没有公开的文件" in page
    assert blocks(page) == ["依申请公开"]
    assert '<a href="/apply/police/">依申请公开</a>' in page


def test_blocks_stand_in_the_national_order_with_count_and_last_update(
    client: Client, police: Agency, report: Report, own_column: Category
) -> None:
    make_document(agency=police, category=make_category("guide"), title="指南", state="published")
    make_document(agency=police, title="通知", state="published")
    make_document(agency=police, category=own_column, title="限行", state="published")
    page = read(client)
    assert blocks(page) == ["政府信息公开指南", "法定主动公开内容", "政府信息公开年报", "依申请公开"]
    assert columns(page) == [
        ("行政法规、规章和规范性文件", "2", "2025-07-01"),
        ("道路交通", "1", "2025-07-01"),
    ]
    assert "共公开文件 3 份，最近一份公开于 2025-07-01。" in page


def test_drafts_and_documents_of_others_fill_no_column(client: Client, police: Agency) -> None:
    make_document(agency=police, title="草稿")
    make_document(agency=police, title="待审", state="in_review")
    make_document(agency=make_agency("示例市卫生局", slug="health"), title="别处", state="published")
    assert columns(read(client)) == []


def test_a_column_empties_at_once_when_its_document_is_withdrawn(client: Client, police: Agency) -> None:
    document = make_document(agency=police, title="误发", state="published")
    assert len(columns(read(client))) == 1
    documents.withdraw(document=document, reason="内容有误。", by=make_publisher())
    page = read(client)
    assert columns(page) == []
    assert "误发" not in page


def test_it_takes_the_same_queries_however_much_is_published(
    client: Client,
    police: Agency,
    own_column: Category,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(12):
        column = own_column if number % 2 else make_category()
        make_document(agency=police, category=column, title=f"通知{number}", state="published")
    with django_assert_max_num_queries(9):
        read(client)


def test_a_former_address_of_the_agency_leads_on(client: Client, police: Agency) -> None:
    FormerAddress.objects.create(agency=police, slug="gongan")
    answer = client.get("/agencies/gongan/disclosure/?view=large")
    assert (answer.status_code, answer["Location"]) == (301, "/agencies/police/disclosure/?view=large")
    column = client.get("/agencies/gongan/disclosure/regulations/")
    assert (column.status_code, column["Location"]) == (301, "/agencies/police/disclosure/regulations/")


def test_an_unknown_agency_is_not_there(client: Client, db: None) -> None:
    assert client.get("/agencies/nobody/disclosure/").status_code == 404
    assert client.get("/agencies/nobody/disclosure/regulations/").status_code == 404


def test_the_agencys_page_and_the_bar_lead_to_it(client: Client, police: Agency) -> None:
    page = read(client, "/agencies/police/")
    assert f'<a href="{HOME}">' in page
    assert '<a href="/documents/">公开目录</a>' in page


def test_it_is_there_in_english(client: Client, police: Agency, own_column: Category) -> None:
    make_document(agency=police, category=own_column, title="限行", state="published")
    page = read(client, f"/en{HOME}")
    assert "Traffic" in page
    assert "1 document, the last of 2025-07-01." in page
    assert '<a href="/en/agencies/police/disclosure/traffic/">' in page


def test_reports_and_applications_have_pages_of_their_own(client: Client, police: Agency) -> None:
    make_category()
    assert client.get(f"{HOME}annual-reports/")["Location"] == "/agencies/police/"
    assert client.get(f"{HOME}on-request/")["Location"] == "/apply/police/"


def test_a_group_shows_the_columns_below_it(client: Client, police: Agency, own_column: Category) -> None:
    make_document(agency=police, category=own_column, title="限行", state="published")
    page = read(client, f"{HOME}statutory/")
    assert [name for name, _count, _last in columns(page)] == ["行政法规、规章和规范性文件", "道路交通"]
    below = read(client, f"{HOME}regulations/")
    assert [name for name, _count, _last in columns(below)] == ["道路交通"]
    assert "目前还没有公开的文件" not in below
