"""How the tests of tables in grids call the table finder, and what they draw."""

from __future__ import annotations

import random
from decimal import Decimal

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from rapidfuzz.fuzz import ratio

from reports.domain.document import Document
from reports.domain.statform.definition import Form
from reports.domain.statform.locate import locate
from reports.domain.statform.locating.telling import MAX_TEXT
from reports.domain.statform.table import Located
from reports.queries.statforms import all_forms
from tests.domain.statform import real_tables
from tests.gridding import Drawing, Figures, Spot, Style, document, made

FORMS = list(all_forms().values())
chances = st.integers(0, 2**32).map(random.Random)
form_ids = st.sampled_from([form.id for form in FORMS])
patient = settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
MERGING = ("merged", "repeated", "blank")
PROSE = "本年度工作情况如下，内容从略。"
TRUTH = real_tables.figures(real_tables.HUAIAN_2024)


def found_in(parts: Document | list[str | Drawing], *, year: int | None = None, **named) -> Located:
    """What is found in these lines and tables, or in a document."""
    source = parts if isinstance(parts, Document) else document(parts)
    return locate(source, FORMS, similarity=ratio, year=year, **named)


def figures_of(form: Form, seed: int = 0, blanks: float = 0.0) -> Figures:
    """A figure for every cell, a share of them blank; amounts with a decimal."""
    chance = random.Random(f"{form.id}{seed}")
    return {
        key: None
        if chance.random() < blanks
        else Decimal(chance.randrange(10_000)) / (10 if form.kind(key) == "money" else 1)
        for key in form.keys()  # noqa: SIM118
    }


def drawn(form: Form, figures: Figures, **named) -> list[Drawing]:
    """The tables of a form in a style."""
    return [drawing for _, drawing in made(form, figures, Style(year=year_of(form), **named))]


def year_of(form: Form) -> int:
    """A year the form is for."""
    return form.first_year + 1


def between(drawings: list[Drawing]) -> list[str | Drawing]:
    """The tables with a line of prose before each."""
    return [part for drawing in drawings for part in (PROSE, drawing)]


def told(found: Located) -> str:
    """Everything that is listed as unread, in one text; a long one is listed in parts."""
    return "".join(item.text + ("" if len(item.text) == MAX_TEXT else "\n") for item in found.unread)


def wrong(found: Located, truth: Figures) -> dict[str, tuple[object, object]]:
    """Cells that say something else than was printed and are not unread with their text."""
    return {
        str(cell.key): (cell.value, truth.get(cell.key))
        for cell in found.cells
        if cell.value != truth.get(cell.key) and not (cell.value is None and cell.raw)
    }


def style_of(chance: random.Random) -> dict[str, object]:
    """Any style of drawing."""
    return {
        "header": chance.choice(MERGING),
        "labels": chance.choice(MERGING),
        "has_levels": chance.random() < 0.6,
        "has_titles": chance.random() < 0.5,
    }


def national(**named) -> list[Drawing]:
    """The three tables of a published report."""
    return drawn(all_forms()["national-2021"], TRUTH, **named)


def grid(*rows: tuple[str, ...]) -> Drawing:
    """A drawing of plain cells."""
    spots = [Spot(r, c, text) for r, row in enumerate(rows, 1) for c, text in enumerate(row, 1)]
    return Drawing(tuple(spots))


def short(*rows: tuple[str, ...]) -> Located:
    """What is found in a table of the short form with those rows."""
    return found_in([PROSE, grid(("指标名称", "计量单位", "2016年度", "历年累计"), *rows)], year=2016)


def unread(found: Located) -> list[tuple[str, str]]:
    """What is printed and unread: text and reason."""
    without = ("row-missing", "table-missing")
    return [(item.text, item.reason) for item in found.unread if item.reason not in without]
