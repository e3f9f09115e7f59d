"""An agency's year, counted from its cases: which form, how many in each cell, and which cases behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from reports.domain.casework import counting, disputes
from reports.domain.casework.counting import Case, Counted
from reports.domain.casework.disputes import Belongs, CountedDisputes
from reports.domain.casework.steps import Applicant, Channel, Matter, Step, StepKind
from reports.domain.statform.definition import CellKey, Form
from reports.models import Agency, Application, CaseStep, Dispute
from reports.queries import caserules, statforms

COUNTED_STEPS = (
    StepKind.REGISTER,
    StepKind.ACCEPT,
    StepKind.EXTEND,
    StepKind.DELAY,
    StepKind.ANSWER,
    StepKind.WITHDRAW,
    StepKind.LAPSE_SUPPLEMENT,
    StepKind.LAPSE_FEE,
    StepKind.DISMISS,
)
"""The kinds of step that place a case in a year; the others need not be read."""

UNCONFIRMED, REVIEWER_ONLY = "unconfirmed", "reviewer_only"
"""Lists beside the table: arrived and not received; disputes in which the agency was the reviewer only."""


@dataclass(frozen=True, slots=True)
class YearOfCases:
    """Both tables of a form, counted for one agency and year; `disputes` None: the form has none."""

    form: Form
    applications: Counted
    disputes: CountedDisputes | None

    @property
    def cells(self) -> Mapping[CellKey, int]:
        """Every counted cell of both."""
        return {**self.applications.cells, **(self.disputes.cells if self.disputes else {})}

    def behind(self, key: CellKey) -> tuple[int, ...]:
        """The ids of the cases (or disputes) behind a cell; () for one that is not counted."""
        if self.disputes and key in self.disputes.behind:
            return self.disputes.behind[key]
        return self.applications.behind.get(key, ())

    def listed(self, name: str) -> tuple[int, ...]:
        """The ids of a list beside the table: UNCONFIRMED, REVIEWER_ONLY, a matter; () for another name."""
        if name == UNCONFIRMED:
            return self.applications.unconfirmed
        if name == REVIEWER_ONLY:
            return self.disputes.not_counted if self.disputes else ()
        return next((ids for matter, ids in self.applications.apart.items() if matter == name), ())

    def is_of_disputes(self, key: CellKey) -> bool:
        """Whether the ids behind that cell are of disputes, not of applications."""
        return bool(self.disputes and key in self.disputes.behind)


def form_of(year: int) -> Form | None:
    """The form in force that year that counts cases; None where no form does."""
    counted = caserules.outcomes().forms
    return next((form for form in statforms.in_force(year) if form.id in counted), None)


def count(
    agency: Agency, year: int, form: Form | None = None, found: Iterable[Case] | None = None
) -> YearOfCases | None:
    """That year as the register counts it, in the form given or in force. None where no form counts cases.

    `found`: the `cases` of that year, where they have been read already. Three queries, whatever the number
    of cases. Raises UncountableCase naming the case.
    """
    form = form or form_of(year)
    if form is None or form.id not in caserules.outcomes().forms:
        return None
    outcomes = caserules.outcomes()
    applications = counting.count(cases(agency, year) if found is None else found, year, form.id, outcomes)
    counted = None
    if form.id in disputes.COUNTED_BY:
        belongs = Belongs(agency.dispute_rule)
        counted = disputes.count(_disputes(agency, year), year, form.id, belongs)
    return YearOfCases(form, applications, counted)


def cases(agency: Agency, year: int) -> Iterator[Case]:
    """The cases that may stand in that year: those ended before it began are left out by the database.

    The row repeats when a case ended, and a year only ever looks back from its own last day: so what is left
    out here can never count.
    """
    start, end = date(year, 1, 1), date(year, 12, 31)
    rows = Application.objects.filter(agency=agency, arrived_on__lte=end)
    rows = rows.filter(Q(closed_on=None) | Q(closed_on__gte=start))
    steps = _steps(rows)
    values = rows.order_by("pk").values_list("pk", "applicant_kind", "channel", "kind", "closed_on", "due_on")
    for pk, applicant, channel, kind, closed_on, due_on in values.iterator(chunk_size=5_000):
        is_late = bool(closed_on and due_on and closed_on > due_on)
        yield Case(pk, Applicant(applicant), Channel(channel), tuple(steps[pk]), Matter(kind), is_late)


def _steps(rows: object) -> Mapping[int, list[Step]]:
    found: defaultdict[int, list[Step]] = defaultdict(list)
    taken = CaseStep.objects.filter(application__in=rows, struck_at=None, kind__in=COUNTED_STEPS)
    values = taken.order_by().values_list("application_id", "kind", "on", "number", "outcome")
    for pk, kind, on, number, outcome in values.iterator(chunk_size=10_000):
        found[pk].append(Step(StepKind(kind), on, number, outcome=outcome))
    return found


def _disputes(agency: Agency, year: int) -> Iterator[disputes.Dispute]:
    rows = Dispute.objects.filter(agency=agency, filed_on__lte=date(year, 12, 31))
    values = rows.order_by("pk").values_list(
        "pk", "kind", "filed_on", "result", "result_on", "is_reviewer_only"
    )
    for pk, kind, filed_on, result, result_on, is_reviewer_only in values.iterator(chunk_size=5_000):
        yield disputes.Dispute(
            pk,
            disputes.DisputeKind(kind),
            filed_on,
            disputes.Result(result) if result else None,
            result_on,
            is_reviewer_only,
        )
