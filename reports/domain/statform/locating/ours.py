"""Our own downloads handed in again: a table of one row a cell, whose codes name the cells exactly.

What the public downloads as CSV, Excel or JSON (`reports.writers`) can be corrected and imported. `value`
counts; `raw` stays only where it says the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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


@dataclass(frozen=True, slots=True)
class Ours:
    """A download as read. "" and None: not said. `tables` are the codes of the tables it holds."""

    form: str
    agency: str
    year: int | None
    kind: str
    tables: tuple[str, ...]
    records: tuple[tuple[Position, Mapping[str, str]], ...]


def ours_in(document: Document) -> Ours | None:
    """The download that a document is; None where it is none: its first line does not name our columns."""
    lines = iter(document.lines)
    first = next(lines, None)
    names = [cell.strip().lower() for cell in first.cells] if first else []
    if NEEDED - set(names) or len(set(names)) < len(names):
        return None
    records = tuple((line.position, record) for line in lines if (record := _record(names, line)))
    about = {name: _only(record.get(name, "") for _, record in records) for name in ABOUT}
    tables = dict.fromkeys(record["cell"].partition("/")[0] for _, record in records)
    year = about["year"].removesuffix(".0")
    return Ours(
        about["form"],
        about["agency"],
        int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
        about["kind"],
        tuple(tables),
        records,
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
    problems: list[Unread] = []
    for position, record in ours.records:
        key = _key(record["cell"])
        if key is None or key not in known:
            problems.append(Unread(position, record["cell"], "cell-unknown"))
        elif key in cells:
            problems.append(Unread(position, record["cell"], "cell-twice"))
        else:
            cells[key], reason = _cell(form, key, position, record)
            problems += [Unread(position, cells[key].raw, reason)] if reason else []
    problems += [
        Unread(Position(), str(key), "cell-missing")
        for key in places
        if key.table in ours.tables and key not in cells
    ]
    ordered = tuple(cells[key] for key in places if key in cells)
    return Located(form.id, ordered, tuple(problems), *bounds, year=ours.year)


def _record(names: list[str], line: Line) -> dict[str, str]:
    """A line by column name; {} for one that names no cell."""
    record = {name: _unguarded(cell.strip()) for name, cell in zip(names, line.cells, strict=False)}
    return {name: record.get(name, "") for name in {*names, *FIELDS}} if record.get("cell") else {}


def _unguarded(text: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from running a text as a formula."""
    return text[1:] if text.startswith(GUARD) and text[1:2] in tuple("=+-@＝＋－＠") else text


def _only(texts: Iterator[str]) -> str:
    """What all lines say alike; "" where two differ."""
    found = {text for text in texts if text}
    return found.pop() if len(found) == 1 else ""


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
