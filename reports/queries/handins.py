"""Hand-ins and their receipts, as agencies and supervising offices read them."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from reports.domain.roles import Action
from reports.models import Account, HandIn, Publication, Report
from reports.models.publication import PublicAct
from reports.models.road import State
from reports.queries import access


def of_report(report: Report) -> list[HandIn]:
    """Those of every revision of that report, the newest first; one query."""
    family = HandIn.objects.filter(
        report__agency=report.agency_id, report__year=report.year, report__kind=report.kind
    )
    return list(_told(family).order_by("-at", "-pk"))


def one(report: Report, pk: int) -> HandIn | None:
    """That hand-in, if it is of this very revision."""
    return _told(HandIn.objects.filter(report=report, pk=pk)).first()


def may_be_handed_in(report: Report, handed: Collection[HandIn]) -> bool:
    """Whether it stands, has a body above it, and was not handed in there. Not whether somebody may."""
    is_there = any(
        found.report_id == report.pk and found.to_id == report.agency.parent_id for found in handed
    )
    stands = report.state == State.PUBLISHED and report.superseded_at is None
    return stands and report.agency.parent_id is not None and not is_there


def to_receive(
    account: Account | AnonymousUser,
    *,
    agencies: Collection[int] = (),
    year: int = 0,
    pks: Collection[int] = (),
) -> QuerySet[HandIn]:
    """Of `receivable`, those of these agencies on that year, and those of these ids."""
    asked = Q(pk__in=pks) | Q(report__agency__in=agencies, report__year=year)
    return _told(receivable(account).filter(asked)).order_by("report__agency__name", "at", "pk")


def receivable(account: Account | AnonymousUser) -> QuerySet[HandIn]:
    """The open hand-ins to an office that somebody works for or supervises; never what that office owes."""
    reach = access.scope(account, Action.RECEIVE_REPORT)
    rows = access.limited(HandIn.objects.filter(received_at=None), account, Action.RECEIVE_REPORT)
    return rows if reach.is_everywhere else rows.filter(to__in=reach.agencies)


def fingerprint(report: Report) -> str:
    """That of the publication, "" where the manifest has none."""
    rows = Publication.objects.filter(
        subject_kind="report", subject_id=report.pk, act=PublicAct.PUBLISHED
    ).order_by("-sequence")
    return rows.values_list("fingerprint", flat=True).first() or ""


def _told(rows: QuerySet[HandIn]) -> QuerySet[HandIn]:
    return rows.select_related("report__agency", "to", "by", "received_by")
