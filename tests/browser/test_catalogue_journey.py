"""A document from the clerk's clipboard to the public and back again, in a real browser at both widths.

Pasted from Word → warned of an identity number → classified → two files → reviewed and published by others →
found by a word, by its number, by a phrase inside a file → withdrawn → gone from list, search and feeds.
"""

from __future__ import annotations

from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from reports.models import Document
from reports.services import indexing
from tests.browser import people
from tests.browser.conftest import DESKTOP, PHONE, OpenPage, axe_violations, sideways
from tests.browser.people import make_person, send
from tests.browser.test_documents import PASTE, WORD
from tests.factories import make_agency, make_category

TITLE = "示例市古树名木保护办法"
PHRASE = "木棉广场东侧的大榕树"
REASON = "所附名录有误，核对后重新公布。"
FILES = (("古树名录.txt", f"第九项：{PHRASE}，树龄三百年。"), ("图例.csv", "符号,含义\n圆点,古树"))
ASKED = ("古树", "示林〔2024〕5号", "示林[2024]5号", f"“{PHRASE}”")
FEEDS = (
    "/feeds/latest.atom",
    "/feeds/latest.rss",
    "/feeds/agencies/forest/latest.atom",
    f"/feeds/search/latest.atom?q={quote('古树')}",
)


@pytest.fixture
def people_of_the_agency(transactional_db: None) -> None:
    make_category()
    make_agency("示例市林业局", slug="forest", index_prefix="014416330")
    for name, role in (("chen", "editor"), ("li", "reviewer"), ("zhao", "publisher")):
        make_person(name, role)


def search(page: Page, words: str) -> None:
    page.goto("/")
    page.get_by_role("searchbox", name="搜索本站公开的全部信息").fill(words)
    page.get_by_role("button", name="搜索").click()


def write(page: Page) -> Document:
    people.sign_in(page, "chen")
    page.select_option("[name=category]", label="行政法规、规章和规范性文件")
    page.fill("[name=title]", TITLE)
    page.fill("[name=document_number]", "示林[2024]5号")
    page.fill("[name=made_on]", "2024-03-01")
    page.select_option("[name=theme]", index=3)
    page.locator(".prose-editor .tiptap").click()
    page.evaluate(PASTE, [".tiptap", WORD])
    for place, (name, text) in enumerate(FILES):
        file = {"name": name, "mimeType": "text/plain", "buffer": text.encode()}
        page.set_input_files(f"[name=files-{place}-file]", files=[file])
        send(page.locator("[name=_continue]"))
    assert sideways(page) <= 0
    document = Document.objects.get()
    step(page, document, "submit")
    return document


def mend(page: Page, document: Document) -> None:
    """The identity number that the review pointed at is taken out, and the draft sent to review again."""
    page.goto(f"/admin/reports/document/{document.pk}/change/")
    page.evaluate("document.querySelector('.tiptap').focus()")
    page.locator(".prose-editor .tiptap p").first.click(click_count=3)
    page.keyboard.type("各单位应当执行。")
    send(page.locator("[name=_continue]"))
    step(page, document, "submit")


def step(page: Page, document: Document, name: str, words: str = "") -> None:
    page.goto(f"/admin/reports/document/{document.pk}/{name}/")
    if words:
        page.fill("[name=words]", words)
    send(page.locator("#content form [type=submit]").first)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1280", "390"])
def test_from_the_clipboard_to_the_public_and_back(
    open_page: OpenPage, people_of_the_agency: None, size: dict[str, int]
) -> None:
    chen = open_page("/admin/reports/document/add/", size=size)
    document = write(chen)

    li = open_page(f"/admin/reports/document/{document.pk}/review/", size=size)
    people.sign_in(li, "li")
    expect(li.locator(".hints")).to_contain_text("居民身份证号")
    assert "11010519491231002X" not in li.locator(".hints").inner_text()
    li.locator("[name=is_secrecy_reviewed]").check()
    send(li.locator("[name=_approve]"))
    expect(li.locator(".errorlist").first).to_be_visible()
    step(li, document, "send-back", "正文中有身份证号，请删去。")
    mend(chen, document)
    li.goto(f"/admin/reports/document/{document.pk}/review/")
    expect(li.locator(".hints")).to_have_count(0)
    li.locator("[name=is_secrecy_reviewed]").check()
    send(li.locator("[name=_approve]"))
    zhao = open_page(f"/admin/reports/document/{document.pk}/publish/", size=size)
    people.sign_in(zhao, "zhao")
    step(zhao, document, "publish")
    document.refresh_from_db()
    assert document.state == "published"
    indexing.rebuild()

    citizen = open_page("/", size=size)
    for words in ASKED:
        search(citizen, words)
        expect(citizen.get_by_role("article")).to_have_count(1)
        expect(citizen.get_by_role("article")).to_contain_text(TITLE)
    expect(citizen.get_by_role("article")).to_contain_text("古树名录.txt")
    citizen.get_by_role("link", name=TITLE).click()
    expect(citizen.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(citizen.locator("body")).to_contain_text("示林〔2024〕5号")
    assert axe_violations(citizen) == [] and sideways(citizen) <= 0
    with citizen.expect_download() as taken:
        citizen.get_by_role("link", name="古树名录.txt").first.click()
    assert taken.value.suggested_filename == "古树名录.txt"
    address = citizen.url
    for path in FEEDS:
        assert TITLE in citizen.request.get(path).text(), path

    step(zhao, document, "withdraw", REASON)
    for words in ASKED:
        citizen.goto(f"/search/?q={quote(words)}")
        expect(citizen.get_by_role("article")).to_have_count(0)
    for path in ("/documents/", "/agencies/forest/disclosure/", "/agencies/forest/disclosure/regulations/"):
        citizen.goto(path)
        expect(citizen.locator("body")).not_to_contain_text(TITLE)
    for path in FEEDS:
        assert TITLE not in citizen.request.get(path).text(), path
    told = citizen.request.get("/api/v1/changes").json()
    last = told["changes"][-1]
    assert (last["action"], last["reason"]) == ("withdrawn", REASON)
    answer = citizen.goto(address)
    assert answer is not None and answer.status == 410
    expect(citizen.locator("main")).to_contain_text(REASON)
    assert axe_violations(citizen) == [] and sideways(citizen) <= 0
