"""The tree of agencies, and finding one in it."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from reports.models import Agency
from tests.factories import make_agency, make_report


def read(client: Client, query: str = "") -> str:
    answer = client.get(f"/agencies/{query}")
    assert answer.status_code == 200
    return answer.content.decode().split("<main", 1)[1]


@pytest.fixture
def city(db: None) -> Agency:
    """A city government with the police under it, and under them a station; one body that has ended."""
    city = make_agency("示例市人民政府", slug="city", kind="government", division_code="350400")
    police = make_agency("示例市公安局", slug="police", parent=city, credit_code="11350400004001234X")
    make_agency("城关派出所", slug="station", parent=police, level="township")
    make_agency("示例市矿务局", slug="mines", parent=city, valid_until=date(2019, 3, 1))
    make_report(agency=police, year=2015)
    make_report(agency=police, year=2016)
    make_report(agency=police, year=2017, state="draft")
    return city


def test_agencies_stand_under_those_they_belong_to(client: Client, city: Agency) -> None:
    page = read(client)
    assert page.index("示例市人民政府") < page.index("示例市公安局") < page.index("城关派出所")
    assert page.count("<ul>") == 3
    assert "2 份报告，最新为 2016 年度" in page
    assert "已撤销或合并" in page


def test_an_empty_register_says_so(client: Client, db: None) -> None:
    assert "尚未录入机构。" in read(client)


@pytest.mark.parametrize("text", ["公安", "police", "11350400004001234X"])
def test_one_is_found_by_a_part_of_its_name_its_address_or_its_code(
    client: Client, city: Agency, text: str
) -> None:
    page = read(client, f"?q={text}")
    assert f"按“{text}”找到 1 个机构" in page
    assert '<a href="/agencies/police/">示例市公安局</a>' in page
    assert "城关派出所" not in page


def test_when_none_fits_it_says_what_to_try(client: Client, city: Agency) -> None:
    page = read(client, "?q=海关")
    assert "没有找到相应机构" in page
    assert "请试用名称中较短的一部分。" in page


@pytest.mark.parametrize(
    "query", ["?q=%00", "?q=" + "长" * 500, "?q=<script>alert(1)</script>", "?q=' OR 1=1--", "?q=%25"]
)
def test_nonsense_gets_a_clean_page(client: Client, city: Agency, query: str) -> None:
    assert "<script>alert" not in read(client, query)


def test_a_circle_of_parents_does_not_go_on_for_ever(client: Client, city: Agency) -> None:
    station = Agency.objects.get(slug="station")
    city.parent = station
    city.save()
    assert client.get("/agencies/").status_code == 200
    assert client.get("/agencies/police/").status_code == 200


def test_more_agencies_cost_no_more_queries(
    client: Client, django_assert_num_queries: object, city: Agency
) -> None:
    with django_assert_num_queries(1):
        read(client)
    for number in range(30):
        make_agency(f"第{number}局", parent=city)
    with django_assert_num_queries(1):
        read(client)
    with django_assert_num_queries(1):
        read(client, "?q=局")
