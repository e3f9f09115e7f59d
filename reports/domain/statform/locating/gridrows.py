"""Finds which row of the form a row of a grid is: by all its labels, also those that reach over it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from reports.domain.statform.locating.gridheads import Head
from reports.domain.statform.locating.gridlabels import TableLabels
from reports.domain.statform.locating.gridsheet import Box, Sheet
from reports.domain.statform.locating.labels import Guesser
from reports.domain.statform.locating.tokens import UNITS, Token
from reports.domain.statform.locating.units import behind
from reports.domain.text.normalise import bare, numbered, plain

MAX_PIECES = 3
"""Pieces into which pages may cut the label of a group."""


@dataclass(frozen=True, slots=True)
class RowLabel:
    """What the labels of a row say: the code of the row of the form, or why it cannot be told.

    `boxes` are the cells they stand in, `units` those in brackets behind the last, `unit` one printed in a
    cell of its own.
    """

    code: str = ""
    reason: str = ""
    boxes: tuple[Box, ...] = ()
    rule: str = "grid"
    confidence: float = 1.0
    units: frozenset[str] = frozenset()
    unit: str = ""


@dataclass
class RowLabels:
    """Reads the labels of one table's rows from top to bottom.

    `carried` are labels of groups by their column, which count on where the cells below are blank. `trail` is
    the row read last, with those it stands under.
    """

    sheet: Sheet
    head: Head
    guesser: Guesser
    carried: dict[int, tuple[Box, frozenset[str]]] = field(default_factory=dict)
    trail: tuple[str, ...] = ()

    @property
    def labels(self) -> TableLabels:
        """The labels of the table."""
        return self.head.labels

    def boxes(self, row: int) -> list[Box]:
        """The filled cells over the label columns of a row, numberings of their own left out."""
        found = [
            box
            for box in self.sheet.over(row, self.head.label_places)
            if box.token.numbered and not box.token.is_figure
        ]
        return [box for box in found if box.token.bare or len(found) == 1]

    def read(self, row: int, continued: Box | None = None) -> RowLabel:
        """The label of a row; `continued` is the other half of it in the row below, where a page cut it."""
        boxes = self.boxes(row)
        unit = next((plain(box.text) for box in reversed(boxes) if plain(box.text) in UNITS), "")
        boxes = _distinct([box for box in boxes if box.token.shape == "words"])
        if not boxes:
            return RowLabel(reason="row-label-missing", unit=unit)
        leaf, above = boxes[-1], boxes[:-1]
        token = self.sheet.joined(leaf, continued) if continued else leaf.token
        named, units, confidence, reason = self._named(token)
        fitting = [code for code in named if self._stands_under(code, above)]
        if len(fitting) > 1:
            fitting = self._nearest(fitting, row, leaf)
            reason = "row-label-ambiguous"
        elif named and not fitting:
            reason = "row-unsure"
        if len(fitting) == 1 and not self._is_held(fitting[0], token, above, row, leaf):
            fitting, reason = [], "row-unsure"
        if len(fitting) != 1:
            self.trail = ()
            return RowLabel("", reason, tuple(boxes), units=units, unit=unit)
        self._remember(boxes, fitting[0])
        rule = "grid" if confidence == 1.0 else "grid-alike"
        return RowLabel(fitting[0], "", tuple(boxes), rule, confidence, units, unit)

    def continuation(self, row: int, below: int) -> Box | None:
        """The cell of the row below that goes on with the label of this one; None where none does."""
        mine, its = self.boxes(row), self.boxes(below)
        if not mine or not its or its[-1] in mine:
            return None
        first, second = mine[-1], its[-1]
        if first.slot.column != second.slot.column or first.slot.row != row or second.slot.row != below:
            return None
        whole = self.sheet.joined(first, second)
        if not self.labels.rows.of(whole) or self.labels.rows.names.get(second.token.numbered):
            return None
        return second

    def _named(self, token: Token) -> tuple[frozenset[str], frozenset[str], float, str]:
        """The rows a label names, the units behind it, how sure that is, and why it names none."""
        words = self.labels.rows
        names, units = words.of(token), frozenset[str]()
        if not names:
            label, units = behind(token.text)
            names = words.names.get(numbered(label)) or words.names.get(bare(label), []) if label else []
        if names:
            return frozenset(name.code for name in names), units, 1.0, ""
        alike = self.guesser.names(token.bare, words) if token.bare else {}
        if len(alike) > 1:
            return frozenset(), units, 1.0, "row-label-ambiguous"
        for name, (is_misprinted, ratio) in alike.items():
            if is_misprinted:
                return frozenset((name.code,)), frozenset(), round(ratio / 100, 4), ""
        return frozenset(), units, 1.0, "row-label-unknown"

    def _stands_under(self, code: str, above: Sequence[Box]) -> bool:
        """Whether every label left of the last is that of a row or block it stands under, from the top."""
        lineage = self.labels.lineages[code]
        at = 0
        for box in above:
            if self.labels.is_neutral(box.token):
                blocks = self.labels.codes(box.token, ("block",))
                if blocks and self.labels.block_of[code] not in blocks:
                    return False
                continue
            named = self._group(box)
            place = next((n for n in range(at, len(lineage)) if lineage[n] in named), None)
            if place is None:
                return False
            at = place
        return True

    def _group(self, box: Box) -> set[str]:
        """The rows the label of a group names, also where pages cut it into pieces below one another."""
        names = self.labels.rows.of(box.token)
        if names:
            return {name.code for name in names}
        pieces = [box]
        for _ in range(1, MAX_PIECES):
            pieces += self._beside(pieces[-1], pieces[-1].last_row + 1)
            pieces = self._beside(pieces[0], pieces[0].slot.row - 1) + pieces
        for start in range(len(pieces)):
            for stop in range(start + 2, len(pieces) + 1):
                if box in pieces[start:stop]:
                    text = "".join(numbered(piece.text) for piece in pieces[start:stop])
                    if found := self.labels.rows.names.get(text):
                        return {name.code for name in found}
        return set()

    def _beside(self, box: Box, row: int) -> list[Box]:
        """The cell right above or below one in its own columns, headers repeated between them left out."""
        while row in self.sheet.passed:
            row += 1 if row > box.last_row else -1
        other = self.sheet.at(row, box.slot.column)
        is_alike = other and other is not box and other.slot.column == box.slot.column and not other.is_blank
        return [other] if other and is_alike else []

    def _nearest(self, codes: Iterable[str], row: int, leaf: Box) -> list[str]:
        """Those of rows named alike whose parent is printed nearest: carried on, or read last."""
        known = [code for _, named in self._carried_over(row, leaf) for code in named] + list(self.trail)
        ranked = sorted(((self._rank(code, known), code) for code in codes), reverse=True)
        if ranked[0][0] < 0 or ranked[0][0] == ranked[1][0]:
            return [code for _, code in ranked]
        return [ranked[0][1]]

    def _rank(self, code: str, known: Sequence[str]) -> int:
        parent = self.labels.row_of[code].parent
        return len(self.labels.lineages[parent]) if parent and parent in known else -1

    def _is_held(self, code: str, token: Token, above: Sequence[Box], row: int, leaf: Box) -> bool:
        """Whether nothing printed speaks against a row.

        The labels of groups carried on must be its own; a wording that names other things in the table too
        (其他, 总计) needs the row it stands under, or its number.
        """
        lineage = self.labels.lineages[code]
        carried = self._carried_over(row, leaf)
        if any(not named & set(lineage) for _, named in carried):
            return False
        if self.labels.is_certain(code, token) or len(lineage) == 1:
            return True
        known = [*(name for box in above for name in self._group(box)), *self.trail]
        known += [name for _, named in carried for name in named]
        return lineage[-2] in known

    def _carried_over(self, row: int, leaf: Box) -> list[tuple[Box, frozenset[str]]]:
        """The labels of groups that count on over the blank cells left of the label of a row."""
        over = {p for box in self.sheet.over(row, self.head.label_places) for p in box.places}
        return [
            (box, named)
            for column, (box, named) in sorted(self.carried.items())
            if column < leaf.slot.column and column not in over
        ]

    def _remember(self, boxes: Sequence[Box], code: str) -> None:
        self.trail = self.labels.lineages[code]
        for box in boxes:
            column = box.slot.column
            self.carried = {c: held for c, held in self.carried.items() if c < column}
            named = (self._group(box) if box is not boxes[-1] else {code}) & self.labels.parents
            if named:
                self.carried[column] = (box, frozenset(named))


def _distinct(boxes: Sequence[Box]) -> list[Box]:
    """Those cells without repetitions of the one before: a merged label that a copy has put in each place."""
    return [box for n, box in enumerate(boxes) if n == 0 or box.token.numbered != boxes[n - 1].token.numbered]
