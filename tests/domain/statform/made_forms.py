"""Made-up forms for tests, as small as the shape they show."""

from __future__ import annotations

from reports.domain.statform.definition import Form
from reports.domain.statform.loading import load

SMALL = """\
[form]
id = "small"
title = "小表"
title_en = "Small form"
short_title = "小表（试）"
short_title_en = "Small"
legal_basis = "无"
source = "测试"
first_year = 2010
last_year = 2012

[[table]]
code = "figures"
title = "数"
title_en = "Figures"
unit = "件"

[[table.block]]
code = "figures"
corner = "项目"
corner_en = "Item"
columns = [
    { code = "man", label = "自然人", label_en = "Persons" },
    { code = "firm", label = "法人", label_en = "Firms" },
    { code = "total", label = "总计", label_en = "Total" },
]
rows = [
    { code = "1", label = "收到", label_en = "Received" },
    { code = "2", label = "办结", label_en = "Closed" },
    { code = "2.1", parent = "2", label = "公开", label_en = "Disclosed" },
    { code = "2.2", parent = "2", label = "不公开", label_en = "Refused" },
]

[[table.identity]]
kind = "down"
total = "2"
parts = ["2.1", "2.2"]
columns = "*"

[[table.identity]]
kind = "across"
total = "total"
parts = ["man", "firm"]
rows = "*"
"""
"""A sound form of one table, 4 rows and 3 columns. Its lines are counted in the tests of loading."""

HEAD_2014 = SMALL[: SMALL.index("[[table]]")].replace('"small"', '"made-2014"')
HEAD_2019 = HEAD_2014.replace("made-2014", "made-2019")

LIKE_2014 = (
    HEAD_2014
    + """
[[table]]
code = "statistics"
title = "情况统计表"
title_en = "Return"
has_unit_column = true

[[table.block]]
code = "statistics"
corner = "统计指标"
corner_en = "Indicator"
columns = [{ code = "count", label = "统计数", label_en = "Count" }]
rows = [
    { code = "1", number = "一、", kind = "heading", label = "主动公开情况", label_en = "Disclosed" },
    { code = "1.1", parent = "1", label = "主动公开政府信息数", label_en = "Items", unit = "条" },
    { code = "1.1.1", parent = "1.1", label = "规范性文件数", label_en = "Normative documents", unit = "条" },
    { code = "1.1.2", parent = "1.1", label = "制发规范性文件总数", label_en = "Issued in all", unit = "件" },
    { code = "3", number = "三、", kind = "heading", label = "依申请公开情况", label_en = "On request" },
    { code = "3.3", parent = "3", label = "申请答复数", label_en = "Replies", unit = "件" },
    { code = "3.3.1", parent = "3.3", label = "同意公开", label_en = "Agreed", unit = "件" },
    { code = "3.3.4", parent = "3.3", label = "不同意公开", label_en = "Refused", unit = "件" },
    { code = "3.3.4.1", parent = "3.3.4", label = "涉及国家秘密", label_en = "State secrets", unit = "件" },
    { code = "3.3.4.2", parent = "3.3.4", label = "涉及商业秘密", label_en = "Trade secrets", unit = "件" },
    { code = "4", label = "行政复议数量", label_en = "Reviews", unit = "件" },
    { code = "4.2", parent = "4", label = "被依法纠错数", label_en = "Corrected", unit = "件" },
    { code = "5", label = "行政诉讼数量", label_en = "Lawsuits", unit = "件" },
    { code = "5.2", parent = "5", label = "被依法纠错数", label_en = "Corrected", unit = "件" },
    { code = "7", kind = "money", label = "收取的费用", label_en = "Fees", unit = "万元" },
]

[[table.identity]]
kind = "down"
total = "3.3"
parts = ["3.3.1", "3.3.4"]
columns = "*"

[[table.identity]]
kind = "down"
total = "3.3.4"
parts = ["3.3.4.1", "3.3.4.2"]
columns = "*"

[[table.identity]]
kind = "within"
whole = "1.1"
parts = ["1.1.1"]
columns = "*"

[[table.identity]]
kind = "within"
whole = "1.1.2"
parts = ["1.1.1"]
columns = "*"
how = "within-issued"
"""
)
"""Four levels of rows, heading rows, mixed units, one column, the same label under two parents."""

LIKE_2019 = (
    HEAD_2019
    + """
[[table]]
code = "disclosure"
title = "主动公开"
title_en = "Proactive disclosure"
unit = "项"

[[table.block]]
code = "article_20_5"
title = "第（五）项"
title_en = "Item 5"
corner = "信息内容"
corner_en = "Content"
columns = [
    { code = "previous", label = "上一年项目数量", label_en = "Last year" },
    { code = "change", kind = "change", label = "本年增/减", label_en = "Change" },
    { code = "decisions", unit = "件", label = "处理决定数量", label_en = "Decisions" },
]
rows = [
    { code = "licences", label = "行政许可", label_en = "Licences" },
    { code = "other_services", label = "其他事项", label_en = "Other services" },
]

[[table.block]]
code = "article_20_8"
title = "第（八）项"
title_en = "Item 8"
corner = "信息内容"
corner_en = "Content"
columns = [
    { code = "previous", label = "上一年项目数量", label_en = "Last year" },
    { code = "change", kind = "change", label = "本年增/减", label_en = "Change" },
]
rows = [{ code = "charges", label = "收费", label_en = "Charges" }]

[[table.block]]
code = "article_20_9"
title = "第（九）项"
title_en = "Item 9"
corner = "信息内容"
corner_en = "Content"
columns = [
    { code = "items", label = "采购项目数量", label_en = "Purchases" },
    { code = "amount", kind = "money", label = "采购总金额", label_en = "Amount" },
]
rows = [{ code = "procurement", label = "政府集中采购", label_en = "Procurement" }]

[[table.identity]]
kind = "carry-over"
total = "previous"
last_year = ["previous", "change"]
rows = "*"

[[table]]
code = "disputes"
title = "复议、诉讼"
title_en = "Disputes"
layout = "line"
unit = "件"

[[table.block]]
code = "disputes"
corner = "类别"
corner_en = "Type"
groups = [
    { code = "outcomes", label = "结果", label_en = "Outcomes" },
    { code = "closed", parent = "outcomes", label = "已结", label_en = "Closed" },
]
columns = [
    { code = "upheld", group = "closed", label = "结果维持", label_en = "Upheld" },
    { code = "corrected", group = "closed", label = "结果纠正", label_en = "Corrected" },
    { code = "other", group = "closed", label = "其他结果", label_en = "Other" },
    { code = "pending", group = "outcomes", label = "尚未审结", label_en = "Pending" },
    { code = "total", label = "总计", label_en = "Total" },
]
rows = [
    { code = "review", label = "行政复议", label_en = "Reviews" },
    { code = "suit", kind = "heading", label = "行政诉讼", label_en = "Lawsuits" },
    { code = "suit_direct", parent = "suit", label = "未经复议", label_en = "Direct" },
    { code = "suit_after_review", parent = "suit", label = "复议后", label_en = "After review" },
]

[[table.identity]]
kind = "across"
total = "total"
parts = ["upheld", "corrected", "other", "pending"]
rows = "*"
"""
)
"""Two tables: stacked blocks with their own columns, signed changes, money without a unit; a line of 15."""


def make_form(text: str = SMALL, variants: str = "") -> Form:
    """The form of that text."""
    return load(text, variants)
