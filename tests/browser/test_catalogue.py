"""A citizen in the catalogue, in a real browser: from the agency to the document and what hangs on it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect

from reports.models import Agency, Document, PageFault
from reports.models.document import Relation
from reports.services import documents
from reports.services.documents import FileEdit, NewFile
from tests.browser.conftest import DESKTOP, PHONE, OpenPage, axe_violations, sideways
from tests.factories import make_agency, make_category, make_document, make_publisher, make_report

PAGE = "/documents/014416330-2024-00001/"
WIDE = "<table><tr>" + "".join(f"<td>第{n}季度登记数量</td>" for n in range(12)) + "</tr></table>"


@pytest.fixture(autouse=True)
def police(transactional_db: None) -> Agency:
    """An agency with a rule, its interpretation, a repealed one, a penalty, one withdrawn, 22 notices."""
    agency = make_agency("示例市公安局", slug="police")
    make_report(agency=agency)
    rules = make_document(
        agency=agency,
        title="电动自行车登记办法",
        kind="normative_document",
        document_number="示公通〔2024〕18号",
        body=f"<h2>第一章 总则</h2><p>第一条 为了安全，制定本办法。</p>{WIDE}",
        summary="登记不收费。",
        files=FileEdit(added=[NewFile("姓名：".encode(), "申请表.txt", "附件1：申请表")]),
        state="published",
    )
    make_document(
        agency=agency,
        title="登记办法解读",
        kind="interpretation",
        category=make_category("response-interpretation"),
        links=[(Relation.INTERPRETS, rules)],
        state="published",
    )
    make_document(
        agency=agency,
        title="旧办法",
        kind="normative_document",
        document_number="示公通〔2019〕7号",
        made_on=date(2019, 3, 1),
        repealed_on=date(2024, 5, 1),
        state="published",
    )
    fine = {
        "party_kind": "natural_person",
        "party_name": "欧阳震华",
        "violation": "占道经营",
        "facts": "占道经营。",
    }
    fine |= {"basis": "第五条", "penalty_types": "fine", "content": "罚款200元", "fine": "0.02"}
    make_document(
        agency=agency,
        title="对欧阳震华的处罚决定",
        kind="penalty",
        category=make_category("penalties"),
        document_number="示公罚决字〔2024〕1号",
        fields=fine,
        state="published",
    )
    for number in range(22):
        make_document(
            agency=agency, title=f"第{number}期通告", category=make_category("plans"), state="published"
        )
    gone = make_document(agency=agency, title="误发的通知", state="published")
    documents.withdraw(document=gone, reason="内容有误。", by=make_publisher())
    return agency


def every_page() -> list[str]:
    gone = Document.objects.get(title="误发的通知").address
    repealed = Document.objects.get(title="旧办法").address
    fine = Document.objects.get(kind="penalty").address
    return [
        "/documents/",
        "/documents/?view=large",
        "/documents/?theme=01",
        "/agencies/police/",
        "/agencies/police/disclosure/",
        "/en/agencies/police/disclosure/",
        "/agencies/police/disclosure/statutory/",
        "/agencies/police/disclosure/plans/",
        "/agencies/police/disclosure/penalties/?kind=penalty",
        "/agencies/police/disclosure/penalties/?kind=penalty&view=large",
        "/en/documents/?kind=penalty&view=large",
        "/agencies/police/disclosure/welfare/",
        PAGE,
        f"/en{PAGE}",
        f"{PAGE}?view=large",
        f"/documents/{repealed}/",
        f"/documents/{fine}/",
        f"/documents/{gone}/",
        f"/page-error/?page={PAGE}",
    ]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1280", "390"])
@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_citizen_goes_from_the_agency_to_a_document_and_takes_its_file(
    open_page: OpenPage, size: dict[str, int], script: bool
) -> None:
    page = open_page("/agencies/police/", size=size, script=script)
    page.get_by_role("link", name="查看该机关公开的全部信息").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("示例市公安局政府信息公开")
    page.get_by_role("link", name="行政法规、规章和规范性文件").click()
    page.get_by_role("link", name="电动自行车登记办法").click()
    expect(page).to_have_url(re.compile(f"{PAGE}$"))
    expect(page.get_by_text("现行有效")).to_be_visible()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="附件1：申请表").click()
    assert waiting.value.suggested_filename == "申请表.txt"
    assert Path(waiting.value.path()).read_text("utf-8") == "姓名："
    page.get_by_role("link", name="登记办法解读").click()
    page.get_by_role("link", name="电动自行车登记办法").click()
    expect(page).to_have_url(re.compile(f"{PAGE}$"))


def test_a_list_is_narrowed_turned_and_turned_back(open_page: OpenPage) -> None:
    page = open_page("/agencies/police/disclosure/plans/")
    rows = page.locator(".list-table tbody tr")
    expect(rows).to_have_count(20)
    page.get_by_role("link", name="下一页").click()
    expect(rows).to_have_count(2)
    page.get_by_role("link", name="上一页").click()
    expect(rows).to_have_count(20)
    page.get_by_label("排序").select_option("oldest")
    page.get_by_role("button", name="查询").click()
    expect(rows.first).to_contain_text("第0期通告")
    page.get_by_text("更多筛选条件").click()
    page.get_by_label("主题分类").select_option(index=1)
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_text("没有符合条件的文件")).to_be_visible()
    page.get_by_role("link", name="显示全部文件").click()
    expect(rows).to_have_count(20)


def test_a_reader_tells_of_an_error_and_comes_back(open_page: OpenPage) -> None:
    page = open_page(PAGE, size=PHONE)
    page.get_by_role("link", name="本页纠错").click()
    page.get_by_role("button", name="发送意见").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("哪里有错误？").fill("第一条有错字。")
    page.get_by_role("button", name="发送意见").click()
    expect(page.get_by_text("谢谢您。")).to_be_visible()
    page.get_by_role("link", name="返回原页面").click()
    expect(page).to_have_url(re.compile(f"{PAGE}$"))
    assert PageFault.objects.get().agency.slug == "police"


def test_no_page_scrolls_sideways(open_page: OpenPage) -> None:
    for size in (PHONE, DESKTOP, {"width": 320, "height": 640}):
        page = open_page("/documents/", size=size)
        for path in every_page():
            page.goto(path)
            assert sideways(page) <= 0, (path, size)


def test_axe_finds_nothing_wrong(open_page: OpenPage) -> None:
    wrong = {}
    for size in (DESKTOP, PHONE):
        page = open_page("/documents/", size=size)
        for path in every_page():
            page.goto(path)
            if found := axe_violations(page):
                wrong[path] = found
    assert wrong == {}
