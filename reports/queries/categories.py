"""The columns of an agency: as a tree, with what stands in each, how fresh it is, what the statute misses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Sum
from django.utils import timezone

from reports.domain.catalogue.categories import Category as National
from reports.models import Agency, Category, ColumnCount, Document, Report
from reports.models.road import State
from reports.queries import cataloguedata
from reports.queries.stattables import local

Found = tuple[int, date | None]
"""How many are public, and the day of the newest."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an agency. `count`: public documents in it and below; `last_on`: the newest one's day.

    `depth` counts from 0. `is_missing`: the statute asks for it and nothing is there. `is_asleep`: the newest
    is older than allowed. `waiting`: drafts and documents in review. `holds`: see `domain.catalogue`.
    """

    category: Category
    depth: int
    holds: str
    count: int
    waiting: int
    last_on: date | None
    is_missing: bool
    is_asleep: bool
    article: str = ""

    @property
    def name(self) -> str:
        """In the active language."""
        return local(self.category.name, self.category.name_en or self.category.name)

    @property
    def is_empty(self) -> bool:
        """Whether the public is shown nothing of it."""
        return not self.count and self.holds == "documents"


def of(agency: Agency, *, on: date) -> list[Column]:
    """Every column of that agency in the order of the page, each before those below it; five queries.

    For staff: empty ones too. For the public take those that are not `is_empty` (`public`).
    """
    waiting = dict(
        Document.objects.filter(agency=agency, state__in=(State.DRAFT, State.IN_REVIEW))
        .order_by()
        .values_list("category")
        .annotate(Count("pk"))
    )
    reports = (
        Report.objects.current().filter(agency=agency).aggregate(n=Count("pk"), last=Max("published_at"))
    )
    published = (reports["n"], _day(reports["last"]))
    rows = list(Category.objects.open_to(agency))
    return _built(agency, rows, _standing([agency]).get(agency.pk, {}), waiting, published, on)


def lacking_of(agencies: Sequence[Agency], *, on: date) -> list[tuple[Agency, Column]]:
    """The columns that those agencies lack, agency by agency; three queries however many they are."""
    rows = list(Category.objects.filter(is_active=True)) if agencies else []
    found = _standing(agencies) if agencies else {}
    reports = {
        pk: (count, _day(last))
        for pk, count, last in Report.objects.current()
        .filter(agency__in=agencies)
        .order_by()
        .values_list("agency")
        .annotate(Count("pk"), Max("published_at"))
    }
    return [
        (agency, column)
        for agency in agencies
        for column in lacking(
            _built(
                agency,
                [row for row in rows if row.agency_id in (None, agency.pk)],
                found.get(agency.pk, {}),
                {},
                reports.get(agency.pk, (0, None)),
                on,
            )
        )
    ]


def _built(
    agency: Agency,
    rows: list[Category],
    found: dict[int, Found],
    waiting: dict[int, int],
    reports: Found,
    on: date,
) -> list[Column]:
    asked = {one.code: one for one in cataloguedata.categories().of(agency.kind, agency.level)}
    children = _children(rows, asked)
    columns: list[Column] = []

    def add(row: Category, depth: int) -> Found:
        place = len(columns)
        data = asked.get(row.code) if row.agency_id is None else None
        holds = data.holds if data else "documents"
        count, last = found.get(row.pk, (0, None))
        if holds == "reports":
            count, last = reports
        for child in children.get(row.pk, []):
            more, newest = add(child, depth + 1)
            count, last = count + more, max(filter(None, (last, newest)), default=None)
        column = _column(row, data, depth, holds, count, waiting.get(row.pk, 0), last, on)
        columns.insert(place, column)
        return count, last

    for top in children.get(None, []):
        add(top, 0)
    return columns


def public(columns: list[Column]) -> list[Column]:
    """Those that citizens are shown: with something in them, or the way to apply."""
    return [one for one in columns if one.count or one.holds == "applications"]


def lacking(columns: list[Column]) -> list[Column]:
    """Those of which staff are told: asked for and empty, or asleep."""
    return [one for one in columns if one.is_missing or one.is_asleep]


def below(category: Category) -> list[int]:
    """The ids of a column and of all below it."""
    children = defaultdict(list)
    for pk, parent in Category.objects.exclude(parent=None).values_list("pk", "parent_id"):
        children[parent].append(pk)
    found, waiting = [], [category.pk]
    while waiting:
        pk = waiting.pop()
        found.append(pk)
        waiting += children.get(pk, [])
    return found


def path(category: Category) -> list[Category]:
    """The columns from the block down to that one."""
    found = [category]
    while found[0].parent is not None and len(found) < 10:
        found.insert(0, found[0].parent)
    return found


def _children(rows: list[Category], asked: dict[str, National]) -> dict[int | None, list[Category]]:
    """By the id of their parent. A national column that is not asked of such an agency is left out."""
    children: dict[int | None, list[Category]] = defaultdict(list)
    for row in rows:
        if row.agency_id is not None or row.code in asked:
            children[row.parent_id].append(row)
    return children


def _standing(agencies: Sequence[Agency]) -> dict[int, dict[int, Found]]:
    """By agency and column: how many public documents, and the day of the newest."""
    rows = (
        ColumnCount.objects.filled()
        .filter(agency__in=agencies)
        .order_by()
        .values_list("agency", "category")
        .annotate(Sum("count"), Max("last_at"))
    )
    found: dict[int, dict[int, Found]] = defaultdict(dict)
    for agency, category, count, last in rows:
        found[agency][category] = (count, _day(last))
    return found


def _day(at: datetime | None) -> date | None:
    return timezone.localtime(at).date() if at else None


def _column(
    row: Category,
    data: National | None,
    depth: int,
    holds: str,
    count: int,
    waiting: int,
    last: date | None,
    on: date,
) -> Column:
    is_old = row.max_age_days is not None and last is not None and (on - last).days > row.max_age_days
    return Column(
        category=row,
        depth=depth,
        holds=holds,
        count=count,
        waiting=waiting,
        last_on=last,
        is_missing=bool(data and data.is_always_asked and holds in ("documents", "reports") and not count),
        is_asleep=is_old,
        article=local(data.article, data.article_en) if data else "",
    )
