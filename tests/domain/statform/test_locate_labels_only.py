"""Tables published with labels only, and copies that print merged cells once: what is blank, what is last."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reports.queries.statforms import form
from tests.domain.statform.locating import located, unread, values

TRIAL = form("national-2019")
DISCLOSURE = """二、主动公开政府信息情况
第二十条第（一）项
信息内容
本年新制作数量
本年新公开数量
对外公开总数量
规章
{rules}规范性文件
{documents}第二十条第（五）项
上一年项目数量
本年增/减
处理决定数量
行政许可
其他对外管理服务事项
第二十条第（六）项
行政处罚
行政强制
{after}三、收到和处理政府信息公开申请情况
没有收到申请。
"""


def disclosure(rules="", documents="", after=""):
    return DISCLOSURE.format(rules=rules, documents=documents, after=after)


def rows(found):
    return list(dict.fromkeys(cell.key.row for cell in found.cells))


ALL = ["rules", "normative_documents", "licences", "other_services", "penalties", "compulsory_measures"]


def test_labels_without_a_header_are_blank_where_no_figure_stands_anywhere():
    found = located(disclosure())

    assert rows(found) == ALL
    assert {cell.raw for cell in found.cells} == {""}
    assert {reason for _, _, reason in unread(found)} <= {"row-missing", "table-missing"}


def test_a_row_too_short_stays_unread_and_the_others_are_blank():
    found = located(disclosure(rules="0\n"))

    assert rows(found) == ALL[1:]
    assert ("规章 0", "cell-count") in [item[1:] for item in unread(found)]


@pytest.mark.parametrize(
    "printed",
    [
        {"rules": "1\n2\n3\n"},
        {"rules": "0\n", "after": "7\n"},
        {"after": "7\n8\n9\n"},
        {"rules": "0\n", "documents": "某某\n1\n2\n3\n"},
    ],
    ids=["a-whole-row", "one-below", "figures-below", "unknown-words"],
)
def test_labels_without_a_header_are_unread_where_figures_stand(printed):
    found = located(disclosure(**printed))

    assert not set(rows(found)) & {"penalties", "compulsory_measures"}
    told = " ".join(item[1] for item in unread(found))
    assert "行政处罚" in told and "行政强制" in told


def test_a_figure_that_ran_into_the_next_label_makes_no_row_blank():
    found = located(disclosure().replace("规范性文件", "35规范性文件"))

    assert "rules" not in rows(found)
    assert "行政处罚" in " ".join(item[1] for item in unread(found))


def test_the_row_before_one_too_short_is_in_doubt():
    found = located(disclosure(documents="803\n"))

    assert not set(rows(found)) & {"rules", "normative_documents"}
    assert rows(found) == ALL[2:]
    assert "规章" in " ".join(item[1] for item in unread(found))


HEADER = """三、收到和处理政府信息公开申请情况
(本列数据的勾稽关系为:第一项加第二项之和,等于第三项加第四项之和) |
申请人情况 |
||||||||
自然人 |
法人或其他组织 |
总计 |
|||||||
商业企业 |
科研机构 |
社会公益组织 |
法律服务机构 |
其他 |
|||||
"""
FIRST = "一、本年新收政府信息公开申请数量 |\n"
SECOND = "二、上年结转政府信息公开申请数量 |\n|\n0 |\n|||||||\n五、其他\n没有。\n"


def test_a_figure_behind_one_merged_blank_cell_is_the_total():
    found = located(HEADER + FIRST + "|\n3 |\n|||||||\n" + SECOND, year=2019)

    assert values(found)["applications/1/total"] == Decimal(3)
    assert values(found)["applications/2/total"] == Decimal(0)
    blank = [cell for cell in found.cells if cell.key.column != "total" and cell.key.row in ("1", "2")]
    assert {cell.value for cell in blank} == {None} and len(blank) == 12


@pytest.mark.parametrize(
    "row",
    [
        "3 |\n||||||||\n",
        "|\n3 |\n||||||\n",
        "|\n3 |\n||||||||\n",
        "|\n|\n3 |\n||||||\n",
        "|\n3 |\n|\n||||||\n",
        "3\n",
    ],
    ids=["no-blank", "narrower", "wider", "two-blanks", "blank-behind", "no-pipes"],
)
def test_any_other_single_figure_has_no_column(row):
    found = located(HEADER + FIRST + row + SECOND, year=2019)

    assert not [cell for cell in found.cells if cell.key.row == "1" and cell.raw]
    assert any("本年新收" in text for _, text, _ in unread(found))
