"""Our own downloads handed in again: a table of one row a cell, whose codes name the cells exactly.

What the public downloads as CSV, Excel or JSON (`reports.writers`) can be corrected and imported. `value`
counts; `raw` stays only where it says the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reports.domain.document import Document, Line, Position
from reports.domain.statform import units
from reports.domain.statform.definition import CellKey, Form
from reports.domain.statform.numbers import Parsed, parse
from reports.domain.statform.table import Cell, Located, Unread

FIELDS = ("cell", "row", "column", "row_label", "column_label", "unit", "value", "raw")
ABOUT = ("form", "agency", "year", "kind")
"""The columns of a download: the cell, then what report it belongs to, the same in every line."""
NEEDED = frozenset(("cell", "row", "column", "value"))
RULE = "own-download"
GUARD = "'"
NUMBER = re.compile(r"[0-9]+\.[0-9]+")
"""A code that a spreadsheet takes for a number, and takes the zeros at its end from."""


Record = tuple[Position, Mapping[str, str]]
"""A line of a download: where it stands, and what it says by column name."""


@dataclass(frozen=True, slots=True)
class Ours:
    """A download as read. "" and None: not said. `tables` are the codes of the tables it holds.

    `foreign` are the lines that name another report than the first does.
    """

    form: str
    agency: str
    year: int | None
    kind: str
    tables: tuple[str, ...]
    records: tuple[Record, ...]
    foreign: tuple[Record, ...] = ()


def ours_in(document: Document) -> Ours | None:
    """The download that a document is; None where it is none: its first line does not name our columns."""
    lines = iter(document.lines)
    first = next(lines, None)
    names = [cell.strip().lower() for cell in first.cells] if first else []
    if NEEDED - set(names) or len(set(names)) < len(names):
        return None
    every = [(line.position, record) for line in lines if (record := _record(names, line))]
    about = {name: next((r[name] for _, r in every if r.get(name)), "") for name in ABOUT}
    foreign = tuple(
        one for one in every if any(one[1].get(name, "") not in ("", about[name]) for name in ABOUT)
    )
    records = tuple(one for one in every if one not in foreign)
    tables = dict.fromkeys(record["cell"].partition("/")[0] for _, record in records)
    year = about["year"]
    return Ours(
        about["form"],
        about["agency"],
        int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
        about["kind"],
        tuple(tables),
        records,
        foreign,
    )


def located_in(document: Document, forms: Iterable[Form], form_id: str | None = None) -> Located | None:
    """What a document that is one of our downloads holds; None for every other document.

    `form_id` wins over the form that the download names; a download that names none fits the one form that
    has all its cells.
    """
    ours = ours_in(document)
    if ours is None:
        return None
    numbers = [line.position.line or 0 for line in document.lines]
    bounds = (min(numbers), max(numbers), frozenset(numbers))
    form = _form_of(ours, list(forms), form_id or ours.form)
    if form is None:
        unread = tuple(Unread(at, record["cell"], "unknown-form") for at, record in ours.records)
        return Located(None, (), unread, *bounds, year=ours.year)
    places = tuple(form.keys())
    known = set(places)
    cells: dict[CellKey, Cell] = {}
    problems = [Unread(position, record["cell"], "other-report") for position, record in ours.foreign]
    twice = _twice(ours)
    for position, record in ours.records:
        key = _key(record["cell"])
        if key is None or key not in known:
            problems.append(Unread(position, record["cell"], "cell-unknown"))
        elif _is_contradicted(key, record, places):
            problems.append(Unread(position, record["cell"], "cell-contradicted"))
        elif key in twice:
            problems.append(Unread(position, record["value"] or record["cell"], "cell-twice"))
        elif key in cells:
            continue
        else:
            cells[key], reason = _cell(form, key, position, record)
            problems += [Unread(position, cells[key].raw, reason)] if reason else []
    told = {_key(record["cell"]) for _, record in ours.records}
    problems += [
        Unread(Position(), str(key), "cell-missing")
        for key in places
        if key.table in ours.tables and key not in told
    ]
    ordered = tuple(cells[key] for key in places if key in cells)
    return Located(form.id, ordered, tuple(problems), *bounds, year=ours.year)


def _record(names: list[str], line: Line) -> dict[str, str]:
    """A line by column name; {} for one that names no cell."""
    record = {name: _unguarded(cell.strip()) for name, cell in zip(names, line.cells, strict=False)}
    if record.get("year"):
        record["year"] = record["year"].removesuffix(".0")
    return {name: record.get(name, "") for name in {*names, *FIELDS}} if record.get("cell") else {}


def _unguarded(text: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from running a text as a formula."""
    return text[1:] if text.startswith(GUARD) and text[1:2] in tuple("=+-@＝＋－＠") else text


def _twice(ours: Ours) -> set[CellKey | None]:
    """The cells that two lines tell differently: which is meant nobody can say."""
    values: dict[CellKey | None, set[str]] = {}
    for _, record in ours.records:
        values.setdefault(_key(record["cell"]), set()).add(record["value"])
    return {key for key, found in values.items() if len(found) > 1}


def _is_contradicted(key: CellKey, record: Mapping[str, str], places: Iterable[CellKey]) -> bool:
    """Whether a line names row or column of another cell of the form: its columns were sorted apart.

    Only a code that is one counts: spreadsheets turn codes into dates and numbers (3.3.1, 3.10).
    """
    rows = {place.row for place in places if place.table == key.table}
    columns = {place.column for place in places if place.table == key.table}
    row = record["row"]
    is_shortened = bool(NUMBER.fullmatch(row)) and row == key.row.rstrip("0")
    return (row in rows - {key.row} and not is_shortened) or record["column"] in columns - {key.column}


def _form_of(ours: Ours, forms: list[Form], named: str) -> Form | None:
    if named:
        return next((form for form in forms if form.id == named), None)
    keys = {_key(record["cell"]) for _, record in ours.records}
    fitting = [form for form in forms if keys <= set(form.keys())]
    return fitting[0] if len(fitting) == 1 else None


def _key(text: str) -> CellKey | None:
    try:
        return CellKey.parse(text)
    except ValueError:
        return None


def _cell(form: Form, key: CellKey, position: Position, record: Mapping[str, str]) -> tuple[Cell, str]:
    """The cell, and why it could not be read where it could not. A text that was no number stays itself."""
    kind = form.kind(key)
    typed, printed = parse(record["value"], kind), parse(record["raw"], kind)
    is_same = typed.value == printed.value and not typed.reason
    raw = record["raw"] if is_same else record["value"]
    said = printed if is_same else typed
    unit = _unit(said.unit or record["unit"], form.unit(key))
    if said.value is not None and unit is None:
        said = Parsed(None, "wrong-unit")
    return Cell(key, said.value, raw, unit or form.unit(key), position, 1.0, RULE), said.reason


def _unit(said: str, own: str) -> str | None:
    """The unit of a cell whose form counts in `own`: as said, in either language; None where it cannot be."""
    if said in ("", own) or (own and said == units.english(own)):
        return own
    family = units.MONEY if own in units.MONEY else units.COUNTS
    return next((unit for unit, english in family.items() if said in (unit, english)), None)
