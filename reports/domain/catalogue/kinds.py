"""Kinds of document with fields of their own, each one small definition in `data/kinds.toml`.

Here a kind is loaded, its fields are checked, and what the public may read of them is told. What every
document has (title, number, dates, text) is no field of a kind; a kind only says what it calls those.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from reports.domain.catalogue import masking, values
from reports.domain.catalogue.duties import Duty
from reports.domain.catalogue.loading import BadData, Certainty, each_once, row, rows
from reports.domain.catalogue.values import Choice, Type, Wrong

Fault = Literal[
    "required", "too_long", "control", "date", "money", "number", "choice", "year", "url", "credit_code",
    "too_early", "unknown",
]  # fmt: skip
"""What can be wrong with a value. `too_early`: before the day in the field `not_before`."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `column` heads it in files and is found again by it, its label or its code.

    `max`: characters, 0 for the usual of its type. `is_public` False: staff only, never on a page, in a file
    for the public, a feed or the index. A `person` is masked, unless the field `unless_field` has one of
    `unless_values`; nothing there masks as well. `unit`: of money or numbers. `expected`: may stay empty, and
    whoever leaves it so is told.
    """

    code: str
    label: str
    label_en: str
    type: Type = "text"
    required: bool = False
    max: int = 0
    help: str = ""
    help_en: str = ""
    unit: str = ""
    unit_en: str = ""
    column: str = ""
    is_public: bool = True
    expected: bool = False
    not_before: str = ""
    unless_field: str = ""
    unless_values: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()

    @property
    def longest(self) -> int:
        """Characters it may have."""
        return self.max or values.MAX.get(self.type, values.MAX_ELSE)

    @property
    def heading(self) -> str:
        """What heads its column in a file."""
        return self.column or self.label

    def shown(self, value: str, *, english: bool = False) -> str:
        """The value as a reader or a file has it: labels for the codes of choices, the rest as it is."""
        labels = {choice.code: choice.label_en if english else choice.label for choice in self.choices}
        if self.type == "choices":
            parts = [labels.get(code, code) for code in value.split(values.MANY) if code]
            return ("; " if english else "；").join(parts)
        return labels.get(value, value) if self.type == "choice" else value


@dataclass(frozen=True, slots=True)
class Common:
    """What a kind calls a field that every document has (`made_on`, `document_number`), if it needs it."""

    code: str
    label: str
    label_en: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind. `duty`: by when it is published, counted from `made_on`; `withdrawal`: by when it is gone
    after it was changed or annulled, None where no text says so. `erase_on_withdrawal`: no tombstone,
    history, feed or cache keeps a name. `table`: the columns of its public list, none for no such list.
    `ends_with`: the date field after whose day it is withdrawn by itself. `spares_minors`: a warning goes
    before publication where it may be about somebody under 18.
    """

    code: str
    label: str
    label_en: str
    category: str
    law: str
    certainty: Certainty
    duty: Duty
    withdrawal: Duty | None = None
    erase_on_withdrawal: bool = False
    ends_with: str = ""
    spares_minors: bool = False
    has_validity: bool = False
    table: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    common: tuple[Common, ...] = ()

    def field(self, code: str) -> Field:
        """The field of that code. Raises KeyError."""
        return {one.code: one for one in self.fields}[code]

    @property
    def masks_names(self) -> bool:
        """Whether a field holds names of persons that the public must not read."""
        return any(one.type == "person" for one in self.fields)


@dataclass(frozen=True, slots=True)
class FieldError:
    """One value that cannot stand. `field`: its code, also of a field that the kind does not have.

    `limit`: characters for too_long, the earliest day for too_early. `given`: the first 60 characters of the
    value; it may be personal and is for the person who typed it only.
    """

    field: str
    fault: Fault
    given: str = ""
    limit: str = ""


@dataclass(frozen=True, slots=True)
class Validated:
    """The values that stand, by code and without empty ones, and what is wrong with the others."""

    clean: dict[str, str] = field(default_factory=dict)
    errors: tuple[FieldError, ...] = ()


def validate(kind: Kind, given: Mapping[str, str]) -> Validated:
    """Every field checked. Dates come out as ISO 8601, money as digits with a point, choices as codes."""
    clean: dict[str, str] = {}
    known = {one.code for one in kind.fields}
    errors = [FieldError(code[:60], "unknown") for code in given if code not in known]
    for one in kind.fields:
        text = given.get(one.code, "")
        try:
            value = _cleaned(one, text)
        except Wrong as wrong:
            limit = str(one.longest) if str(wrong) == "too_long" else ""
            errors.append(_error(one, str(wrong), text, limit))
            continue
        if value:
            clean[one.code] = value
        elif one.required:
            errors.append(FieldError(one.code, "required"))
    for one in kind.fields:
        earliest = clean.get(one.not_before, "")
        if earliest and one.code in clean and clean[one.code] < earliest:
            errors.append(_error(one, "too_early", clean.pop(one.code), earliest))
    return Validated(clean, tuple(errors))


def _error(one: Field, fault: Any, given: str, limit: str) -> FieldError:
    return FieldError(one.code, fault, given[:60], limit)


def _cleaned(one: Field, text: str) -> str:
    if len(text) > 2 * one.longest + 1000:  # not worth looking at
        raise Wrong("too_long")
    value = values.tidy(text, is_long=one.type == "long_text")
    if len(value) > one.longest:
        raise Wrong("too_long")
    if not value:
        return ""
    if one.type == "choice":
        return values.as_choice(value, one.choices)
    if one.type == "choices":
        return values.as_choices(value, one.choices)
    return values.CLEANERS[one.type](value) if one.type in values.CLEANERS else value


def unfilled(kind: Kind, fields: Mapping[str, str]) -> tuple[Field, ...]:
    """The fields that may stay empty, should not, and do."""
    return tuple(one for one in kind.fields if one.expected and not fields.get(one.code))


def hidden_names(kind: Kind, fields: Mapping[str, str]) -> tuple[str, ...]:
    """The names in these fields that the public must not read, as typed."""
    return tuple(
        fields[one.code]
        for one in kind.fields
        if one.type == "person"
        and fields.get(one.code)
        and (not one.unless_field or fields.get(one.unless_field, "") not in one.unless_values)
    )


def masked_public(kind: Kind, fields: Mapping[str, str]) -> dict[str, str]:
    """What the public may read: staff-only fields gone, names masked where they stand and wherever else they
    are named; fields the kind does not know are left out."""
    names = hidden_names(kind, fields)
    public = {}
    for one in kind.fields:
        value = fields.get(one.code, "")
        if not one.is_public or not value:
            continue
        is_hidden = one.type == "person" and value in names
        public[one.code] = masking.masked(value) if is_hidden else masking.without(names, value)
    return public


def masked_text(kind: Kind, fields: Mapping[str, str], text: str) -> str:
    """A title, summary or text of the document with the names masked that its fields give."""
    return masking.without(hidden_names(kind, fields), text)


def masked_markup(kind: Kind, fields: Mapping[str, str], html: str) -> str:
    """The same of clean HTML; clean the result again."""
    return masking.without_in_markup(hidden_names(kind, fields), html)


def named_in(kind: Kind, fields: Mapping[str, str], text: str) -> tuple[tuple[int, int], ...]:
    """Where a text gives a name that must not be public: for warnings of files and of text once masked."""
    return masking.places(hidden_names(kind, fields), text)


def to_columns(kind: Kind, fields: Mapping[str, str], *, english: bool = False) -> dict[str, str]:
    """The fields as columns of a file, in order, every column there; `from_columns` reads them back."""
    return {
        (one.label_en if english else one.heading): one.shown(fields.get(one.code, ""), english=english)
        for one in kind.fields
    }


def from_columns(kind: Kind, columns: Mapping[str, str]) -> dict[str, str]:
    """Fields by code from a line of a file headed by columns, labels or codes; others are passed over."""
    names = {}
    for one in kind.fields:
        for name in (one.code, one.label_en, one.label, one.heading):
            names[_heading(name)] = one.code
    given = {_heading(name): value for name, value in columns.items()}
    return {names[name]: value for name, value in given.items() if name in names}


def _heading(name: str) -> str:
    return "".join(name.split()).rstrip("*").casefold()


def load(text: str) -> dict[str, Kind]:
    """The kinds of a TOML text by code, in its order. Raises BadData."""
    duties = {duty.code: duty for duty in rows(text, "duty", Duty)}
    kinds = [_kind(entry, duties) for entry in tomllib.loads(text).get("kind", [])]
    each_once((kind.code for kind in kinds), "kind")
    if not kinds:
        raise BadData("The file holds no kind.")
    return {kind.code: kind for kind in kinds}


def _kind(entry: dict[str, Any], duties: Mapping[str, Duty]) -> Kind:
    name = f"kind {entry.get('code', '?')}"
    fields = tuple(_field(one, name) for one in entry.get("fields", []))
    common = tuple(row(one, name, Common) for one in entry.get("common", []))
    try:
        duty, withdrawal = duties[entry.get("duty", "general")], entry.get("withdrawal")
        limits = {"duty": duty, "withdrawal": duties[withdrawal] if withdrawal else None}
    except KeyError as cause:
        raise BadData(f"{name}: no duty {cause}") from cause
    kind = row({**entry, **limits, "fields": fields, "common": common}, "kind", Kind)
    each_once((one.code for one in fields), f"{name}, field")
    each_once((_heading(one.heading) for one in fields), f"{name}, column")
    _check_names(kind, name)
    return kind


def _check_names(kind: Kind, name: str) -> None:
    known = {one.code: one for one in kind.fields}
    for wanted in kind.table:
        if wanted not in known or not known[wanted].is_public:
            raise BadData(f"{name}: no public field {wanted!r} for its table.")
    start = kind.duty.counts_from
    if start and (start not in known or known[start].type != "date"):
        raise BadData(f"{name}: its duty counts from {start!r}, which is no date field of it.")
    if kind.ends_with and (kind.ends_with not in known or known[kind.ends_with].type != "date"):
        raise BadData(f"{name}: it ends with {kind.ends_with!r}, which is no date field of it.")
    for one in kind.fields:
        for other in (one.not_before, one.unless_field):
            if other and other not in known:
                raise BadData(f"{name}: field {one.code} names {other!r}, which is none.")


def _field(entry: dict[str, Any], kind: str) -> Field:
    choices = tuple(row(one, kind, Choice) for one in entry.get("choices", []))
    one = row({**entry, "choices": choices}, f"{kind}, field", Field)
    if one.type not in values.TYPES:
        raise BadData(f"{kind}: field {one.code} has the type {one.type!r}, which is none.")
    if (one.type in ("choice", "choices")) != bool(choices):
        raise BadData(f"{kind}: field {one.code} has choices, or needs them.")
    each_once((choice.code for choice in choices), f"{kind}, field {one.code}, choice")
    return one
