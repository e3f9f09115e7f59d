"""By what a search can be narrowed: the values there are, what they are called, how many finds each has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.domain.catalogue.validity import State
from reports.models import Agency, Category
from reports.queries import cataloguedata, kindwords, searchentries
from reports.queries.stattables import local

TITLES: Mapping[str, str | Promise] = {
    "agency": gettext_lazy("Agency"),
    "kind": gettext_lazy("Kind of find"),
    "category": gettext_lazy("Column of the catalogue"),
    "year": gettext_lazy("Year"),
    "theme": gettext_lazy("Theme"),
    "validity": gettext_lazy("Validity"),
}
"""The facets in the order of the page."""
VALIDITY: Mapping[str, str | Promise] = {
    State.NOT_YET: gettext_lazy("not yet in force"),
    State.IN_FORCE: gettext_lazy("in force"),
    State.AMENDED: gettext_lazy("amended"),
    State.EXPIRED: gettext_lazy("expired"),
    State.REPEALED: gettext_lazy("repealed"),
}
AT_ONCE = 8
"""Choices shown before the rest is folded away."""
MOST = 200


@dataclass(frozen=True, slots=True)
class Choice:
    """One value to narrow by, and how many finds it would leave. `depth`: for agencies under another."""

    value: str
    name: str
    count: int
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet. `chosen`: what narrows now, or None. `first`: shown at once, `rest`: on request."""

    code: str
    title: str
    chosen: Choice | None
    first: tuple[Choice, ...]
    rest: tuple[Choice, ...] = ()


class Bodies:
    """All agencies by address, read in one query when first asked for."""

    @cached_property
    def rows(self) -> dict[int, Agency]:
        """By id, in the order of lists."""
        rows = Agency.objects.only("pk", "name", "name_en", "short_name", "slug", "parent_id")
        return {agency.pk: agency for agency in rows.order_by("division_code", "name", "pk")}

    @cached_property
    def by_slug(self) -> dict[str, Agency]:
        """By address."""
        return {agency.slug: agency for agency in self.rows.values()}

    @cached_property
    def under(self) -> dict[int | None, list[Agency]]:
        """Those directly under each; under None what stands under nobody."""
        found: defaultdict[int | None, list[Agency]] = defaultdict(list)
        for agency in self.rows.values():
            found[agency.parent_id].append(agency)
        return found


def kind_name(code: str) -> str:
    """What a kind of find is called."""
    if code == searchentries.REPORT:
        return _("Annual report")
    if code == searchentries.AGENCY:
        return _("Agency")
    return kindwords.kind_name(code)


def column_name(category: Category) -> str:
    """What a column is called."""
    return local(category.name, category.name_en or category.name)


def validity_name(code: str) -> str:
    """What a state of validity is called; "" for none."""
    return str(VALIDITY[State(code)]) if code in VALIDITY else ""


def values() -> dict[str, frozenset[str]]:
    """The values that kind, category and validity can have; no query."""
    return {
        "kind": frozenset({searchentries.REPORT, searchentries.AGENCY, *cataloguedata.all_kinds()}),
        "category": frozenset(one.code for one in cataloguedata.categories().all),
        "validity": frozenset(map(str, VALIDITY)),
    }


def name_of(facet: str, value: str, bodies: Bodies) -> str:
    """What a value is called, for the reader."""
    if facet == "agency":
        agency = bodies.by_slug.get(value)
        return local(agency.name, agency.name_en or agency.name) if agency else value
    if facet == "kind":
        return kind_name(value)
    if facet == "category":
        one = next((one for one in cataloguedata.categories().all if one.code == value), None)
        return local(one.title, one.title_en) if one else value
    if facet == "theme":
        return kindwords.theme_name(value)
    return validity_name(value) or value if facet == "validity" else value


def facets(
    counts: Mapping[str, Mapping[str, int]], chosen: Mapping[str, str], bodies: Bodies
) -> tuple[Facet, ...]:
    """The facets that part these finds; one query, for the names of agencies."""
    found = []
    for code, title in TITLES.items():
        here = counts.get(code, {})
        made = (
            _agencies(here, chosen.get(code, ""), bodies) if code == "agency" else _plain(code, here, bodies)
        )
        picked = chosen.get(code, "")
        one = None
        if picked:
            one = Choice(picked, name_of(code, picked, bodies), _count(code, here, picked, bodies), True)
        others = [choice for choice in made if choice.value != picked][:MOST]
        if one or len(others) > 1 or (others and code == "agency"):
            found.append(Facet(code, str(title), one, tuple(others[:AT_ONCE]), tuple(others[AT_ONCE:])))
    return tuple(found)


def _count(code: str, counts: Mapping[str, int], value: str, bodies: Bodies) -> int:
    if code == "agency":
        agency = bodies.by_slug.get(value)
        value = str(agency.pk) if agency else ""
    return counts.get(value, 0)


def _plain(code: str, counts: Mapping[str, int], bodies: Bodies) -> list[Choice]:
    made = [Choice(value, name_of(code, value, bodies), count) for value, count in counts.items()]
    if code == "year":
        return sorted(made, key=lambda choice: choice.value, reverse=True)
    return sorted(made, key=lambda choice: (-choice.count, choice.name))


def _agencies(counts: Mapping[str, int], chosen: str, bodies: Bodies) -> list[Choice]:
    """Those directly under the chosen one; without one those on top, and under a single top those below."""
    if not counts:
        return []
    at = bodies.by_slug.get(chosen)
    made = _counted(bodies.under[at.pk if at else None], counts)
    if at is None and len(made) == 1:
        top = bodies.by_slug[made[0].value]
        made += _counted(bodies.under[top.pk], counts)
    return made


def _counted(agencies: Iterable[Agency], counts: Mapping[str, int]) -> list[Choice]:
    made = [
        Choice(agency.slug, local(agency.name, agency.name_en or agency.name), counts[str(agency.pk)])
        for agency in agencies
        if str(agency.pk) in counts
    ]
    return sorted(made, key=lambda choice: (-choice.count, choice.name))
