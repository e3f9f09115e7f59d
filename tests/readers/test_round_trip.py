"""Every form, written as Word, Excel and CSV by test writers, reads back as it was: grids, cells, blanks."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.domain.document import Document
from reports.domain.statform.definition import Form
from reports.readers import opening
from reports.readers.docx import read as read_docx
from reports.readers.xlsx import read as read_xlsx
from tests.domain.statform.gridlocating import (
    FORMS,
    MERGING,
    between,
    drawn,
    figures_of,
    found_in,
    year_of,
)
from tests.gridding import Drawing, document
from tests.readers import writing

KINDS = tuple(writing.WRITERS)


def shape(read: Document) -> list[list[tuple[int, int, int, int, str]]]:
    return [[(s.row, s.column, s.rowspan, s.colspan, s.text) for s in grid.slots] for grid in read.grids]


def figures_in(read: Document, form: Form) -> dict[object, object]:
    found = found_in(read, year=year_of(form))
    assert (found.form_id, found.unread) == (form.id, ())
    return {cell.key: cell.value for cell in found.cells}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
@pytest.mark.parametrize("kind", KINDS)
def test_every_form_reads_back_with_its_blanks(kind: str, form: Form) -> None:
    truth = figures_of(form, blanks=0.3)
    data = writing.WRITERS[kind](between(drawn(form, truth)))
    assert figures_in(opening.read(data, name=f"报告.{kind}"), form) == truth


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_a_file_by_another_writer_of_word_reads_back_too(form: Form) -> None:
    truth = figures_of(form, 1)
    assert figures_in(read_docx(writing.docx(between(drawn(form, truth)))), form) == truth


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_the_geometry_of_word_and_excel_is_that_of_the_drawing(form: Form) -> None:
    parts = between(drawn(form, figures_of(form)))
    drawn_shape = shape(document(parts))
    assert shape(read_docx(writing.plain_docx(parts))) == drawn_shape
    assert [g for g in shape(read_xlsx(writing.xlsx(parts))) if len(g) > 1] == drawn_shape


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    form=st.sampled_from(FORMS),
    kind=st.sampled_from(("docx", "xlsx")),
    seed=st.integers(0, 10_000),
    header=st.sampled_from(MERGING),
    labels=st.sampled_from(MERGING),
    has_levels=st.booleans(),
)
def test_no_layout_gives_a_wrong_cell(
    form: Form, kind: str, seed: int, header: str, labels: str, has_levels: bool
) -> None:
    truth = figures_of(form, seed, blanks=0.2)
    parts = between(drawn(form, truth, header=header, labels=labels, has_levels=has_levels))
    found = found_in(opening.read(writing.WRITERS[kind](parts), name=f"a.{kind}"), year=year_of(form))
    assert {c.key: c.value for c in found.cells if c.value != truth[c.key]} == {}
    assert len(found.cells) == len(truth) or found.unread


def test_a_table_cut_by_a_page_in_word_is_one_again() -> None:
    (form,) = [form for form in FORMS if form.id == "national-2021"]
    truth = figures_of(form)
    parts: list[str | Drawing] = []
    for drawing in drawn(form, truth):
        row = drawing.height - 3
        parts += ["正文。", *(drawing.cut(row, header=False, labels="blank") if row > 8 else [drawing])]
    assert figures_in(read_docx(writing.docx(parts)), form) == truth
