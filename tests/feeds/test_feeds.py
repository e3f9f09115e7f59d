"""Feeds: of everything, an agency, a column, a search; the withdrawn gone from them at once."""

from __future__ import annotations

import xml.etree.ElementTree as xml

import pytest
from django.test import Client

from reports.models import Report
from reports.services import documents, indexing
from tests.factories import make_agency, make_category, make_document, make_publisher, make_report

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


def read(client: Client, path: str, status: int = 200) -> xml.Element:
    response = client.get(path)
    assert response.status_code == status, response.content
    return xml.fromstring(response.content)


def titles(client: Client, path: str) -> list[str]:
    found = read(client, path)
    if path.partition("?")[0].endswith("rss"):
        return [item.findtext("title") for item in found.iter("item")]
    return [entry.findtext(f"{ATOM}title") for entry in found.iter(f"{ATOM}entry")]


@pytest.mark.parametrize("kind", ["atom", "rss"])
def test_everything_public_is_in_the_feed_and_the_withdrawn_is_gone_at_once(client, kind):
    document = make_document(state="published")
    report = make_report(year=2016)
    make_document(title="草稿")
    make_report(year=2017, state="draft")
    path = f"/feeds/latest.{kind}"
    assert titles(client, path) == [document.title, report.title]
    documents.withdraw(document=document, reason="文字有误。", by=make_publisher())
    Report.objects.filter(pk=report.pk).update(superseded_at=report.released_at)
    assert titles(client, path) == []


def test_an_entry_says_where_it_is_what_it_is_and_since_when(client):
    make_document(state="published", summary="概述")
    feed = read(client, "/feeds/latest.atom")
    entry = feed.find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}id") == "tag:testserver,2026:document/014416330-2024-00001"
    assert entry.find(f"{ATOM}link").get("href") == "http://testserver/documents/014416330-2024-00001/"
    assert entry.findtext(f"{ATOM}summary") == "概述"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "示例市公安局"
    assert entry.findtext(f"{ATOM}published").startswith("20")
    assert feed.findtext(f"{ATOM}id") == "tag:testserver,2026:all"
    assert {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")} == {
        "alternate": "http://testserver/",
        "self": "http://testserver/feeds/latest.atom",
    }


def test_the_rss_guid_is_the_same_name_and_no_address(client):
    make_document(state="published")
    item = next(read(client, "/feeds/latest.rss").iter("item"))
    assert item.findtext("guid") == "tag:testserver,2026:document/014416330-2024-00001"
    assert item.find("guid").get("isPermaLink") == "false"


def test_at_most_fifty_are_in_it_and_it_costs_two_queries(client, django_assert_num_queries):
    for number in range(52):
        make_report(agency=make_agency(f"示例市第{number}局"), form_id="national-2019", year=2021)
    make_document(state="published")
    with django_assert_num_queries(2):
        found = titles(client, "/feeds/latest.atom")
    assert len(found) == 50 and found[0] == "关于加强城市绿化管理的通知"


def test_an_agency_has_a_feed_of_its_own_and_keeps_it_under_a_former_address(client):
    one, other = make_agency(slug="gongan"), make_agency("示例市教育局", slug="jiaoyu")
    make_report(agency=one)
    make_report(agency=other)
    assert titles(client, "/feeds/agencies/gongan/latest.rss") == ["示例市公安局2016年政府信息公开工作报告"]
    one.former_addresses.create(slug="old")
    moved = client.get("/feeds/agencies/old/latest.atom")
    assert (moved.status_code, moved["Location"]) == (301, "/feeds/agencies/gongan/latest.atom")
    assert client.get("/feeds/agencies/nobody/latest.atom").status_code == 404


def test_a_column_has_what_stands_in_it_and_below(client):
    agency = make_agency(slug="gongan")
    make_document(agency=agency, state="published")
    make_document(agency=agency, state="published", title="规划", category=make_category("plans"))
    make_report(agency=agency)
    here = "/feeds/agencies/gongan/columns"
    assert titles(client, f"{here}/plans/latest.atom") == ["规划"]
    assert titles(client, f"{here}/statutory/latest.atom") == ["规划", "关于加强城市绿化管理的通知"]
    assert titles(client, f"{here}/annual-reports/latest.atom") == ["示例市公安局2016年政府信息公开工作报告"]
    assert client.get(f"{here}/no-such/latest.atom").status_code == 404


def test_a_search_is_a_feed(client):
    make_document(state="published")
    gone = make_document(state="published", title="绿化工程规划")
    indexing.rebuild()
    assert titles(client, "/feeds/search/latest.atom?q=绿化") == [
        "绿化工程规划",
        "关于加强城市绿化管理的通知",
    ]
    documents.withdraw(document=gone, reason="文字有误。", by=make_publisher())
    assert titles(client, "/feeds/search/latest.rss?q=绿化") == ["关于加强城市绿化管理的通知"]
    assert titles(client, "/feeds/search/latest.rss?agency=nobody") == []


@pytest.mark.parametrize("query", ["", "q=", "q=%00", f"q={'绿' * 301}", "q=。。。"])
def test_a_feed_of_no_search_is_refused(client, query):
    indexing.rebuild()
    assert client.get(f"/feeds/search/latest.atom?{query}").status_code == 404


def test_a_search_without_its_index_asks_to_come_again(client):
    answer = client.get("/feeds/search/latest.atom?q=绿化")
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")


@pytest.mark.parametrize("path", ["/feeds/latest.atom", "/feeds/latest.rss"])
def test_who_has_the_newest_is_told_so_even_of_an_empty_feed(client, path):
    for _round in range(2):
        first = client.get(path)
        again = client.get(path, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        make_document(state="published")
    assert "max-age=0" in first["Cache-Control"]


def test_signs_that_no_xml_holds_do_no_harm(client):
    make_report(title="报告\x0b<script>&", source_line="\x1f<b>局</b>")
    assert titles(client, "/feeds/latest.atom") == ["报告<script>&"]
    entry = read(client, "/feeds/latest.atom").find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}summary") == "&lt;b&gt;局&lt;/b&gt;"


def test_signs_that_no_xml_holds_do_no_harm_to_the_name_of_a_feed(client):
    make_agency("示例市\x08公安局", slug="gongan")
    named = read(client, "/feeds/agencies/gongan/latest.atom").findtext(f"{ATOM}title")
    assert named.startswith("示例市公安局")
    indexing.rebuild()
    named = read(client, "/feeds/search/latest.atom?q=%0b绿化").findtext(f"{ATOM}title")
    assert named.startswith("绿化")


def test_the_english_feed_is_said_to_be_english_and_leads_to_english_pages(client):
    make_agency("示例市公安局", slug="gongan", name_en="Public Security Bureau of Shili")
    make_report()
    feed = read(client, "/en/feeds/agencies/gongan/latest.atom")
    assert feed.findtext(f"{ATOM}title").startswith("Public Security Bureau of Shili")
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    assert feed.find(f"{ATOM}entry/{ATOM}link").get("href").endswith("/en/reports/gongan/2016/")


def test_every_page_tells_readers_of_feeds_where_the_feed_is(client):
    page = client.get("/").content.decode()
    assert '<link rel="alternate" type="application/atom+xml"' in page and 'href="/feeds/latest.atom"' in page


def test_pages_lead_to_the_feed_of_what_they_show(client):
    agency = make_agency(slug="gongan")
    make_document(agency=agency, state="published")
    indexing.rebuild()
    for page, feed in (
        ("/agencies/gongan/", "/feeds/agencies/gongan/latest.atom"),
        ("/agencies/gongan/disclosure/", "/feeds/agencies/gongan/latest.atom"),
        (
            "/agencies/gongan/disclosure/regulations/",
            "/feeds/agencies/gongan/columns/regulations/latest.atom",
        ),
        ("/search/?q=绿化", "/feeds/search/latest.atom?q=%E7%BB%BF%E5%8C%96"),
    ):
        html = client.get(page).content.decode()
        assert f'href="{feed}"' in html, page
        assert titles(client, feed) == ["关于加强城市绿化管理的通知"]


def test_robots_are_kept_from_what_is_made_for_programs(client):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /api/\nDisallow: /en/api/\n" in text
    assert "Disallow: /feeds/search/\n" in text and "Disallow: /feeds/\n" not in text
