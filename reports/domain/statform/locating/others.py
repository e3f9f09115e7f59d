"""Tables of no known form, or of another than the one chosen: every line of them is unread."""

from __future__ import annotations

from collections.abc import Container, Sequence, Set

from reports.domain.statform.locating.frames import Frame
from reports.domain.statform.locating.strays import is_glued, is_glued_header, stretches
from reports.domain.statform.locating.text import Text
from reports.domain.statform.locating.tokens import Token
from reports.domain.statform.table import Located

LABELS_OF_A_TABLE = 3
"""Different labels of known forms that make a stretch of text a table."""


def unread_tables(text: Text, frames: Sequence[Frame], grids: Set[int], reason: str) -> Located:
    """The tables of no known form, also the lines of `grids`; and what the text says of its own cuts."""
    lines, taken = tables_in(text, frames, frozenset())
    lines, taken = lines | grids, taken | grids
    return Located(
        None,
        unread=text.with_cuts(text.unread(lines, reason)),
        first_line=min(lines, default=None),
        last_line=max(lines, default=None),
        lines=taken,
    )


def tables_in(
    text: Text, frames: Sequence[Frame], without: Container[int]
) -> tuple[set[int], frozenset[int]]:
    """The lines that hold parts of a table of those forms, and all lines from its first to its last.

    No line in `without` is one of them.
    """
    tokens = text.tokens
    closed = {index for index, token in enumerate(tokens) if token.line in without}
    known = [
        index
        for index, token in enumerate(tokens)
        if index not in closed and any(_is_label(token, frame) for frame in frames)
    ]
    marks = set(known)
    lines: set[int] = set()
    taken: set[int] = set()
    for stretch in stretches(tokens, known, text.sentences | closed, text.titles(frames)):
        labels = {tokens[index].bare for index in stretch if index in marks}
        if len(labels) >= LABELS_OF_A_TABLE:
            lines.update(tokens[index].line for index in stretch)
            taken.update(range(tokens[stretch[0]].line, tokens[stretch[-1]].line + 1))
    return lines, frozenset(number for number, _ in text.lines if number in taken)


def _is_label(token: Token, frame: Frame) -> bool:
    """Whether a part is a label of a form, alone or glued to what follows it."""
    if token.shape != "words":
        return False
    is_whole = frame.header.knows(token) or frame.rows.knows(token)
    return is_whole or is_glued(token, frame.rows) or is_glued_header(token, frame.header)
