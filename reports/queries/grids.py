"""The statistics table as staff type it: every cell an input, what is wrong beside it, the checks as data.

The script that checks while somebody types gets the identities from here, expanded from the definition that
the server checks by; it knows no form of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from reports.domain.decisions import decided
from reports.domain.statform.definition import CellKey, Form, Identity
from reports.domain.statform.identities import Finding, Part, check
from reports.domain.statform.numbers import parse, written
from reports.domain.statform.table import Figures as Values
from reports.models import Report, StatCell
from reports.queries import checks, decisions, statforms
from reports.queries.figures import cells_of
from reports.queries.reportfigures import Figures, TableChecks, previous_figures, previous_of
from reports.queries.stattables import BlockView, FigureCell, RowView, TableView, local, tables_of

PREFIX = "cell:"
"""What the name of an input begins with; the cell's address follows."""
_STAND_IN = 10**13
"""Numbers from here on stand in a sentence for the figures that a script will put there."""


@dataclass(frozen=True, slots=True)
class InputCell:
    """One input. `text` stands in it, `saved` somebody else stored meanwhile; `problem`: why it is none."""

    figure: FigureCell
    name: str
    label: str
    kind: str
    unit: str
    text: str
    problem: str
    saved: str | None


@dataclass(frozen=True, slots=True)
class InputRow:
    """One row of inputs."""

    view: RowView
    cells: tuple[InputCell, ...]


@dataclass(frozen=True, slots=True)
class InputBlock:
    """Rows under one header."""

    view: BlockView
    rows: tuple[InputRow, ...]


@dataclass(frozen=True, slots=True)
class InputTable:
    """One table to be typed. `layout` "line": it is printed as one line of cells, and pasted so."""

    view: TableView
    layout: str
    blocks: tuple[InputBlock, ...]


@dataclass(frozen=True, slots=True)
class FormChoice:
    """A form a report may use. `years`: "2008–2018", open at the end while it is in force."""

    id: str
    title: str
    years: str
    is_in_force: bool
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """A report's tables as inputs, what the checks find there, and the same checks as JSON data."""

    figures: Figures
    tables: tuple[InputTable, ...]
    data: dict[str, object]
    has_previous: bool

    @property
    def form_title(self) -> str:
        """The name of the form."""
        return local(self.figures.form.title, self.figures.form.title_en)

    @property
    def failing(self) -> list[tuple[bool, str]]:
        """(whether it is an error, the sentence) of each check that fails, errors first."""
        failed = [finding for finding in self.figures.findings if finding.status == "fails"]
        form, year = self.figures.form, self.figures.year
        failed.sort(key=lambda finding: not finding.is_hard)
        return [(finding.is_hard, checks.sentence(finding, form, year)) for finding in failed]

    @property
    def printed(self) -> list[tuple[TableView, TableChecks]]:
        """The tables as the public reads them, each with what its checks found."""
        return [(table.view, self.figures.checks_of(table.view.code)) for table in self.tables]

    @property
    def problems(self) -> list[InputCell]:
        """The cells whose text is no figure."""
        return [cell for cell in self._cells() if cell.problem]

    @property
    def conflicts(self) -> list[InputCell]:
        """The cells that somebody else filled otherwise meanwhile."""
        return [cell for cell in self._cells() if cell.saved is not None]

    def _cells(self) -> list[InputCell]:
        return [c for table in self.tables for block in table.blocks for row in block.rows for c in row.cells]


def choices(report: Report) -> list[FormChoice]:
    """The forms a report may use: those in force in its year first, newest first; then the others.

    Without a form yet the newest in force is the one chosen.
    """
    in_force = statforms.in_force(report.year)
    others = [form for form in reversed(statforms.all_forms().values()) if form not in in_force]
    chosen = report.form_id or (in_force[0].id if in_force else "")
    return [
        FormChoice(
            form.id,
            local(form.short_title, form.short_title_en),
            f"{form.first_year}–{form.last_year or ''}",
            form in in_force,
            form.id == chosen,
        )
        for form in [*in_force, *others]
    ]


def grid(
    report: Report,
    *,
    typed: Mapping[CellKey, str] | None = None,
    problems: Mapping[CellKey, str] | None = None,
    is_stale: bool = False,
) -> Grid:
    """The grid of a report that has a form. `typed` stands over what is stored; `is_stale` shows both.

    Raises KeyError for a report without a form.
    """
    form = statforms.form(report.form_id)
    stored = cells_of(report)
    cells = dict(stored)
    for key, raw in (typed or {}).items():
        cells[key] = _as_typed(form, key, raw, stored.get(key))
    previous = previous_of(report)
    before = previous_figures(form, previous)
    found = check(form, {key: cell.value for key, cell in cells.items()}, before)
    findings = decided(found, decisions.of_report(report))
    tables = tables_of(form, report.year, cells, findings)
    page = _Page(form, cells, stored if is_stale else None, problems or {})
    return Grid(
        Figures(form, report.year, tables, tuple(findings)),
        tuple(page.table(view) for view in tables),
        _data(form, report.year, before, findings),
        previous is not None,
    )


def _as_typed(form: Form, key: CellKey, raw: str, stored: StatCell | None) -> StatCell:
    """What was typed as a cell; where that is what is stored, with the value that was read then."""
    if stored is not None and stored.raw == raw.strip():
        return stored
    return StatCell(
        table=key.table, row=key.row, column=key.column, raw=raw, value=parse(raw, form.kind(key)).value
    )


@dataclass(frozen=True, slots=True)
class _Page:
    form: Form
    cells: Mapping[CellKey, StatCell]
    saved: Mapping[CellKey, StatCell] | None
    problems: Mapping[CellKey, str]

    def table(self, view: TableView) -> InputTable:
        blocks = (
            InputBlock(block, tuple(InputRow(row, tuple(map(self._cell, row.cells))) for row in block.rows))
            for block in view.blocks
        )
        return InputTable(view, self.form.table(view.code).layout, tuple(blocks))

    def _cell(self, figure: FigureCell) -> InputCell:
        key = figure.key
        cell = self.cells.get(key)
        text = (cell.raw or written(cell.value) if cell.value is not None else cell.raw) if cell else ""
        kind = self.form.kind(key)
        unit = "" if figure.is_unit_loose else figure.unit
        names = {"row": figure.row_label, "column": figure.column_label, "unit": unit}
        return InputCell(
            figure,
            f"{PREFIX}{key}",
            (_("%(row)s, %(column)s (%(unit)s)") if unit else _("%(row)s, %(column)s")) % names,
            kind,
            unit if kind == "money" else "",
            text,
            self.problems.get(key, ""),
            self._saved(key, text),
        )

    def _saved(self, key: CellKey, text: str) -> str | None:
        if self.saved is None:
            return None
        saved = self.saved[key].raw if key in self.saved else ""
        return saved if saved != text.strip() else None


def _data(form: Form, year: int, before: Values | None, findings: Iterable[Finding]) -> dict[str, object]:
    explained = {
        finding.check: [
            written(part.value) for part in finding.left + finding.right if part.value is not None
        ]
        for finding in findings
        if finding.status == "overridden"
    }
    asked = [one for one in form.identities if before is not None or not one.crosses_years]
    shown = {str(key): written(value) for key, value in (before or {}).items() if value is not None}
    return {
        "identities": [{**_identity(one, form, year), "explained": explained.get(one.code)} for one in asked],
        "previous": shown,
        "words": {
            "summary": _(
                "Hold: {held} · do not add up: {failed} · worth a look: {warned} · cannot tell: {open} · "
                "explained: {explained}"
            ),
            "expected": _("should be {value}"),
            "sum": _("= {value}"),
            "bad": _("no figure"),
            "pasted": _("{count} cells filled."),
            "left": _("{count} cells had no place in the table and were left out: {cells}"),
            "undo": _("Undo"),
            "undone": _("The cells are as they were."),
            "kept": _("{count} cells were typed here earlier and not saved."),
            "restore": _("Put them back"),
            "unsaved": _("Not saved yet"),
        },
    }


def _identity(identity: Identity, form: Form, year: int) -> dict[str, object]:
    """One identity for the script. `sentence` tells its failure; {0}, {1} … are the figures of its terms."""
    terms = identity.left + identity.right
    parts = [Part(t.cell, t.sign, Decimal(_STAND_IN + place), t.years_back) for place, t in enumerate(terms)]
    size = len(identity.left)
    finding = Finding(
        identity.code,
        identity.kind,
        "fails",
        identity.is_hard,
        identity.relation,
        tuple(parts[:size]),
        tuple(parts[size:]),
        Decimal(_STAND_IN + 900),
        Decimal(_STAND_IN + 901),
    )
    sentence = checks.sentence(finding, form, year).replace("{", "(").replace("}", ")")
    for place in range(len(terms)):
        sentence = sentence.replace(written(Decimal(_STAND_IN + place)), f"{{{place}}}")
    sentence = sentence.replace(written(Decimal(_STAND_IN + 900)), "{expected}")
    sentence = sentence.replace(written(Decimal(_STAND_IN + 901)), "{found}")
    return {
        "code": identity.code,
        "relation": identity.relation,
        "hard": identity.is_hard,
        "size": size,
        "terms": [[str(t.cell), t.sign, t.years_back] for t in terms],
        "sentence": sentence,
    }
