"""The ground every change to a report stands on: its row held, its version compared, its Event written."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from reports.domain.road import Place, Step, Why, why_not
from reports.domain.roles import Action
from reports.models import Account, Agency, Event, Report
from reports.models.event import Act
from reports.models.road import State
from reports.queries import changes as told_changes
from reports.queries import powers
from reports.queries.changes import Deed
from reports.services import events
from reports.services.events import Changes


class Refused(Exception):
    """An act that may not be done now. Its text says why and what to do, in the reader's language."""


class NotAllowed(Refused):
    """An act that this person may not do, whatever the time."""


class Stale(Refused):
    """Somebody saved the report after the caller had read it.

    `report` is the row as it stands now; `deeds` tells who changed what since, oldest first.
    """

    def __init__(self, message: str, report: Report, deeds: Sequence[Deed] = ()) -> None:
        super().__init__(message)
        self.report = report
        self.deeds = tuple(deeds)


def held(report: Report, expected_version: int | None = None) -> Report:
    """The report's row, locked to the end of the transaction, fresh from the database.

    Raises Stale, naming who changed what, where `expected_version` is given and no longer true; Refused where
    the report is gone.
    """
    row = Report.objects.select_for_update(of=("self",), no_key=True).filter(pk=report.pk).first()
    if row is None:
        raise Refused(_("This report was deleted in the meantime."))
    if expected_version is not None and row.version != expected_version:
        deeds = told_changes.since(row, expected_version)
        raise Stale(_stale_message(deeds), row, deeds)
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


def writable(report: Report, by: Account, expected_version: int | None = None) -> Report:
    """The row of a draft that `by` may write, held. Raises NotAllowed, Refused, Stale."""
    row = held(report, expected_version)
    demand(Step.EDIT, row, by)
    return row


def demand(step: Step, row: Report, by: Account) -> Place:
    """Where the report stands for `by`. Raises NotAllowed or Refused unless that step is open to them now."""
    place = powers.place(row, by)
    why = why_not(step, place)
    if why is not None:
        raise (NotAllowed if why in (Why.RIGHT, Why.WROTE) else Refused)(refusal(step, why, row))
    return place


def demand_draft(row: Report) -> None:
    """Raises Refused unless the report is a draft; who acts was asked for before."""
    if row.state != State.DRAFT:
        raise Refused(refusal(Step.EDIT, Why.STATE, row))


def demand_right(action: Action, agency: Agency, by: Account) -> None:
    """Raises NotAllowed unless `by` may do that to that agency."""
    if not powers.may(by, action, agency):
        raise NotAllowed(
            _("Your account may not do this at %(agency)s. Ask its administrator for the role it takes.")
            % {"agency": agency}
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


NAMED = 6
"""A refusal names so many changed things; the page lists all of them."""


def _stale_message(deeds: Sequence[Deed]) -> str:
    if not deeds:
        return _("This report was changed while you were editing. Compare both versions, then save again.")
    last, names = deeds[-1], told_changes.names(deeds)
    who = list(dict.fromkeys(one.who for one in deeds if one.who))
    values = {
        "name": ", ".join(who),
        "time": date_format(timezone.localtime(last.event.at), "Y-m-d H:i"),
        "what": "",
        "act": last.event.get_act_display(),
    }
    if not names:
        return (
            _(
                "%(name)s changed where this report stands at %(time)s, while you had it open: %(act)s. "
                "Look at it again before you go on."
            )
            % values
        )
    values["what"] = "; ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")
    return (
        _(
            "%(name)s saved this report at %(time)s, while you were editing, and changed: %(what)s. "
            "Compare both versions, then save again."
        )
        % values
    )


def refusal(step: Step, why: Why, row: Report) -> str:
    """Why that step of the road is not open, in a sentence for the person who tried."""
    values = {
        "revision": row.revision,
        "title": row.title,
        "state": row.get_state_display(),
        "agency": row.agency,
    }
    if why is Why.WROTE and step is Step.APPROVE:
        return _(
            "You wrote part of this revision. Somebody else must review it (2019 Regulations, article 17)."
        )
    sentences = {
        Why.RIGHT: _(
            "Your account may not do this at %(agency)s. Ask its administrator for the role it takes."
        ),
        Why.STATE: _(
            "This cannot be done: revision %(revision)s of “%(title)s” is in the state “%(state)s”."
        ),
        Why.WROTE: _("You wrote part of this revision. Somebody else must publish it."),
        Why.NOT_APPROVED: _("Nobody has approved this revision yet. It is published after its review."),
        Why.APPROVED_ALREADY: _("This revision is approved already. It can be published."),
        Why.NOT_SCHEDULED: _("This revision is not scheduled."),
        Why.NOT_ONE_PERSON: _(
            "%(agency)s has not switched to one-person publication. Submit the report for review."
        ),
    }
    return sentences[why] % values
