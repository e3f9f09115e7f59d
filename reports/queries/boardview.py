"""The board narrowed and sorted as asked, and the years it can show."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reports.domain import deadlines
from reports.queries import timeliness
from reports.queries.board import Board, Row
from reports.queries.timeliness import Standing

Test = Callable[[Row], bool]


def _stands(standing: Standing) -> Test:
    return lambda row: row.standing.standing == standing


NARROWED: dict[str, tuple[str | Promise, Test]] = {
    "": (_("all"), lambda row: True),
    **{standing.value: (standing.label, _stands(standing)) for standing in Standing},
    "corrected": (_("corrected"), lambda row: row.standing.is_corrected),
    "to-hand-in": (_("published, not handed in"), lambda row: row.awaits_hand_in),
    "outdated": (_("handed in, corrected since"), lambda row: row.is_outdated),
    "to-receive": (_("receipt to confirm"), lambda row: row.awaits_receipt),
    "received": (_("receipt confirmed"), lambda row: row.is_received),
    "reminded": (_("reminded"), lambda row: row.reminders > 0),
    "failing": (
        _("figures that do not add up"),
        lambda row: row.report is not None and row.report.checks_failed > 0,
    ),
}
"""What the board may be narrowed to → its words, and which rows stay."""

SORTED: dict[str, tuple[str | Promise, Callable[[Row], tuple[object, ...]]]] = {
    "": (_("in the order of agencies"), lambda row: ()),
    "late": (_("the latest first"), lambda row: (-row.days_over,)),
    "due": (_("by due day"), lambda row: (row.standing.due or date.max, -row.days_over)),
    "published": (_("by day of publication"), lambda row: (row.standing.published_on or date.max,)),
    "findings": (
        _("the most findings first"),
        lambda row: (0, -row.report.checks_failed, -row.report.checks_warned) if row.report else (1,),
    ),
    "reminders": (_("the most reminders first"), lambda row: (-row.reminders,)),
}
"""What the board may be sorted by → its words and its key."""


def rows(board: Board, *, standing: str = "", sort: str = "") -> tuple[Row, ...]:
    """The rows asked for; what is not among NARROWED and SORTED is taken for nothing asked."""
    stays = NARROWED.get(standing, NARROWED[""])[1]
    key = SORTED.get(sort, SORTED[""])[1]
    return tuple(sorted(filter(stays, board.rows), key=key))


def years(*, on: date) -> list[int]:
    """The report years that have a due day by law, the latest first."""
    first = deadlines.first_year(timeliness.rules())
    return list(range(timeliness.last_year(on=on), first - 1, -1))
