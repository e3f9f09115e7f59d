"""A document beside its tokens: its lines by number, its prose, its titles, its marks of what is missing."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from reports.domain.document import Document
from reports.domain.prose.furniture import has_gap, is_cut
from reports.domain.statform.locating.frames import Frame, titles_of
from reports.domain.statform.locating.strays import is_sentence
from reports.domain.statform.locating.telling import unread_of
from reports.domain.statform.locating.tokens import Token
from reports.domain.statform.table import Unread


@dataclass
class Text:
    """A document with its tokens, and where it says that something of it is missing."""

    document: Document
    tokens: Sequence[Token]

    @cached_property
    def lines(self) -> list[tuple[int, str]]:
        """Number and text of every line."""
        return [(line.position.line or 0, line.text) for line in self.document.lines]

    @cached_property
    def is_cut(self) -> bool:
        """Whether a mark says that the stored text ends before its time."""
        return any(is_cut(text) for _, text in self.lines)

    @cached_property
    def ends_with_tokens(self) -> bool:
        """Whether nothing, not even page furniture, follows the last token."""
        content = [number for number, text in self.lines if not is_cut(text)]
        return bool(self.tokens and content and content[-1] == self.tokens[-1].line)

    @cached_property
    def sentences(self) -> set[int]:
        """The places of tokens that are prose."""
        return {index for index, token in enumerate(self.tokens) if is_sentence(token)}

    def titles(self, frames: Iterable[Frame]) -> set[int]:
        """The places of tokens that are the title of a table."""
        titles = {
            title for table in {id(f.table): f.table for f in frames}.values() for title in titles_of(table)
        }
        return {index for index, token in enumerate(self.tokens) if token.bare in titles}

    def unread(self, numbers: Container[int], reason: str) -> list[Unread]:
        """The lines of those numbers as unread parts."""
        return [part for n, text in self.lines if n in numbers for part in unread_of([text], n, reason)]

    def with_cuts(self, unread: Iterable[Unread]) -> tuple[Unread, ...]:
        """Those parts in file order, and with them the marks of a cut and of a gap."""
        marks = [
            part
            for number, text in self.lines
            if is_cut(text) or has_gap(text)
            for part in unread_of([text], number, "cut" if is_cut(text) else "gap")
        ]
        return tuple(sorted([*unread, *marks], key=lambda item: item.position.line or 10**9))
