"""Finds the statistics tables of a report in its text: cells with where each came from, and what is unread.

A cell counts only when its row label and its column label are both found. What is broken, glued or ambiguous
is unread, never guessed. The form is chosen by the labels found; the year only decides between forms that fit
equally.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reports.domain.document import Document
from reports.domain.statform.definition import Form
from reports.domain.statform.locate_frames import Frame
from reports.domain.statform.locate_held import Held
from reports.domain.statform.locate_labels import SIMILARITY_CALLS, THRESHOLD, Guesser, Similarity
from reports.domain.statform.locate_strays import is_glued, is_glued_header, stretches
from reports.domain.statform.locate_tables import FormReading, read_tables
from reports.domain.statform.locate_text import Text
from reports.domain.statform.locate_tokens import Token, tokens_of
from reports.domain.statform.table import Located

__all__ = ["SIMILARITY_CALLS", "THRESHOLD", "Similarity", "locate"]

LABELS_OF_A_TABLE = 3
"""Different labels of known forms that make a stretch of text a table of an unknown one."""


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
    candidates = [form for form in forms if form_id in (None, form.id)]
    if not candidates and form_id is not None:
        raise KeyError(form_id)
    tokens = tokens_of(document, year)
    text = Text(document, tokens)
    guesser = Guesser(similarity)
    readings = [
        read_tables(form, tokens, guesser, is_last=text.ends_with_tokens, is_cut=text.is_cut)
        for form in candidates
    ]
    found = [Held(reading, text) for reading in readings]
    suitable = [held for held in found if held.suits(is_forced=form_id is not None)]
    chosen = _best(suitable, year)
    if chosen:
        return chosen.told()
    is_headless = any(held.is_known_throughout for held in found)
    return _unread(text, readings, "header-missing" if is_headless else "unknown-form")


def _best(suitable: Sequence[Held], year: int | None) -> Held | None:
    """The form that explains most words; among equals the one in force that year; None if that leaves two."""
    most = max((held.explained for held in suitable), default=0)
    equal = [held for held in suitable if held.explained == most]
    if len(equal) > 1 and year is not None:
        equal = [held for held in equal if held.form.first_year <= year <= (held.form.last_year or year)]
    return equal[0] if len(equal) == 1 else None


def _unread(text: Text, readings: Sequence[FormReading], reason: str) -> Located:
    """A table of no known form: every line of it is unread.

    No table: only what the text says of its own cuts.
    """
    frames = [frame for reading in readings for frame in reading.frames]
    known = [
        index for index, token in enumerate(text.tokens) if any(_is_label(token, frame) for frame in frames)
    ]
    marks = set(known)
    lines: set[int] = set()
    taken: set[int] = set()
    for stretch in stretches(text.tokens, known, text.sentences, text.titles(frames)):
        labels = {text.tokens[index].bare for index in stretch if index in marks}
        if len(labels) >= LABELS_OF_A_TABLE:
            lines.update(text.tokens[index].line for index in stretch)
            taken.update(range(text.tokens[stretch[0]].line, text.tokens[stretch[-1]].line + 1))
    unread = text.unread(lines, reason)
    return Located(
        None,
        unread=text.with_cuts(unread),
        first_line=min(lines, default=None),
        last_line=max(lines, default=None),
        lines=frozenset(number for number, _ in text.lines if number in taken),
    )


def _is_label(token: Token, frame: Frame) -> bool:
    """Whether a part is a label of a form, alone or glued to what follows it."""
    if token.shape != "words":
        return False
    is_whole = frame.header.knows(token) or frame.rows.knows(token)
    return is_whole or is_glued(token, frame.rows) or is_glued_header(token, frame.header)
