"""The assessment sheet (考核表): each body's year in facts that stand in the system; no weights, no marks.

What a local assessment makes of them is its own affair (2019 Regulations, article 46). Overdue applications
come with the casework: until then they are not known, which is not the same as none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.domain.prose.checking import chapters as chapter_rules
from reports.domain.roles import Action
from reports.domain.statform.definition import Form
from reports.models import Account, Chapter, Report, StatCell
from reports.queries import access, board, statforms
from reports.queries.board import Row


@dataclass(frozen=True, slots=True)
class Line:
    """One body. None: nothing to count, since it published none, or its form does not say.

    `chapters` of `chapters_asked` by the form; `blanks` of `cells` that the form prints. `failed` checks, of
    which the public explanation speaks (`explained`, all or none: it is one text), and `overridden` findings;
    `unsure`: checks that cannot tell and warnings. `corrections`: public revisions after the first.
    """

    row: Row
    chapters: int | None
    chapters_asked: int | None
    blanks: int | None
    cells: int | None
    failed: int | None
    explained: int | None
    overridden: int | None
    unsure: int | None
    corrections: int

    @property
    def received_at(self) -> datetime | None:
        """When the receipt was confirmed."""
        return self.row.hand_in.received_at if self.row.hand_in else None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One year's sheet, in the order of agencies."""

    year: int
    lines: tuple[Line, ...]


def may_read(account: Account | AnonymousUser) -> bool:
    """Whether somebody may read the sheet at all: supervising offices and auditors."""
    return not _scope(account).is_empty


def sheet(account: Account | AnonymousUser, year: int, *, on: date) -> Sheet:
    """The bodies that the account supervises or audits; a fixed number of queries."""
    rows = board.within(_scope(account), year, on=on).rows
    reports = [row.report for row in rows if row.report]
    facts = _Facts(reports, year)
    return Sheet(year, tuple(facts.line(row) for row in rows))


def _scope(account: Account | AnonymousUser) -> access.Scope:
    found = [access.scope(account, action) for action in (Action.RECEIVE_REPORT, Action.VIEW_EVENT)]
    return access.Scope(
        any(one.is_everywhere for one in found), frozenset().union(*(one.agencies for one in found))
    )


class _Facts:
    """What is counted of those reports, read in four queries."""

    def __init__(self, reports: Sequence[Report], year: int) -> None:
        ids = [report.pk for report in reports]
        filled = StatCell.objects.filter(report__in=ids).exclude(Q(value=None, raw=""))
        self.filled = _counts(filled.order_by().values_list("report").annotate(Count("pk")))
        explained = Report.objects.filter(pk__in=ids).exclude(explanation="").order_by()
        self.explained = set(explained.values_list("pk", flat=True))
        self.headings: dict[int, list[tuple[str, str]]] = {}
        for pk, number, heading in Chapter.objects.filter(report__in=ids).values_list(
            "report", "number", "heading"
        ):
            self.headings.setdefault(pk, []).append((number, heading))
        public = Report.objects.public().filter(year=year).order_by()
        revisions = public.values_list("agency", "kind").annotate(Count("pk"))
        self.revisions = {(agency, kind): count for agency, kind, count in revisions}
        self.cells = {form.id: len(list(form.keys())) for form in statforms.all_forms().values()}

    def line(self, row: Row) -> Line:
        """One body's line."""
        report = row.report
        if report is None:
            return Line(row, None, None, None, None, None, None, None, None, 0)
        form = statforms.all_forms().get(report.form_id)
        asked = chapters_asked(form)
        cells = self.cells[form.id] if form else None
        return Line(
            row=row,
            chapters=found_chapters(self.headings.get(report.pk, ())) if asked else None,
            chapters_asked=asked,
            blanks=cells - self.filled[report.pk] if cells is not None else None,
            cells=cells,
            failed=report.checks_failed,
            explained=report.checks_failed if report.pk in self.explained else 0,
            overridden=report.checks_overridden,
            unsure=report.checks_warned + report.checks_open,
            corrections=self.revisions.get((report.agency_id, report.kind), 1) - 1,
        )


def chapters_asked(form: Form | None) -> int | None:
    """How many chapters the form asks for; None where it numbers none."""
    return len(chapter_rules.CHAPTERS) if form and form.id in chapter_rules.FORMS else None


def found_chapters(headings: Collection[tuple[str, str]]) -> int:
    """How many of the chapters asked for have a heading, in whatever wording; (number, heading) each."""
    ours = [
        heading
        for number, heading in headings
        if len(heading) <= chapter_rules.LONGEST and not number.startswith(("(", "（"))
    ]
    return sum(any(words.search(heading) for heading in ours) for words in chapter_rules.CHAPTERS)


def lines(shown: Sheet) -> Iterator[list[str]]:
    """The sheet as texts: the names of the columns, then a line a body; "" for what is not known."""
    yield [
        *(_("Agency"), _("Division code"), _("Due"), _("Published"), _("Standing"), _("Days late")),
        *(_("Chapters found"), _("Chapters asked for"), _("Blank cells"), _("Cells of the form")),
        *(_("Checks that fail"), _("of them explained"), _("Findings overridden"), _("Warnings and unsure")),
        *(_("Corrections after publication"), _("Handed in"), _("Receipt confirmed"), _("Reminders")),
        _("Overdue applications"),
    ]
    unknown = _("comes with the handling of applications")
    for line in shown.lines:
        one, hand_in = line.row.standing, line.row.hand_in
        counted = (line.chapters, line.chapters_asked, line.blanks, line.cells, line.failed, line.explained)
        yield [
            one.agency.name,
            one.agency.division_code,
            str(one.due or ""),
            str(one.published_on or ""),
            str(one.standing.label),
            str(line.row.days_over),
            *("" if count is None else str(count) for count in counted),
            *("" if count is None else str(count) for count in (line.overridden, line.unsure)),
            str(line.corrections),
            _day(hand_in.at if hand_in else None),
            _day(line.received_at),
            str(line.row.reminders),
            unknown,
        ]


def _day(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d}" if at else ""


def _counts(pairs: object) -> Counter[int]:
    return Counter(dict(pairs))
