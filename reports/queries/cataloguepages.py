"""The public lists of the catalogue: which documents, in which order, one page at a constant cost.

A page is found by the key of the line before it, never by its number: the hundredth page costs as much as
the first, however many documents there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from django.db.models import Max, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.domain.catalogue.kinds import Kind
from reports.models import Agency, Category, ColumnCount, DocumentVersion
from reports.queries import cataloguedata, categories, documentforce, documentpages
from reports.queries.categories import Column
from reports.queries.stattables import local

PER_PAGE = 20
MANY = 1000
"""Beyond it a narrowed list says "more than": counting on would cost more the more there are."""
MOST_LINES = 20_000
"""Lines of one file; who wants more narrows by year."""
LATEST = 6
OLDEST_FIRST = "oldest"
_KEY = re.compile(r"(-?[0-9]{1,17})\.([0-9]{1,18})", re.ASCII)
_ZERO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed by; "" and None leave it open. `year`: of publication, in China's time."""

    agency: Agency | None = None
    category: Category | None = None
    year: int | None = None
    theme: str = ""
    genre: str = ""
    validity: str = ""
    kind: str = ""


def listed(wanted: Wanted, *, on: date) -> QuerySet[DocumentVersion]:
    """The public documents that fit, newest first."""
    rows = documentpages.public_documents()
    given = {"agency": wanted.agency, "category": wanted.category, "theme": wanted.theme}
    given |= {"genre": wanted.genre, "kind": wanted.kind}
    rows = rows.filter(**{name: value for name, value in given.items() if value})
    if wanted.year:
        rows = rows.filter(published_at__gte=_new_year(wanted.year))
        rows = rows.filter(published_at__lt=_new_year(wanted.year + 1)) if wanted.year < 9999 else rows
    return documentforce.in_state(rows, wanted.validity, on=on) if wanted.validity else rows


def _new_year(year: int) -> datetime:
    return timezone.make_aware(datetime(year, 1, 1))


@dataclass(frozen=True, slots=True)
class Part:
    """One page of a list. `before`, `after`: the keys around it, "" at an end.

    `count`: how many there are where that is kept (`is_exact`); else counted, at most MANY + 1.
    """

    rows: tuple[DocumentVersion, ...]
    count: int
    is_exact: bool
    before: str
    after: str

    @property
    def is_first(self) -> bool:
        """Whether nothing stands before it."""
        return not self.before

    @property
    def is_many(self) -> bool:
        """Whether there are more than are counted."""
        return self.count > MANY and not self.is_exact

    @property
    def is_cut(self) -> bool:
        """Whether a file may leave some of them out."""
        return self.count > (MOST_LINES if self.is_exact else MANY)


def counted(wanted: Wanted) -> int | None:
    """How many documents fit, in one query that never counts them; None where that is not kept."""
    if wanted.year or wanted.theme or wanted.genre or wanted.validity:
        return None
    given = {"agency": wanted.agency, "category": wanted.category, "kind": wanted.kind}
    kept = ColumnCount.objects.filter(**{name: value for name, value in given.items() if value})
    return kept.aggregate(all=Sum("count"))["all"] or 0


def part(
    rows: QuerySet[DocumentVersion],
    *,
    total: int | None = None,
    sort: str = "",
    after: str = "",
    before: str = "",
) -> Part:
    """The page behind the key `after`, or the one in front of `before`; else, or nothing there, the first.

    `total`: how many there are, as `counted` knows. Two queries, three without it. A key that makes no sense
    is passed over.
    """
    is_rising = sort == OLDEST_FIRST
    if before and (key := _read(before)):
        found = _beyond(rows, key, is_rising=not is_rising)
        if len(found) >= PER_PAGE:
            ends = _key(found[PER_PAGE - 1]) if len(found) > PER_PAGE else ""
            shown = tuple(reversed(found[:PER_PAGE]))
            return Part(shown, *_count(rows, total), ends, _key(shown[-1]))
    elif after and (key := _read(after)):
        found = _beyond(rows, key, is_rising=is_rising)
        if found:
            return _forward(found, _count(rows, total), before=_key(found[0]))
    found = _beyond(rows, None, is_rising=is_rising)
    # Whoever finds few has looked through the whole list: once is enough.
    is_all = len(found) <= PER_PAGE
    return _forward(found, (len(found), True) if is_all else _count(rows, total), before="")


def _count(rows: QuerySet[DocumentVersion], total: int | None) -> tuple[int, bool]:
    """How many, and whether that is all of them."""
    return (rows[: MANY + 1].count(), False) if total is None else (total, True)


def _forward(found: list[DocumentVersion], count: tuple[int, bool], *, before: str) -> Part:
    shown = tuple(found[:PER_PAGE])
    return Part(shown, *count, before, _key(shown[-1]) if len(found) > PER_PAGE else "")


def _beyond(
    rows: QuerySet[DocumentVersion], key: tuple[datetime, int] | None, *, is_rising: bool
) -> list[DocumentVersion]:
    """The lines behind the key in that order, one more than a page holds."""
    way = "gt" if is_rising else "lt"
    if key:
        at, pk = key
        # The first condition is implied; it lets the database enter its index at the key.
        rows = rows.filter(**{f"published_at__{way}e": at})
        rows = rows.filter(Q(**{f"published_at__{way}": at}) | Q(**{f"pk__{way}": pk}))
    order = ("published_at", "pk") if is_rising else ("-published_at", "-pk")
    return list(rows.order_by(*order)[: PER_PAGE + 1])


def _key(version: DocumentVersion) -> str:
    """Where a line stands in its list: microseconds since 1970, then its id."""
    return f"{(version.published_at - _ZERO) // timedelta(microseconds=1)}.{version.pk}"


def _read(key: str) -> tuple[datetime, int] | None:
    found = _KEY.fullmatch(key)
    if found is None:
        return None
    try:
        return _ZERO + timedelta(microseconds=int(found[1])), int(found[2])
    except OverflowError:
        return None


def years(wanted: Wanted) -> list[int]:
    """The years of publication from the newest to the oldest document of that agency and column."""
    rows = listed(Wanted(agency=wanted.agency, category=wanted.category, kind=wanted.kind), on=date.min)
    first = rows.order_by("published_at", "pk").values_list("published_at", flat=True).first()
    last = rows.values_list("published_at", flat=True).first()
    if first is None or last is None:
        return []
    return list(range(timezone.localtime(last).year, timezone.localtime(first).year - 1, -1))


def agency_at(slug: str) -> Agency | None:
    """The agency at that address, former ones left out (`agencies.moved`)."""
    return Agency.objects.filter(slug=slug).first()


def column(agency: Agency, code: str) -> Category | None:
    """The column of that code as that agency has it; never another agency's."""
    found = Category.objects.filter(Q(agency=None) | Q(agency=agency), code=code)
    # A national column goes before an agency's own of the same code.
    rows = found.select_related("parent__parent__parent").order_by("agency_id")
    return next(iter(sorted(rows, key=lambda row: row.agency_id is not None)), None)


def under(agency: Agency, category: Category, *, on: date) -> list[Column]:
    """What is shown below a column of that agency, its depth counted from there.

    Nothing is counted where there is none below it.
    """
    if not Category.objects.open_to(agency).filter(parent=category).exists():
        return []
    found = below(categories.public(categories.of(agency, on=on)), category)
    return [replace(one, depth=one.depth - found[0].depth + 1) for one in found]


def holds(category: Category) -> str:
    """What fills it: "group", "documents", "reports" or "applications" (`domain.catalogue.categories`)."""
    if category.agency_id is not None:
        return "documents"
    found = [one.holds for one in cataloguedata.categories().all if one.code == category.code]
    return found[0] if found else "documents"


def name_of(category: Category) -> str:
    """What a column is called, in the active language."""
    return local(category.name, category.name_en or category.name)


def below(columns: list[Column], category: Category) -> list[Column]:
    """The columns under that one, of those of an agency."""
    pks = [one.category.pk for one in columns]
    start = pks.index(category.pk) + 1 if category.pk in pks else len(columns)
    depth = columns[start - 1].depth if columns else 0
    found: list[Column] = []
    for one in columns[start:]:
        if one.depth <= depth:
            break
        found.append(one)
    return found


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a disclosure home: its own column, and those under it that are shown."""

    column: Column
    rows: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Home:
    """An agency's disclosure home. `blocks`: those with something in them, in the national order.

    `beside`: blocks that are not of the national platform. `latest`: what it published last.
    """

    blocks: tuple[Block, ...]
    beside: tuple[Block, ...]
    latest: tuple[DocumentVersion, ...]
    count: int
    last_on: date | None


def home(agency: Agency, *, on: date) -> Home:
    """The disclosure home of that agency; seven queries."""
    columns = categories.public(categories.of(agency, on=on))
    tops = [one for one in columns if one.depth == 0]
    blocks = [Block(one, tuple(below(columns, one.category))) for one in tops]
    extra = {one.code for one in cataloguedata.categories().all if not one.is_in_platform}
    documents = [one for one in tops if one.holds not in ("reports", "applications")]
    return Home(
        blocks=tuple(one for one in blocks if one.column.category.code not in extra),
        beside=tuple(one for one in blocks if one.column.category.code in extra),
        latest=tuple(documentpages.public_documents().filter(agency=agency)[:LATEST]),
        count=sum(one.count for one in documents),
        last_on=max((one.last_on for one in documents if one.last_on), default=None),
    )


def filled() -> list[tuple[str, str, datetime]]:
    """Each agency's disclosure home ("") and column with public documents in it; its last publication."""
    rows = ColumnCount.objects.filled().order_by("agency__slug", "category__code")
    found = rows.values_list("agency__slug", "category__code").annotate(last=Max("last_at"))
    homes: dict[str, datetime] = {}
    for slug, _code, last in found:
        homes[slug] = max(last, homes.get(slug, last))
    return [*((slug, "", last) for slug, last in homes.items()), *found]


def tables_of(category: Category | None) -> list[Kind]:
    """The kinds at home in a column, or any, that have a table of their own."""
    kinds = [kind for kind in cataloguedata.all_kinds().values() if kind.table]
    if category is None:
        return kinds
    code = next((one.code for one in reversed(categories.path(category)) if one.agency_id is None), "")
    home_of = {one.code: one.kinds for one in cataloguedata.categories().all}
    return [kind for kind in kinds if kind.code in home_of.get(code, ())]


def lines(rows: QuerySet[DocumentVersion], kind: Kind, absolute: str) -> Iterator[list[str]]:
    """The documents of one kind as lines of a file, headed; what staff alone may read is left out.

    `absolute`: scheme and host, before each document's path.
    """
    is_english = local("", "en") == "en"
    common = {one.code: local(one.label, one.label_en) for one in kind.common}
    public = [one for one in kind.fields if one.is_public]
    yield [
        *_headings(common),
        *(one.label_en if is_english else one.heading for one in public),
        *_last_headings(),
    ]
    for version in rows[:MOST_LINES].iterator(chunk_size=500):
        values = (one.shown(version.fields.get(one.code, ""), english=is_english) for one in public)
        yield [
            version.index_number,
            version.title,
            version.document_number,
            version.made_on.isoformat() if version.made_on else "",
            *values,
            version.agency.name,
            name_of(version.category),
            f"{timezone.localtime(version.published_at):%Y-%m-%d}",
            f"{absolute}/documents/{version.address}/",
        ]


def _headings(common: dict[str, str]) -> list[str]:
    name = {field.name: str(field.verbose_name) for field in DocumentVersion._meta.concrete_fields}
    made_on, number = common.get("made_on", name["made_on"]), common.get("document_number")
    return [name["index_number"], name["title"], number or name["document_number"], made_on]


def _last_headings() -> list[str]:
    name = {field.name: str(field.verbose_name) for field in DocumentVersion._meta.concrete_fields}
    return [name["agency"], name["category"], name["published_at"], _("Web address")]
