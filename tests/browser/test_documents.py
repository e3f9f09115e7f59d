"""A clerk writes a document in a real browser: the editor under the strict policy, and without any script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from reports.domain.roles import Role
from reports.models import Account, Document
from tests.browser import people
from tests.browser.conftest import DESKTOP, PHONE, OpenPage, axe_violations, sideways
from tests.browser.people import make_person, send
from tests.factories import make_agency, make_category, make_document

WORD = (
    '<html xmlns:o="urn:schemas-microsoft-com:office:office"><body><!--StartFragment-->'
    '<h2 style="mso-outline-level:2">一、总则</h2>'
    "<p class=MsoNormal style='text-indent:32pt;font-family:仿宋'>"
    "<b>各单位</b>应当执行，身份证号11010519491231002X。<o:p></o:p></p>"
    "<table style='width:90%'><tr><td style='border:1px'>项目</td><td>标准</td></tr></table>"
    "<script>alert(1)</script><!--EndFragment--></body></html>"
)
PASTE = """([box, html]) => {
    const data = new DataTransfer();
    data.setData("text/html", html);
    document.querySelector(box).dispatchEvent(
        new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def clerk(transactional_db: None) -> Account:
    make_category()
    make_agency("示例市公安局", slug="shili", index_prefix="014416330")
    return make_person("clerk", *Role)


def save(page: Page) -> None:
    send(page.locator("[name=_continue]"))


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_word_is_pasted_into_the_editor_and_two_files_attached(
    open_page: OpenPage, clerk: Account, size: dict[str, int]
) -> None:
    page = open_page("/admin/reports/document/add/", size=size)
    people.sign_in(page, "clerk")
    editor = page.locator(".prose-editor .tiptap")
    expect(editor).to_be_visible()
    page.select_option("[name=category]", label="行政法规、规章和规范性文件")
    page.fill("[name=title]", "城市绿化管理办法")
    page.fill("[name=made_on]", "2024-03-01")
    editor.click()
    page.evaluate(PASTE, [".tiptap", WORD])
    expect(editor.locator("table")).to_be_visible()
    assert sideways(page) <= 0
    page.set_input_files(
        "[name=files-0-file]",
        files=[{"name": "附表.txt", "mimeType": "text/plain", "buffer": "附表一".encode()}],
    )
    save(page)
    document = Document.objects.get()
    page.set_input_files(
        "[name=files-1-file]",
        files=[{"name": "说明.txt", "mimeType": "text/plain", "buffer": "说明".encode()}],
    )
    save(page)
    document.refresh_from_db()
    assert "<h2>一、总则</h2>" in document.body and "<strong>各单位</strong>" in document.body
    assert "style" not in document.body and "script" not in document.body and "<table>" in document.body
    assert [one.name for one in document.files.all()] == ["附表.txt", "说明.txt"]
    assert axe_violations(page) == []
    page.goto(f"/admin/reports/document/{document.pk}/review/")
    expect(page.get_by_text("居民身份证号")).to_be_visible()
    assert axe_violations(page) == [] and sideways(page) <= 0


def test_without_scripts_the_html_itself_is_typed(open_page: OpenPage, clerk: Account) -> None:
    document = make_document(agency=make_agency("示例市公安局"))
    page = open_page(f"/admin/reports/document/{document.pk}/change/", script=False)
    page.fill("[name=username]", "clerk")
    page.fill("[name=password]", people.PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_load_state()
    page.fill("[name=body]", "<p>改写后的<b>正文</b></p>")
    page.locator("[name=_continue]").click()
    page.wait_for_load_state()
    document.refresh_from_db()
    assert document.body == "<p>改写后的<strong>正文</strong></p>"


def test_what_the_agency_lacks_reads_well_on_both_widths(open_page: OpenPage, clerk: Account) -> None:
    make_document(agency=make_agency("示例市公安局"), state="published")
    for size in (DESKTOP, PHONE):
        page = open_page("/admin/reports/category/overview/", size=size)
        people.sign_in(page, "clerk")
        expect(page.get_by_role("heading", name="示例市公安局")).to_be_visible()
        assert axe_violations(page) == [] and sideways(page) <= 0
