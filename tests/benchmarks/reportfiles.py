"""Made-up reports as files of every format, the size of real ones: a narrative and the tables of 2021."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from html import escape

from reports.domain.statform.definition import CellKey, Form
from tests import printing
from tests.gridding import Drawing, Style, made
from tests.readers import printed, writing

FORM = "national-2021"
LENGTH = 6_000
"""Characters of the narrative: that of the longest real report in the samples that were measured."""
PARAGRAPH = (
    "全年主动公开信息{n}条，其中网站公开{m}条，新媒体公开{k}条。收到公开申请{k}件，均在法定期限内答复；"
    "推进政策解读，完善公开目录，培训工作人员{k}人次，公众满意度较上年有所提高。"
)
CHAPTERS = ("总体情况", "主动公开政府信息情况", "收到和处理政府信息公开申请情况")
LAST = ("政府信息公开行政复议、行政诉讼情况", "存在的主要问题及改进情况", "其他需要报告的事项")
NUMBERS = "一二三四五六"

Parts = list[str | Drawing]


def parts(form: Form, number: int, *, length: int = LENGTH, has_levels: bool = True) -> Parts:
    """Report number `number`: its lines of prose and its tables, in order."""
    style = Style(year=2024, has_levels=has_levels)
    agency = f"示例市第{number}局"
    lines: Parts = [f"{agency}2024年政府信息公开工作年度报告", f"2025-01-19 15:03 来源：{agency}"]
    tables: Parts = [drawing for _table, drawing in made(form, figures(form, number), style)]
    each = length // len(NUMBERS)
    for place, heading in enumerate((*CHAPTERS, *LAST)):
        lines += [f"{NUMBERS[place]}、{heading}", *_prose(number + place, each)]
        if 0 < place <= len(tables):
            lines.append(tables[place - 1])
    return lines


def figures(form: Form, number: int) -> dict[CellKey, Decimal | None]:
    """Figures of the usual lengths; they need not add up."""
    return {key: Decimal((place * 7 + number) % 400) for place, key in enumerate(form.keys())}


def _prose(seed: int, length: int) -> Parts:
    lines: Parts = []
    while sum(len(str(line)) for line in lines) < length:
        m, k = (seed + len(lines)) % 90 + 10, (seed + len(lines)) % 50 + 5
        lines.append(PARAGRAPH.format(n=m + k, m=m, k=k))
    return lines


def text(form: Form, number: int) -> bytes:
    """One cell a line, as copied from a PDF."""
    lines = [part for part in parts(form, number) if isinstance(part, str)]
    table = printing.printed(form, figures(form, number), year=2024, layout="tabs")
    return "\n".join([*lines, table]).encode()


def html(form: Form, number: int) -> bytes:
    """A page of a site, with furniture around it."""
    menu = "".join(f"<li><a href='/{n}'>栏目{n}</a></li>" for n in range(60))
    body = "".join(
        f"<p>{escape(part)}</p>" if isinstance(part, str) else _html_table(part)
        for part in parts(form, number)
    )
    return f"<!doctype html><html><body><ul>{menu}</ul><div>{body}</div></body></html>".encode()


def _html_table(drawing: Drawing) -> str:
    rows = (
        "".join(
            f"<td rowspan={spot.rowspan} colspan={spot.colspan}><p><span>{escape(spot.text)}</span></p></td>"
            for spot in drawing.placed(row)
        )
        for row in range(1, drawing.height + 1)
    )
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def pdf(form: Form, number: int) -> bytes:
    """Pages with ruled tables; labels in one column, since a merged cell is not parted at a page's edge."""
    found = parts(form, number, has_levels=False)
    return printed.printed(*(part if isinstance(part, str) else _pdf_table(part) for part in found))


def _pdf_table(drawing: Drawing) -> printed.Table:
    rows: list[list[object]] = [[""] * drawing.width for _row in range(drawing.height)]
    spans = []
    for spot in drawing.spots:
        rows[spot.row - 1][spot.column - 1] = printed.wrapped(spot.text)
        if (spot.rowspan, spot.colspan) != (1, 1):
            spans.append(
                ((spot.column - 1, spot.row - 1), (spot.last_column - 1, spot.last_row - 1)),
            )
    return printed.table(rows, *printed.ruled(*spans), widths=_widths(drawing))


def _widths(drawing: Drawing) -> list[float]:
    """Columns of words take more of the 430 points than columns of figures."""
    lengths = [2.0] * drawing.width
    for spot in drawing.spots:
        if spot.colspan == 1:
            lengths[spot.column - 1] = max(lengths[spot.column - 1], min(len(spot.text), 12))
    return [430 * length / sum(lengths) for length in lengths]


def _of(kind: str) -> Callable[[Form, int], bytes]:
    return lambda form, number: writing.WRITERS[kind](parts(form, number))


FORMATS: dict[str, Callable[[Form, int], bytes]] = {
    "txt": text,
    "html": html,
    "docx": _of("docx"),
    "xlsx": _of("xlsx"),
    "csv": _of("csv"),
    "pdf": pdf,
}
"""Ending → what writes report number n."""
