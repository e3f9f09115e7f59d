"""Reads a form's TOML text into a Form, refusing a file that contradicts itself. See docs/forms.md."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from reports.domain.statform import expanding, units
from reports.domain.statform.definition import Block, CellKind, Column, ColumnGroup, Form, Row, RowKind, Table
from reports.domain.statform.source import BadDefinition, Item, Source
from reports.domain.statform.wordings import Wordings

__all__ = ["BadDefinition", "load"]

ROW_CODE = re.compile(r"[a-z0-9][a-z0-9_]*(\.[a-z0-9_]+)*")
WORD_CODE = re.compile(r"[a-z][a-z0-9_]*")
FORM_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
ROW_KINDS = ("number", "money", "heading")
CELL_KINDS = ("count", "money", "change")


def load(text: str, variants: str = "", *, name: str = "") -> Form:
    """The form a TOML text describes, with the other wordings of its labels from a second text beside it.

    `name` is the file's name, "fujian-2008.toml"; the second is named after it, "fujian-2008.variants.toml".
    Raises BadDefinition naming file, line and cause.
    """
    source = Source(text, name or "form")
    root = Item(source, source.parse(), "file", 1, len(source.lines) + 1)
    root.only(("form", "table"))
    words = Wordings.read(variants, _beside(source.name))
    head = _head(root)
    tables = root.sections("table", "table", "table")
    if not tables:
        root.fail("it has no [[table]]")
    loaded = [_table(item, words) for item in tables]
    _unique(tables, "table")
    form_tables = tuple(loaded)
    words.refuse_unknown(form_tables)
    identities = [
        identity
        for item, table in zip(tables, loaded, strict=True)
        for identity in expanding.expand(item, table)
    ]
    return Form(tables=form_tables, identities=tuple(identities), **head)


def _beside(name: str) -> str:
    return f"{name.removesuffix('.toml')}.variants.toml"


def _head(root: Item) -> dict[str, Any]:
    data = root.data.get("form")
    if not isinstance(data, dict):
        root.fail("the section [form] is missing")
    line = (root.source.sections("form") or [1])[0]
    item = Item(root.source, data, "form", line, (root.source.sections("table") or [root.stop])[0])
    required = ("id", "title", "title_en", "short_title", "short_title_en", "legal_basis", "source")
    item.only((*required, "first_year", "last_year"))
    head: dict[str, Any] = {key: item.text(key) for key in required}
    if not FORM_ID.fullmatch(head["id"]):
        item.fail(f"the id {head['id']!r} may hold small letters, digits and hyphens only", "id")
    if root.source.name.endswith(".toml") and root.source.name != f"{head['id']}.toml":
        item.fail(f"the id {head['id']!r} is not the name of the file", "id")
    first, last = item.year("first_year"), item.year("last_year")
    if first is None:
        item.fail("'first_year' is missing")
    if last is not None and last < first:
        item.fail(f"the years are reversed: {first} comes after {last}", "last_year")
    return {**head, "first_year": first, "last_year": last}


def _table(item: Item, words: Wordings) -> Table:
    item.only(
        (
            "code",
            "title",
            "title_en",
            "layout",
            "has_unit_column",
            "note",
            "note_en",
            "unit",
            "block",
            "identity",
        )
    )
    code = _code(item, WORD_CODE)
    layout = item.choice("layout", ("grid", "line"), "grid")
    note = item.text("note", "")
    unit = _unit(item)
    blocks = item.sections("block", "table.block", f"table {code!r}, block")
    if not blocks:
        item.fail("it has no [[table.block]]")
    loaded = tuple(_block(block, words, code, unit) for block in blocks)
    _unique(blocks, "block")
    _unique([row for block in blocks for row in block.entries("rows", f"{item.name}, row")], "row")
    if layout == "line" and len(loaded) > 1:
        item.fail("a table printed as one line has one block", "layout")
    return Table(
        code=code,
        title=item.text("title"),
        title_en=item.text("title_en"),
        blocks=loaded,
        layout="line" if layout == "line" else "grid",
        has_unit_column=item.flag("has_unit_column", False),
        note=note,
        note_en=item.text("note_en") if note else "",
        variants=words.of_title(code),
    )


def _block(item: Item, words: Wordings, table: str, unit: str) -> Block:
    item.only(("code", "title", "title_en", "corner", "corner_en", "groups", "columns", "rows", "unit"))
    code = _code(item, WORD_CODE)
    unit = _unit(item) or unit
    title = item.text("title", "")
    group_items = item.entries("groups", f"{item.name}, group")
    column_items = item.entries("columns", f"{item.name}, column")
    row_items = item.entries("rows", f"{item.name}, row")
    if not column_items or not row_items:
        item.fail(f"it has no {'rows' if column_items else 'columns'}")
    for entries, what in ((group_items, "group"), (column_items, "column"), (row_items, "row")):
        _unique(entries, what)
    _nested(group_items)
    _nested(row_items)
    groups = tuple(_group(entry, words, table) for entry in group_items)
    columns = tuple(_column(entry, words, table, groups) for entry in column_items)
    rows = tuple(_row(entry, words, table, unit, columns, row_items) for entry in row_items)
    _distinct(row_items, [(row.parent, (row.label, *row.variants)) for row in rows])
    _distinct(column_items, [(column.group, (column.label, *column.variants)) for column in columns])
    _contiguous(item, groups, columns)
    return Block(
        code=code,
        title=title,
        title_en=item.text("title_en") if title else "",
        corner=item.text("corner"),
        corner_en=item.text("corner_en"),
        columns=columns,
        rows=rows,
        groups=groups,
        variants=words.of("blocks", table, code),
    )


def _group(item: Item, words: Wordings, table: str) -> ColumnGroup:
    item.only(("code", "label", "label_en", "parent"))
    code = _code(item, WORD_CODE)
    label, label_en = _labels(item)
    return ColumnGroup(code, label, label_en, item.text("parent", ""), words.of("groups", table, code))


def _column(item: Item, words: Wordings, table: str, groups: Sequence[ColumnGroup]) -> Column:
    item.only(("code", "label", "label_en", "group", "unit", "kind"))
    code = _code(item, WORD_CODE)
    group = item.text("group", "")
    if group and group not in {g.code for g in groups}:
        item.fail(f"the group {group!r} is not defined in this block", "group")
    kind = item.choice("kind", CELL_KINDS, "")
    unit = _unit(item)
    if (kind == "money" and unit in units.COUNTS) or (kind in ("count", "change") and unit in units.MONEY):
        item.fail(f"the kind {kind!r} cannot be counted in {unit!r}", "unit")
    label, label_en = _labels(item)
    variants = words.of("columns", table, code)
    return Column(code, label, label_en, variants, group, unit, cast(CellKind, kind) if kind else None)


def _row(
    item: Item, words: Wordings, table: str, unit: str, columns: Iterable[Column], rows: Sequence[Item]
) -> Row:
    item.only(("code", "number", "label", "label_en", "unit", "parent", "kind"))
    code = _code(item, ROW_CODE)
    kind = item.choice("kind", ROW_KINDS, "number")
    given = _unit(item)
    if kind == "heading" and given:
        item.fail("a heading row is printed without figures and has no unit", "unit")
    if (kind == "money" and given in units.COUNTS) or (kind == "number" and given in units.MONEY):
        item.fail(f"a row of the kind {kind!r} cannot be counted in {given!r}", "unit")
    inherited = unit if unit in {"number": units.COUNTS, "money": units.MONEY, "heading": ()}[kind] else ""
    has_units = all(column.unit or column.kind == "money" for column in columns)
    if kind == "number" and not (given or inherited or has_units):
        item.fail("'unit' is missing")
    label, label_en = _labels(item)
    return Row(
        code=code,
        label=label,
        label_en=label_en,
        variants=words.of("rows", table, code),
        unit=given or inherited,
        parent=item.text("parent", ""),
        kind=cast(RowKind, kind),
        depth=len(_ancestors(item, rows)),
        number=item.text("number", ""),
    )


def _code(item: Item, pattern: re.Pattern[str]) -> str:
    code = item.text("code")
    if not pattern.fullmatch(code):
        item.fail("a code may hold small letters, digits, _ and, in a row, dots", "code")
    return code


def _unit(item: Item) -> str:
    unit = item.text("unit", "")
    if unit and not units.is_known(unit):
        item.fail(f"unknown unit {unit!r}; known are {', '.join((*units.COUNTS, *units.MONEY))}", "unit")
    return unit


def _labels(item: Item) -> tuple[str, str]:
    labels = item.text("label"), item.text("label_en")
    for key, label in zip(("label", "label_en"), labels, strict=True):
        if re.search(r"[{}]", label.replace("{year}", "")):
            item.fail(f"only {{year}} may stand in braces in {key!r}", key)
    return labels


def _unique(items: Sequence[Item], what: str) -> None:
    seen: set[str] = set()
    for item in items:
        code = str(item.data.get("code"))
        if code in seen:
            item.fail(f"the {what} code {code!r} is used twice", "code")
        seen.add(code)


def _ancestors(item: Item, items: Sequence[Item]) -> list[str]:
    """The codes over an entry, nearest first. The parents must be known and without a cycle (see _nested)."""
    parents = {str(other.data.get("code")): str(other.data.get("parent", "")) for other in items}
    found: list[str] = []
    parent = str(item.data.get("parent", ""))
    while parent:
        if parent not in parents:
            item.fail(f"the parent {parent!r} is not defined in this block", "parent")
        if parent in found or parent == item.data.get("code"):
            item.fail(f"its parents run in a circle through {parent!r}", "parent")
        found.append(parent)
        parent = parents[parent]
    return found


def _nested(items: Sequence[Item]) -> None:
    """Refuse unknown parents, circles, and a child that is not printed right below its family."""
    before: list[str] = []
    for item in items:
        above = _ancestors(item, items)
        if above and above[0] not in before:
            item.fail(f"it stands under {above[0]!r} but is not printed among its children", "parent")
        before = [str(item.data.get("code")), *above]


def _distinct(items: Sequence[Item], labels: Sequence[tuple[str, tuple[str, ...]]]) -> None:
    """Refuse two rows (or columns) that an importer could not tell apart: one wording under one parent."""
    seen: dict[tuple[str, str], str] = {}
    for item, (parent, wordings) in zip(items, labels, strict=True):
        for wording, times in Counter(re.sub(r"\s", "", w) for w in wordings).items():
            code = str(item.data["code"])
            if times > 1:
                item.fail(f"the label or variant {wording!r} stands twice at {code!r}", "label")
            other = seen.setdefault((parent, wording), code)
            if other != code:
                item.fail(f"the label or variant {wording!r} is already that of {other!r}", "label")


def _contiguous(item: Item, groups: Sequence[ColumnGroup], columns: Sequence[Column]) -> None:
    """Refuse a group without columns, or one whose columns do not stand side by side."""
    over = {group.code: group.parent for group in groups}
    for group in groups:
        places = [n for n, column in enumerate(columns) if group.code in _path(column.group, over)]
        if not places:
            item.fail(f"the group {group.code!r} has no columns", "groups")
        if places[-1] - places[0] + 1 != len(places):
            item.fail(f"the columns of the group {group.code!r} do not stand side by side", "columns")


def _path(group: str, over: Mapping[str, str]) -> list[str]:
    path = []
    while group:
        path.append(group)
        group = over[group]
    return path
