"""What corrections changed, read off the published revisions themselves: every figure, every sentence.

Only revisions that are open to the public are compared, each with the one before it. Of a withdrawn one it is
said that it was there; nothing of what it held is shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import prefetch_related_objects

from reports.domain.comparing import Piece
from reports.domain.statform import units
from reports.domain.statform.definition import CellKey, Form
from reports.domain.statform.numbers import written
from reports.models import Report, StatCell
from reports.models.road import State
from reports.queries import statforms
from reports.queries.reviews import changed_chapters, changed_fields
from reports.queries.stattables import local, numbered

TEXTS = ("title", "source_line", "explanation", "preamble")
AFTER = ("closing",)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as published. `value` None: blank, or `raw` is no number; `raw` as printed or typed."""

    value: Decimal | None = None
    raw: str = ""
    unit: str = ""

    @property
    def shown(self) -> str:
        """As a reader sees it, "" for a blank."""
        return written(self.value) if self.value is not None else self.raw


@dataclass(frozen=True, slots=True)
class CellCorrection:
    """A figure that a revision changed, with its labels in the active language."""

    key: CellKey
    table: str
    row: str
    column: str
    unit: str
    old: Figure
    new: Figure


@dataclass(frozen=True, slots=True)
class TextCorrection:
    """A field or chapter whose words changed: its sentences that are not the same; `kind` as in a review."""

    name: str
    kind: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """What one revision changed. `before`: the revision it is compared with, 0 for none that may be read.

    `form`: the names of both statistics forms where it uses another one; then no cells are compared.
    """

    revision: int
    before: int
    at: datetime
    note: str
    cells: tuple[CellCorrection, ...] = ()
    texts: tuple[TextCorrection, ...] = ()
    form: tuple[str, str] | None = None

    @property
    def is_compared(self) -> bool:
        """Whether there is a revision before it that may be read."""
        return bool(self.before)

    @property
    def is_empty(self) -> bool:
        """Whether neither figures nor words differ; links or files may."""
        return not (self.cells or self.texts or self.form)


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A revision that was taken back: that it was there, when and why it went."""

    revision: int
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Corrections:
    """The corrections of one report, newest first."""

    made: tuple[Correction, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.made or self.withdrawn)


def of(released: Sequence[Report]) -> Corrections:
    """What the revisions of one report changed. `released`: all that were ever public, in any order.

    Two queries where there is more than one, none where there is not. The agency is not needed.
    """
    family = sorted(released, key=lambda report: report.revision)
    gone = tuple(
        Withdrawn(one.revision, one.withdrawn_at, one.withdrawal_reason)
        for one in reversed(family)
        if one.state == State.WITHDRAWN and one.withdrawn_at
    )
    if len(family) < 2:
        return Corrections((), ())
    readable = [report for report in family if report.state == State.PUBLISHED]
    prefetch_related_objects(readable, "chapters")
    cells = _cells(readable)
    first = family[0]
    made = [
        _correction(old, new, cells)
        for old, new in zip([None, *readable], readable, strict=False)
        if new.pk != first.pk
    ]
    return Corrections(tuple(reversed(made)), gone)


def _correction(old: Report | None, new: Report, cells: Mapping[int, Mapping[CellKey, Figure]]) -> Correction:
    at = new.released_at
    assert at is not None  # the database holds it for every public revision
    if old is None:
        return Correction(new.revision, 0, at, new.correction_note)
    is_same_form = old.form_id == new.form_id
    form = statforms.all_forms().get(new.form_id)
    return Correction(
        new.revision,
        old.revision,
        at,
        new.correction_note,
        tuple(_changed(form, new.year, cells[old.pk], cells[new.pk])) if form and is_same_form else (),
        tuple(
            TextCorrection(one.name, one.kind, tuple(p for p in one.pieces if p.kind != "same"))
            for one in (
                *changed_fields(TEXTS, old, new),
                *changed_chapters(old, new),
                *changed_fields(AFTER, old, new),
            )
        ),
        None if is_same_form else (_form_name(old.form_id), _form_name(new.form_id)),
    )


def _changed(
    form: Form, year: int, before: Mapping[CellKey, Figure], after: Mapping[CellKey, Figure]
) -> list[CellCorrection]:
    found = []
    for key in list(form.keys()):
        old, new = before.get(key, Figure()), after.get(key, Figure())
        if _is_same(old, new):
            continue
        table, column = form.table(key.table), form.column(key)
        unit = form.unit(key) or new.unit or old.unit
        found.append(
            CellCorrection(
                key,
                local(table.title, table.title_en),
                numbered(form.row(key), year),
                local(column.label, column.label_en, year=year),
                local(unit, units.english(unit)),
                old,
                new,
            )
        )
    return found


def _is_same(old: Figure, new: Figure) -> bool:
    """Whether both say the same: 1,200 and 1200 do, a blank and 0 do not."""
    if old.value is None and new.value is None:
        return old.raw.strip() == new.raw.strip()
    return old.value == new.value and (old.unit == new.unit or "" in (old.unit, new.unit))


def _cells(reports: Sequence[Report]) -> dict[int, dict[CellKey, Figure]]:
    """The figures of all of them by report; one query."""
    found: dict[int, dict[CellKey, Figure]] = {report.pk: {} for report in reports}
    rows = StatCell.objects.filter(report__in=[report.pk for report in reports]).order_by()
    for pk, table, row, column, value, raw, unit in rows.values_list(
        "report_id", "table", "row", "column", "value", "raw", "unit"
    ):
        found[pk][CellKey(table, row, column)] = Figure(value, raw, unit)
    return found


def _form_name(form_id: str) -> str:
    form = statforms.all_forms().get(form_id)
    return local(form.short_title, form.short_title_en) if form else ""
