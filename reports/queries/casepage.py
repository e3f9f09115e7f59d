"""The page of one case for its caseworkers: where it stands, why it is due then, what was and may be done.

Who applied is no part of it: that is `services.personal`'s to mask or tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.domain import comparing
from reports.domain.casework.calendar import Calendar
from reports.domain.casework.deadline import Deadline, days_left
from reports.domain.casework.limits import NoLaw
from reports.domain.casework.outcomes import HOME
from reports.domain.casework.standing import BrokenCase, fold
from reports.domain.casework.states import Facts, Refusal, allowed, check
from reports.domain.casework.steps import Matter, Step, StepKind
from reports.domain.casework.terms import Term
from reports.domain.casework.transitions import Who
from reports.domain.statform.definition import CellKey
from reports.models import Application, CaseFile, CaseStep, Dispute
from reports.models.application import Way
from reports.queries import cases, casestanding, casewords, statforms
from reports.queries.casecalendar import calendar as present_calendar
from reports.queries.casestanding import Reading
from reports.queries.stattables import numbered

ALIKE = 0.6
"""From this likeness on, two descriptions may ask for the same."""
COMPARED = 1500
"""Signs of a description that are compared."""
DISCLOSED = "3.1"
"""The group of answers that give what was asked for."""
EARLIER = 10
"""Earlier cases of an applicant that are shown."""

CERTAINTIES: Mapping[str, Promise] = MappingProxyType(
    {
        "known": gettext_lazy("wording to be confirmed"),
        "practice": gettext_lazy("practice, not in the text"),
    }
)
"""How sure an article is, where it was not read in a published text."""
TERMS: Mapping[str, Promise] = MappingProxyType(
    {
        "supplement_notice": gettext_lazy("Last day to ask for a supplement"),
        "supplement": gettext_lazy("Last day for the applicant to supplement"),
        "opinion": gettext_lazy("Last day for the opinion asked for (%(ref)s)"),
        "fee": gettext_lazy("Last day to pay the fee"),
    }
)
OPINIONS: Mapping[str, Promise] = MappingProxyType(
    {
        "agrees": gettext_lazy("agrees to disclosure"),
        "objects": gettext_lazy("objects to disclosure"),
        "none": gettext_lazy("gave no clear opinion"),
    }
)
"""What a reply to a consultation says, as stored in its figures."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """One part of how the due day came about."""

    sentence: str
    article: str
    doubt: str


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty beside the answer. `state`: "open", "done", "over", "past" (no longer possible)."""

    words: str
    due: date | None
    done_on: date | None
    state: str
    article: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One step in the timeline. `facts`: what it set or brought, each a few words."""

    step: CaseStep
    title: str
    facts: tuple[str, ...]
    files: tuple[CaseFile, ...]

    @property
    def is_struck(self) -> bool:
        """Whether it counts no more."""
        return self.step.struck_at is not None


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier case of the same applicant at the same agency. `likeness`: percent; of the descriptions."""

    application: Application
    likeness: int

    @property
    def is_alike(self) -> bool:
        """Whether it may have asked for the same."""
        return self.likeness >= ALIKE * 100


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything of the page but who applied."""

    application: Application
    reading: Reading
    left: int | None
    stretches: tuple[Stretch, ...]
    provisional: tuple[str, ...]
    duties: tuple[Duty, ...]
    entries: tuple[Entry, ...]
    loose_files: tuple[CaseFile, ...]
    disputes: tuple[Dispute, ...]
    allowed: tuple[StepKind, ...]
    is_broken: bool

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        return casewords.state(self.application.state)

    @property
    def outcome(self) -> str:
        """How it was answered, in words."""
        return casewords.outcome(self.application.outcome)

    @property
    def turn(self) -> str:
        """Whose turn it is, in words."""
        return casewords.party(self.application.waiting_for)

    @property
    def left_words(self) -> str:
        """How much time is left, in words."""
        return "" if self.left is None else cases.days_in_words(self.left)

    @property
    def deadline(self) -> Deadline | None:
        """The deadline, as counted."""
        return self.reading.deadline


def of(application: Application, *, on: date) -> CasePage:
    """The page as it stands on that day. Five queries.

    Steps that contradict each other (they never passed the gate) are shown, so that the wrong one can be
    struck; nothing is read off them and nothing else is offered.
    """
    days = present_calendar()
    rows = list(application.steps.select_related("by", "struck_by").order_by("number"))
    steps = tuple(row.step for row in rows if row.struck_at is None)
    reading, is_broken = _read(steps, Matter(application.kind), days)
    files = list(application.files.select_related("added_by").order_by("pk"))
    found = reading.deadline
    return CasePage(
        application=application,
        reading=reading,
        left=days_left(found, on, days) if found and application.closed_on is None else None,
        stretches=_stretches(found),
        provisional=tuple(casewords.provisional(each) for each in found.provisional_because) if found else (),
        duties=tuple(_duty(term, on) for term in reading.terms),
        entries=_entries(rows, files),
        loose_files=tuple(file for file in files if file.step_id is None),
        disputes=tuple(application.disputes.order_by("filed_on", "pk")),
        allowed=() if is_broken else allowed(reading.steps, reading.facts, on, who=Who.STAFF),
        is_broken=is_broken,
    )


def _read(steps: Sequence[Step], matter: Matter, days: Calendar) -> tuple[Reading, bool]:
    try:
        return casestanding.of_steps(steps, matter, days), False
    except (BrokenCase, NoLaw):
        return Reading((), fold(()), None, (), Facts(matter=matter)), True


def earlier(application: Application, rows: Iterable[Application]) -> tuple[Earlier, ...]:
    """Those cases with how alike they are, the likest first. `rows`: `services.personal.similar`."""
    mine = application.description[:COMPARED]
    found = [Earlier(row, round(100 * likeness(mine, row.description[:COMPARED]))) for row in rows]
    return tuple(sorted(found, key=lambda one: -one.likeness))


def likeness(one: str, other: str) -> float:
    """How much two texts share, sign by sign: 0 to 1; 0 where either is empty."""
    if not one or not other:
        return 0.0
    same = sum(len(mark.text) for mark in comparing.marks(one, other) if mark.kind == "same")
    return 2 * same / (len(one) + len(other))


def refusals(page: CasePage, kind: StepKind, on: date) -> list[Refusal]:
    """Why a step of that kind may not be taken on that day."""
    return check(page.reading.steps, Step(kind, on), page.reading.facts, on, who=Who.STAFF)


def outcomes(reading: Reading) -> list[tuple[str, list[tuple[str, str]]]]:
    """The outcomes an answer may have now, by the groups of the year's table: (group, [(code, title)])."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for each in reading.facts.outcomes.values():
        if each.matter != reading.facts.matter or each.step != StepKind.ANSWER:
            continue
        if each.after is not None and each.after not in reading.standing.first:
            continue
        groups.setdefault(each.group, []).append((each.code, casewords.title(each)))
    return [(_group(code), found) for code, found in groups.items()]


def reasoned(reading: Reading) -> frozenset[str]:
    """The outcomes that are told with their reason (article 36): all rows of the table but 3.1, disclosed."""
    found = reading.facts.outcomes.values()
    return frozenset(each.code for each in found if each.group and each.group != DISCLOSED)


def _group(code: str) -> str:
    if not code:
        return _("Answer")
    return numbered(statforms.all_forms()[HOME].row(CellKey("applications", code, "total")))


def _stretches(found: Deadline | None) -> tuple[Stretch, ...]:
    if found is None:
        return ()
    return tuple(
        Stretch(casewords.reason(each), casewords.article(each), str(CERTAINTIES.get(each.certainty, "")))
        for each in found.reasons
    )


def _duty(term: Term, on: date) -> Duty:
    state = "over" if term.is_over(on) else "done" if term.done_on else "open"
    if term.code == "supplement_notice" and state == "over":
        state = "past"  # nothing was missed: a supplement need not be asked for
    article = term.article_en if casewords.is_english() else term.article
    return Duty(str(TERMS[term.code]) % {"ref": term.ref}, term.due, term.done_on, state, article)


def _entries(rows: Iterable[CaseStep], files: Iterable[CaseFile]) -> tuple[Entry, ...]:
    held: dict[int, list[CaseFile]] = {}
    for file in files:
        held.setdefault(file.step_id or 0, []).append(file)
    return tuple(
        Entry(row, casewords.step(row.kind), tuple(facts(row)), tuple(held.get(row.pk, ()))) for row in rows
    )


def facts(row: CaseStep) -> list[str]:
    """What a step set or brought, in words."""
    found = []
    if row.until:
        found.append(_("until %(day)s") % {"day": casewords.day(row.until)})
    if row.outcome:
        found.append(casewords.outcome(row.outcome))
    if row.ref:
        found.append(_("consultation %(ref)s") % {"ref": row.ref})
    return found + [words for name, value in row.detail.items() if (words := _figure(name, str(value)))]


def _figure(name: str, value: str) -> str:
    if name == "party":
        return casewords.party(value)
    if name == "opinion":
        return str(OPINIONS.get(value, ""))
    if name == "way":
        return str(dict(Way.choices).get(value, ""))
    sentences = {
        "days": _("%(value)s working days"),
        "amount": _("%(value)s yuan"),
        "pages": _("%(value)s pages"),
        "items": _("no. %(value)s of the applicant in this month"),
    }
    if name == "consent_on":
        return _("consent of the person in charge on %(day)s") % {
            "day": casewords.day(date.fromisoformat(value))
        }
    return sentences[name] % {"value": value} if name in sentences else ""
