"""Putting a downloaded and corrected table back into its report. Not reading it: see `locating.ours`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports.domain.statform.table import Cell
from reports.models import Account, Agency, Report, StatCell
from reports.models.road import State
from reports.queries import statforms
from reports.queries.figures import cells_of
from reports.queries.stattables import local
from reports.services.figures import choose_form, save_cells
from reports.services.reports import new_revision
from reports.services.revisions import Refused


@dataclass(frozen=True, slots=True)
class Put:
    """The revision that holds the table now, and each cell that changed with its text before and after."""

    report: Report
    changes: dict[str, tuple[str, str]]


def demand_its_report(agency_name: str, its_year: int | None, *, body: Agency, year: int) -> None:
    """Refuses a table for another agency or year than the file says; "" and None: it does not say."""
    if agency_name in ("", body.name) and its_year in (None, year):
        return
    raise Refused(
        _(
            "This table was downloaded from the report of “%(theirs)s” for %(their_year)s and cannot go into "
            "that of “%(ours)s” for %(our_year)s. Choose that report, or correct “agency” and “year” in "
            "the file."
        )
        % {
            "theirs": agency_name or body.name,
            "their_year": its_year or year,
            "ours": body.name,
            "our_year": year,
        }
    )


def put(*, cells: Sequence[Cell], form_id: str | None, family: Sequence[Report], by: Account) -> Put | None:
    """Those cells in the newest of the revisions `family` if it is a draft, else in a correction of it.

    Cells that say the same stay as they are, with the place they came from; without a change nothing is made.
    None where there is no revision yet. Tells of nothing: the caller does. Raises Refused.
    """
    if form_id is None:
        raise Refused(
            _(
                "It cannot be told to which statistics form this table belongs. Choose the form and read it "
                "again."
            )
        )
    if not family:
        return None
    newest = family[-1]
    _demand_form(newest, form_id)
    before = cells_of(newest)
    changed = [cell for cell in cells if not _is_same(cell, before.get(cell.key))]
    if not changed:
        return Put(newest, {})
    if newest.state == State.IN_REVIEW:
        raise Refused(
            _("Revision %(revision)s of this report is in review. Have it sent back before you change it.")
            % {"revision": newest.revision}
        )
    report = newest if newest.state == State.DRAFT else new_revision(report=newest, by=by)
    if not report.form_id:
        choose_form(report=report, form_id=form_id, by=by)
    save_cells(report=report, cells=changed, by=by, act=None)
    texts = {cell.key: (before[cell.key].raw if cell.key in before else "") for cell in changed}
    return Put(report, {str(cell.key): (texts[cell.key], cell.raw) for cell in changed})


def _demand_form(report: Report, form_id: str) -> None:
    if report.form_id in ("", form_id):
        return
    forms = [statforms.form(report.form_id), statforms.form(form_id)]
    theirs, ours = (local(form.short_title, form.short_title_en) for form in forms)
    raise Refused(
        _("The report uses the form “%(theirs)s”, the table handed in the form “%(ours)s”.")
        % {"theirs": theirs, "ours": ours}
    )


def _is_same(cell: Cell, stored: StatCell | None) -> bool:
    """Whether a stored cell says what a read one says; a blank one that is not stored does."""
    if cell.value is None:
        return cell.raw == (stored.raw if stored else "")
    return stored is not None and stored.value == cell.value and stored.unit in ("", cell.unit)
