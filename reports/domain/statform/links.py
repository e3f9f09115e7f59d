"""Which cells of two forms count the same, and which do not, from `data/statforms/links.toml`. No figures."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property

from reports.domain.statform import units
from reports.domain.statform.definition import CellKey, Form
from reports.domain.statform.source import BadDefinition, Item, Source

__all__ = ["Apart", "BadDefinition", "Equal", "Link", "Links", "load"]


@dataclass(frozen=True, slots=True)
class Equal:
    """Cells of the older form whose sum counts the same as the sum of those of the newer, and why."""

    older: tuple[CellKey, ...]
    newer: tuple[CellKey, ...]
    reason: str
    reason_en: str


@dataclass(frozen=True, slots=True)
class Apart:
    """Cells that are not comparable, and why. `newer` are those easily taken for them, if any."""

    older: tuple[CellKey, ...]
    newer: tuple[CellKey, ...]
    reason: str
    reason_en: str


@dataclass(frozen=True)
class Link:
    """Two forms side by side, by their ids. Every cell of the older one stands in one of the entries."""

    older: str
    newer: str
    source: str
    equal: tuple[Equal, ...]
    apart: tuple[Apart, ...]

    @cached_property
    def _parts(self) -> dict[tuple[str, CellKey], tuple[CellKey, ...]]:
        found: dict[tuple[str, CellKey], tuple[CellKey, ...]] = {}
        for pair in self.equal:
            if len(pair.older) == 1:
                found[self.older, pair.older[0]] = pair.newer
            if len(pair.newer) == 1:
                found[self.newer, pair.newer[0]] = pair.older
        return found

    def parts(self, form_id: str, key: CellKey) -> tuple[CellKey, ...]:
        """The cells of the other form that add up to this one of `form_id`; () where none do."""
        return self._parts.get((form_id, key), ())

    def why_apart(self, form_id: str, key: CellKey) -> tuple[str, str]:
        """The reason, in Chinese and English, why a cell has no equal; blank where none is written down."""
        for entry in self.apart:
            if key in (entry.older if form_id == self.older else entry.newer):
                return entry.reason, entry.reason_en
        for pair in self.equal:
            if key in pair.older + pair.newer:
                return pair.reason, pair.reason_en
        return "", ""


@dataclass(frozen=True)
class Links:
    """Every link of the file."""

    links: tuple[Link, ...]

    @cached_property
    def _between(self) -> dict[str, dict[str, Link]]:
        found: dict[str, dict[str, Link]] = {}
        for link in self.links:
            found.setdefault(link.older, {})[link.newer] = link
            found.setdefault(link.newer, {})[link.older] = link
        return found

    def path(self, start: str, goal: str) -> tuple[tuple[Link, str], ...] | None:
        """The fewest links from one form to another, each with the form it leads to; None: there are none."""
        reached: dict[str, tuple[tuple[Link, str], ...]] = {start: ()}
        queue = deque([start])
        while queue and goal not in reached:
            here = queue.popleft()
            for there, link in self._between.get(here, {}).items():
                if there not in reached:
                    reached[there] = (*reached[here], (link, there))
                    queue.append(there)
        return reached.get(goal)

    def parts(self, key: CellKey, *, of: str, within: str) -> tuple[CellKey, ...]:
        """The cells of the form `within` that add up to this cell of the form `of`; () where none do."""
        cells: tuple[CellKey, ...] = (key,)
        here = of
        for link, there in self.path(of, within) or ():
            found = [link.parts(here, cell) for cell in cells]
            if not all(found):
                return ()
            cells, here = tuple(cell for some in found for cell in some), there
        return cells if here == within else ()

    def why_apart(self, key: CellKey, *, of: str, within: str) -> tuple[str, str]:
        """Why no cells of the form `within` add up to this one, in Chinese and English."""
        cells: tuple[CellKey, ...] = (key,)
        here = of
        for link, there in self.path(of, within) or ():
            for cell in cells:
                if not link.parts(here, cell):
                    return link.why_apart(here, cell)
            cells, here = tuple(other for cell in cells for other in link.parts(here, cell)), there
        return "", ""


def load(text: str, forms: Mapping[str, Form], *, name: str = "links.toml") -> Links:
    """The links a TOML text describes between these forms.

    Raises BadDefinition naming file, line and cause: an unknown form or cell, a cell told twice or not at
    all, figures of different units called equal.
    """
    source = Source(text, name)
    root = Item(source, source.parse(), "file", 1, len(source.lines) + 1)
    root.only(("link",))
    links: list[Link] = []
    for item in root.sections("link", "link", "link"):
        link = _link(item, forms)
        if any({link.older, link.newer} == {other.older, other.newer} for other in links):
            item.fail(f"{link.older!r} and {link.newer!r} are linked twice")
        links.append(link)
    return Links(tuple(links))


def _link(item: Item, forms: Mapping[str, Form]) -> Link:
    item.only(("from", "to", "source", "equal", "apart"))
    older, newer = (_form(item, key, forms) for key in ("from", "to"))
    if older.first_year >= newer.first_year:
        item.fail(f"{older.id!r} is not older than {newer.id!r}", "from")
    told: dict[CellKey, str] = {}
    equal: list[Equal] = []
    apart: list[Apart] = []
    for entry in item.sections("equal", "link.equal", f"link {older.id!r} to {newer.id!r}, equal"):
        pairs = list(_equal(entry, older, newer))
        _tell(entry, told, [key for pair in pairs for key in pair.older])
        equal += pairs
    for entry in item.sections("apart", "link.apart", f"link {older.id!r} to {newer.id!r}, apart"):
        pair = _apart(entry, older, newer)
        _tell(entry, told, pair.older)
        apart.append(pair)
    for key in list(older.keys()):
        if key not in told:
            item.fail(f"the cell {key} of {older.id!r} stands in no entry")
    _refuse_repeated(item, equal)
    return Link(older.id, newer.id, item.text("source"), tuple(equal), tuple(apart))


def _form(item: Item, key: str, forms: Mapping[str, Form]) -> Form:
    form_id = item.text(key)
    if form_id not in forms:
        item.fail(f"there is no form {form_id!r}; known are {', '.join(forms)}", key)
    return forms[form_id]


def _tell(entry: Item, told: dict[CellKey, str], keys: tuple[CellKey, ...] | list[CellKey]) -> None:
    for key in keys:
        if key in told:
            entry.fail(f"the cell {key} stands in two entries")
        told[key] = entry.name


def _refuse_repeated(item: Item, equal: list[Equal]) -> None:
    seen: set[CellKey] = set()
    for key in (key for pair in equal for key in pair.newer):
        if key in seen:
            item.fail(f"the cell {key} of the newer form is called equal twice")
        seen.add(key)


def _equal(entry: Item, older: Form, newer: Form) -> Iterator[Equal]:
    """`cells` stand at the same address in both forms; `from` and `to` may be sums, `*` the same column."""
    reason, reason_en = _reasons(entry)
    if "cells" in entry.data:
        entry.only(("cells", "reason", "reason_en"))
        for key in _matching(entry, "cells", older):
            yield _sound(entry, Equal((key,), (key,), reason, reason_en), older, newer)
        return
    entry.only(("from", "to", "reason", "reason_en"))
    addresses = {key: _addresses(entry, key) for key in ("from", "to")}
    for column in _columns(entry, addresses["from"][0], older):
        sides = [tuple(_at(entry, text, column) for text in addresses[key]) for key in ("from", "to")]
        yield _sound(entry, Equal(sides[0], sides[1], reason, reason_en), older, newer)


def _apart(entry: Item, older: Form, newer: Form) -> Apart:
    entry.only(("from", "to", "reason", "reason_en"))
    others = _matching(entry, "to", newer) if "to" in entry.data else ()
    return Apart(_matching(entry, "from", older), others, *_reasons(entry))


def _reasons(entry: Item) -> tuple[str, str]:
    return entry.text("reason"), entry.text("reason_en")


def _addresses(entry: Item, key: str) -> tuple[str, ...]:
    """One address or a list of them."""
    found = (entry.text(key),) if isinstance(entry.data.get(key), str) else entry.texts(key)
    if not found:
        entry.fail(f"{key!r} is missing")
    return found


def _matching(entry: Item, key: str, form: Form) -> tuple[CellKey, ...]:
    """Every cell of a form that these patterns name: `*` stands for any part of a row's or column's code."""
    found: list[CellKey] = []
    for pattern in _addresses(entry, key):
        cells = [cell for cell in list(form.keys()) if _matches(cell, pattern)]
        if not cells:
            entry.fail(f"the form {form.id!r} has no cell {pattern!r}", key)
        found += cells
    return tuple(found)


def _matches(cell: CellKey, pattern: str) -> bool:
    parts = pattern.split("/")
    return len(parts) == 3 and all(fnmatchcase(*pair) for pair in zip(cell, parts, strict=True))


def _columns(entry: Item, address: str, form: Form) -> list[str]:
    """The columns for which an entry is done: those of the first older cell where it says `*`."""
    return [cell.column for cell in list(form.keys()) if _matches(cell, address)] or [""]


def _at(entry: Item, address: str, column: str) -> CellKey:
    try:
        key = CellKey.parse(address)
    except ValueError:
        entry.fail(f"{address!r} is no address of a cell: table/row/column")
    return key._replace(column=column) if key.column == "*" else key


def _sound(entry: Item, pair: Equal, older: Form, newer: Form) -> Equal:
    """The pair, if its cells exist and count alike: money in one unit, or no money at all."""
    for keys, form in ((pair.older, older), (pair.newer, newer)):
        known = set(form.keys())
        for key in keys:
            if key not in known:
                entry.fail(f"the form {form.id!r} has no cell {str(key)!r}")
    kinds = {
        (form.kind(key) == "money") for ks, form in ((pair.older, older), (pair.newer, newer)) for key in ks
    }
    money = {
        unit
        for ks, form in ((pair.older, older), (pair.newer, newer))
        for key in ks
        if (unit := form.unit(key)) in units.MONEY or form.kind(key) == "money"
    }
    if len(kinds) > 1 or len(money) > 1 or money == {""}:
        entry.fail(f"{pair.older[0]} and {pair.newer[0]} are counted in different units")
    return pair
