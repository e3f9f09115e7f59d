"""Scenes of the guide: writing a document, its road, tables of documents, many at once, what is lacking."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.scenes import scene
from tests.browser.walk import Walk

DOCUMENTS = "/admin/reports/document/"
PENALTIES = "实施行政处罚、行政强制的依据、条件、程序以及具有一定社会影响的行政处罚决定"
SERVICES = "公共服务"
MADE_ON = "2026-03-25"
TITLE = "关于王小五擅自从事娱乐场所经营活动的行政处罚决定"
DECISION = {
    "document_number": "示区文综罚字〔2026〕3号",
    "kind_party_name": "王小五",
    "kind_violation": "擅自从事娱乐场所经营活动",
    "kind_facts": "王小五未取得许可，擅自设立娱乐场所并营业。",
    "kind_basis": "《娱乐场所管理条例》第四十一条",
    "kind_content": "没收违法所得一千二百元。",
    "kind_confiscated": "0.12",
}
WORD = (
    '<html xmlns:o="urn:schemas-microsoft-com:office:office"><body>'
    "<h2 style='mso-outline-level:2'>一、违法事实和证据</h2>"
    "<p class=MsoNormal style='text-indent:32pt;font-family:仿宋'>经查，当事人王小五（居民身份证号"
    "11010519491231002X）未取得娱乐经营许可，在店内设置点唱设备并对外营业。<o:p></o:p></p>"
    "<table style='width:90%'><tr><td>证据</td><td>份数</td></tr>"
    "<tr><td>现场检查笔录</td><td>1</td></tr></table>"
    "<script>alert(1)</script></body></html>"
)
PASTE = """html => {
    const data = new DataTransfer();
    data.setData("text/html", html);
    document.querySelector(".tiptap").dispatchEvent(
        new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""
TABLE = (
    "标题,文号,生成日期,正文\n"
    "全民阅读活动安排,示区文旅〔2026〕5号,2026-03-04,活动免费，自愿参加。\n"
    "公共图书馆开放时间的通告,示区文旅〔2026〕6号,2026-03-05,周二至周日九时开放。\n"
    "乡村旅游示范点名单,示区文旅〔2026〕7号,2026-02-30,名单附后。\n"
)
IMPORTED = "全民阅读活动安排", "公共图书馆开放时间的通告"


@scene("document", "document-list", "document-add", "document-text", "document-saved")
def document(walk: Walk) -> None:
    """陈 writes a penalty decision: fields, text from Word, a file."""
    page = walk.person("chen")
    walk.visit(page, DOCUMENTS)
    walk.take(page, "document-list", page.locator(".object-tools .addlink"))
    walk.press(page.locator(".object-tools .addlink"))
    walk.press(page.locator(".kind-links a[href='?kind=penalty']"))
    page.select_option("[name=category]", label=PENALTIES)
    page.fill("[name=title]", TITLE)
    page.fill("[name=made_on]", MADE_ON)
    page.select_option("[name=kind_party_kind]", "natural_person")
    for name, text in DECISION.items():
        page.fill(f"[name={name}]", text)
    page.locator("[name=kind_penalty_types][value=confiscation]").check()
    walk.take(page, "document-add", page.locator(".kind-links strong"), page.locator("[name=category]"))
    page.locator(".tiptap").click()
    page.evaluate(PASTE, WORD)
    expect(page.locator(".tiptap table")).to_be_visible()
    walk.take(page, "document-text", page.locator(".tiptap"), top=page.locator(".field-summary"))
    page.locator("[name=files-0-title]").fill("处罚决定书")
    attach(page, "处罚决定书.txt", "处罚决定书全文。")
    walk.succeed(page.locator("[name=_continue]"))
    walk.found["document"] = page.url
    walk.take(page, "document-saved", walk.link(page, "Submit for review"))


def attach(page: Page, name: str, text: str) -> None:
    """Chooses the first file of a document."""
    file = {"name": name, "mimeType": "text/plain", "buffer": text.encode()}
    page.set_input_files("[name=files-0-file]", files=[file])


@scene("document-road", "document-review", "document-publish", "document-public")
def document_road(walk: Walk) -> None:
    """李 finds an identity number, 陈 takes it out; 李 approves, 赵 publishes."""
    step(walk, "chen", "Submit for review")
    page = walk.person("li")
    walk.visit(page, walk.found["document"])
    walk.press(walk.link(page, "Review"))
    expect(page.locator(".hints")).to_be_visible()
    walk.take(page, "document-review", page.locator(".review .notice-fails"))
    walk.press(walk.link(page, "Send back"))
    page.fill("textarea", "正文中有居民身份证号，请删去。")
    walk.succeed(walk.button(page, "Send back"))
    mend(walk)
    step(walk, "chen", "Submit for review")
    walk.visit(page, walk.found["document"])
    walk.press(walk.link(page, "Review"))
    for box in page.locator(".decide [type=checkbox]").all():
        box.check()
    walk.succeed(walk.button(page, "Approve"))
    page = walk.person("zhao")
    walk.visit(page, walk.found["document"])
    walk.press(walk.link(page, "Publish"))
    walk.take(page, "document-publish", walk.button(page, "Publish"))
    walk.succeed(walk.button(page, "Publish"))
    walk.visit(page, walk.found["document"])
    walk.take(page, "document-public", walk.link(page, "Withdraw"), walk.link(page, "Public page"))
    walk.found["address"] = walk.link(page, "Public page").get_attribute("href") or ""


def step(walk: Walk, name: str, words: str) -> None:
    """Somebody takes one step of the document's road."""
    page = walk.person(name)
    walk.visit(page, walk.found["document"])
    walk.press(walk.link(page, words))
    walk.succeed(walk.button(page, words))


def mend(walk: Walk) -> None:
    """陈 writes the paragraph without the number."""
    page = walk.person("chen")
    walk.visit(page, walk.found["document"])
    page.locator(".tiptap p").first.click(click_count=3)
    page.keyboard.type("经查，当事人未取得娱乐经营许可，在店内设置点唱设备并对外营业。")
    walk.succeed(page.locator("[name=_continue]"))


@scene("document-tables", "document-import", "document-import-read", "document-import-wrong")
def document_tables(walk: Walk) -> None:
    """陈 hands in a table with a wrong day, then the mended one."""
    page = walk.person("chen")
    read(walk, page, TABLE, "document-import")
    walk.take(page, "document-import-wrong", page.locator(".board-table .mark-fails").first)
    read(walk, page, TABLE.replace("2026-02-30", "2026-03-06"))
    walk.take(page, "document-import-read", walk.button(page, "Store all of it as drafts"))
    walk.succeed(walk.button(page, "Store all of it as drafts"))


def read(walk: Walk, page: Page, table: str, picture: str = "") -> None:
    """Chooses a table of documents and has it read."""
    walk.visit(page, DOCUMENTS)
    walk.press(walk.link(page, "Import documents"))
    file = {"name": "文件.csv", "mimeType": "text/csv", "buffer": table.encode()}
    page.select_option("[name=category]", label=SERVICES)
    page.locator("[name=file]").set_input_files(file)
    if picture:
        walk.take(page, picture, walk.button(page, "Read it"))
    walk.press(walk.button(page, "Read it"))


@scene("document-many", "document-many", "document-many-look")
def document_many(walk: Walk) -> None:
    """陈 ticks two drafts and submits both."""
    page = walk.person("chen")
    walk.visit(page, DOCUMENTS)
    for title in IMPORTED:
        row = page.locator("#result_list tbody tr").filter(has_text=title)
        row.locator("[name=_selected_action]").check()
    page.select_option("[name=action]", "submit_selected")
    walk.take(page, "document-many", page.locator(".actions"))
    walk.press(page.locator(".actions [type=submit]"))
    walk.take(page, "document-many-look", walk.button(page, "Submit for review"))
    walk.press(walk.button(page, "Submit for review"))


@scene("document-duties", "document-columns", "document-fault")
def document_duties(walk: Walk) -> None:
    """What the catalogue lacks; a reader's report of an error, settled by 陈."""
    page = walk.person("chen")
    walk.visit(page, "/admin/reports/category/")
    walk.press(walk.link(page, "What the catalogue holds and lacks"))
    walk.take(page, "document-columns", page.locator(".notice-fails"))
    reader = walk.context().new_page()
    walk.visit(reader, walk.found["address"])
    walk.press(reader.locator("a[href*='/page-error/']").first)
    reader.fill("[name=text]", "处罚依据的条款序号与条例公布的文本不一致，请核对。")
    walk.press(reader.locator("main form [type=submit]").last)
    walk.visit(page, "/admin/reports/pagefault/")
    walk.press(page.locator("#result_list tbody th a").first)
    walk.take(page, "document-fault", page.locator("textarea").first)
