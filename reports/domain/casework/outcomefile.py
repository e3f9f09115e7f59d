"""Reads `data/outcomes.toml` into `outcomes`, and refuses what does not fit the forms it counts for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TypeVar

from reports.domain.casework.outcomes import (
    CERTAINTY,
    HOME,
    NEEDS,
    Basis,
    FormRows,
    Law,
    Outcome,
    Outcomes,
    Place,
    Rule,
)
from reports.domain.casework.steps import Channel, Matter, StepKind
from reports.domain.statform.definition import Form
from reports.domain.statform.source import BadDefinition, Item, Source

__all__ = ["BadDefinition", "load"]

Made = TypeVar("Made", Law, Rule)
Choice = TypeVar("Choice", bound=StrEnum)

ROWS = ("new", "carried_in", "done", "carried_out", "replies", "in_time", "extended", "complaints")
"""Keys of a form that name one of its rows; all may be left out but the first."""


def load(text: str, forms: Mapping[str, Form], *, name: str = "outcomes.toml") -> Outcomes:
    """The outcomes a TOML text describes.

    Raises BadDefinition naming file, line and cause: an unknown form, row, law, rule or step, a code used
    twice, an application that a counted form has no word on.
    """
    source = Source(text, name)
    root = Item(source, source.parse(), "file", 1, len(source.lines) + 1)
    root.only(("law", "rule", "form", "outcome"))
    laws = _by_code(root, "law", _law)
    rules = _by_code(root, "rule", _rule)
    counted: dict[str, FormRows] = {}
    for item in root.sections("form", "form", "form"):
        if item.data.get("id") in counted:
            item.fail(f"{item.data['id']!r} is described twice", "id")
        rows = _form(item, forms, rules)
        counted[rows.form] = rows
    outcomes: dict[str, Outcome] = {}
    for item in root.sections("outcome", "outcome", "outcome"):
        outcome = _outcome(item, laws, forms, counted)
        if outcome.code in outcomes:
            item.fail("the code is used twice", "code")
        outcomes[outcome.code] = outcome
    return Outcomes(laws, rules, outcomes, counted)


def _by_code(root: Item, header: str, read: Callable[[Item], Made]) -> dict[str, Made]:
    found: dict[str, Made] = {}
    for item in root.sections(header, header, header):
        made = read(item)
        if made.code in found:
            item.fail("the code is used twice", "code")
        found[made.code] = made
    return found


def _law(item: Item) -> Law:
    item.only(("code", "title", "title_en"))
    return Law(item.text("code"), item.text("title"), item.text("title_en"))


def _rule(item: Item) -> Rule:
    item.only(("code", "text", "text_en", "certainty", "source"))
    certainty = item.choice("certainty", CERTAINTY)
    return Rule(item.text("code"), item.text("text"), item.text("text_en"), certainty, item.text("source"))


def _form(item: Item, forms: Mapping[str, Form], rules: Mapping[str, Rule]) -> FormRows:
    item.only(("id", "table", "column", *ROWS, "channels", "sums", "rules"))
    form = _known_form(item, "id", forms)
    table, column = item.text("table"), item.text("column", "")
    known = _rows(form, table)
    if not known:
        item.fail(f"the form {form.id!r} has no table {table!r}", "table")
    if column and column not in {key.column for key in list(form.keys()) if key.table == table}:
        item.fail(f"its table has no column {column!r}", "column")
    named = {key: _row(item, key, known, blank=key != "new") for key in ROWS}
    channels = {
        _choice(entry, "channel", Channel): _row(entry, "row", known)
        for entry in item.entries("channels", f"form {form.id!r}, channel")
    }
    sums = {}
    for entry in item.entries("sums", f"form {form.id!r}, sum"):
        sums[_row(entry, "row", known)] = entry.texts("parts")
        _known(entry, "parts", known)
    return FormRows(
        form.id, table, column, **named, channels=channels, sums=sums, rules=_rules(item, known, rules)
    )


def _rules(item: Item, known: set[str], rules: Mapping[str, Rule]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for entry in item.entries("rules", "rules"):
        entry.only(("rows", "rules"))
        _known(entry, "rows", known | {"*"})
        _known(entry, "rules", set(rules))
        for row in entry.texts("rows"):
            found[row] = found.get(row, ()) + entry.texts("rules")
    return found


def _outcome(
    item: Item, laws: Mapping[str, Law], forms: Mapping[str, Form], counted: Mapping[str, FormRows]
) -> Outcome:
    item.only(("code", "matter", "row", "step", "after", "title", "title_en", "needs", "basis", "rows"))
    matter = _choice(item, "matter", Matter, Matter.APPLICATION)
    places: dict[str, Place] = {}
    for entry in item.entries("rows", f"{item.name}, rows"):
        place = _place(entry, forms, counted)
        if place.form in places:
            entry.fail(f"{place.form!r} is named twice", "form")
        places[place.form] = place
    row = item.text("row", "")
    if matter == Matter.APPLICATION:
        home = forms[HOME]
        if row not in _rows(home, "applications"):
            item.fail(f"{HOME} has no row {row!r}", "row")
        places[HOME] = Place(HOME, row, "stated")
        for form_id in counted:
            if form_id not in places:
                item.fail(f"nothing is said about the form {form_id!r}", "rows")
    elif row or places:
        item.fail("what is no application stands in no row", "row")
    _known(item, "needs", set(NEEDS))
    return Outcome(
        item.text("code"),
        matter,
        row,
        _choice(item, "step", StepKind, StepKind.ANSWER),
        _choice(item, "after", StepKind) if "after" in item.data else None,
        item.text("title"),
        item.text("title_en"),
        item.texts("needs"),
        tuple(_basis(entry, laws) for entry in item.entries("basis", f"{item.name}, basis")),
        places,
    )


def _place(entry: Item, forms: Mapping[str, Form], counted: Mapping[str, FormRows]) -> Place:
    entry.only(("form", "row", "certainty", "note", "note_en"))
    form = _known_form(entry, "form", forms)
    if form.id not in counted:
        entry.fail(f"the file does not say how {form.id!r} is counted", "form")
    known = _rows(form, counted[form.id].table)
    row = _row(entry, "row", known, blank=True)
    certainty = entry.choice("certainty", CERTAINTY)
    note, note_en = entry.text("note", ""), entry.text("note_en", "")
    if (certainty == "chosen" or not row) and not (note and note_en):
        entry.fail("a row chosen or missing says why, in 'note' and 'note_en'")
    return Place(form.id, row, certainty, note, note_en)


def _basis(entry: Item, laws: Mapping[str, Law]) -> Basis:
    entry.only(("law", "article", "article_en"))
    law = entry.choice("law", tuple(laws))
    return Basis(law, entry.text("article"), entry.text("article_en"))


def _known_form(item: Item, key: str, forms: Mapping[str, Form]) -> Form:
    return forms[item.choice(key, tuple(forms))]


def _rows(form: Form, table: str) -> set[str]:
    """The rows of a table that hold figures."""
    return {key.row for key in list(form.keys()) if key.table == table}


def _row(item: Item, key: str, known: set[str], *, blank: bool = False) -> str:
    row = item.text(key, "" if blank else None)
    if row and row not in known:
        item.fail(f"the table has no row {row!r} with figures", key)
    return row


def _known(item: Item, key: str, allowed: set[str]) -> None:
    for value in item.texts(key):
        if value not in allowed:
            item.fail(f"unknown {value!r} in {key!r}", key)


def _choice(item: Item, key: str, of: type[Choice], default: Choice | None = None) -> Choice:
    return of(item.choice(key, tuple(of), default))
