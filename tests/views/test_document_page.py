"""The page of a document: what is known of it, its versions, what belongs to it, and its end."""

from __future__ import annotations

import json
import re
from datetime import date, datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from reports.models import Agency, Document, FormerDocumentAddress
from reports.models.document import Relation
from reports.services import documents
from tests.factories import (
    SHANGHAI,
    make_category,
    make_document,
    make_publisher,
    make_reviewer,
    make_writer,
)

PAGE = "/documents/014416330-2024-00001/"


def read(client: Client, path: str = PAGE) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def facts(page: str) -> dict[str, str]:
    """The block of metadata as a reader sees it."""
    block = re.search(r"<dl class=\"facts[^>]*>(.*?)</dl>", page, re.DOTALL)
    assert block
    pairs = re.findall(r"<dt>(.*?)</dt><dd[^>]*>(.*?)</dd>", block[1], re.DOTALL)
    return {name: re.sub(r"<[^>]*>", "", value) for name, value in pairs}


def published(document: Document) -> Document:
    documents.submit(document=document, by=make_writer())
    documents.approve(
        document=document, by=make_reviewer(), is_secrecy_reviewed=True, is_privacy_looked_over=True
    )
    documents.publish(document=document, by=make_publisher())
    return document


def changed(document: Document, note: str = "更正了第二条。", **fields: object) -> Document:
    """A second version of it."""
    documents.begin_change(document=document, by=make_writer())
    documents.revise(document=document, by=make_writer(), fields={"change_note": note, **fields})
    return published(document)


@pytest.fixture
def rules(police: Agency) -> Document:
    """A normative document of the police with everything that can be said of one."""
    return make_document(
        agency=police,
        title="电动自行车登记办法",
        kind="normative_document",
        document_number="示公通[2024]18号",
        theme="14",
        genre="notice",
        keywords="电动自行车,登记",
        summary="登记不收费。",
        body='<p>第一条 为了安全。</p><p><a href="https://example.gov.cn/">指南</a></p>',
        effective_on=date(2024, 5, 1),
        published_at=datetime(2024, 4, 2, 15, 3, tzinfo=SHANGHAI),
        state="published",
    )


def test_the_block_of_metadata_says_what_the_national_rules_ask_for(client: Client, rules: Document) -> None:
    told = facts(read(client))
    assert told["索引号"] == "014416330/2024-00001"
    assert told["文号"] == "示公通〔2024〕18号"
    assert told["发布机构"] == "示例市公安局"
    assert told["成文日期"] == "2024-03-01"
    assert told["发布日期"] == "2024-04-02"
    assert told["体裁"] == "通知"
    assert told["公开方式"] == "主动公开"
    assert told["有效性"] == "现行有效"
    assert told["关键词"] == "电动自行车,登记"
    assert told["主题分类"]


def test_the_head_bears_the_required_tags_and_the_lasting_address(client: Client, rules: Document) -> None:
    page = read(client)
    tags = dict(re.findall(r'<meta name="([^"]+)" content="([^"]*)">', page))
    assert tags["ArticleTitle"] == "电动自行车登记办法"
    assert tags["PubDate"] == "2024-04-02 15:03"
    assert tags["ContentSource"] == "示例市公安局"
    assert tags["ColumnName"] == "行政法规、规章和规范性文件"
    assert tags["Keywords"] == "电动自行车,登记"
    assert f'<link rel="canonical" href="http://testserver{PAGE}">' in page
    assert "robots" not in tags


def test_the_text_stands_as_it_was_cleaned(client: Client, rules: Document) -> None:
    page = read(client)
    assert "<p>第一条 为了安全。</p>" in page
    assert '<a href="https://example.gov.cn/" rel="noopener">指南</a>' in page
    assert "登记不收费。" in page


def test_machines_are_told_the_same_and_cannot_be_led_astray(client: Client, police: Agency) -> None:
    make_document(
        agency=police,
        title="</script><script>alert(1)</script>办法",
        kind="normative_document",
        document_number="示公通〔2024〕1号",
        state="published",
    )
    page = read(client)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;办法" in page
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert block
    data = json.loads(block[1])
    assert data["@type"] == "Legislation"
    assert data["name"] == "</script><script>alert(1)</script>办法"
    assert data["legislationLegalForce"] == "https://schema.org/InForce"
    assert data["url"] == f"http://testserver{PAGE}"


@pytest.mark.parametrize(
    ("dates", "sentence", "mark"),
    [
        ({"repealed_on": date(2025, 7, 1)}, "本文件已自2025-07-01起废止，不再有效", "fails"),
        ({"expires_on": date(2025, 6, 30)}, "本文件有效期至2025-06-30，现已失效", "fails"),
        ({"effective_on": date(2025, 7, 2)}, "本文件尚未施行，自2025-07-02起施行", "open"),
        ({"amended_on": date(2025, 7, 1)}, "本文件已于2025-07-01修改，按修改后的内容执行", "holds"),
        ({"stated_validity": "expired"}, "本文件已失效", "fails"),
    ],
)
def test_a_document_without_its_full_force_says_so_first(
    client: Client, police: Agency, dates: dict[str, object], sentence: str, mark: str
) -> None:
    make_document(
        agency=police,
        kind="normative_document",
        document_number="示公通〔2024〕1号",
        state="published",
        **dates,
    )
    page = read(client)
    assert f'<div class="notice notice-{mark} force">' in page
    assert sentence in page
    assert page.index(sentence) < page.index("现将城市绿化管理")


@pytest.mark.parametrize(
    "dates",
    [{"repealed_on": date(2025, 7, 2)}, {"expires_on": date(2025, 7, 1)}, {"amended_on": date(2025, 7, 2)}],
)
def test_the_day_before_it_still_has_its_force(
    client: Client, police: Agency, dates: dict[str, date]
) -> None:
    make_document(
        agency=police,
        kind="normative_document",
        document_number="示公通〔2024〕1号",
        state="published",
        **dates,
    )
    page = read(client)
    assert facts(page)["有效性"] == "现行有效"
    assert "notice" not in page.split("<article")[1]


def test_what_replaces_it_is_named_on_both_pages(client: Client, rules: Document, police: Agency) -> None:
    documents.begin_change(document=rules, by=make_writer())
    documents.revise(
        document=rules, by=make_writer(), fields={"change_note": "废止", "repealed_on": date(2025, 6, 1)}
    )
    published(rules)
    newer = make_document(
        agency=police,
        title="新的登记办法",
        kind="normative_document",
        document_number="示公通〔2025〕9号",
        links=[(Relation.REPLACES, rules)],
        state="published",
    )
    page = read(client)
    assert "替代文件：" in page
    assert f'<a href="/documents/{newer.address}/" lang="zh-Hans">新的登记办法</a>' in page
    assert f'<a href="{PAGE}" lang="zh-Hans">电动自行车登记办法</a>' in read(
        client, f"/documents/{newer.address}/"
    )


def test_interpretations_and_answers_are_linked_both_ways_the_interpretation_first(
    client: Client, rules: Document, police: Agency
) -> None:
    column = make_category("response-interpretation")
    answer = make_document(
        agency=police,
        title="要收费吗",
        kind="question_and_answer",
        category=column,
        fields={"question": "登记要收费吗？"},
        links=[(Relation.ANSWERS, rules)],
        state="published",
    )
    told = make_document(
        agency=police,
        title="登记办法解读",
        kind="interpretation",
        category=column,
        links=[(Relation.INTERPRETS, rules)],
        state="published",
    )
    draft = make_document(
        agency=police,
        title="未公开的解读",
        kind="interpretation",
        category=column,
        links=[(Relation.INTERPRETS, rules)],
    )
    page = read(client)
    assert (
        page.index("政策解读</h3>")
        < page.index("登记办法解读")
        < page.index("相关问答")
        < page.index("要收费吗")
    )
    assert draft.title not in page
    for other in (answer, told):
        assert f'<a href="{PAGE}" lang="zh-Hans">电动自行车登记办法</a>' in read(
            client, f"/documents/{other.address}/"
        )
    documents.withdraw(document=told, reason="内容有误。", by=make_publisher())
    assert "登记办法解读" not in read(client)


def test_versions_are_listed_with_what_they_changed(client: Client, rules: Document) -> None:
    assert "历次版本" not in read(client)
    changed(rules, body="<p>第一条 改过了。</p>")
    page = read(client)
    assert "第一条 改过了。" in page
    assert "更正了第二条。" in page
    assert f'<a href="{PAGE}v1/">第1版</a>' in page
    before = read(client, f"{PAGE}v1/")
    assert "第一条 为了安全。" in before
    assert "此版本已被替换" in before
    assert f'<a href="{PAGE}">查看现行版本</a>' in before
    assert f'<link rel="canonical" href="http://testserver{PAGE}">' in before
    assert 'content="noindex, noarchive"' in before
    assert read(client, f"{PAGE}v2/")


@pytest.mark.parametrize("end", ["v0/", "v3/", "v9999/", "v99999/", "v-1/", "v1/x/", "v01/", "../../admin/"])
def test_a_version_that_is_none_is_not_there(client: Client, rules: Document, end: str) -> None:
    assert client.get(f"{PAGE}{end}").status_code == 404


def test_a_draft_behind_a_public_document_shows_nowhere(client: Client, rules: Document) -> None:
    documents.begin_change(document=rules, by=make_writer())
    documents.revise(
        document=rules, by=make_writer(), fields={"title": "改动中的题目", "body": "<p>改动中</p>"}
    )
    assert "改动中" not in read(client)


@pytest.mark.parametrize("state", ["draft", "in_review", "approved"])
def test_what_was_never_public_is_not_there(client: Client, police: Agency, state: str) -> None:
    document = make_document(agency=police, state=state)
    assert client.get(f"/documents/{document.address or document.pk}/").status_code == 404
    assert client.get("/documents/0/").status_code == 404


def test_a_withdrawn_document_says_when_and_why_and_nothing_else(client: Client, rules: Document) -> None:
    changed(rules)
    documents.withdraw(document=rules, reason="内容有误，另行公开。", by=make_publisher())
    for path in (PAGE, f"{PAGE}v1/", f"{PAGE}v2/", f"{PAGE}qr.svg", f"/en{PAGE}"):
        answer = client.get(path)
        page = answer.content.decode()
        assert answer.status_code == 410
        assert "内容有误，另行公开。" in page
        assert "第一条" not in page and "登记不收费" not in page
        assert "no-store" in answer["Cache-Control"]
    assert "2025-07-01" in client.get(PAGE).content.decode()
    assert "电动自行车登记办法" in client.get(PAGE).content.decode()
    assert client.get(f"{PAGE}v3/").status_code == 404
    assert "电动自行车" not in read(client, "/documents/")


def test_published_again_it_stands_and_its_withdrawn_version_stays_closed(
    client: Client, rules: Document
) -> None:
    documents.withdraw(document=rules, reason="内容有误。", by=make_publisher())
    changed(rules, body="<p>第一条 重写。</p>")
    assert "第一条 重写。" in read(client)
    gone = client.get(f"{PAGE}v1/")
    assert gone.status_code == 410
    assert "第一条 为了安全" not in gone.content.decode()
    assert "查看现行版本" in gone.content.decode()


def test_it_can_be_cited_scanned_and_complained_about(client: Client, rules: Document) -> None:
    page = read(client)
    assert (
        "示例市公安局：《电动自行车登记办法》（示公通〔2024〕18号），索引号 014416330/2024-00001，"
        f"2024-04-02 发布，http://testserver{PAGE}v1/" in page
    )
    code = client.get(f"{PAGE}qr.svg")
    assert code["Content-Type"] == "image/svg+xml"
    assert f"<title>http://testserver{PAGE}</title>".encode() in code.content
    assert f"http://testserver{PAGE}v1/".encode() in client.get(f"{PAGE}v1/qr.svg").content
    assert f'<a href="/page-error/?page={PAGE}">本页纠错</a>' in page


def test_a_title_within_the_title_is_cited_with_the_inner_marks(client: Client, police: Agency) -> None:
    make_document(agency=police, title="《登记办法》解读", state="published")
    assert "《〈登记办法〉解读》" in read(client)


def test_an_old_address_leads_on_for_ever(client: Client, rules: Document) -> None:
    FormerDocumentAddress.objects.create(document=rules, path="/xxgk/201604/t20160419_123.htm")
    FormerDocumentAddress.objects.create(document=rules, path="/documents/old-number/")
    for path in ("/xxgk/201604/t20160419_123.htm", "/documents/old-number/"):
        answer = client.get(path)
        assert (answer.status_code, answer["Location"]) == (301, PAGE)
    english = client.get("/en/xxgk/201604/t20160419_123.htm")
    assert (english.status_code, english["Location"]) == (301, f"/en{PAGE}")
    documents.withdraw(document=rules, reason="内容有误。", by=make_publisher())
    assert client.get("/documents/old-number/", follow=True).status_code == 410


def test_an_old_address_of_a_draft_leads_nowhere(client: Client, police: Agency) -> None:
    draft = make_document(agency=police)
    FormerDocumentAddress.objects.create(document=draft, path="/xxgk/1.htm")
    answer = client.get("/xxgk/1.htm")
    assert answer.status_code == 404
    assert "您访问的页面不存在" in answer.content.decode()


def test_its_page_takes_a_fixed_number_of_queries(
    client: Client, rules: Document, police: Agency, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(4):
        make_document(
            agency=police,
            title=f"解读{number}",
            kind="interpretation",
            category=make_category("response-interpretation"),
            links=[(Relation.INTERPRETS, rules)],
            state="published",
        )
        changed(rules, note=f"改动{number}")
    with django_assert_max_num_queries(9):
        read(client)


def test_it_is_there_in_english(client: Client, rules: Document) -> None:
    page = read(client, f"/en{PAGE}")
    told = facts(page)
    assert told["Index number"] == "014416330/2024-00001"
    assert told["Validity"] == "in force"
    assert '<h1 lang="zh-Hans">电动自行车登记办法</h1>' in page


def test_nothing_is_kept_without_asking_again(client: Client, rules: Document) -> None:
    answer = client.get(PAGE)
    assert "max-age=0" in answer["Cache-Control"]
    assert not answer.cookies
    again = client.get(PAGE, headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    documents.withdraw(document=rules, reason="内容有误。", by=make_publisher())
    assert client.get(PAGE, headers={"If-None-Match": answer["ETag"]}).status_code == 410


def test_only_reading_is_taken(client: Client, rules: Document) -> None:
    for path in (PAGE, "/documents/", "/agencies/police/disclosure/"):
        assert client.post(path).status_code == 405


def test_the_site_map_names_columns_and_documents_but_no_penalty(client: Client, rules: Document) -> None:
    columns = read(client, "/sitemap-columns.xml")
    assert "<loc>http://testserver/agencies/police/disclosure/regulations/</loc>" in columns
    assert "<loc>http://testserver/agencies/police/disclosure/</loc>" in columns
    assert f"<loc>http://testserver{PAGE}</loc>" in read(client, "/sitemap-documents.xml")
    documents.withdraw(document=rules, reason="内容有误。", by=make_publisher())
    assert PAGE not in read(client, "/sitemap-documents.xml")
