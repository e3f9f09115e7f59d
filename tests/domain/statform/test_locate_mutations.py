"""Whatever happens to a table on its way into a text, no wrong figure may come out of it."""

import random
import re
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.domain.statform.definition import CellKey
from reports.domain.statform.identities import check
from reports.domain.statform.locate import SIMILARITY_CALLS
from reports.domain.statform.table import figures as figures_of
from tests.domain.statform.locating import FUJIAN, NATIONAL, located, national_figures, wrong
from tests.factories import seed_figures
from tests.printing import LAYOUTS, printed

REPORT = (Path(__file__).parents[2] / "files" / "report_2016.txt").read_text("utf-8")
FIRST, LAST = REPORT.index("  指标名称"), REPORT.index("附件下载")
patient = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def failing(found):
    return {f.check: f for f in check(FUJIAN, figures_of(found.cells)) if f.status == "fails"}


def with_figure(key, value):
    """The report with one figure of its table changed."""
    figures = seed_figures() | {key: value}
    return REPORT[:FIRST] + printed(FUJIAN, figures, layout="spaced").split("\n", 1)[1] + "\n" + REPORT[LAST:]


def test_one_child_changed_fails_exactly_the_sum_that_covers_it():
    found = located(with_figure(CellKey("statistics", "2.2", "cumulative"), Decimal(3)), year=2016)

    assert set(failing(found)) == {"statistics/2/cumulative:down"}
    finding = failing(found)["statistics/2/cumulative:down"]
    assert (finding.found, finding.expected) == (Decimal(2), Decimal(3))
    assert found.unread == ()


SUMMED = [key for key in seed_figures() if key.row[0] in "23"]


@pytest.mark.parametrize("key", SUMMED, ids=str)
def test_any_figure_of_a_sum_changed_is_told_by_a_failing_check_of_that_cell(key):
    found = located(with_figure(key, seed_figures()[key] + 1), year=2016)

    assert any(key in finding.cells for finding in failing(found).values())


@pytest.mark.parametrize("key", list(seed_figures()), ids=str)
def test_any_figure_changed_is_read_as_changed(key):
    changed = seed_figures() | {key: Decimal(12345)}
    found = located(with_figure(key, Decimal(12345)), year=2016)

    assert {cell.key: cell.value for cell in found.cells} == changed


@given(
    st.permutations(range(16)),
    st.permutations(["unit", "year", "cumulative"]),
    st.sampled_from(list(LAYOUTS)),
)
@patient
def test_rows_and_columns_in_any_order_and_layout_are_read_right(rows, columns, layout):
    text = printed(
        FUJIAN,
        seed_figures(),
        layout=layout,
        rows=lambda all_rows: [all_rows[number] for number in rows],
        columns=lambda codes: columns,
    )
    found = located(text, year=2016)

    assert {cell.key: cell.value for cell in found.cells} == seed_figures()
    assert found.unread == ()


@given(st.integers(0, 1000), st.permutations(["corner", "unit", "year", "cumulative"]))
@patient
def test_a_label_column_that_is_not_first_is_read_right_or_not_at_all(seed, order):
    figures = {key: Decimal(random.Random(f"{seed}{key}").randrange(50)) for key in seed_figures()}
    labels = {"corner": "指标名称", "unit": "计量单位", "year": "2016年度", "cumulative": "历年累计"}
    rows = [labels]
    for row in FUJIAN.tables[0].blocks[0].rows:
        pair = {
            column: str(figures[CellKey("statistics", row.code, column)]) for column in ("year", "cumulative")
        }
        rows.append({"corner": row.label, "unit": row.unit, **pair})
    found = located("\n".join(cells[name] for cells in rows for name in order), year=2016)

    assert wrong(found, figures) == {}


@given(st.randoms(use_true_random=False), st.sampled_from(["one_per_line", "spaced"]))
@patient
def test_labels_broken_anywhere_over_lines_lose_no_figure(chance, layout):
    figures = national_figures(chance.randrange(500))
    lines = printed(NATIONAL, figures, layout=layout, year=2024).split("\n")
    titles = {table.title for table in NATIONAL.tables}
    broken = []
    for line in lines:
        text = line.strip()
        if len(text) > 5 and not re.search(r"\d{2}", text) and text not in titles and chance.random() < 0.3:
            cut = chance.randrange(3, len(text) - 1)
            broken += [text[:cut], text[cut:]]
        else:
            broken.append(line)
    found = located("\n".join(broken), year=2024)

    assert wrong(found, figures) == {}
    assert len(found.cells) == 200


CHANGES = ("delete", "repeat", "insert", "glue", "join", "tab", "break", "swap")
INSERTED = ("备注", "合计", "某某说明", "（单位：条）", "5", "条", "其他", "xyz")


def changed(lines, chance):
    """The lines with one of them deleted, repeated, joined to the next, broken, or swapped with the next."""
    lines = list(lines)
    place = chance.randrange(len(lines) - 1)
    change = chance.choice(CHANGES)
    line, following = lines[place], lines[place + 1]
    if change == "delete":
        del lines[place]
    elif change == "repeat":
        lines.insert(place, line)
    elif change == "insert":
        lines.insert(place, chance.choice(INSERTED))
    elif change in ("glue", "join", "tab"):
        lines[place : place + 2] = [line + {"glue": "", "join": " ", "tab": "\t"}[change] + following]
    elif change == "break" and len(line) > 1:
        cut = chance.randrange(1, len(line))
        lines[place : place + 1] = [line[:cut], line[cut:]]
    elif change == "swap" and not (line.isdigit() and following.isdigit()):
        lines[place : place + 2] = [following, line]
    return lines


@given(st.randoms(use_true_random=False))
@settings(patient, max_examples=150)
def test_one_slip_of_copying_never_puts_a_wrong_figure_in_a_cell(chance):
    lines = printed(FUJIAN, seed_figures(), layout="one_per_line").split("\n")
    found = located("\n".join(changed(lines, chance)), year=2016)

    assert wrong(found, seed_figures()) == {}
    assert len(found.cells) == 32 or found.unread


@given(st.randoms(use_true_random=False))
@settings(patient, max_examples=150)
def test_nor_does_it_in_the_national_form(chance):
    figures = national_figures(chance.randrange(500))
    lines = printed(NATIONAL, figures, year=2024).split("\n")
    start = lines.index("一、本年新收政府信息公开申请数量")
    found = located("\n".join([*lines[:start], *changed(lines[start:-20], chance), *lines[-20:]]), year=2024)

    assert wrong(found, figures) == {}


PIECES = (
    "三",
    "、",
    "其他",
    "\n",
    "\n",
    "1",
    " ",
    "|",
    "\t",
    "总计",
    "条",
    "指标名称",
    "历年累计",
    "2016年度",
)


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=60).map("".join))
@patient
def test_any_text_of_labels_and_figures_is_survived(text):
    located(f"一、概述\n{text}", year=2016)


def calls_made(body):
    """How many functions the table finder calls on a table of the short form with that body."""
    calls = 0

    def count(frame, event, argument):
        nonlocal calls
        calls += event == "call"

    sys.setprofile(count)
    try:
        located(f"指标名称\t计量单位\t2016年度\t历年累计\n{body}", year=2016)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize(
    "line",
    [
        "行政复议数\t条\t\t3\n",
        "行政复议数\t\t\t\n",
        "指标名称\t计量单位\t2016年度\t历年累计\n",
        "某某\n1\n",
        "2015年\n",
    ],
    ids=["rows half blank", "blank rows", "headers", "strange rows", "years"],
)
def test_twice_the_lines_cost_no_more_than_twice_the_work(line):
    calls_made(line)
    assert calls_made(line * 800) < 2.5 * calls_made(line * 400)


@pytest.mark.parametrize(
    "body",
    [
        "自然人\n" * 9_000,
        "三\n1\n" * 9_000,
        "其\n他\n" * 9_000,
        "".join(f"受理政府信息公开申请总{n % 10}甲\n条\n1\n2\n" for n in range(4_500)),
        "受理政府信息公开申清总数\n条\n1\n2\n" * 4_500,
        "一、本年新收\n政府\n信息\n公开\n申请\n1\n" * 3_000,
    ],
    ids=["columns", "numerals", "pieces", "strange rows", "misprinted rows", "unfinished labels"],
)
def test_a_text_made_to_be_slow_costs_a_bounded_number_of_comparisons(body):
    spent = 0

    def similarity(left, right):
        nonlocal spent
        spent += 1
        return 0.0

    header = "指标名称\n计量单位\n2016年度\n历年累计\n"
    located(header + body, year=2016, similarity=similarity)

    assert spent <= SIMILARITY_CALLS
