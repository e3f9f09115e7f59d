"""Places a table's runs of figures in its rows and columns, and tells known words from unknown ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from reports.domain.statform.definition import Table
from reports.domain.statform.locating.knitting import Knit, Name
from reports.domain.statform.locating.labels import Guesser
from reports.domain.statform.locating.rows import (
    Region,
    Run,
    contradicts,
    fit,
    fit_line,
    label_runs,
    printed_unit,
)
from reports.domain.statform.locating.tokens import Token
from reports.domain.statform.locating.units import contradict, said, said_above


@dataclass
class Placing:
    """One table in its regions (several where a page break repeats the header, or blocks are stacked).

    `lost` are the places of unknown words, `bare_rows` those of row labels without a run of their own,
    `doubtful` is the place the text breaks off at (-1: it does not).
    """

    table: Table
    regions: list[Region]
    tokens: Sequence[Token]
    lost: set[int] = field(default_factory=set)
    bare_rows: dict[int, str] = field(default_factory=dict)
    doubtful: int = -1

    @property
    def runs(self) -> list[Run]:
        """Every run of every region."""
        return [run for region in self.regions for run in region.runs]

    @property
    def rows(self) -> set[tuple[str, str]]:
        """The rows that are printed, read or not: table and row code."""
        codes = {run.row for run in self.runs if run.row} | set(self.bare_rows.values())
        if self.table.layout == "line":
            codes |= {row.code for row in self.table.blocks[0].rows}
        return {(self.table.code, code) for code in codes}

    def place(self, guesser: Guesser) -> None:
        """Labels and fits every run, sorts the other words, names the rows, and refuses what is in doubt."""
        used: set[int] = set()
        for region in self.regions:
            if self.table.layout == "line":
                fit_line(region)
                continue
            used |= label_runs(region, guesser)
            for run in region.runs:
                if run.label and not run.reason:
                    fit(region, run)
        headings = self._sort_words(used)
        self._refuse_the_distant()
        self._name_rows(headings)
        self._refuse_repeated_rows()
        self._refuse_other_units()

    def doubt_the_end(self, last: int) -> None:
        """Marks what the text breaks off in, if that is this table."""
        for region in self.regions:
            if last in (region.stop - 1, region.header.last):
                self.doubtful = last
                for run in region.runs:
                    if last in run.tokens:
                        run.reason = "cut"

    def _sort_words(self, used: set[int]) -> dict[int, str]:
        """Sorts the words that label no run: headings (told by place), rows without figures, unknown ones."""
        headings: dict[int, str] = {}
        for frame in dict.fromkeys(region.header.frame for region in self.regions):
            knit = Knit(frame.known)
            for region in (region for region in self.regions if region.header.frame is frame):
                self.lost.update(region.header.strange)
                for index in range(region.start, region.stop):
                    if (
                        index not in used
                        and self._is_word(index)
                        and not knit.feed(index, self.tokens[index])
                    ):
                        self.lost.add(index)
            self.lost.update(index for thread in knit.threads for index in thread.tokens)
            for found in knit.found:
                kind, code = found.names[0]
                if kind == "row" and len(found.names) == 1:
                    self.bare_rows[found.tokens[0]] = code
                elif kind == "row":
                    self.lost.update(found.tokens)
                elif kind == "heading":
                    headings[found.tokens[0]] = code
        return headings

    def _is_word(self, index: int) -> bool:
        shape = self.tokens[index].shape
        return shape == "words" or (shape == "unit" and not self.table.has_unit_column)

    def _refuse_the_distant(self) -> None:
        """Refuses figures that unknown words part from their label: they may be those of the words."""
        for run in self.runs:
            if run.label and not run.reason:
                nearest = max(index for index in run.label.tokens if index < run.tokens[0])
                if any(index > nearest and index in self.lost for index in run.before):
                    run.reason = "row-label-unknown"

    def _name_rows(self, headings: dict[int, str]) -> None:
        """Gives each labelled run its row; of rows named alike, the one whose parent was printed last."""
        places = headings | self.bare_rows
        for run in self.runs:
            if run.label and len(run.label.names) == 1:
                run.row = run.label.names[0].code
                places[run.label.tokens[0]] = run.row
        parents = {row.code: row.parent for block in self.table.blocks for row in block.rows}
        for run in self.runs:
            if run.label and not run.row:
                run.row = _under_nearest(run.label.names, run.label.tokens[0], places, parents)
                run.reason = run.reason or ("" if run.row else "row-label-ambiguous")

    def _refuse_repeated_rows(self) -> None:
        """Refuses rows that have two runs, and labels of a row printed once more without any."""
        runs = Counter(run.row for run in self.runs if run.row)
        for run in self.runs:
            if runs[run.row] > 1:
                run.reason = "row-twice"
        bare = Counter(self.bare_rows.values())
        for place, code in list(self.bare_rows.items()):
            if runs[code] or bare[code] > 1:
                self.lost.add(place)
                del self.bare_rows[place]

    def _refuse_other_units(self) -> None:
        """Refuses rows whose printed unit is another than the form's: the figure would be another one.

        It may be printed in the row, behind its label, in a part of its own, or above the table.
        """
        for region in self.regions:
            notes = {i: said(self.tokens[i]) for i in self.lost if region.header.first <= i < region.stop}
            of_table = said_above(self.tokens, region.header.first).union(*notes.values())
            is_agreed = not any(contradict(of_table, unit) for unit in region.units)
            self.lost -= {index for index, units in notes.items() if units and is_agreed}
            for run in region.runs:
                if run.row and not run.reason:
                    row = region.header.frame.row(run.row)
                    run.reason = "unit-unknown" if contradicts(row, printed_unit(run)) else ""
                noted = of_table | (run.label.units if run.label else frozenset())
                if not run.reason and any(contradict(noted, unit) for unit in region.units_of(run)):
                    run.reason = "unit-unknown"


def _under_nearest(names: Sequence[Name], place: int, places: dict[int, str], parents: dict[str, str]) -> str:
    """The one of those rows whose parent was printed nearest before it; "" when none or two were."""
    seen = {code: at for at, code in sorted(places.items()) if at < place}
    ranked = sorted(((seen.get(parents[name.code], -1), name.code) for name in names), reverse=True)
    if ranked[0][0] < 0 or (len(ranked) > 1 and ranked[1][0] == ranked[0][0]):
        return ""
    return ranked[0][1]
