"""What an import read, laid out as a clerk looks it over before it is stored. Nothing is stored here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.domain.prose.checking.findings import ProseFinding
from reports.domain.statform.identities import Finding
from reports.domain.statform.table import Cell, Unread
from reports.models import Agency, StatCell
from reports.queries import checks, prosechecks, statforms
from reports.queries.places import place
from reports.queries.reportfigures import Figures, TableChecks
from reports.queries.stattables import TableView, local, tables_of


@dataclass(frozen=True, slots=True)
class UnreadPart:
    """A part that was not understood, with the reason in words."""

    place: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Preview:
    """The tables as read with their checks, and what was not read. `form_title` is "" without a form.

    `prose` holds the checks of the words, None where there are none.
    """

    form_title: str
    tables: tuple[tuple[TableView, TableChecks], ...]
    filled: int
    unread: tuple[UnreadPart, ...]
    prose: TableChecks | None = None


def preview(
    form_id: str | None,
    year: int | None,
    cells: Sequence[Cell],
    findings: Sequence[Finding],
    unread: Sequence[Unread],
    prose: Sequence[ProseFinding] = (),
) -> Preview:
    """The reading for a clerk's eye; `filled` counts cells that hold a figure. No tables without a year."""
    parts = tuple(
        UnreadPart(place(item.position), item.text, checks.unread_sentence(item.reason)) for item in unread
    )
    filled = sum(cell.value is not None for cell in cells)
    words = prosechecks.in_words(prose, statforms.all_forms().get(form_id or ""), {}, year) if prose else None
    if form_id is None:
        return Preview("", (), filled, parts, words)
    form = statforms.form(form_id)
    title = local(form.title, form.title_en)
    if year is None:
        return Preview(title, (), filled, parts, words)
    stored = {
        cell.key: StatCell(
            table=cell.key.table, row=cell.key.row, column=cell.key.column, value=cell.value, raw=cell.raw
        )
        for cell in cells
    }
    tables = tables_of(form, year, stored, findings)
    figures = Figures(form, year, tables, tuple(findings))
    checked = tuple((table, figures.checks_of(table.code)) for table in tables)
    return Preview(title, checked, filled, parts, words)


def agency_named(name: str) -> Agency | None:
    """The one agency of exactly that name, for a form to propose."""
    found = list(Agency.objects.named(name)[:2]) if name else []
    return found[0] if len(found) == 1 else None
