"""Runs every check over a stored report: its words and figures, beside last year's. Reads, never writes."""

from __future__ import annotations

from collections.abc import Sequence

from reports.domain import deadlines
from reports.domain.decisions import decided
from reports.domain.everycheck import EveryFinding, every_check, prose_checks
from reports.domain.prose.checking.findings import Figures, Matter, Other, ProseFinding
from reports.domain.prose.passages import Prose, prose_of
from reports.domain.statform.definition import Form
from reports.models import Chapter, Report
from reports.queries import decisions, likeness, statforms
from reports.queries.figures import figures_of
from reports.queries.reportfigures import previous_figures, previous_of
from reports.queries.timeliness import rules


def of_report(report: Report) -> EveryFinding:
    """Every finding of a report, as staff decided about it; at most eleven queries."""
    found = every_check(matter_of(report, previous_of(report)))
    made = decisions.of_report(report)
    return EveryFinding(tuple(decided(found.tables, made)), tuple(decided(found.prose, made)))


def of_unstored(report: Report, words: Prose, figures: Figures) -> EveryFinding:
    """Every finding of a report that is not stored, beside those that are; at most eleven queries.

    `report` is a row not saved, with its agency; `words` and `figures` are what it says.
    """
    siblings = Report.objects.public().filter(agency=report.agency, year=report.year, kind=report.kind)
    released = list(siblings.only("revision", "published_at"))
    report.revision = 1 + max((each.revision for each in released), default=0)
    matter = matter_of(report, previous_of(report), figures=figures, released=released, words=words)
    return every_check(matter)


def prose_of_report(
    report: Report,
    previous: Report | None,
    *,
    figures: Figures | None = None,
    released: Sequence[Report] | None = None,
) -> tuple[ProseFinding, ...]:
    """The findings of the words alone. `figures` saves the query for cells, `released` that for revisions."""
    found = prose_checks(matter_of(report, previous, figures=figures, released=released))
    return tuple(decided(found, decisions.of_report(report)))


def matter_of(
    report: Report,
    previous: Report | None,
    *,
    figures: Figures | None = None,
    released: Sequence[Report] | None = None,
    words: Prose | None = None,
) -> Matter:
    """A report as the checks look at it. `released`: its public revisions, `words`: its own, if known."""
    form: Form | None = statforms.all_forms().get(report.form_id)
    if form is not None and figures is None:
        figures = figures_of(report)
    first = _first(report, _released(report) if released is None else released)
    words = words or likeness.words_of(report)
    alike = likeness.of_words(
        words, report.agency, year=report.year, kind=report.kind, published_at=first.published_at
    )
    last_year = Other("last-year", _words(previous), report.agency.name) if previous else None
    return Matter(
        prose=words,
        year=report.year,
        form=form,
        kind=report.kind,
        agency_name=report.agency.name,
        agency_kind=report.agency.kind,
        figures=figures,
        previous=previous_figures(form, previous) if form is not None else None,
        published=deadlines.day_of(first.published_at) if first.published_at else None,
        rules=rules(),
        others=tuple(other for other in (last_year, alike.other) if other),
        common=alike.common,
    )


def _released(report: Report) -> list[Report]:
    """The public revisions before a correction; none before a first one."""
    if report.revision == 1:
        return []
    siblings = Report.objects.public().filter(agency=report.agency_id, year=report.year, kind=report.kind)
    return list(siblings.only("revision", "published_at"))


def _first(report: Report, released: Sequence[Report]) -> Report:
    """The revision that was first public, whose day counts as printed: a correction is not late."""
    dated = [each for each in released if each.published_at and each.revision < report.revision]
    return min(dated, key=lambda each: each.revision, default=report)


def _words(report: Report) -> Prose:
    """The chapters of another report. One query."""
    parts = Chapter.objects.filter(report=report).values_list("number", "heading", "text")
    return prose_of(chapters=list(parts))
