"""Who published which year's report in time: the state of publication, read off law and reports."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.db.models import TextChoices
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from reports.domain import deadlines
from reports.models import Agency, Report
from reports.models.agency import AgencyKind
from reports.models.report import ReportKind, ReportQuerySet

LAW = Path(__file__).resolve().parent.parent / "data" / "limits" / "annual-report.toml"


class Standing(TextChoices):
    """How a body stands with the report on one year."""

    ON_TIME = "on_time", _("published on time")
    LATE = "late", _("published late")
    PUBLISHED = "published", _("published, date unknown")
    NOT_PUBLISHED = "not_published", _("not published")
    NOT_DUE = "not_due", _("not due yet")


@dataclass(frozen=True, slots=True)
class YearStanding:
    """One agency and one report year.

    `report`: the revision that stands: the agency's own, or a people's government's roll-up where it has no
    own report. `roll_up`: its roll-up, beside or instead. `duty` None: no law demanded a report of that year.
    `published_on`: the day printed on the first revision that is public, by which it is judged; `days_late`:
    calendar days. `is_corrected`: an earlier revision was public before.
    """

    agency: Agency
    year: int
    standing: Standing
    duty: deadlines.Due | None
    published_on: date | None
    days_late: int
    report: Report | None
    roll_up: Report | None
    is_corrected: bool

    @property
    def due(self) -> date | None:
        """The last day in time."""
        return self.duty.day if self.duty else None

    def days_over(self, on: date) -> int:
        """Calendar days it was published late, or has been missing by that day; 0 in time."""
        if self.report is not None or self.due is None:
            return self.days_late
        return max(0, (on - self.due).days)

    @property
    def article(self) -> str:
        """The law and article that say so, in the active language."""
        return article_of(self.duty) if self.duty else ""


@dataclass(frozen=True, slots=True)
class YearState:
    """How all bodies that owe a report on `year` stand.

    `counts` has every standing, 0 included; `standings` are in the order of agencies; `corrected` counts
    corrections among the published.
    """

    year: int
    counts: Mapping[Standing, int]
    standings: tuple[YearStanding, ...]
    corrected: int

    @property
    def total(self) -> int:
        """How many bodies owe a report."""
        return len(self.standings)

    @property
    def published(self) -> int:
        """How many have one out, in time or not."""
        return self.counts[Standing.ON_TIME] + self.counts[Standing.LATE] + self.counts[Standing.PUBLISHED]

    def of(self, standing: Standing) -> tuple[YearStanding, ...]:
        """The bodies that stand so."""
        return tuple(one for one in self.standings if one.standing == standing)


def article_of(duty: deadlines.Due) -> str:
    """The law and article that set a due day, in the active language."""
    if (get_language() or "zh").startswith("zh"):
        return f"{duty.law}{duty.article}"
    return f"{duty.law_en}, {duty.article_en}"


@cache
def rules() -> tuple[deadlines.Rule, ...]:
    """The law on when reports are due, read once. Raises `deadlines.BadRules`."""
    return deadlines.load(LAW.read_text("utf-8"))


def last_year(*, on: date) -> int:
    """The latest report year whose reports can be out on that day."""
    return on.year - 1


def of_agency(agency: Agency, *, on: date) -> list[YearStanding]:
    """Every year it owes or has a report on, newest first; one query.

    From the year of its first public report or the year it began, whichever is earlier (neither known: from
    last year), while it stands on the last day of the year; other years only where a report exists.
    """
    by_year: dict[int, list[Report]] = defaultdict(list)
    for report in _public(agency.reports.all()):
        by_year[report.year].append(report)
    owing = _years_owed(agency, by_year, on=on)
    years = sorted({*owing, *(year for year, reports in by_year.items() if _current(reports))}, reverse=True)
    return [_standing(agency, year, by_year.get(year, ()), on=on) for year in years]


def owed(agencies: Iterable[Agency], *, on: date) -> list[YearStanding]:
    """Every year for which one of those bodies owes a report that is not public, the longest due first.

    One query, however many bodies and years.
    """
    held = {agency.pk: agency for agency in agencies}
    public: dict[int, dict[int, list[Report]]] = defaultdict(lambda: defaultdict(list))
    for report in _public(Report.objects.filter(agency__in=held)):
        report.agency = held[report.agency_id]
        public[report.agency_id][report.year].append(report)
    found = []
    for pk, agency in held.items():
        for year in _years_owed(agency, public[pk], on=on):
            one = _standing(agency, year, public[pk].get(year, ()), on=on)
            if one.due and not one.report:
                found.append(one)
    return sorted(found, key=lambda one: (one.due or date.max, one.agency.division_code, one.agency.name))


def _years_owed(agency: Agency, by_year: Mapping[int, object], *, on: date) -> list[int]:
    """From the year of its first public report or the year it began, while it stands at the year's end."""
    last = last_year(on=on)
    begins = _begins(agency, min(by_year, default=None), default=last)
    years = range(max(begins, deadlines.first_year(rules())), last + 1)
    return [year for year in years if _stands(agency, year)]


def of_year(year: int, *, on: date) -> YearState:
    """How every body that owes a report on that year stands; two queries, three for a year before the last.

    A body of unknown beginning owes it from its first public report on, and for last year.
    """
    by_agency: dict[int, list[Report]] = defaultdict(list)
    for report in _public(Report.objects.filter(year=year)):
        by_agency[report.agency_id].append(report)
    agencies = list(Agency.objects.in_being(on=date(year, 12, 31)))
    if year < last_year(on=on):
        agencies = _begun(agencies, by_agency, year)
    standings = []
    for agency in agencies:
        reports = by_agency.get(agency.pk, [])
        for report in reports:
            report.agency = agency
        standings.append(_standing(agency, year, reports, on=on))
    standings = [one for one in standings if one.due or one.report]
    counted = Counter(one.standing for one in standings)
    return YearState(
        year,
        {standing: counted[standing] for standing in Standing},
        tuple(standings),
        sum(one.is_corrected for one in standings),
    )


def _begun(agencies: list[Agency], reporting: Container[int], year: int) -> list[Agency]:
    """Those known to have existed in that year: by a date, or by a public report on it or before."""
    unknown = [agency.pk for agency in agencies if agency.valid_from is None and agency.pk not in reporting]
    earlier = Report.objects.public().filter(agency__in=unknown, year__lt=year).order_by()
    strangers = set(unknown) - set(earlier.values_list("agency_id", flat=True).distinct())
    return [agency for agency in agencies if agency.pk not in strangers]


def _public(reports: ReportQuerySet) -> ReportQuerySet:
    """Every public revision, oldest first, without its long texts."""
    return reports.public().order_by("revision").defer("preamble", "closing", "explanation")


def _begins(agency: Agency, first_report: int | None, *, default: int) -> int:
    known = [
        year for year in (first_report, agency.valid_from and agency.valid_from.year) if year is not None
    ]
    return min(known, default=default)


def _stands(agency: Agency, year: int) -> bool:
    """Whether it is the body that reports on the year: in being on the last day the report covers."""
    last_day = date(year, 12, 31)
    begun = agency.valid_from is None or agency.valid_from <= last_day
    return begun and (agency.valid_until is None or agency.valid_until >= last_day)


def _current(reports: Iterable[Report], kind: str = "") -> Report | None:
    return next((r for r in reports if r.superseded_at is None and kind in ("", r.kind)), None)


def _standing(agency: Agency, year: int, reports: Iterable[Report], *, on: date) -> YearStanding:
    """`reports`: the public revisions of that agency and year, oldest first."""
    roll_up = _current(reports, ReportKind.ROLL_UP)
    report = _current(reports, ReportKind.OWN)
    if report is None and agency.kind == AgencyKind.GOVERNMENT:
        report = roll_up
    kind = report.kind if report else ReportKind.OWN
    duty = deadlines.due(year, agency.kind, kind, rules())
    first = next((r for r in reports if report and r.kind == report.kind), None)
    standing, late = _judge(first, duty.day if duty else None, on=on)
    return YearStanding(
        agency=agency,
        year=year,
        standing=standing,
        duty=duty,
        published_on=deadlines.day_of(first.published_at) if first and first.published_at else None,
        days_late=late,
        report=report,
        roll_up=roll_up,
        is_corrected=bool(first and report and report.revision > first.revision),
    )


def _judge(first: Report | None, due: date | None, *, on: date) -> tuple[Standing, int]:
    if first is None:
        return (Standing.NOT_PUBLISHED if due and on > due else Standing.NOT_DUE), 0
    if first.published_at is None or due is None:
        return Standing.PUBLISHED, 0
    late = deadlines.days_late(first.published_at, due)
    return (Standing.LATE if late else Standing.ON_TIME), late
