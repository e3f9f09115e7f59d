"""Finds the statistics tables of a report in its text: cells with where each came from, and what is unread.

A cell counts only when its row label and its column label are both found. What is broken, glued or ambiguous
is unread, never guessed. The form is chosen by the labels found; the year only decides between forms that fit
equally.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reports.domain.document import Document
from reports.domain.statform.definition import Form
from reports.domain.statform.locating.frames import frames_of
from reports.domain.statform.locating.grids import Grids
from reports.domain.statform.locating.held import Held
from reports.domain.statform.locating.labels import SIMILARITY_CALLS, THRESHOLD, Guesser, Similarity
from reports.domain.statform.locating.others import unread_tables
from reports.domain.statform.locating.ours import located_in
from reports.domain.statform.locating.tables import read_tables
from reports.domain.statform.locating.text import Text
from reports.domain.statform.locating.tokens import tokens_of
from reports.domain.statform.table import Located

__all__ = ["SIMILARITY_CALLS", "THRESHOLD", "Similarity", "locate"]


def locate(
    document: Document,
    forms: Iterable[Form],
    *,
    similarity: Similarity,
    year: int | None = None,
    form_id: str | None = None,
) -> Located:
    """What the document holds of one of these forms.

    `similarity` tells how alike two texts are, 0 to 100; from THRESHOLD on a label counts as another one
    misprinted. `year` is the report year, so that a column "2016年度" is that of the report. `form_id` names
    the form to use instead of choosing one. Raises KeyError for a form_id that is not among the forms.
    """
    forms = list(forms)
    candidates = [form for form in forms if form_id in (None, form.id)]
    if not candidates and form_id is not None:
        raise KeyError(form_id)
    if ours := located_in(document, forms, form_id):
        return ours
    grids = Grids(document, forms, year)
    tokens = tokens_of(grids.rest, year)
    text = Text(document, tokens)
    guesser = Guesser(similarity)
    readings = [
        read_tables(form, tokens, guesser, is_last=text.ends_with_tokens, is_cut=text.is_cut)
        for form in candidates
    ]
    for reading in readings:
        reading.add(grids.read(reading.form, tokens, guesser))
    found = [Held(reading, text) for reading in readings]
    suitable = [held for held in found if held.suits(is_forced=form_id is not None)]
    chosen = _best(suitable, year)
    if chosen:
        others = [frame for form in forms if form is not chosen.form for frame in frames_of(form)]
        return chosen.told(year, others, grids.lines)
    is_headless = any(held.is_known_throughout for held in found)
    frames = [frame for reading in readings for frame in reading.frames]
    return unread_tables(text, frames, grids.lines, "header-missing" if is_headless else "unknown-form")


def _best(suitable: Sequence[Held], year: int | None) -> Held | None:
    """The form that explains most words; among equals the one in force that year; None if that leaves two."""
    most = max((held.explained for held in suitable), default=0)
    equal = [held for held in suitable if held.explained == most]
    if len(equal) > 1 and year is not None:
        equal = [held for held in equal if held.form.first_year <= year <= (held.form.last_year or year)]
    return equal[0] if len(equal) == 1 else None
