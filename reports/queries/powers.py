"""What somebody may do, the portal's own accounts included; and where a report stands for that person.

People's rights come from `access`. The portal's own accounts are the only exceptions, and they stand here.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib.auth.models import AnonymousUser

from reports.domain.road import Place
from reports.domain.roles import Action
from reports.models import Account, Agency, Event, Report
from reports.models.event import Act
from reports.queries import access

IMPORTER = "importer"
"""Writes what a command reads from a file: the words of a report that somebody else wrote."""
SAMPLES = "samples"
"""Writes the made-up samples; its presence says that they were loaded once."""
SAMPLES_REVIEW = "samples-review"
"""Reviews and publishes the samples: a second account, since the road is the same for them."""
WORKER = "worker"
"""Takes off the schedule what may not be published when its time has come. It has no rights."""
EXCHANGE = "exchange"
"""Writes what is taken over from another portal, as it stands there."""
EXCHANGE_RELEASE = "exchange-release"
"""Publishes and withdraws the same: it was reviewed where it comes from."""

SYSTEM: Mapping[str, frozenset[Action]] = {
    IMPORTER: frozenset({Action.WRITE_REPORT, Action.WRITE_DOCUMENT}),
    SAMPLES: frozenset({Action.WRITE_REPORT, Action.WRITE_DOCUMENT, Action.WORK_APPLICATION}),
    SAMPLES_REVIEW: frozenset(
        {Action.REVIEW_REPORT, Action.PUBLISH_REPORT, Action.REVIEW_DOCUMENT, Action.PUBLISH_DOCUMENT}
    ),
    WORKER: frozenset(),
    EXCHANGE: frozenset({Action.WRITE_REPORT, Action.WRITE_DOCUMENT}),
    EXCHANGE_RELEASE: frozenset(
        {Action.REVIEW_REPORT, Action.PUBLISH_REPORT, Action.REVIEW_DOCUMENT, Action.PUBLISH_DOCUMENT}
    ),
}
"""The portal's own accounts → what they may do, at every agency."""

WRITING = (
    Act.CREATED,
    Act.IMPORTED,
    Act.EDITED,
    Act.SUBMITTED,
    Act.OVERRIDDEN,
    Act.OVERRIDE_LIFTED,
)
"""Whoever did one of these to a revision is one of its writers."""


def is_system(account: Account | AnonymousUser) -> bool:
    """Whether it is one of the portal's own accounts. One that a person could sign in with never is."""
    return (
        isinstance(account, Account)
        and account.username in SYSTEM
        and not account.is_active
        and not account.is_staff
        and not account.has_usable_password()
    )


def may(account: Account | AnonymousUser, action: Action, agency: Agency | int) -> bool:
    """Whether that account may do that to that agency. Deny is the default."""
    if is_system(account):
        return action in SYSTEM[account.get_username()]
    return access.may(account, action, agency)


def demand(account: Account | AnonymousUser, action: Action, agency: Agency | int) -> None:
    """Raises access.Denied unless that account may do that to that agency."""
    if not may(account, action, agency):
        raise access.Denied(action, agency.pk if isinstance(agency, Agency) else agency)


def rights(account: Account | AnonymousUser, agency: Agency | int) -> frozenset[Action]:
    """All that account may do to that agency."""
    return frozenset(action for action in Action if may(account, action, agency))


def writers(report: Report) -> frozenset[int]:
    """The ids of everyone who wrote any of this revision."""
    wrote = Event.objects.of("report", report.pk).filter(act__in=WRITING, by__isnull=False)
    return frozenset({*wrote.values_list("by", flat=True), report.created_by_id})


def place(report: Report, account: Account | AnonymousUser) -> Place:
    """Where that revision stands, seen by that person. One query and what `access` needs."""
    return Place(
        state=report.state,
        rights=rights(account, report.agency_id),
        is_writer=account.pk in writers(report),
        is_approved=report.reviewed_at is not None,
        is_scheduled=report.scheduled_at is not None,
        is_one_person=report.agency.is_one_person,
    )
