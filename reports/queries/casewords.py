"""The words for what the rules of casework say in codes: states, steps, refusals, how a date came about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from reports.domain.casework.deadline import Reason
from reports.domain.casework.limits import Limits
from reports.domain.casework.outcomes import Outcome
from reports.domain.casework.pauses import Party
from reports.domain.casework.states import Code, Refusal
from reports.domain.casework.steps import StepKind
from reports.domain.casework.transitions import State
from reports.models.casestep import StepChoices
from reports.queries import caserules

STATES: Mapping[str, Promise] = {
    State.REGISTERED: gettext_lazy("arrived, receipt to be confirmed"),
    State.ACCEPTED: gettext_lazy("being handled"),
    State.AWAITING_SUPPLEMENT: gettext_lazy("waiting for the supplement"),
    State.AWAITING_REASONS: gettext_lazy("waiting for the reasons"),
    State.AWAITING_PAYMENT: gettext_lazy("waiting for the fee"),
    State.ANSWERED: gettext_lazy("answered"),
    State.WITHDRAWN: gettext_lazy("withdrawn"),
    State.LAPSED: gettext_lazy("ended without an answer"),
}
"""State → its short name."""

PLAIN: Mapping[str, Promise] = {
    State.REGISTERED: gettext_lazy(
        "Your application has arrived. The agency will confirm with you that it has it."
    ),
    State.ACCEPTED: gettext_lazy("The agency is handling your application."),
    State.AWAITING_SUPPLEMENT: gettext_lazy(
        "The agency has asked you to describe more exactly what you look for."
    ),
    State.AWAITING_REASONS: gettext_lazy("The agency has asked you for the reasons of your applications."),
    State.AWAITING_PAYMENT: gettext_lazy("The agency has notified a fee. It goes on once the fee is paid."),
    State.ANSWERED: gettext_lazy("Your application has been answered."),
    State.WITHDRAWN: gettext_lazy("You have withdrawn this application."),
    State.LAPSED: gettext_lazy("The agency has ended this application without an answer."),
}
"""State → what it means to the applicant."""

PARTIES: Mapping[str, Promise] = {
    Party.US: gettext_lazy("the agency"),
    Party.APPLICANT: gettext_lazy("the applicant"),
    Party.THIRD_PARTY: gettext_lazy("a third party"),
    Party.OTHER_ORGAN: gettext_lazy("another agency"),
}

PROVISIONAL: Mapping[str, Promise] = {
    "year_not_announced": gettext_lazy("The holidays of that year have not been announced yet."),
    "supplement_open": gettext_lazy("It supposes that the supplement comes on the last day."),
    "fee_open": gettext_lazy("It supposes that the fee is paid on the last day."),
    "consult_open": gettext_lazy("It supposes that the opinion asked for comes on the last day."),
    "consult_receipt_unknown": gettext_lazy(
        "The day on which the request for an opinion arrived is not recorded."
    ),
    "receipt_not_confirmed": gettext_lazy("It supposes that receipt is confirmed on the day of arrival."),
}
"""Why a due day may still move."""

REFUSALS: Mapping[Code, Promise] = {
    Code.WRONG_STATE: gettext_lazy("“%(step)s” cannot follow now: the case is “%(state)s”."),
    Code.NOT_YOURS: gettext_lazy("“%(step)s” is not yours to do."),
    Code.ONCE_ONLY: gettext_lazy("“%(step)s” is done once only; it was done on %(on)s."),
    Code.IN_FUTURE: gettext_lazy(
        "“%(step)s”: the day lies in the future. Give today, %(today)s, or an earlier day."
    ),
    Code.BEFORE_LAST: gettext_lazy(
        "“%(step)s”: the day must be %(earliest)s or later, as the steps before it."
    ),
    Code.TOO_LATE: gettext_lazy("“%(step)s” was possible until %(last_day)s."),
    Code.TOO_EARLY: gettext_lazy(
        "“%(step)s” is possible only after %(last_day)s, when the period has ended."
    ),
    Code.NO_PERIOD: gettext_lazy("“%(step)s”: no period runs that could have ended."),
    Code.NO_GROUND: gettext_lazy("“%(step)s”: the law this case is handled by knows no such step."),
    Code.NEEDS_STEP: gettext_lazy("“%(step)s” needs “%(needs)s” before it."),
    Code.NOT_AFTER: gettext_lazy("“%(step)s” is not possible after “%(after)s”."),
    Code.NEEDS_UNTIL: gettext_lazy("“%(step)s”: give the last day of the period."),
    Code.UNTIL_NOT_AFTER: gettext_lazy(
        "“%(step)s”: the last day, %(until)s, must come after the day of the step."
    ),
    Code.BAD_DAYS: gettext_lazy("“%(step)s”: give 1 to %(most)s working days."),
    Code.NEEDS_CONSENT: gettext_lazy(
        "“%(step)s”: the day is missing on which the person in charge of the disclosure office consented."
    ),
    Code.BAD_CONSENT: gettext_lazy(
        "“%(step)s”: the consent is given from %(earliest)s, the legal receipt, to %(last_day)s, the day of "
        "the step."
    ),
    Code.NEEDS_REF: gettext_lazy("“%(step)s”: say which consultation it belongs to."),
    Code.REF_TAKEN: gettext_lazy("“%(step)s”: the reference %(ref)s is used already."),
    Code.REF_NOT_OPEN: gettext_lazy("“%(step)s”: no open consultation has the reference %(ref)s."),
    Code.NEEDS_OUTCOME: gettext_lazy("“%(step)s”: choose how the application is answered."),
    Code.UNKNOWN_OUTCOME: gettext_lazy("“%(step)s”: %(outcome)s is no outcome known here."),
    Code.OTHER_OUTCOME: gettext_lazy(
        "“%(step)s”: the outcome %(outcome)s does not belong to this kind of case."
    ),
}
"""Each has %(step)s and the values of its code."""

DAYS = frozenset({"on", "today", "earliest", "last_day", "until"})


def state(code: str) -> str:
    """The short name of a state."""
    return str(STATES[State(code)]) if code else ""


def plain_state(code: str) -> str:
    """A state as a sentence to the applicant."""
    return str(PLAIN[State(code)])


def step(kind: str) -> str:
    """The name of a step."""
    return str(StepChoices(kind).label)


def party(code: str) -> str:
    """Whose turn it is; "" for nobody's."""
    return str(PARTIES[Party(code)]) if code else ""


def provisional(because: str) -> str:
    """Why a due day is provisional."""
    return str(PROVISIONAL[because])


def outcome(code: str) -> str:
    """The name of an outcome in the reader's language; "" for none."""
    return title(caserules.outcomes().outcomes[code]) if code else ""


def title(found: Outcome) -> str:
    """The name of an outcome in the reader's language."""
    return found.title_en if is_english() else found.title


def refusal(found: Refusal) -> str:
    """Why a step is refused, what it is and what to do."""
    values = {name: _value(name, value) for name, value in found.values.items()}
    return str(REFUSALS[found.code]) % {"step": step(found.kind), **values}


def article(found: Reason | Limits) -> str:
    """Where it is written: "article 33, paragraph 2 of …", in the reader's language."""
    if isinstance(found, Limits):
        return found.name_en if is_english() else found.name
    if is_english():
        return f"{found.law_en}, {found.article_en}" if found.article_en else found.law_en
    return f"{found.law}{found.article}"


def reason(found: Reason) -> str:
    """One stretch of the counting of a deadline, as a sentence without its article."""
    days = {"start": day(found.start), "end": day(found.end), "counted": found.counted}
    others = {"days": found.values.get("days", ""), "lost": found.values.get("lost", "")}
    return _sentence(found) % {**days, "not_counted": found.not_counted, **others, **_named(found.values)}


def day(value: date) -> str:
    """A day as the reader writes it."""
    return date_format(value, "DATE_FORMAT")


def is_english() -> bool:
    """Whether the reader reads English."""
    return (get_language() or "").startswith("en")


def _sentence(found: Reason) -> str:
    if found.code == "received":
        return _("Legally received on %(start)s. The count begins on the day after.")
    if found.code in ("answer", "extension"):
        return _run(found)
    if found.code == "pause":
        return ngettext(
            "After %(start)s and up to %(end)s the clock stands (%(why)s): %(not_counted)s working day is "
            "not counted.",
            "After %(start)s and up to %(end)s the clock stands (%(why)s): %(not_counted)s working days are "
            "not counted.",
            found.not_counted,
        )
    if found.values.get("open"):
        return _awaited(found.code)
    return {
        "supplement": _(
            "A supplement was asked for on %(start)s and came on %(end)s: the count begins anew after that "
            "day. The %(lost)s working days before do not count."
        ),
        "fee": _(
            "A fee was notified on %(start)s and paid on %(end)s: the count begins anew after that day. "
            "The %(lost)s working days before do not count."
        ),
        "delay": _("The answer is delayed until %(end)s, as the applicant was told."),
        "supplement_notice_late": _(
            "The supplement was asked for on %(start)s, later than the law allows; the count begins anew "
            "with it all the same."
        ),
        "too_late": _("“%(step)s” on %(start)s came after the due day and moves it no more."),
        "no_ground": _(
            "“%(step)s” on %(start)s: this version of the law knows no such step; it moves nothing."
        ),
        "too_long": _(
            "“%(step)s” on %(start)s asked for %(asked)s working days; the law allows %(most)s, which are "
            "counted."
        ),
    }[found.code]


def _awaited(code: str) -> str:
    if code == "fee":
        return _(
            "A fee was notified on %(start)s and may be paid until %(end)s: the count begins anew after the "
            "payment. The %(lost)s working days before do not count."
        )
    return _(
        "A supplement was asked for on %(start)s and may come until %(end)s: the count begins anew after it. "
        "The %(lost)s working days before do not count."
    )


def _run(found: Reason) -> str:
    if found.code == "extension":
        return ngettext(
            "Extension (%(days)s days): after %(start)s and up to %(end)s, %(counted)s working day.",
            "Extension (%(days)s days): after %(start)s and up to %(end)s, %(counted)s working days.",
            found.counted,
        )
    return ngettext(
        "Time to answer (%(days)s days): after %(start)s and up to %(end)s, %(counted)s working day.",
        "Time to answer (%(days)s days): after %(start)s and up to %(end)s, %(counted)s working days.",
        found.counted,
    )


def _named(values: Mapping[str, str]) -> dict[str, str]:
    why = values.get("why", "")
    return {
        **values,
        "step": step(values["step"]) if "step" in values else "",
        "why": _(", ").join(str(WHY[each]) for each in why.split(",") if each),
    }


WHY: Mapping[str, Promise] = {
    "third_party": gettext_lazy("opinion of a third party"),
    "other_organ": gettext_lazy("opinion of another agency"),
    "supplement": gettext_lazy("supplement"),
    "fee": gettext_lazy("fee"),
}


def _value(name: str, value: str) -> str:
    if name in DAYS:
        return day(date.fromisoformat(value))
    if name == "state":
        return state(value) if value else _("not yet registered")
    if name in ("needs", "after"):
        return step(StepKind(value))
    if name == "outcome" and value in caserules.outcomes().outcomes:
        return outcome(value)
    return value
