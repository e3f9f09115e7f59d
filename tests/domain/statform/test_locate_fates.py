"""Nothing that stands in a text is lost: every word of it is told as a cell, as unread, or as prose."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.services import reading
from tests.domain.statform.locating import FUJIAN, NATIONAL, located, national_figures, unread, values, wrong
from tests.factories import seed_figures
from tests.printing import LAYOUTS, printed

REPORT = (Path(__file__).parents[2] / "files" / "report_2016.txt").read_text("utf-8")
MARK = "甲乙丙丁"
patient = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def told(reading):
    """Everything a reading says, as one text."""
    parts = [reading.title, reading.agency_name, reading.source, reading.preamble, reading.closing]
    parts += reading.caption
    parts += [f"{chapter.heading}\n{chapter.text}" for chapter in reading.chapters]
    parts += [cell.raw for cell in reading.cells]
    parts += [item.text for item in (*reading.unread, *reading.furniture)]
    return "\n".join(parts)


def read(text):
    return reading.read(text.encode(), name="report.txt")


def national(layout="tabs"):
    table = printed(NATIONAL, national_figures(), layout=layout, year=2024)
    return (
        f"示例市2024年政府信息公开工作年度报告\n一、总体情况\n全年公开信息。\n{table}\n五、问题\n没有问题。"
    )


def seed(layout="one_per_line"):
    head, tail = REPORT[: REPORT.index("  指标名称")], REPORT[REPORT.index("附件下载") :]
    return head + printed(FUJIAN, seed_figures(), layout=layout).split("\n", 1)[1] + "\n" + tail


TEXTS = {f"{make.__name__} {layout}": make(layout) for make in (national, seed) for layout in LAYOUTS}


@pytest.mark.parametrize("mark", [MARK, f"其中{MARK}12件", f"（一）{MARK}", "〇〇〇"])
@given(st.sampled_from(list(TEXTS)), st.integers(0, 10**6), st.sampled_from(["line", "before", "behind"]))
@patient
def test_a_word_put_in_anywhere_is_told(mark, name, place, manner):
    lines = TEXTS[name].split("\n")
    table = next(at for at, line in enumerate(lines) if "信息内容" in line or "指标名称" in line) - 2
    at = table + place % (len(lines) - table)
    joint = next((joint for joint in ("\t", " | ", "    ", " ") if joint in lines[at].strip()), "\t")
    if manner == "line":
        lines.insert(at, mark)
    elif manner == "before":
        lines[at] = f"{mark}{joint}{lines[at]}"
    else:
        lines[at] = f"{lines[at]}{joint}{mark}"
    reading = read("\n".join(lines))

    assert mark.replace("（一）", "") in told(reading)


LAST_NATIONAL = ["5.92亿", "约592.5", "592.5（含减免）", "见附件", "五百元"]


@pytest.mark.parametrize("said", LAST_NATIONAL)
@pytest.mark.parametrize("layout", ["tabs", "one_per_line", "pipes"])
def test_a_word_for_the_last_figure_of_a_table_is_told_and_no_blank(said, layout):
    text = national(layout)
    assert "96171.6" in text
    reading = read(text.replace("96171.6", said))

    cells = {str(cell.key): cell for cell in reading.cells}
    assert "disclosure/charges/amount" not in cells or cells["disclosure/charges/amount"].raw == said
    assert reading.unread
    assert said in told(reading)


@pytest.mark.parametrize(
    ("year", "cumulative"), [("（一）15", "（一）90"), ("约15", "90余"), ("5.92亿", "1")]
)
@pytest.mark.parametrize("layout", ["tabs", "one_per_line", "pipes"])
def test_words_for_the_figures_of_the_last_row_are_told_and_no_blanks(year, cumulative, layout):
    figures = seed_figures()
    [row] = [key.row for key in figures][-1:]
    figures |= {
        key: Decimal(7071) if key.column == "year" else Decimal(7072) for key in figures if key.row == row
    }
    text = printed(FUJIAN, figures, layout=layout).replace("7071", year).replace("7072", cumulative)
    found = located(f"{text}\n附件下载", year=2016)

    assert wrong(found, figures) == {}
    assert not any(cell.key.row == row and not cell.raw for cell in found.cells)
    assert any(
        reason in ("row-unsure", "text", "row-label-unknown", "cell-count") for _, _, reason in unread(found)
    )


@pytest.mark.parametrize(
    ("printed_text", "changed"),
    [
        ("规章\t", f"{MARK}\t规章\t"),
        ("第二十条第（五）项", f"{MARK}\t第二十条第（五）项"),
        ("信息内容\t", f"表一\t{MARK}\t信息内容\t"),
    ],
)
def test_words_beside_a_header_or_row_are_unread(printed_text, changed):
    text = printed(NATIONAL, national_figures(), layout="tabs", year=2024)
    assert printed_text in text
    found = located(text.replace(printed_text, changed, 1), year=2024)

    assert any(MARK in text for _, text, _ in unread(found))
    assert wrong(found, national_figures()) == {}


def test_a_word_before_the_header_on_its_line_is_unread():
    text = printed(FUJIAN, seed_figures(), layout="tabs").replace("指标名称", "表一\t指标名称")
    found = located(text, year=2016)

    assert ("表一", "text") in [item[1:] for item in unread(found)]
    assert len(values(found)) == 32
