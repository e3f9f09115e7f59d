"""The ground every change to a report stands on: its row held, its version compared, its Event written."""

from __future__ import annotations

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from reports.models import Account, Agency, Event, Report
from reports.models.event import Act
from reports.models.report import State
from reports.services import events
from reports.services.events import Changes


class Refused(Exception):
    """An act that may not be done now. Its text says why and what to do, in the reader's language."""


class Stale(Refused):
    """Somebody saved the report after the caller had read it. `report` is the row as it stands now."""

    def __init__(self, message: str, report: Report) -> None:
        super().__init__(message)
        self.report = report


def held(report: Report, expected_version: int | None = None) -> Report:
    """The report's row, locked to the end of the transaction, fresh from the database.

    Raises Stale, naming who saved last, where `expected_version` is given and no longer true; Refused where
    the report is gone.
    """
    row = Report.objects.select_for_update(of=("self",), no_key=True).filter(pk=report.pk).first()
    if row is None:
        raise Refused(_("This report was deleted in the meantime."))
    if expected_version is not None and row.version != expected_version:
        raise Stale(_stale_message(row), row)
    return row


def held_siblings(agency: Agency, year: int, kind: str) -> list[Report]:
    """Every revision of one agency, year and kind, oldest first, locked; one caller at a time gets them.

    The agency's row is the gate, so that two callers cannot both find no revision and both make the first.
    """
    Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    rows = Report.objects.select_for_update(of=("self",), no_key=True)
    return list(rows.filter(agency=agency, year=year, kind=kind).order_by("revision"))


def held_family(report: Report) -> list[Report]:
    """Every revision of the report's own agency, year and kind, as `held_siblings`.

    Whoever needs the family takes it before the single row, always: so no two callers wait for each other.
    Raises Refused where the report is gone.
    """
    row = Report.objects.select_related("agency").filter(pk=report.pk).first()
    if row is None:
        raise Refused(_("This report was deleted in the meantime."))
    return held_siblings(row.agency, row.year, row.kind)


def demand(report: Report, *states: State) -> None:
    """Raises Refused unless the report is in one of those states."""
    if report.state not in states:
        raise Refused(
            _("This cannot be done: revision %(revision)s of “%(title)s” is in the state “%(state)s”.")
            % {"revision": report.revision, "title": report.title, "state": report.get_state_display()}
        )


def words(text: str) -> str:
    """The text without space around it; "" where it holds no letter, digit or character to be read."""
    return text.strip() if any(sign.isalnum() for sign in text) else ""


def saved(report: Report, *fields: str) -> None:
    """Stores those fields of a held row and moves its version on."""
    report.version += 1
    report.save(update_fields=[*fields, "version", "updated_at"])


def told(report: Report, act: Act, *, by: Account, reason: str = "", changes: Changes | None = None) -> Event:
    """Writes the Event of an act."""
    return events.record(act, by=by, subject=report, reason=reason, changes=changes)


def _stale_message(row: Report) -> str:
    last = row.events.select_related("by").last()
    if last is None:
        return _("This report was changed while you were editing.")
    return _(
        "%(name)s saved this report at %(time)s, while you were editing. "
        "Compare both versions, then save again."
    ) % {
        "name": last.by.get_full_name() or last.by.get_username(),
        "time": date_format(timezone.localtime(last.at), "Y-m-d H:i"),
    }
