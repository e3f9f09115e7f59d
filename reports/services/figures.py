"""Writing a report's figures: typed in the grid or read by an import; and counting what their checks find."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.domain.everycheck import AnyFinding
from reports.domain.statform.definition import CellKey, Form
from reports.domain.statform.numbers import Parsed, parse
from reports.domain.statform.table import Cell
from reports.models import Account, Report, StatCell
from reports.models.event import Act
from reports.queries import checks, everycheck, statforms
from reports.queries.figures import cells_of
from reports.queries.stattables import local
from reports.services.revisions import Refused, saved, told, writable

LONGEST = 60
"""Characters kept of what was typed into a cell."""
DIGITS = 15
"""Significant digits that every database we run on keeps exactly."""
DECIMALS = 6
PLACE = ("line", "at_page", "at_table", "at_row", "at_column")
"""The fields that tell where a figure stood in its source."""
ACCEPTED = "accepted"
"""What an Event calls the figures that somebody compared with the source."""
TYPED = "typed"
COUNTED = "counted"
"""How a figure came in, where no reader read it: by a clerk's hand, or counted from the register."""


class BadFigures(Refused):
    """Texts that are no figures. `problems`: cell → what was found there and what was expected, in words."""

    def __init__(self, problems: Mapping[CellKey, str]) -> None:
        super().__init__("\n".join(problems.values()))
        self.problems = dict(problems)


def read(form: Form, year: int, raws: Mapping[CellKey, str]) -> dict[CellKey, Parsed]:
    """What those texts say, blanks as value None. Raises BadFigures, naming row and column of the others."""
    readings, problems = {}, {}
    for key, raw in raws.items():
        reading = parse(raw, form.kind(key))
        problem = _problem(form, year, key, raw, reading)
        if problem:
            problems[key] = problem
        readings[key] = reading
    if problems:
        raise BadFigures(problems)
    return readings


@transaction.atomic
def save_figures(
    *,
    report: Report,
    raws: Mapping[CellKey, str],
    by: Account,
    expected_version: int | None = None,
    act: Act | None = Act.EDITED,
    rule: str = TYPED,
) -> list[AnyFinding]:
    """Stores what was typed into those cells of a draft; cells not named stay. Tells what the checks find.

    `rule` COUNTED: they were not typed but counted from the register of applications.
    A text that stands there already, as imported, stays untouched even where it is no number.
    Raises BadFigures, NotAllowed, Refused, Stale; then nothing is stored.
    """
    row = writable(report, by, expected_version)
    form = _form(row)
    _demand_known(form, raws)
    stored = cells_of(row)
    typed = {key: raw.strip() for key, raw in raws.items()}
    typed = {key: raw for key, raw in typed.items() if not _stands(stored.get(key), raw, rule)}
    readings = read(form, row.year, typed)
    changed = [
        _typed_cell(row, form, key, typed[key], readings[key], stored.get(key), by, rule) for key in typed
    ]
    changes = {str(key): (stored[key].raw if key in stored else "", raw) for key, raw in typed.items()}
    _finish(report, row, changed, by=by, act=act, changes=changes)
    return recount(report)


@transaction.atomic
def save_cells(
    *, report: Report, cells: Sequence[Cell], by: Account, act: Act | None = Act.EDITED
) -> list[AnyFinding]:
    """Stores cells as a reader found them, with where each came from, in place of those of the same address.

    What is no number keeps its text and no value. Raises Refused.
    """
    row = writable(report, by)
    _demand_known(_form(row), [cell.key for cell in cells])
    before = cells_of(row)
    changes = {str(c.key): (before[c.key].raw if c.key in before else "", c.raw) for c in cells}
    _finish(report, row, [_read_cell(row, cell) for cell in cells], by=by, act=act, changes=changes)
    return recount(report)


@transaction.atomic
def accept_cells(
    *, report: Report, keys: Collection[CellKey], by: Account, expected_version: int | None = None
) -> int:
    """Records that `by` compared those cells of a draft with their source and found them so. How many.

    Cells that were accepted before stay with who did it first. Raises NotAllowed, Refused, Stale.
    """
    row = writable(report, by, expected_version)
    _demand_known(_form(row), list(keys))
    found = [cell for key, cell in cells_of(row).items() if key in keys and cell.accepted_at is None]
    if not found:
        return 0
    StatCell.objects.filter(pk__in=[cell.pk for cell in found]).update(
        accepted_at=timezone.now(), accepted_by=by
    )
    saved(row)
    told(row, Act.EDITED, by=by, changes={ACCEPTED: ("", " ".join(str(cell.key) for cell in found))})
    report.refresh_from_db()
    return len(found)


@transaction.atomic
def choose_form(*, report: Report, form_id: str, by: Account, expected_version: int | None = None) -> None:
    """Gives a draft its statistics form, "" for none. Raises Refused if figures would lose their place."""
    row = writable(report, by, expected_version)
    if form_id and form_id not in statforms.all_forms():
        raise Refused(_("There is no statistics form “%(form)s”.") % {"form": form_id})
    if row.form_id == form_id:
        return
    places = set(statforms.form(form_id).keys()) if form_id else set()
    homeless = [key for key, cell in cells_of(row).items() if cell.raw and key not in places]
    if homeless:
        raise Refused(
            _(
                "%(count)s figures of this report have no place in the chosen form, for example “%(cell)s”. "
                "Empty them first, or delete the draft and start again."
            )
            % {"count": len(homeless), "cell": homeless[0]}
        )
    row.cells.filter(raw="").delete()
    changes = {"form_id": (row.form_id, form_id)}
    row.form_id = form_id
    saved(row, "form_id")
    told(row, Act.EDITED, by=by, changes=changes)
    report.refresh_from_db()
    recount(report)


@transaction.atomic
def recount(report: Report) -> list[AnyFinding]:
    """Runs every check over the stored words and figures, beside the standing report of the year before.

    Stores how many hold, fail, warn, cannot tell and stand with a reason; moves no version on, since nothing
    was edited.
    """
    findings = everycheck.of_report(report).all
    summary = checks.summary(findings)
    counts = {
        "checks_held": summary.held,
        "checks_failed": summary.failed,
        "checks_warned": summary.warned,
        "checks_open": summary.open,
        "checks_overridden": summary.overridden,
    }
    Report.objects.filter(pk=report.pk).update(**counts)
    for name, count in counts.items():
        setattr(report, name, count)
    return list(findings)


def _finish(
    report: Report,
    row: Report,
    cells: list[StatCell],
    *,
    by: Account,
    act: Act | None,
    changes: dict[str, tuple[str, str]],
) -> None:
    if cells:
        StatCell.objects.bulk_create(
            cells,
            update_conflicts=True,
            unique_fields=["report", "table", "row", "column"],
            update_fields=[
                *PLACE,
                "value",
                "raw",
                "unit",
                "rule",
                "confidence",
                "accepted_at",
                "accepted_by",
            ],
        )
        saved(row)
        if act is not None:
            told(row, act, by=by, changes=changes)
    report.refresh_from_db()


def _stands(cell: StatCell | None, raw: str, rule: str) -> bool:
    """Whether that text is there already; a figure to be marked as counted must be there as counted."""
    if cell is None:
        return not raw
    return cell.raw == raw and (rule != COUNTED or cell.rule == COUNTED)


def _typed_cell(
    row: Report,
    form: Form,
    key: CellKey,
    raw: str,
    reading: Parsed,
    before: StatCell | None,
    by: Account,
    rule: str,
) -> StatCell:
    """What was typed or counted, accepted by who did it; its place in the source stays that of the old."""
    unit = reading.unit or form.unit(key)
    place = {name: getattr(before, name) for name in PLACE} if before else {}
    return StatCell(
        report=row,
        table=key.table,
        row=key.row,
        column=key.column,
        value=reading.value,
        raw=raw,
        unit=unit,
        rule=rule,
        accepted_at=timezone.now(),
        accepted_by=by,
        **place,
    )


def _read_cell(row: Report, cell: Cell) -> StatCell:
    value = cell.value if cell.value is not None and _fits(cell.value) else None
    return StatCell(
        report=row,
        table=cell.key.table,
        row=cell.key.row,
        column=cell.key.column,
        value=value,
        raw=cell.raw[:LONGEST],
        unit=cell.unit,
        line=cell.position.line,
        at_page=cell.position.page,
        at_table=cell.position.table,
        at_row=cell.position.row,
        at_column=cell.position.column,
        rule=cell.rule,
        confidence=cell.confidence,
    )


def _form(row: Report) -> Form:
    form = statforms.all_forms().get(row.form_id)
    if form is None:
        raise Refused(_("Choose the statistics form of this report first."))
    return form


def _demand_known(form: Form, keys: Sequence[CellKey] | Mapping[CellKey, str]) -> None:
    known = set(form.keys())
    for key in keys:
        if key not in known:
            raise Refused(
                _("The form “%(form)s” has no cell “%(cell)s”.") % {"form": form.id, "cell": str(key)[:80]}
            )


def _fits(value: Decimal) -> bool:
    if not value.is_finite():
        return False
    _sign, digits, exponent = value.as_tuple()
    decimals = max(-exponent, 0) if isinstance(exponent, int) else 0
    return len(digits) + max(int(exponent), 0) <= DIGITS and decimals <= DECIMALS


def _problem(form: Form, year: int, key: CellKey, raw: str, reading: Parsed) -> str:
    """What is wrong with a text, naming row, column, found and expected; "" if nothing is."""
    why = _fault(form, key, raw, reading)
    if not why:
        return ""
    expected = {
        "count": _(
            "Row “%(row)s”, column “%(column)s”: found “%(found)s”, expected a whole number such as 12, "
            "or an empty cell. %(why)s"
        ),
        "money": _(
            "Row “%(row)s”, column “%(column)s”: found “%(found)s”, expected an amount such as 12.5, "
            "or an empty cell. %(why)s"
        ),
        "change": _(
            "Row “%(row)s”, column “%(column)s”: found “%(found)s”, expected a change such as +3 or -2, "
            "or an empty cell. %(why)s"
        ),
    }
    row, column = form.row(key), form.column(key)
    return expected[form.kind(key)] % {
        "row": local(row.label, row.label_en, year=year),
        "column": local(column.label, column.label_en, year=year),
        "found": raw if len(raw) <= LONGEST else raw[: LONGEST - 1] + "…",
        "why": why,
    }


def _fault(form: Form, key: CellKey, raw: str, reading: Parsed) -> str:
    if len(raw) > LONGEST:
        return _("The text is longer than 60 characters.")
    if reading.reason:
        return checks.unread_sentence(reading.reason)
    if reading.value is None:
        return ""
    if not _fits(reading.value):
        return _("A figure may have at most 15 digits, 6 of them after the point.")
    unit = form.unit(key)
    if form.kind(key) == "money" and unit and reading.unit not in ("", unit):
        return _("This cell is counted in %(unit)s.") % {"unit": unit}
    return ""
