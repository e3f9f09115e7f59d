"""What the lists of the catalogue cost at 100,000 documents beside 1,000: each order, filter and depth.

`python -m tests.benchmarks catalogue` alone; BENCH_LISTED for another large size. The documents are made by
copying a thousand within the database: reading them is what is measured.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote

from django.conf import settings
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from reports.domain.roles import Role
from reports.models import Account, Agency, Appointment, Category, Document, DocumentVersion
from reports.queries import cataloguepages
from reports.services import categories, columncounts
from tests.benchmarks.timing import Case, Cost, Door, measure

SMALL = 1_000
LARGE = int(os.environ.get("BENCH_LISTED", "100000"))
ROUNDS = 5
BODY = "<p>" + "为了方便公众查阅，现将有关事项公布如下。" * 40 + "</p>"
FIRST_DAY = datetime(2008, 5, 1, 1, tzinfo=UTC)
KINDS = (
    ("penalty", "penalties"),
    ("budget", "budgets"),
    ("normative_document", "regulations"),
    ("document", "plans"),
    ("document", "other"),
)
GENRES = ("notice", "notice", "notice", "decision")


@dataclass(frozen=True, slots=True)
class Listed:
    """One list to measure. `query` narrows it; `is_turned`: its middle and last page are measured too."""

    name: str
    path: str
    query: str = ""
    is_turned: bool = False


def show() -> None:
    """Fills both sizes, measures, prints the ratios, the most expensive first."""
    categories.take_in_national()
    found = []
    for size in (SMALL, LARGE):
        grow_to(size)
        found.append(_measured())
    small, large = found
    print(f"Catalogue: CPU milliseconds (median) and queries at {SMALL:,} and {LARGE:,} documents.")
    print("Lists: the dearest of their first, middle and last page; × is the large size over the small.")
    print(f"  {'':<44}{SMALL:>10,}{LARGE:>16,}{'×':>12}")
    for name in sorted(small, key=lambda name: -large[name].milliseconds / small[name].milliseconds):
        one, other = small[name], large[name]
        ratio = other.milliseconds / one.milliseconds
        print(
            f"  {name:<44}{one.milliseconds:>8.1f} ({one.queries:>2}){other.milliseconds:>9.1f}"
            f" ({other.queries:>2}){ratio:>9.2f}"
        )
    print()


def _measured() -> dict[str, Cost]:
    """The dearest page of each list."""
    cases = [Case(f"{one.name}|{path}", path) for one in _lists() for path in _pages(one)]
    costs = [*measure(cases, rounds=ROUNDS), *_staff()]
    dearest: dict[str, Cost] = {}
    for cost in costs:
        name = cost.name.partition("|")[0]
        if name not in dearest or dearest[name].milliseconds < cost.milliseconds:
            dearest[name] = cost
    return dearest


def _lists() -> Iterator[Listed]:
    year = timezone.localdate().year - 1
    large, all_of_it = "/agencies/bench-list-0/disclosure", "/documents/"
    yield Listed("whole catalogue", all_of_it, is_turned=True)
    yield Listed("whole catalogue, oldest first", all_of_it, "sort=oldest", is_turned=True)
    yield Listed("one agency", all_of_it, "agency=bench-list-0", is_turned=True)
    yield Listed("one agency, oldest first", all_of_it, "agency=bench-list-0&sort=oldest", is_turned=True)
    yield Listed("a column", f"{large}/plans/", is_turned=True)
    yield Listed("a column, oldest first", f"{large}/plans/", "sort=oldest", is_turned=True)
    yield Listed("penalties as a table", all_of_it, "kind=penalty", is_turned=True)
    yield Listed("penalties of a column", f"{large}/penalties/", "kind=penalty", is_turned=True)
    yield Listed("budgets as a table", all_of_it, "kind=budget", is_turned=True)
    yield Listed("budgets of a year", all_of_it, f"kind=budget&year={year}", is_turned=True)
    yield Listed("a year", all_of_it, f"year={year}", is_turned=True)
    narrowings = {
        "theme": "theme=03",
        "form": "genre=decision",
        "theme and form": "theme=03&genre=decision",
        "theme and form that never meet": "theme=04&genre=decision",
        "kind and theme": "kind=penalty&theme=03",
        "kind and form": "kind=penalty&genre=decision",
        "year and theme": f"year={year}&theme=03",
        "in force": "validity=in_force",
        "repealed": "validity=repealed",
        "expired": "validity=expired",
        "not yet in force": "validity=not_yet",
        "repealed, and a theme": "validity=repealed&theme=03",
        "in force, of a kind without force": "validity=in_force&kind=penalty",
    }
    for name, query in narrowings.items():
        yield Listed(f"all: {name}", all_of_it, query)
        yield Listed(f"agency: {name}", all_of_it, f"agency=bench-list-0&{query}")
        yield Listed(f"column: {name}", f"{large}/plans/", query)
    yield Listed("disclosure home", f"{large}/")
    yield Listed("document", f"/documents/{_address()}/")
    yield Listed("feed of everything", "/feeds/latest.atom")
    yield Listed("feed of an agency", "/feeds/agencies/bench-list-0/latest.atom")
    yield Listed("feed of a column", "/feeds/agencies/bench-list-0/columns/plans/latest.atom")
    yield Listed("site map, index", "/sitemap.xml")
    yield Listed("site map, columns", "/sitemap-columns.xml")
    yield Listed("home page", "/")


def _address() -> str:
    return str(DocumentVersion.objects.filter(kind="document").values_list("address", flat=True)[0])


def _pages(one: Listed) -> Iterator[str]:
    """The addresses of the first page of a list, one in its middle, and its last."""
    yield f"{one.path}?{one.query}".rstrip("?")
    if one.is_turned:
        given = dict(part.split("=") for part in one.query.split("&") if part)
        for key in _keys(one.path, given):
            yield f"{one.path}?{one.query}&after={key}"


def _keys(path: str, given: dict[str, str]) -> Iterator[str]:
    parts = path.strip("/").split("/")
    slug = parts[1] if parts[0] == "agencies" else given.get("agency", "")
    agency = Agency.objects.get(slug=slug) if slug else None
    category = cataloguepages.column(agency, parts[3]) if agency and len(parts) > 3 else None
    wanted = cataloguepages.Wanted(
        agency, category, int(given["year"]) if "year" in given else None, kind=given.get("kind", "")
    )
    rows = cataloguepages.listed(wanted, on=date.min)
    rows = rows.order_by("published_at", "pk") if given.get("sort") else rows
    count = rows.count()
    for place in (count // 2, max(0, count - 10)):
        yield cataloguepages._key(rows[place])


def _staff() -> list[Cost]:
    """The list of documents that staff work from."""
    settings.SECOND_FACTOR = "off"
    client = Client()
    client.force_login(_clerk())
    cookie = "; ".join(f"{name}={one.value}" for name, one in client.cookies.items())
    pages = {
        "": "",
        ", by title": "o=1",
        ", last page": f"p={Document.objects.count() // 50}",
        ", drafts": "state=draft",
        ", published": "state=published",
        ", one kind": "kind=penalty",
        ", one agency": f"agency__id__exact={Agency.objects.get(slug='bench-list-0').pk}",
        ", one column": f"column={Category.objects.get(code='plans', agency=None).pk}",
        ", overdue": "duty=late",
        ", waiting for review": "waits=to-review",
        ", came back": "waits=sent-back",
        ", searched by word": f"q={quote('通知')}",
        ", searched by number": "q=BENCH-7",
    }
    cases = [Case(f"staff{name}", f"/admin/reports/document/?{query}") for name, query in pages.items()]
    return measure(cases, rounds=3, door=Door(cookie))


def grow_to(count: int) -> None:
    """Adds public documents until so many stand: a thousand written, the others copied from them."""
    have = Document.objects.filter(address__startswith="bench-").count()
    if not have:
        _write()
        have = SMALL
    made = Document.objects.filter(address__startswith="bench-").order_by("pk")
    first = made.values_list("pk", flat=True)[0]
    first_version = DocumentVersion.objects.filter(document=first).values_list("pk", flat=True)[0]
    for batch in range(have // SMALL, count // SMALL):
        _copy(Document, first, batch, {})
        _copy(DocumentVersion, first_version, batch, {"document_id": f"document_id + {batch * SMALL}"})
    columncounts.recount()


def _copy(model: type[Model], first: int, batch: int, more: dict[str, str]) -> None:
    """Inserts the thousand again, with numbers and a time of their own, 37 minutes later."""
    changed = {
        "id": f"id + {batch * SMALL}",
        "index_number": f"'BENCH-{batch}-' || id",
        "address": f"'bench-{batch}-' || id",
        "published_at": f"datetime(published_at, '+{batch * 37} minutes')",
        **more,
    }
    names = [field.column for field in model._meta.concrete_fields]
    table = model._meta.db_table
    values = ", ".join(changed.get(name, f'"{name}"') for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table}"
            f" WHERE id >= {first} AND id < {first + SMALL}"
        )


def _clerk() -> Account:
    """Somebody who sees the documents of every agency."""
    found, is_new = Account.objects.get_or_create(username="bench-list", defaults={"is_staff": True})
    if is_new:
        Appointment.objects.create(account=found, role=Role.PUBLISHER)
    return found


def _write() -> None:
    by = _clerk()
    bodies = Agency.objects.bulk_create(
        Agency(name=f"示例目录{number}局", slug=f"bench-list-{number}", level="county", kind="department")
        for number in range(10)
    )
    columns = {row.code: row for row in Category.objects.national()}
    documents = Document.objects.bulk_create(
        _document(number, bodies, columns, by) for number in range(SMALL)
    )
    DocumentVersion.objects.bulk_create(_version(one) for one in documents)


def _document(number: int, bodies: list[Agency], columns: dict[str, Category], by: Account) -> Document:
    """Half of them of the first agency; a fifth of each kind; rare forms and validities among them."""
    at = FIRST_DAY + timedelta(days=6.5 * number)
    kind, column = KINDS[number % len(KINDS)]
    has_force = kind == "normative_document"
    year = str(at.year)
    return Document(
        agency=bodies[0] if number % 2 else bodies[number // 2 % 10],
        category=columns[column],
        kind=kind,
        title=f"关于第{number}号事项的通知",
        index_number=f"BENCH-0-{number}",
        address=f"bench-0-{number}",
        document_number=f"示办〔{year}〕{number}号",
        theme=f"{1 + number // 7 % 22:02d}",
        # Of theme 04 there is no decision.
        genre=GENRES[number // 5 % 4] if number // 7 % 22 != 3 else "notice",
        effective_on=at.date() if has_force else None,
        repealed_on=_repealed(number) if has_force else None,
        expires_on=date(2019, 1, 1) if has_force and number % 100 == 27 else None,
        fields={"fine": "1.5", "violation": "示例"} if kind == "penalty" else {"year": year},
        state="published",
        openness="open",
        secrecy_verdict="clear",
        secrecy_at=at,
        secrecy_by=by,
        released_at=at,
        released_by=by,
        first_released_at=at,
        published_at=at,
        made_on=at.date(),
        created_by=by,
        begun_by=by,
        body=BODY,
        body_text=BODY,
    )


def _repealed(number: int) -> date | None:
    """Half of what has force will be repealed, a few already are."""
    return date(2030, 1, 1) if number % 10 == 2 else date(2020, 1, 1) if number % 50 == 7 else None


def _version(one: Document) -> DocumentVersion:
    names = ("agency", "category", "kind", "title", "index_number", "address", "document_number", "theme")
    names += ("genre", "effective_on", "repealed_on", "expires_on", "fields", "released_at", "released_by")
    names += ("published_at", "made_on", "body", "body_text")
    has_force = one.kind == "normative_document"
    return DocumentVersion(
        document=one, number=1, has_force=has_force, **{name: getattr(one, name) for name in names}
    )
