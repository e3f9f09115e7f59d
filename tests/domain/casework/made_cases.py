"""Made-up cases: a few steps written by hand, or long lives drawn at random through the gate."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from reports.domain.casework.counting import Case
from reports.domain.casework.states import Facts, allowed, apply, fold
from reports.domain.casework.steps import Applicant, Channel, Matter, Step, StepKind
from reports.queries.caserules import outcomes

K = StepKind
OUTCOMES = outcomes()
ANSWERS = [one.code for one in OUTCOMES.of(Matter.APPLICATION)]
RARE = (K.WITHDRAW, K.DELIVER)
"""Steps nearly always allowed, which would otherwise end or fill most lives."""
FIRST_DAY, LAST_DAY = date(2022, 1, 1), date(2024, 12, 31)


def numbered(*steps: Step) -> tuple[Step, ...]:
    """The steps with the numbers of their order."""
    return tuple(
        Step(one.kind, one.on, n, one.until, one.outcome, one.ref, one.detail)
        for n, one in enumerate(steps, 1)
    )


def received(on: date, *later: Step) -> tuple[Step, ...]:
    """Registered and legally received on one day, then what follows."""
    return numbered(Step(K.REGISTER, on), Step(K.ACCEPT, on), *later)


def make_case(steps: tuple[Step, ...], case_id: int = 1, **values) -> Case:
    """A case of a natural person that came online."""
    return Case(
        **{"id": case_id, "applicant": Applicant.NATURAL_PERSON, "channel": Channel.ONLINE, "steps": steps}
        | values
    )


def facts_of(steps: tuple[Step, ...]) -> Facts:
    """Last days counted in calendar days: near enough to try the gate, which counts none itself."""
    standing = fold(steps)
    begun, notice = standing.received_on, standing.day(K.RECEIVE_FEE_NOTICE)
    first = begun and begun + timedelta(28)
    return Facts(
        OUTCOMES.outcomes,
        supplement_due=begun and begun + timedelta(9),
        first_deadline=first,
        deadline=first and first + timedelta(28 if standing.is_extended else 0),
        payment_due=notice and notice + timedelta(28),
    )


def filled(kind: StepKind, on: date, pick: int, steps: tuple[Step, ...]) -> Step:
    """A step of that kind with what it must bring."""
    standing = fold(steps)
    until = on + timedelta(1 + pick % 40) if kind in (K.ASK_SUPPLEMENT, K.DELAY) else None
    outcome = ref = ""
    if kind in (K.ANSWER, K.CORRECT_ANSWER):
        fit = [code for code in ANSWERS if OUTCOMES.outcomes[code].after in (None, *standing.first)]
        outcome = fit[pick % len(fit)]
    if kind == K.CONSULT:
        ref = f"c{len(standing.consulted) + 1}"
    if kind in (K.CONSULT_REPLY, K.RECEIVE_CONSULT):
        over = standing.reached if kind == K.RECEIVE_CONSULT else {}
        refs = sorted(standing.consultations.keys() - over.keys())
        ref = refs[pick % len(refs)]
    detail = {"consent_on": on.isoformat()} if kind == K.EXTEND else {}
    return Step(kind, on, until=until, outcome=outcome, ref=ref, detail=detail)


def lived(arrived: date, moves: list[tuple[int, int]]) -> tuple[Step, ...]:
    """The steps of a case after those moves: (which of the allowed steps, days later), through the gate."""
    steps: tuple[Step, ...] = ()
    today = arrived
    for pick, gap in [(0, 0), *moves]:
        today += timedelta(gap)
        facts = facts_of(steps)
        kinds = [kind for kind in allowed(steps, facts, today) if kind not in RARE or pick % 12 == 0]
        if kinds:
            steps = apply(steps, filled(kinds[pick % len(kinds)], today, pick, steps), facts, today)
    return steps


MOVES = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 45)), min_size=3, max_size=14)
MATTERS = (*[Matter.APPLICATION] * 8, Matter.CORRECTION, Matter.COMPLAINT)
DAYS = st.dates(FIRST_DAY, LAST_DAY)


@st.composite
def many_cases(draw: st.DrawFn, size: int = 25) -> list[Case]:
    """So many cases, four in five applications, of every applicant and channel, over three years."""
    made = st.tuples(
        st.sampled_from(Applicant), st.sampled_from(Channel), DAYS, MOVES, st.sampled_from(MATTERS)
    )
    drawn = draw(st.lists(made, min_size=size, max_size=size))
    return [
        Case(n, who, how, lived(day, moves), matter)
        for n, (who, how, day, moves, matter) in enumerate(drawn, 1)
    ]
