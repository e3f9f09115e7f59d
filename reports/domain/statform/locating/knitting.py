"""Puts labels together from the pieces a copied table breaks them into.

Exact: a label is found whole or not at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from reports.domain.statform.locating.tokens import Token

MAX_GLUED = 20
"""Labels that one part may hold behind one another."""
MAX_OPEN = 40
"""Labels open at once; more are never broken over one another in print."""


class Name(NamedTuple):
    """What a label names: kind "row", "column", "group", "corner", "unit", "block", "note" … and its code."""

    kind: str
    code: str


class Words:
    """The spellings of a set of labels, and every beginning of them.

    A spelling may belong to several names.
    """

    def __init__(self, spellings: Mapping[Name, Iterable[str]]) -> None:
        self.names: dict[str, list[Name]] = {}
        self.beginnings: set[str] = set()
        for name, texts in spellings.items():
            for text in texts:
                known = self.names.setdefault(text, [])
                if text and name not in known:
                    known.append(name)
                    self.beginnings.update(text[:end] for end in range(1, len(text)))
        self.names.pop("", None)
        self._first_characters = {text[0] for text in self.names}

    def may_start(self, token: Token) -> bool:
        """Whether a label begins with the first character of a token; quick, and true far too often."""
        return bool({token.numbered[:1], token.bare[:1]} & self._first_characters)

    def begins(self, text: str) -> bool:
        """Whether a label goes on after that text."""
        return text in self.beginnings

    def of(self, token: Token) -> list[Name]:
        """What a token names as a whole label."""
        return self.names.get(token.numbered) or self.names.get(token.bare, [])

    def knows(self, token: Token) -> bool:
        """Whether a token is a whole label."""
        return bool(self.of(token))

    def kinds(self, token: Token) -> set[str]:
        """The kinds of what a token names."""
        return {name.kind for name in self.of(token)}


class Found(NamedTuple):
    """A label made whole: what it names (several when it is ambiguous), and its tokens in order."""

    names: tuple[Name, ...]
    tokens: tuple[int, ...]


@dataclass
class Thread:
    """A label begun: what was read of it, in each spelling that is still possible."""

    texts: tuple[str, ...]
    tokens: tuple[int, ...]


@dataclass
class Knit:
    """Reads tokens one by one, several labels open at once, the one begun first continued first.

    `wanted` limits how often a name may be found; names not in it may come any number of times.
    """

    words: Words
    wanted: Counter[Name] = field(default_factory=Counter)
    threads: list[Thread] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)

    def feed(self, index: int, token: Token) -> bool:
        """Takes a token in; False when it is no part of any label."""
        if not token.numbered:
            return len(token.text) <= 2
        return (
            self._continue(index, token)
            or self._whole(index, token)
            or self._glued(index, token)
            or self._begin(index, token)
        )

    def take(self, index: int, token: Token) -> bool:
        """As `feed`, for a token that ends or is a label; none is begun."""
        return self._continue(index, token) or self._whole(index, token)

    def _continue(self, index: int, token: Token) -> bool:
        for thread in self.threads:
            texts = [text + token.numbered for text in thread.texts]
            for text in texts:
                names = self._open_names(text)
                if names:
                    self.threads.remove(thread)
                    self._note(names, (*thread.tokens, index))
                    return True
            going_on = tuple(text for text in texts if self.words.begins(text))
            if going_on:
                thread.texts = going_on
                thread.tokens = (*thread.tokens, index)
                return True
        return False

    def _whole(self, index: int, token: Token) -> bool:
        for text in dict.fromkeys((token.numbered, token.bare)):
            names = self._open_names(text)
            if names:
                self._note(names, (index,))
                return True
        return False

    def _glued(self, index: int, token: Token) -> bool:
        """A part that is nothing but whole labels behind one another, longest first."""
        rest = token.numbered
        parts: list[tuple[Name, ...]] = []
        while rest and len(parts) < MAX_GLUED:
            end = next((end for end in range(len(rest), 0, -1) if self._open_names(rest[:end])), 0)
            if not end:
                return False
            parts.append(self._open_names(rest[:end]))
            rest = rest[end:]
        if rest:
            return False
        for names in parts:
            self._note(names, (index,))
        return True

    def _begin(self, index: int, token: Token) -> bool:
        texts = tuple(text for text in dict.fromkeys((token.numbered, token.bare)) if self.words.begins(text))
        if len(self.threads) >= MAX_OPEN:
            return False
        if texts:
            self.threads.append(Thread(texts, (index,)))
        return bool(texts)

    def _open_names(self, text: str) -> tuple[Name, ...]:
        names = self.words.names.get(text, ())
        return tuple(name for name in names if name not in self.wanted or self.wanted[name] > 0)

    def _note(self, names: tuple[Name, ...], tokens: tuple[int, ...]) -> None:
        for name in names:
            if name in self.wanted:
                self.wanted[name] -= 1
        self.found.append(Found(names, tokens))
