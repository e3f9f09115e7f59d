"""What holds on every public page: head, footer, language, large view, caching, no cookies."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from django.conf import settings as portal
from django.test import Client
from pytest_django.fixtures import Settings

from reports.models import Report
from tests.factories import make_agency

PAGES = ["/", "/documents/", "/reports/", "/agencies/", "/calendar/", "/apply/", "/verify/"]
PAGES += ["/agencies/police/", "/reports/police/2016/"]


def read(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def meta(page: str) -> dict[str, list[str]]:
    """The contents of the page's named meta tags, by name."""
    found: dict[str, list[str]] = {}
    for name, content in re.findall(r'<meta name="([^"]+)" content="([^"]*)">', page):
        found.setdefault(name, []).append(content)
    return found


@pytest.fixture
def site(settings: Settings) -> None:
    """An installation that has said everything about itself."""
    settings.SITE = replace(
        portal.SITE,
        name="示例市政府信息公开",
        domain="www.example.gov.cn",
        id_code="3504000001",
        icp="闽ICP备00000000号",
        police="闽公网安备 35040000000000号",
        telephone="0598-0000000",
        find_fault_url="https://example.gov.cn/fault",
    )
    settings.ALLOWED_HOSTS = ["testserver"]


@pytest.mark.parametrize("path", PAGES)
def test_the_head_names_site_and_column_once_each(
    client: Client, site: None, report: Report, path: str
) -> None:
    tags = meta(read(client, path))
    assert tags["SiteName"] == ["示例市政府信息公开"]
    assert tags["SiteDomain"] == ["www.example.gov.cn"]
    assert tags["SiteIDCode"] == ["3504000001"]
    for name in ("ColumnName", "ColumnType", "ColumnDescription", "ColumnKeywords"):
        assert len(tags[name]) == 1
        assert tags[name][0]


def test_a_reports_head_names_title_time_and_source(client: Client, report: Report) -> None:
    tags = meta(read(client, "/reports/police/2016/"))
    assert tags["ArticleTitle"] == ["示例市公安局2016年政府信息公开工作报告"]
    assert tags["PubDate"] == ["2017-01-19 15:03"]
    assert tags["ContentSource"] == ["示例市公安局"]
    assert "ArticleTitle" not in meta(read(client, "/reports/"))


def test_linked_data_tells_machines_the_same_and_cannot_break_out(client: Client, report: Report) -> None:
    Report.objects.filter(pk=report.pk).update(title="</script><script>alert(1)</script>报告")
    page = read(client, "/reports/police/2016/")
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert block
    assert "<" not in block[1]
    data = json.loads(block[1])
    assert data["@type"] == "Report"
    assert data["name"] == "</script><script>alert(1)</script>报告"
    assert data["datePublished"] == "2017-01-19T15:03:00+08:00"
    assert data["publisher"]["name"] == "示例市公安局"
    assert [part["contentUrl"] for part in data["encoding"]] == [
        "http://testserver/reports/police/2016/tables/statistics.csv",
        "http://testserver/reports/police/2016/tables/statistics.xlsx",
        "http://testserver/reports/police/2016/tables/statistics.json",
    ]


@pytest.mark.parametrize("path", PAGES)
def test_the_footer_says_who_answers_for_the_site(
    client: Client, site: None, report: Report, path: str
) -> None:
    footer = read(client, path).split("<footer")[1]
    assert "主办单位：示例市人民政府办公室" in footer
    for number in (
        "网站标识码：3504000001",
        "闽ICP备00000000号",
        "闽公网安备 35040000000000号",
        "0598-0000000",
    ):
        assert number in footer
    assert '<a href="https://example.gov.cn/fault" rel="noreferrer">我为政府网站找错</a>' in footer


def test_what_the_installation_has_not_said_is_left_out(client: Client, report: Report) -> None:
    footer = read(client, "/").split("<footer")[1]
    assert "网站标识码" not in footer
    assert "找错" not in footer


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_there_in_english_too(client: Client, report: Report, path: str) -> None:
    page = read(client, "/en" + path)
    assert '<html lang="en">' in page
    assert f'<a href="{path}" lang="zh-Hans" hreflang="zh-Hans">中文</a>' in page
    assert f'<link rel="alternate" hreflang="zh-Hans" href="http://testserver{path}">' in page
    chinese = read(client, path)
    assert '<html lang="zh-Hans">' in chinese
    assert f'<a href="/en{path}" lang="en" hreflang="en">English</a>' in chinese


def test_the_other_language_keeps_what_was_asked(client: Client, report: Report) -> None:
    page = read(client, "/reports/?year=2016&view=large")
    assert 'href="/en/reports/?year=2016&amp;view=large"' in page


@pytest.mark.parametrize("path", PAGES)
def test_no_chinese_word_of_ours_is_left_in_english(client: Client, report: Report, path: str) -> None:
    page = read(client, "/en" + path)
    body = re.sub(r"<head>.*?</head>", "", page, flags=re.DOTALL)
    own_words = re.sub(r'<(\w+)[^>]* lang="zh-Hans"[^>]*>.*?</\1>', "", body, flags=re.DOTALL)
    text = re.sub(r"<[^>]+>", " ", own_words)
    left = set(re.findall(r"[\u4e00-\u9fff]+", text))
    assert left <= {"示例市公安局"}


@pytest.mark.parametrize("path", PAGES)
def test_large_print_is_carried_by_every_link_to_our_own_pages(
    client: Client, report: Report, path: str
) -> None:
    make_agency("城关派出所", slug="station", parent=report.agency)
    page = read(client, f"{path}?view=large")
    assert '<html lang="zh-Hans" class="large">' in page
    body = page.split("<body>")[1]
    links = {link.replace("&amp;", "&") for link in re.findall(r'<a[^>]* href="([^"]+)"', body)}
    pages = {
        link
        for link in links
        if link.startswith(("/", "?")) and not re.search(r"/tables/|/files/|/feeds/|\.svg|\.json|\.py", link)
    }
    dropped = {link for link in pages if "view=large" not in link}
    assert dropped == {path}  # the way back to the usual view
    assert len(pages) >= 6


@pytest.mark.parametrize("path", ["/", "/reports/", "/agencies/"])
def test_forms_keep_large_print(client: Client, report: Report, path: str) -> None:
    hidden = '<input type="hidden" name="view" value="large">'
    assert hidden in read(client, f"{path}?view=large")
    assert hidden not in read(client, path)


@pytest.mark.parametrize(
    "path", [*PAGES, "/en/", "/reports/police/2016/tables/statistics.csv", "/robots.txt", "/sitemap.xml"]
)
def test_any_cache_may_keep_it_and_no_cookie_is_asked_or_set(
    client: Client, report: Report, path: str
) -> None:
    client.cookies["sessionid"] = "k3wq8m1zt5v0c7x2b9n4l6j8h1g3f5d7"
    answer = client.get(path)
    assert answer.status_code == 200
    assert "public" in answer["Cache-Control"]
    assert "max-age=" in answer["Cache-Control"]
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert "Accept-Language" not in answer.get("Vary", "")


@pytest.mark.parametrize("path", PAGES)
def test_what_has_not_changed_is_not_sent_again(client: Client, report: Report, path: str) -> None:
    etag = client.get(path)["ETag"]
    answer = client.get(path, headers={"if-none-match": etag})
    assert answer.status_code == 304
    assert answer.content == b""


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_inline_and_nothing_comes_from_another_host(
    client: Client, report: Report, path: str
) -> None:
    page = read(client, path)
    assert " style=" not in page
    assert "<style" not in page
    assert not re.search(r"\son[a-z]+=", page)
    assert not re.search(r'<(script|img|link)[^>]* (src|href)="(https?:)?//(?!testserver)', page)
    assert not re.search(r"<script(?![^>]*(src=|application/ld\+json))", page)


def test_robots_are_told_where_the_map_is(client: Client) -> None:
    answer = client.get("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert "Sitemap: http://testserver/sitemap.xml" in answer.content.decode()
    assert "Disallow: /admin/" in answer.content.decode()


def test_the_site_map_names_every_standing_report_in_both_languages(client: Client, report: Report) -> None:
    index = read(client, "/sitemap.xml")
    parts = re.findall(r"<loc>http://testserver([^<]+)</loc>", index)
    names = ("pages", "agencies", "reports", "columns", "documents", "registers")
    assert parts == [f"/sitemap-{name}.xml" for name in names]
    named = [place for part in parts for place in re.findall(r"<loc>([^<]+)</loc>", read(client, part))]
    assert sorted(place.removeprefix("http://testserver") for place in named) == sorted(
        PAGES + [f"/en{path}" for path in PAGES]
    )


def test_the_site_map_names_no_draft_and_survives_nonsense(client: Client, report: Report) -> None:
    Report.objects.filter(pk=report.pk).update(state="draft", released_at=None, released_by=None)
    assert "/reports/police/" not in read(client, "/sitemap-reports.xml")
    for query in ("?p=-1", "?p=abc", "?p=99999999999"):
        assert client.get(f"/sitemap-reports.xml{query}").status_code == 404
    assert client.get("/sitemap-nothing.xml").status_code == 404


def test_the_gallery_is_for_developers_only(client: Client, db: None) -> None:
    assert client.get("/gallery/").status_code == 404


@pytest.mark.parametrize("path", ["//evil.example/", "//evil.example/en/", "//evil.example"])
def test_no_link_of_a_page_leads_to_another_host_because_its_address_began_with_two_slashes(
    client: Client, db: None, path: str
) -> None:
    page = client.get("/", PATH_INFO=path).content.decode()
    assert "您访问的页面不存在" in page
    assert not re.search(r'href="/[/\\\\]', page)


def test_the_links_that_change_the_view_keep_an_address_with_signs_in_it(client: Client, db: None) -> None:
    page = client.get("/a%3Fb%23c%25/").content.decode()
    assert 'href="/a%3Fb%23c%25/?view=large"' in page


def test_the_site_map_says_in_the_readers_language_that_a_part_is_missing(client: Client, db: None) -> None:
    for path in ("/sitemap-reports.xml?p=99", "/sitemap-reports.xml?p=abc", "/sitemap-nothing.xml"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert "<strong>网站地图没有这一部分。</strong>" in answer.content.decode()


def test_a_report_that_says_no_time_is_dated_by_the_day_it_stood_here(client: Client, report: Report) -> None:
    Report.objects.filter(pk=report.pk).update(published_at=None)
    page = read(client, "/reports/police/2016/")
    assert meta(page)["PubDate"] == ["2017-01-20 09:00"]
    assert "发布时间：报告未注明" in page
