"""Agencies for the public: the tree, one agency with what it has published, finding one by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Prefetch, Q, QuerySet

from reports.models import Agency, Event, FormerAddress, Report
from reports.models.event import Act
from reports.models.road import State
from reports.queries import timeliness
from reports.queries.timeliness import YearStanding

STANDING = Q(reports__state=State.PUBLISHED, reports__superseded_at=None)


@dataclass(frozen=True, slots=True)
class Node:
    """An agency with those under it. `reports` counts standing reports, `latest` is their newest year."""

    agency: Agency
    reports: int
    latest: int | None
    has_ended: bool
    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Basis:
    """What set the due dates of the report years `first` to `last`: article and law."""

    article: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class AgencyPage:
    """An agency's page. `above`: the bodies it stands under, the highest first. `years` newest first.

    `withdrawn` holds the last revision of each report that was withdrawn and not replaced, by year.
    `one_person`: when and why it switched to one-person publication, while it stands so.
    """

    agency: Agency
    above: tuple[Agency, ...]
    children: tuple[Agency, ...]
    predecessors: tuple[Agency, ...]
    successors: tuple[Agency, ...]
    has_ended: bool
    years: tuple[YearStanding, ...]
    withdrawn: Mapping[int, Report]
    bases: tuple[Basis, ...]
    one_person: Event | None = None


def everybody() -> QuerySet[Agency]:
    """Every agency, those that have ended too."""
    return Agency.objects.order_by("division_code", "name", "pk")


def tree(*, on: date) -> tuple[Node, ...]:
    """All agencies under those that stand under nobody; one query."""
    under: dict[int | None, list[Agency]] = defaultdict(list)
    for agency in _counted():
        under[agency.parent_id].append(agency)
    return _nodes(under, None, on)


def matching(text: str, *, on: date) -> tuple[Node, ...]:
    """The agencies whose name, code or address holds the text, without those under them; one query."""
    found = _counted().filter(
        Q(name__icontains=text)
        | Q(short_name__icontains=text)
        | Q(name_en__icontains=text)
        | Q(slug=text)
        | Q(credit_code=text)
        | Q(division_code=text)
    )
    return tuple(_node(agency, (), on) for agency in found.select_related("parent"))


def page(slug: str, *, on: date) -> AgencyPage | None:
    """The page of the agency at that address, in six queries; None where there is none."""
    others = Agency.objects.only("pk", "name", "name_en", "slug", "parent", "valid_until")
    agency = (
        Agency.objects.filter(slug=slug)
        .select_related("parent__parent__parent__parent")
        .prefetch_related(
            Prefetch("children", others), Prefetch("predecessors", others), Prefetch("successors", others)
        )
        .first()
    )
    if agency is None:
        return None
    years = tuple(timeliness.of_agency(agency, on=on))
    return AgencyPage(
        agency=agency,
        above=above(agency),
        children=tuple(agency.children.all()),
        predecessors=tuple(agency.predecessors.all()),
        successors=tuple(agency.successors.all()),
        has_ended=_has_ended(agency, on),
        years=years,
        withdrawn={r.year: r for r in _withdrawn(agency, {one.year for one in years if one.report})},
        bases=_bases(years),
        one_person=_switched(agency) if agency.is_one_person else None,
    )


def above(agency: Agency) -> tuple[Agency, ...]:
    """The bodies it stands under, the highest first; at most four, as there are five levels of government."""
    chain: list[Agency] = []
    while agency.parent and len(chain) < 4:
        agency = agency.parent
        chain.insert(0, agency)
    return tuple(chain)


def moved(slug: str) -> str | None:
    """The present address of an agency once known by that one."""
    return FormerAddress.objects.filter(slug=slug).values_list("agency__slug", flat=True).first()


def _withdrawn(agency: Agency, standing: Collection[int]) -> QuerySet[Report]:
    """Its withdrawn reports on years without a standing one, the latest revision last."""
    withdrawn = agency.reports.filter(state=State.WITHDRAWN).exclude(year__in=standing)
    return withdrawn.select_related("agency").order_by("year", "revision")


def _switched(agency: Agency) -> Event | None:
    return Event.objects.of("agency", agency.pk).filter(act=Act.SWITCHED).only("at", "reason").last()


def _bases(years: Iterable[YearStanding]) -> tuple[Basis, ...]:
    by_article: dict[str, list[int]] = defaultdict(list)
    for one in years:
        if one.article:
            by_article[one.article].append(one.year)
    return tuple(Basis(article, min(held), max(held)) for article, held in by_article.items())


def _counted() -> QuerySet[Agency]:
    return everybody().annotate(
        standing_reports=Count("reports", filter=STANDING), latest_year=Max("reports__year", filter=STANDING)
    )


def _nodes(under: dict[int | None, list[Agency]], parent: int | None, on: date) -> tuple[Node, ...]:
    # popped, so that a circle of parents cannot go on for ever
    here: Iterable[Agency] = under.pop(parent, ())
    return tuple(_node(agency, _nodes(under, agency.pk, on), on) for agency in here)


def _node(agency: Agency, children: tuple[Node, ...], on: date) -> Node:
    return Node(agency, agency.standing_reports, agency.latest_year, _has_ended(agency, on), children)


def _has_ended(agency: Agency, on: date) -> bool:
    return agency.valid_until is not None and agency.valid_until < on
