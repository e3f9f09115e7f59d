"""Writes out the compact identities of a form file: one `Identity` of signed cells for each column or row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from reports.domain.statform.definition import Block, CellKey, Identity, Row, Table, Term, unit_of
from reports.domain.statform.source import Item

KEYS = {
    "down": ("total", "parts"),
    "across": ("total", "parts"),
    "balance": ("left", "right"),
    "within": ("whole", "parts"),
    "to-date": ("whole", "parts"),
    "carry-over": ("total", "last_year", "plus", "minus"),
}
"""What each kind of identity is written with, beside `columns` or `rows`, `hard` and `how`."""

OPTIONAL = ("plus", "minus")
AXIS = {"down": "columns", "across": "rows", "to-date": "rows"}
"""For what these kinds are done; the others may be done for either."""


@dataclass(frozen=True, slots=True)
class _Name:
    """A row or column named in an identity, not yet crossed with the other axis."""

    code: str
    key: str
    sign: Literal[1, -1] = 1
    years_back: int = 0


@dataclass(frozen=True, slots=True)
class _Rule:
    """One compact identity. Its names are rows, done for `columns`; or columns, done for `rows`."""

    entry: Item
    table: Table
    kind: str
    axis: str


def expand(item: Item, table: Table) -> list[Identity]:
    """The identities of a table, in the order of the file. Raises BadDefinition."""
    found: dict[str, Identity] = {}
    for entry in item.sections("identity", "table.identity", f"table {table.code!r}, identity"):
        rule = _rule(entry, table)
        for identity in _identities(rule):
            if identity.code in found:
                rule.entry.fail(f"{identity.code!r} would stand twice; tell the two apart by 'how'")
            found[identity.code] = identity
    return list(found.values())


def _rule(entry: Item, table: Table) -> _Rule:
    kind = entry.choice("kind", tuple(KEYS))
    entry = replace(entry, name=f"{entry.name} {kind!r}")
    entry.only(("kind", *KEYS[kind], "columns", "rows", "hard", "how"))
    given = [axis for axis in ("columns", "rows") if axis in entry.data]
    if len(given) != 1:
        entry.fail("say either for which 'columns' or for which 'rows' it is done")
    if given[0] != AXIS.get(kind, given[0]):
        entry.fail(f"it is done for {AXIS[kind]!r}, not for {given[0]!r}", given[0])
    return _Rule(entry, table, kind, given[0])


def _identities(rule: _Rule) -> Iterator[Identity]:
    is_hard = rule.entry.flag("hard", True)
    relation: Literal["=", "<="] = "<=" if rule.kind in ("within", "to-date") else "="
    sides = list(_sides(rule))
    targets = _targets(rule, [name for left, right in sides for name in left + right])
    for left, right in sides:
        for target in targets:
            terms = [
                tuple(Term(_cell(rule, n.code, target), n.sign, n.years_back) for n in side)
                for side in (left, right)
            ]
            code = _code(rule, terms[0][0].cell, target)
            identity = Identity(code, rule.kind, terms[0], terms[1], relation, is_hard)
            _refuse_unsound(rule, identity)
            yield identity


def _sides(rule: _Rule) -> Iterator[tuple[list[_Name], list[_Name]]]:
    named = {key: _names(rule, key) for key in KEYS[rule.kind]}
    if rule.kind in ("within", "to-date"):
        for part in named["parts"]:
            yield [part], named["whole"]
    elif rule.kind == "carry-over":
        last = [replace(name, years_back=1) for name in named["last_year"]]
        minus = [_Name(name.code, name.key, -1) for name in named["minus"]]
        yield named["total"], last + named["plus"] + minus
    else:
        left, right = KEYS[rule.kind]
        yield named[left], named[right]


def _names(rule: _Rule, key: str) -> list[_Name]:
    if key in ("total", "whole"):
        codes: tuple[str, ...] = (rule.entry.text(key),)
    else:
        codes = rule.entry.texts(key)
        if not codes and key not in OPTIONAL:
            rule.entry.fail(f"{key!r} is missing")
    for code in codes:
        _known(rule, code, key, "row" if rule.axis == "columns" else "column")
    return [_Name(code, key) for code in codes]


def _known(rule: _Rule, code: str, key: str, what: str) -> None:
    if what == "column":
        if all(column.code != code for block in rule.table.blocks for column in block.columns):
            rule.entry.fail(f"the table has no column {code!r}", key)
        return
    row = next((row for row in _rows(rule.table) if row.code == code), None)
    if row is None:
        rule.entry.fail(f"the table has no row {code!r}", key)
    if row.kind == "heading":
        rule.entry.fail(f"the row {code!r} is a heading and holds no figures", key)


def _rows(table: Table) -> list[Row]:
    return [row for block in table.blocks for row in block.rows]


def _targets(rule: _Rule, names: list[_Name]) -> list[str]:
    """For which columns (or rows) the identity is done: `"*"` means all in which every name has a cell."""
    codes = {name.code for name in names}
    if rule.axis == "columns":
        blocks = [block for block in rule.table.blocks if any(row.code in codes for row in block.rows)]
        possible = [c.code for c in blocks[0].columns if all(_has_column(b, c.code) for b in blocks)]
        what = "column"
    else:
        blocks = [b for b in rule.table.blocks if all(_has_column(b, code) for code in codes)]
        possible = [row.code for block in blocks for row in block.rows if row.kind != "heading"]
        what = "row"
    if rule.entry.data[rule.axis] == "*":
        if not possible:
            rule.entry.fail(f"there is no {what} in which all of them have a cell", rule.axis)
        return possible
    targets = rule.entry.texts(rule.axis)
    if not targets:
        rule.entry.fail(f"{rule.axis!r} is empty", rule.axis)
    for target in targets:
        _known(rule, target, rule.axis, what)
        if target not in possible:
            rule.entry.fail(f"not all of them have a cell in the {what} {target!r}", rule.axis)
    return list(targets)


def _has_column(block: Block, code: str) -> bool:
    return any(column.code == code for column in block.columns)


def _cell(rule: _Rule, name: str, target: str) -> CellKey:
    row, column = (name, target) if rule.axis == "columns" else (target, name)
    return CellKey(rule.table.code, row, column)


def _code(rule: _Rule, cell: CellKey, target: str) -> str:
    how = rule.entry.text("how", rule.kind)
    if rule.kind == "balance":
        return f"{rule.table.code}/{how}/{target}"
    return f"{how}/{cell}" if rule.kind == "carry-over" else f"{cell}:{how}"


def _refuse_unsound(rule: _Rule, identity: Identity) -> None:
    """Refuse a cell that stands twice, and figures of different units in one sum."""
    seen: set[tuple[CellKey, int]] = set()
    for term in identity.left + identity.right:
        if (term.cell, term.years_back) in seen:
            rule.entry.fail(f"the cell {term.cell} stands twice in {identity.code!r}")
        seen.add((term.cell, term.years_back))
    sums = [identity.left, identity.right]
    if identity.relation == "=":
        sums = [identity.left + identity.right]
    for terms in sums:
        found = list(dict.fromkeys(_unit(rule.table, term.cell) for term in terms))
        if len(found) > 1 or (found == [""] and len(terms) > 1):
            mixed = ", ".join(repr(unit) if unit else "no unit" for unit in found)
            rule.entry.fail(f"{identity.code!r} would add figures of different units: {mixed}")


def _unit(table: Table, cell: CellKey) -> str:
    for block in table.blocks:
        for row in block.rows:
            if row.code == cell.row:
                column = next(column for column in block.columns if column.code == cell.column)
                return unit_of(row, column)
    raise KeyError(str(cell))
