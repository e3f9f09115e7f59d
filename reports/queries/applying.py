"""What the public pages of applying show: which agencies take applications, and by when one is answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from reports.domain.casework.deadline import Deadline, provisional_deadline
from reports.domain.casework.retention import Part
from reports.models import Agency
from reports.models.application import ApplicationKind
from reports.queries import agencies, caserules, casewords, retention
from reports.queries.casecalendar import calendar


@dataclass(frozen=True, slots=True)
class Choice:
    """An agency that may be applied to, with those under it."""

    agency: Agency
    children: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """The agency somebody applies to. Not in being: `successors` took its duties."""

    agency: Agency
    is_in_being: bool
    successors: tuple[Agency, ...] = ()


@dataclass(frozen=True, slots=True)
class Expected:
    """By when an answer is due if receipt is confirmed today, and how that was counted, in sentences."""

    due: date
    days: int
    reasons: tuple[tuple[str, str], ...]
    """(sentence, article)."""
    provisional: tuple[str, ...]
    law: str


@dataclass(frozen=True, slots=True)
class Kept:
    """For how many years after the end of a case what is kept: identity and contact; words and files."""

    identity_years: int
    record_years: int


def choices(*, on: date) -> tuple[Choice, ...]:
    """Every agency in being under the nearest one in being; one query."""
    rows = list(_in_being(on))
    there = {agency.pk for agency in rows}
    under: dict[int | None, list[Agency]] = defaultdict(list)
    for agency in rows:
        under[agency.parent_id if agency.parent_id in there else None].append(agency)
    return _choices(under, None)


def matching(text: str, *, on: date) -> tuple[Choice, ...]:
    """The agencies in being whose name or code holds the text; one query."""
    found = _in_being(on).filter(
        Q(name__icontains=text)
        | Q(short_name__icontains=text)
        | Q(name_en__icontains=text)
        | Q(slug=text)
        | Q(credit_code=text)
        | Q(division_code=text)
    )
    return tuple(Choice(agency) for agency in found.select_related("parent"))


def target(slug: str, *, on: date) -> Target | None:
    """The agency at that address; None where there is none. One query, two where it has ended."""
    agency = Agency.objects.filter(slug=slug).select_related("parent").first()
    if agency is None:
        return None
    has_begun = agency.valid_from is None or agency.valid_from <= on
    if has_begun and (agency.valid_until is None or agency.valid_until >= on):
        return Target(agency, True)
    return Target(agency, False, tuple(agency.successors.all()))


def moved(slug: str) -> str | None:
    """The present address of an agency once known by that one."""
    return agencies.moved(slug)


def expected(kind: str, *, on: date) -> Expected | None:
    """The provisional deadline of what is sent that day; None for a complaint, which has none by law."""
    if kind == ApplicationKind.COMPLAINT:
        return None
    found = provisional_deadline(on, calendar(), caserules.laws())
    return _worded(found)


def kept() -> Kept:
    """How long what is kept, by the rules in force."""
    rules = retention.rules()
    return Kept(rules.rule(Part.IDENTITY).years, rules.rule(Part.WORDS).years)


def _worded(found: Deadline) -> Expected:
    return Expected(
        due=found.due,
        days=found.law.answer_days,
        reasons=tuple((casewords.reason(each), casewords.article(each)) for each in found.reasons),
        provisional=tuple(casewords.provisional(each) for each in found.provisional_because),
        law=casewords.article(found.law),
    )


def _in_being(on: date) -> QuerySet[Agency]:
    return Agency.objects.in_being(on=on).order_by("division_code", "name", "pk")


def _choices(under: dict[int | None, list[Agency]], parent: int | None) -> tuple[Choice, ...]:
    # popped, so that a circle of parents cannot go on for ever
    here: Iterable[Agency] = under.pop(parent, ())
    return tuple(Choice(agency, _choices(under, agency.pk)) for agency in here)
