"""One report as the public reads it: the revision an address means, its sections, revisions and files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet, prefetch_related_objects

from reports.domain.statform.definition import Form, Table
from reports.domain.text.normalise import bare
from reports.models import Attachment, Chapter, Publication, RelatedLink, Report, SourceFile
from reports.models.road import State
from reports.queries import manifest, statforms
from reports.queries.stattables import local

LISTED = (
    *("year", "kind", "revision", "state", "superseded_at", "title", "published_at", "released_at"),
    *("checks_held", "checks_failed", "checks_warned", "checks_open", "checks_overridden"),
    *("agency__slug", "agency__name", "agency__name_en"),
)
"""What lists show; the rest of a report stays in the database."""

WEB = ("https://", "http://")
"""How an address begins that may be a link: never one that a browser would run."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The revision an address means. `released`: every revision that was ever public, newest first."""

    report: Report
    released: tuple[Report, ...]
    is_pinned: bool

    @property
    def current(self) -> Report | None:
        """The revision that stands today."""
        return next((r for r in self.released if r.state == State.PUBLISHED and not r.superseded_at), None)

    @property
    def withdrawn(self) -> Report | None:
        """The withdrawal that closes this address, if one does.

        While no revision stands, the replaced ones are closed too: they hold mostly what was withdrawn.
        """
        if self.report.state == State.WITHDRAWN:
            return self.report
        if self.current is None:
            return next(r for r in self.released if r.state == State.WITHDRAWN)
        return None


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page with a place in its outline. `text` as stored; `tables` stand under it."""

    anchor: str
    title: str
    text: str
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportPage:
    """Everything on a report's page but its figures (`queries.downloads`, `queries.reportfigures`).

    `form` None: it has no statistics table. `chapters` are those of the narrative; `appendix` holds the
    tables that belong under no chapter. `entry` None: public since before there was a manifest.
    """

    report: Report
    current: Report
    released: tuple[Report, ...]
    is_pinned: bool
    form: Form | None
    form_title: str
    chapters: tuple[Section, ...]
    appendix: tuple[Table, ...]
    attachments: tuple[Attachment, ...]
    sources: tuple[SourceFile, ...]
    links: tuple[RelatedLink, ...]
    entry: Publication | None

    @property
    def has_files(self) -> bool:
        """Whether anything can be downloaded."""
        return bool(self.attachments or self.sources or self.form)


def choose(slug: str, year: int, kind: str, revision: int | None = None) -> Chosen | None:
    """What an address means: the revision named, or the one that stands, or the last withdrawn. One query.

    None where nothing under it was ever public.
    """
    found = Report.objects.filter(
        agency__slug=slug, year=year, kind=kind, state__in=(State.PUBLISHED, State.WITHDRAWN)
    ).select_related("agency")
    # Sorted here: an ordered query over this many columns costs more than the few revisions there are.
    released = tuple(sorted(found.order_by(), key=lambda report: -report.revision))
    if revision is not None:
        named = next((r for r in released if r.revision == revision), None)
        return Chosen(named, released, True) if named else None
    if not released:
        return None
    open_ones = [r for r in released if r.state == State.PUBLISHED and not r.superseded_at]
    return Chosen((open_ones or list(released))[0], released, False)


def page(chosen: Chosen) -> ReportPage:
    """The page of a revision that is not withdrawn; five queries."""
    report = chosen.report
    form = statforms.all_forms().get(report.form_id)
    prefetch_related_objects([report], "chapters", "overrides")  # the checks look at them once more
    chapters = tuple(report.chapters.all())
    placed = _places(form, chapters) if form else {}
    return ReportPage(
        report=report,
        current=chosen.current or report,
        released=chosen.released,
        is_pinned=chosen.is_pinned,
        form=form,
        form_title=local(form.short_title, form.short_title_en) if form else "",
        chapters=tuple(
            Section(f"chapter-{number}", str(chapter), chapter.text, placed.get(number, ()))
            for number, chapter in enumerate(chapters, start=1)
        ),
        appendix=placed.get(0, ()),
        attachments=tuple(report.attachments.defer("text")),
        sources=tuple(report.sources.all()),
        links=tuple(link for link in report.links.all() if link.url.startswith(WEB)),
        entry=manifest.of_report(report),
    )


def standing() -> QuerySet[Report]:
    """Every report that stands today, newest first, with what lists show of it."""
    return (
        Report.objects.current()
        .select_related("agency")
        .only(*LISTED)
        .order_by("-year", "-published_at", "-pk")
    )


def latest(count: int) -> tuple[Report, ...]:
    """The reports this portal made public last."""
    return tuple(standing().order_by("-released_at", "-pk")[:count])


def listing(*, agency: str = "", year: int | None = None, form: str = "") -> QuerySet[Report]:
    """The standing reports that fit. `agency` is a part of a name, or an address."""
    chosen = standing()
    if agency:
        chosen = chosen.filter(
            Q(agency__name__icontains=agency)
            | Q(agency__short_name__icontains=agency)
            | Q(agency__name_en__icontains=agency)
            | Q(agency__slug=agency)
        )
    if year is not None:
        chosen = chosen.filter(year=year)
    return chosen.filter(form_id=form) if form else chosen


def years() -> list[int]:
    """The report years that have a standing report, newest first."""
    return list(Report.objects.current().order_by("-year").values_list("year", flat=True).distinct())


def _places(form: Form, chapters: Sequence[Chapter]) -> dict[int, tuple[Table, ...]]:
    """Which of the form's tables stand under which chapter, counted from 1; 0: under none.

    A table belongs where the heading is its title; that chapter usually says nothing else (forms since 2019).
    """
    numbers = {bare(chapter.heading): number for number, chapter in enumerate(chapters, start=1)}
    places: dict[int, tuple[Table, ...]] = {}
    for table in form.tables:
        titles = (bare(title) for title in (table.title, *table.variants))
        number = next((numbers[title] for title in titles if title in numbers), 0)
        places[number] = (*places.get(number, ()), table)
    return places
