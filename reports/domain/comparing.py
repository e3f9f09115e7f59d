"""What changed between two texts, sentence by sentence, as a person would say it. No HTML, no languages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_SENTENCE = re.compile(r"[^。！？!?；;\n]*(?:[。！？!?；;]+[”’」』）)】]*|\n|$)")
ALIKE = 0.5
"""From this likeness on, a sentence that gave way to another is a changed one, not a new one."""
NEAR = 20
"""A sentence is compared with so many of those it may have come from."""
MOST = 60_000
"""Pairs of equal signs in two sentences beyond which only their beginning and end are compared. What repeats
itself for ever takes the time of its length cubed else."""
MOST_IN_ALL = 1_000_000
"""Pairs of equal signs looked at in one comparison of two texts; and pairs of equal sentences."""


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
    acts = _acts(before, after, MOST_IN_ALL)
    effort = _Effort(MOST_IN_ALL)
    gone = Counter(one for act, b1, b2, _, _ in acts if act != "equal" for one in before[b1:b2])
    come = Counter(one for act, _, _, a1, a2 in acts if act != "equal" for one in after[a1:a2])
    left, arrived = gone & come, gone & come
    pieces: list[Piece] = []
    for act, b1, b2, a1, a2 in acts:
        if act == "equal":
            pieces += [Piece("same", sentence) for sentence in after[a1:a2]]
        else:
            olds = _moves("moved_away", before[b1:b2], left)
            pieces += _replaced(olds, _moves("moved_here", after[a1:a2], arrived), effort)
    return tuple(pieces)


def has_changed(pieces: Sequence[Piece]) -> bool:
    """Whether any sentence is not the same."""
    return any(piece.kind != "same" for piece in pieces)


def marks(old: str, new: str) -> tuple[Mark, ...]:
    """Sign by sign what became of a sentence; a number is one sign: 12 → 13 does not read 1[2][3]."""
    before, after = _units(old), _units(new)
    found: list[Mark] = []
    for act, b1, b2, a1, a2 in _acts(before, after, MOST):
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
    for act, b1, b2, a1, a2 in _acts(before, after, MOST_IN_ALL):
        for step in range(max(b2 - b1, a2 - a1)):
            old = b1 + step if b1 + step < b2 else None
            new = a1 + step if a1 + step < a2 else None
            assert act != "equal" or (old is not None and new is not None)
            found.append((old, new))
    return found


class _Effort:
    """How many pairs of equal signs may still be looked at."""

    def __init__(self, left: int) -> None:
        self.left = left

    def takes(self, pairs: int) -> bool:
        """Whether that much is allowed at once and left; takes it off."""
        is_allowed = pairs <= min(MOST, self.left)
        self.left -= pairs if is_allowed else 0
        return is_allowed


def _acts(before: Sequence[str], after: Sequence[str], most: int) -> list[tuple[str, int, int, int, int]]:
    """What became of a list, as `SequenceMatcher` tells it; of more than `most` pairs of equal items between
    the first and the last that differ, only that they gave way to others."""
    same = _shared(before, after)
    rest = _shared(before[same:][::-1], after[same:][::-1])
    old, new = before[same : len(before) - rest], after[same : len(after) - rest]
    found = [("equal", 0, same, 0, same)] if same else []
    if _pairs(old, new) <= most:
        middle = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    else:
        middle = [("replace", 0, len(old), 0, len(new))]
    found += [(act, b1 + same, b2 + same, a1 + same, a2 + same) for act, b1, b2, a1, a2 in middle]
    if rest:
        found.append(("equal", len(before) - rest, len(before), len(after) - rest, len(after)))
    return found


def _shared(before: Sequence[str], after: Sequence[str]) -> int:
    """How many items both lists begin with."""
    return next(
        (n for n, (b, a) in enumerate(zip(before, after, strict=False)) if b != a),
        min(len(before), len(after)),
    )


def _pairs(before: Iterable[str], after: Iterable[str]) -> int:
    """How many pairs of equal items two lists make."""
    counted = Counter(after)
    return sum(count * counted[item] for item, count in Counter(before).items())


def _units(text: str) -> list[str]:
    return re.findall(r"[0-9０-９](?:[0-9０-９.,，%]*[0-9０-９%])?|[A-Za-z]+|.", text, re.DOTALL)


def _moves(kind: str, found: list[str], moved: Counter[str]) -> list[Piece]:
    """Those sentences, the moved ones of that kind, the others "removed" or "inserted"; takes off `moved`."""
    other = "removed" if kind == "moved_away" else "inserted"
    pieces = []
    for sentence in found:
        is_moved = moved[sentence] > 0
        moved[sentence] -= is_moved
        pieces.append(Piece(kind if is_moved else other, sentence))
    return pieces


def _replaced(before: list[Piece], after: list[Piece], effort: _Effort) -> Iterator[Piece]:
    """Sentences that gave way to others: each new one beside the first old one it is like, in order."""
    start = 0
    for new in after:
        match = None
        if new.kind == "inserted":
            near = range(start, min(start + NEAR, len(before)))
            match = next((n for n in near if _is_alike(before[n], new, effort)), None)
        if match is None:
            yield new
            continue
        yield from before[start:match]
        yield Piece("changed", new.text, marks(before[match].text, new.text))
        start = match + 1
    yield from before[start:]


def _is_alike(old: Piece, new: Piece, effort: _Effort) -> bool:
    if old.kind != "removed":
        return False
    matcher = SequenceMatcher(None, old.text, new.text, autojunk=False)
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return False
    if not effort.takes(_pairs(old.text, new.text)):
        return _shared(old.text, new.text) + _shared(old.text[::-1], new.text[::-1]) >= ALIKE * len(new.text)
    return matcher.ratio() >= ALIKE
