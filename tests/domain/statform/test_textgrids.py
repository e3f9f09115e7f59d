"""Tables of a text cut by pipes or tabs, read as grids: all where no column is in doubt."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from reports.domain.statform.definition import CellKey, Form
from reports.domain.statform.textgrids import gridded
from reports.queries import statforms
from reports.readers import text
from reports.services import reading
from reports.services.reading import Reading
from tests.gridding import Drawing, Style, made

FORMS = list(statforms.all_forms().values())
LAYOUTS = ("markdown", "pipes", "tabs")
Figures = dict[CellKey, Decimal | None]


def filled(form: Form, blanks: float, seed: str) -> Figures:
    """Figures with that share of blanks, none of them in the last column of a table."""
    chance = random.Random(seed)
    last = {(table.code, block.columns[-1].code) for table in form.tables for block in table.blocks}
    return {
        key: None
        if (key.table, key.column) not in last and chance.random() < blanks
        else Decimal(chance.randrange(100))
        for key in list(form.keys())
    }


def rows_of(drawing: Drawing, *, moved: str = "") -> list[list[str]]:
    """The cells of each line; `moved`: merged ones leave no blank in their "rows" or "columns"."""
    rows = []
    for row in range(1, drawing.height + 1):
        cells = []
        for column in range(1, drawing.width + 1):
            spot = drawing.at(row, column)
            if spot is None or (spot.row, spot.column) == (row, column):
                cells.append(spot.text if spot else "")
            elif not (spot.row != row and "rows" in moved) and not (spot.row == row and "columns" in moved):
                cells.append("")
        rows.append(cells + [""] * (drawing.width - len(cells)))
    return rows


def printed(rows: list[list[str]], layout: str) -> list[str]:
    if layout == "tabs":
        return ["\t".join(cells) for cells in rows]
    if layout == "pipes":
        return [" | ".join(cells) for cells in rows]
    lines = [f"| {' | '.join(cells)} |" for cells in rows]
    return [lines[0], "|" + "---|" * len(rows[0]), *lines[1:]]


def read(form: Form, figures: Figures, layout: str, style: Style, moved: str = "") -> Reading:
    lines = ["示例市公安局2024年政府信息公开工作年度报告", "一、概述", "平稳。"]
    for _table, drawing in made(form, figures, style):
        lines += ["", *printed(rows_of(drawing, moved=moved), layout), ""]
    return reading.read("\n".join(lines).encode(), name="报告.txt", year=2024)


def wrong(reading: Reading, form: Form, figures: Figures) -> list[object]:
    if reading.form_id != form.id:
        return []
    return [c for c in reading.cells if c.value is not None and c.value != figures[c.key]]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
@pytest.mark.parametrize("labels", ["blank", "repeated"])
def test_every_printed_cell_is_read_however_many_blanks_stand_beside(
    form: Form, layout: str, labels: str
) -> None:
    for blanks in (0.0, 0.5):
        figures = filled(form, blanks, f"{layout}{labels}")
        reading = read(form, figures, layout, Style(header="blank", labels=labels))
        assert reading.form_id == form.id
        assert wrong(reading, form, figures) == []
        found = {cell.key: cell.value for cell in reading.cells}
        shown = {key: value for key, value in figures.items() if value is not None}
        assert {key: found.get(key) for key in shown} == shown


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
@pytest.mark.parametrize("moved", ["rows", "columns", "rows columns"])
def test_cells_that_merged_ones_moved_are_never_read_wrong(form: Form, layout: str, moved: str) -> None:
    for seed in range(3):
        chance = random.Random(seed)
        figures: Figures = {
            key: None if chance.random() < seed * 0.4 else Decimal(chance.randrange(100))
            for key in list(form.keys())
        }
        for levels in (True, False):
            reading = read(form, figures, layout, Style(has_levels=levels), moved)
            assert wrong(reading, form, figures) == []


def test_a_block_in_which_a_line_has_another_number_of_cells_is_no_grid() -> None:
    same = "甲 | 1 | 2\n乙 | 3 | 4\n丙 | 5 | 6\n"
    assert gridded(text.read(same.encode())) is not None
    for odd in ("丁 | 7\n", "丁 | 7 | 8 | 9\n", "丁 | 7 | 8 |\n"):
        assert gridded(text.read((same + odd).encode())) is None
    assert gridded(text.read((same + "\n" + "丁 | 7\n").encode())) is not None


@pytest.mark.parametrize(
    "words",
    [
        "甲 | 1 | 2\n乙 | 3 | 4\n",
        "甲 | 1\n乙 | 3\n丙 | 5\n",
        "甲    1    2\n乙    3    4\n丙    5    6\n",
        "甲\n乙\n丙\n",
    ],
    ids=["two rows", "two columns", "gaps", "no cells"],
)
def test_what_is_small_or_cut_by_gaps_is_no_grid(words: str) -> None:
    assert gridded(text.read(words.encode())) is None


def test_a_cell_read_so_tells_its_line() -> None:
    form = statforms.form("national-2021")
    reading = read(form, filled(form, 0.5, "x"), "markdown", Style(header="blank", labels="blank"))
    assert all(list(cell.position.known) == ["line"] for cell in reading.cells if cell.value is not None)
