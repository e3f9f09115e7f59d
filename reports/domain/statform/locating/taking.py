"""Turns what was placed of a table into cells, and everything else in its region into unread parts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from reports.domain.document import Position
from reports.domain.statform.definition import CellKey, Form
from reports.domain.statform.identities import check
from reports.domain.statform.locating.placing import Placing
from reports.domain.statform.locating.rows import Region, Run, printed_unit
from reports.domain.statform.locating.strays import is_glued
from reports.domain.statform.locating.telling import unread_of
from reports.domain.statform.locating.tokens import Token
from reports.domain.statform.numbers import parse
from reports.domain.statform.table import Cell, Unread

LAST_OF_MERGED = 0.9
"""How sure a figure is that stands in the last column because a blank one is merged over all the others."""


@dataclass
class Taking:
    """The cells and unread parts of one table of a form."""

    form: Form
    placing: Placing
    cells: list[Cell] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)

    def take(self) -> None:
        """Fills both lists."""
        self._refuse_an_unlikely_order()
        told: set[int] = set()
        for region in self.placing.regions:
            for run in region.runs:
                if run.reason:
                    words = self._words_of(run)
                    told.update(words)
                    self._refuse([*words, *run.tokens], run.reason)
                elif region.has_figures(run):
                    for cell in self._cells(region, run):
                        self._keep(cell)
            self._take_blank_rows(region)
        for index in sorted(self.placing.lost - told):
            self._refuse([index], self._reason(index))

    def _refuse_an_unlikely_order(self) -> None:
        """Refuses a table printed in another order of columns than the form's whose sums then fail.

        A header mixed up in copying looks like another order; its figures would land in wrong columns.
        """
        turned = [region for region in self.placing.regions if region.header.is_turned]
        runs = [(region, run) for region in turned for run in region.runs if not run.reason and run.row]
        figures = {cell.key: cell.value for region, run in runs for cell in self._cells(region, run)}
        findings = check(self.form, figures) if figures else []
        if any(finding.status == "fails" and finding.is_hard for finding in findings):
            for _, run in runs:
                run.reason = "header-order"

    def _cells(self, region: Region, run: Run) -> list[Cell]:
        """The cells of a run whose places are known."""
        line = self.placing.tokens[run.tokens[0]].line
        return [
            self._cell(CellKey(self.placing.table.code, row or run.row, column), token, run, line)
            for (kind, row, column), token in run.places
            if kind == "column"
        ]

    def _cell(self, key: CellKey, token: Token | None, run: Run, line: int) -> Cell:
        raw = token.text if token else ""
        parsed = parse(raw, self.form.kind(key))
        unit = parsed.unit or printed_unit(run) or self.form.unit(key)
        value = None if self._fault(key, raw) else parsed.value
        rule = run.label.rule if run.label else "line-order"
        confidence = run.label.confidence if run.label else 1.0
        if token and token.is_last:
            rule, confidence = "last-of-merged", min(confidence, LAST_OF_MERGED)
        return Cell(key, value, raw, unit, Position(line=token.line if token else line), confidence, rule)

    def _fault(self, key: CellKey, raw: str) -> str:
        """Why the text of a cell is not its figure, "" if it is."""
        parsed = parse(raw, self.form.kind(key))
        expected = self.form.unit(key)
        is_other = bool(parsed.unit and expected and parsed.unit != expected)
        return parsed.reason or ("unit-unknown" if is_other else "")

    def _keep(self, cell: Cell) -> None:
        self.cells.append(cell)
        fault = self._fault(cell.key, cell.raw)
        if fault:
            self.unread += unread_of([cell.raw], cell.position.line, fault)

    def _take_blank_rows(self, region: Region) -> None:
        """Rows printed without a figure are blank, unless something unread beside them may be theirs."""
        placing = self.placing
        bare = dict(placing.bare_rows)
        for run in region.runs:
            if run.row and run.label and not run.reason and not region.has_figures(run):
                bare[run.label.tokens[0]] = run.row
        for before, words, after in region.gaps():
            is_sound = not any(run and run.reason for run in (before, after))
            is_sound = is_sound and not any(
                index in placing.lost or index == placing.doubtful for index in words
            )
            is_sound = is_sound and (after is not None or region.is_closed)
            for index in words:
                if index in bare:
                    self._take_blank(region, bare[index], index, is_sound)
        if placing.table.layout == "line" and not any(region.has_figures(run) for run in region.runs):
            is_sound = not placing.lost and placing.doubtful < 0 and region.is_closed
            for row in region.header.frame.block.rows:
                if row.kind != "heading":
                    self._take_blank(region, row.code, region.header.last, is_sound)

    def _take_blank(self, region: Region, code: str, place: int, is_sound: bool) -> None:
        if not is_sound:
            self._refuse([place], "cut" if self.placing.doubtful >= place else "row-unsure")
            return
        line = Position(line=self.placing.tokens[place].line)
        for column in region.header.frame.block.columns:
            key = CellKey(self.placing.table.code, code, column.code)
            self.cells.append(Cell(key, None, "", self.form.unit(key), line, 1.0, "row-without-figures"))

    def _words_of(self, run: Run) -> list[int]:
        """The words to tell with an unread run: its label, and what stood before it and is unknown."""
        label = run.label.tokens if run.label else ()
        return sorted({*label, *(i for i in run.before if i in self.placing.lost or not run.label)})

    def _reason(self, index: int) -> str:
        if index == self.placing.doubtful:
            return "cut"
        token = self.placing.tokens[index]
        frames = dict.fromkeys(region.header.frame for region in self.placing.regions)
        return "glued" if any(is_glued(token, frame.rows) for frame in frames) else "text"

    def _refuse(self, indexes: Iterable[int], reason: str) -> None:
        parts = [self.placing.tokens[index] for index in sorted(indexes)]
        self.unread += unread_of((part.text for part in parts), parts[0].line, reason)
