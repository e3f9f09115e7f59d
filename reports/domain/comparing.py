"""What changed between two texts, sentence by sentence, as a person would say it. No HTML, no languages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_SENTENCE = re.compile(r"[^。！？!?；;\n]*(?:[。！？!?；;]+[”’」』）)】]*|\n|$)")
ALIKE = 0.5
"""From this likeness on, a sentence that gave way to another is a changed one, not a new one."""
LARGEST = 4_000_000
"""Product of the lengths of two sentences beyond which they are not compared sign by sign."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A run of signs within a changed sentence: "same", "removed" or "inserted"."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """One sentence of the comparison.

    `kind`: "same", "inserted", "removed", "changed" (`marks` tells where), "moved_here" or "moved_away" (the
    same sentence stands elsewhere in the other text). `text` is the sentence as it is, of a removed one as it
    was.
    """

    kind: str
    text: str
    marks: tuple[Mark, ...] = ()


def sentences(text: str) -> list[str]:
    """The sentences of a text, Chinese or not, each with its stop and closing quotes; no blank ones."""
    found = (match[0].strip() for match in _SENTENCE.finditer(text))
    return [sentence for sentence in found if sentence]


def compared(old: str, new: str) -> tuple[Piece, ...]:
    """Both texts as one list of sentences in the order of the new one, what was removed where it stood."""
    before, after = sentences(old), sentences(new)
    pieces: list[Piece] = []
    for act, b1, b2, a1, a2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if act == "equal":
            pieces += [Piece("same", sentence) for sentence in after[a1:a2]]
        else:
            pieces += _replaced(before[b1:b2], after[a1:a2])
    return tuple(_with_moves(pieces))


def has_changed(pieces: Sequence[Piece]) -> bool:
    """Whether any sentence is not the same."""
    return any(piece.kind != "same" for piece in pieces)


def marks(old: str, new: str) -> tuple[Mark, ...]:
    """Sign by sign what became of a sentence; a number is one sign: 12 → 13 does not read 1[2][3]."""
    if len(old) * len(new) > LARGEST:
        return Mark("removed", old), Mark("inserted", new)
    before, after = _units(old), _units(new)
    found: list[Mark] = []
    for act, b1, b2, a1, a2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if act == "equal":
            found.append(Mark("same", "".join(after[a1:a2])))
            continue
        if b2 > b1:
            found.append(Mark("removed", "".join(before[b1:b2])))
        if a2 > a1:
            found.append(Mark("inserted", "".join(after[a1:a2])))
    return tuple(found)


def paired(before: Sequence[str], after: Sequence[str]) -> list[tuple[int | None, int | None]]:
    """Which of two lists belong together by their keys: (place before, place after), None where it is not.

    In the order of the second list; those that are gone stand where they stood. Of two that gave way to two
    at the same place, the first belongs to the first.
    """
    found: list[tuple[int | None, int | None]] = []
    for act, b1, b2, a1, a2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        for step in range(max(b2 - b1, a2 - a1)):
            old = b1 + step if b1 + step < b2 else None
            new = a1 + step if a1 + step < a2 else None
            assert act != "equal" or (old is not None and new is not None)
            found.append((old, new))
    return found


def _units(text: str) -> list[str]:
    return re.findall(r"[0-9０-９.,，%]*[0-9０-９%]|[A-Za-z]+|.", text, re.DOTALL)


def _replaced(before: list[str], after: list[str]) -> Iterator[Piece]:
    """Sentences that gave way to others: each new one beside the first old one it is like, in order."""
    start = 0
    for sentence in after:
        match = next((n for n in range(start, len(before)) if _is_alike(before[n], sentence)), None)
        if match is None:
            yield Piece("inserted", sentence)
            continue
        yield from (Piece("removed", gone) for gone in before[start:match])
        yield Piece("changed", sentence, marks(before[match], sentence))
        start = match + 1
    yield from (Piece("removed", gone) for gone in before[start:])


def _is_alike(old: str, new: str) -> bool:
    if len(old) * len(new) > LARGEST:
        return False
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def _with_moves(pieces: list[Piece]) -> Iterator[Piece]:
    removed = Counter(piece.text for piece in pieces if piece.kind == "removed")
    inserted = Counter(piece.text for piece in pieces if piece.kind == "inserted")
    moved = {"removed": removed & inserted, "inserted": removed & inserted}
    names = {"removed": "moved_away", "inserted": "moved_here"}
    for piece in pieces:
        left = moved.get(piece.kind)
        if left and left[piece.text]:
            left[piece.text] -= 1
            yield Piece(names[piece.kind], piece.text)
        else:
            yield piece
