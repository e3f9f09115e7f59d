"""Some 150 cases over three years, taken through the gate by made-up sequences: every year balances."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from reports.domain.casework.states import NotAllowed, allowed
from reports.domain.casework.steps import Applicant, Channel, StepKind
from reports.domain.casework.transitions import Who
from reports.domain.statform.definition import CellKey
from reports.models import Account, Agency, Application, YearCount
from reports.queries import caserules, casestanding, reconciling
from reports.services import applications, casework, yearly
from reports.services.applications import Asked
from tests.factories import make_account, make_agency

pytestmark = pytest.mark.django_db

TODAY = date(2026, 10, 30)
YEARS = (2023, 2024, 2025)
COLUMNS = (*(kind.value for kind in Applicant), "total")
OUTCOMES = sorted(one.code for one in caserules.outcomes().of("application"))
K = StepKind
DETAILS = {
    K.CONSULT: {"party": "third_party"},
    K.NOTIFY_FEE: {"amount": "100", "way": "pages"},
}
ORDINAL = st.integers(date(2023, 1, 1).toordinal(), date(2025, 12, 30).toordinal())
LIFE = st.tuples(
    ORDINAL.map(date.fromordinal),
    st.sampled_from(list(Applicant)),
    st.sampled_from(list(Channel)),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 19), st.integers(0, 99)), max_size=4),
    st.integers(0, 40),
)
"""When a case came, who applied and how; then days to wait, which of the steps that are open, which outcome;
days until receipt is confirmed."""


def live(agency: Agency, by: Account, life: tuple) -> int:
    """One case through the gate; refused steps change nothing. How many were refused."""
    came, applicant, channel, deeds, wait = life
    filed = applications.file(
        agency=agency,
        asked=Asked("application", channel.value, applicant.value, "示例"),
        person={},
        arrived_on=came,
        today=TODAY,
        by=by,
    )
    case, refused = filed.application, 0
    day = min(came + timedelta(days=wait), TODAY)
    if case.received_on is None and wait <= 35:
        casework.perform(case, K.ACCEPT, by=by, on=day, today=TODAY)
    for days, which, outcome in deeds:
        day = min(day + timedelta(days=days), TODAY)
        refused += take(case, by, day, which, OUTCOMES[outcome % len(OUTCOMES)])
    return refused


def take(case: Application, by: Account, day: date, which: int, outcome: str) -> int:
    """One of the steps that its state allows, or any step at all; 1 where it is refused."""
    reading = casestanding.read(case)
    kinds = list(allowed(reading.steps, reading.facts, day, who=Who.STAFF)) if which % 4 else list(K)
    if not kinds:
        return 0
    kind = kinds[which % len(kinds)]
    before = (case.version, case.state, case.closed_on)
    try:
        casework.perform(
            case,
            kind,
            by=by,
            on=day,
            today=TODAY,
            until=day + timedelta(days=15) if kind in (K.ASK_SUPPLEMENT, K.DELAY, K.ASK_REASONS) else None,
            outcome=outcome if kind in (K.ANSWER, K.CORRECT_ANSWER) else "",
            ref="1" if kind in (K.CONSULT, K.CONSULT_REPLY, K.RECEIVE_CONSULT) else "",
            detail={"consent_on": day.isoformat()} if kind == K.EXTEND else DETAILS.get(kind),
        )
    except NotAllowed:
        stored = Application.objects.get(pk=case.pk)
        assert (stored.version, stored.state, stored.closed_on) == before
        return 1
    return 0


def cells(count: YearCount) -> dict[CellKey, int]:
    return reconciling.counted_cells(count)


def at(found: dict[CellKey, int], row: str, column: str) -> int:
    return found[CellKey("applications", row, column)]


@settings(
    max_examples=4,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.function_scoped_fixture,
    ],
)
@given(first=st.lists(LIFE, min_size=35, max_size=35), later=st.lists(LIFE, min_size=15, max_size=15))
def test_every_column_of_every_year_balances_and_carries_over(first: list, later: list) -> None:
    agency = make_agency(f"机关{Agency.objects.count()}")
    by = make_account("sun", "caseworker", agency=agency)
    for life in first:
        live(agency, by, life)
    found = {year: cells(yearly.count(agency, year)) for year in YEARS}
    received = agency.applications.exclude(received_on=None)
    for year, counted in found.items():
        assert at(counted, "1", "total") == received.filter(received_on__year=year).count()
        for column in COLUMNS:
            balance = at(counted, "1", column) + at(counted, "2", column)
            assert balance == at(counted, "3.7", column) + at(counted, "4", column)
    for before, after in pairwise(YEARS):
        for column in COLUMNS:
            assert at(found[before], "4", column) == at(found[after], "2", column)

    # a year of further acts: what is open goes on in 2026, and new cases come; the years stand as they were
    for number, case in enumerate(agency.applications.filter(closed_on=None)):
        take(case, by, date(2026, 6, 1), number, "disclosed")
    for came, *rest in later:
        live(agency, by, (date(2026, 1, 5) + timedelta(days=came.toordinal() % 200), *rest))
    for year in YEARS:
        assert cells(yearly.count(agency, year)) == found[year]
