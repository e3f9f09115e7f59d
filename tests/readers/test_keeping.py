"""A Document kept as JSON comes back as it was; anything else is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.domain.document import Document, Grid, Line, Position, Slot
from reports.readers import opening
from reports.readers.keeping import packed, unpacked
from tests.readers.office import p, tbl, tr, word

NUMBERS = st.none() | st.integers(1, 10**6)
POSITIONS = st.builds(Position, NUMBERS, NUMBERS, NUMBERS, NUMBERS, NUMBERS)
LINES = st.builds(Line, st.text(), POSITIONS, st.lists(st.text()).map(tuple))
SLOTS = st.builds(Slot, st.integers(1, 99), st.integers(1, 99), st.text(), POSITIONS)
GRIDS = st.builds(
    Grid, st.lists(SLOTS).map(tuple), POSITIONS, st.tuples(st.integers(1, 99), st.integers(1, 99))
)


@given(
    st.builds(
        Document,
        st.lists(LINES).map(tuple),
        st.text(),
        st.text(),
        st.lists(GRIDS).map(tuple),
        st.sampled_from(["text", "pdf"]),
    )
)
def test_what_is_kept_comes_back(document: Document) -> None:
    assert unpacked(packed(document)) == document


def test_a_word_file_comes_back() -> None:
    document = opening.read(word(p("甲") + tbl(tr("乙", "1"), tr("丙", ""))), name="a.docx")
    assert document.grids and unpacked(packed(document)) == document


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", '{"version": 2}', '{"version": 1, "lines": [1]}'])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        unpacked(text)
