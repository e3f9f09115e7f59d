"""Letters of a case (告知书): templates from data, filled with what a case says. Knows no case, sets no page.

`load` reads `data/letters.toml`, `fill` puts values into a text in one pass: what was filled in is never read
as a blank again.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from reports.domain.casework.outcomes import Outcome
from reports.domain.casework.steps import Matter, StepKind
from reports.domain.casework.transitions import State

BLANK = re.compile(r"\{([a-z_]+)(\?)?\}")
ACTS = {"answer": StepKind.ANSWER, "correct": StepKind.CORRECT_ANSWER}
"""What the first word of "answer:disclosed" says is done."""
KINDS = ("line", "text", "date", "number", "fee")
PARTS = {"findings": "finding", "channels": "channel", "correction": "correction"}
LEAST = {"remedy", "basis", "reason"}
"""Blanks that a text of the agency's own may not leave out where the portal's has them."""
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
"""Signs nobody sees, and those that turn the direction of a text."""


class BadLetters(Exception):
    """A text of letters is wrong; the message names the letter and the cause."""


class To(StrEnum):
    """Whom a letter goes to."""

    APPLICANT = "applicant"
    THIRD_PARTY = "third_party"
    ORGAN = "organ"


@dataclass(frozen=True, slots=True)
class Blank:
    """Something to be filled in. `kind`: one of KINDS. `by_staff`: what no case knows by itself."""

    name: str
    label: str
    label_en: str
    kind: str = "line"
    by_staff: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """One kind of letter. `rows`, `outcomes`: the answers it is for; both empty: no answer.

    `row`: the row of national-2021 its remedy goes by, where it is no answer. `period`: the field of Limits
    that holds its articles; "": those of the outcome. `step`: taken with it; `delivered`: what its delivery
    is recorded as.
    """

    code: str
    title: str
    title_en: str
    body: str
    to: To = To.APPLICANT
    matters: tuple[Matter, ...] = (Matter.APPLICATION,)
    states: tuple[State, ...] = ()
    step: StepKind | None = None
    party: str = ""
    delivered: StepKind = StepKind.DELIVER
    period: str = ""
    row: str = ""
    rows: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()

    @property
    def blanks(self) -> tuple[str, ...]:
        """The names in its text, in order, each once."""
        return tuple(dict.fromkeys(name for name, _ in BLANK.findall(self.body)))

    @property
    def required(self) -> frozenset[str]:
        """Those that must be filled."""
        return frozenset(name for name, mark in BLANK.findall(self.body) if not mark)

    @property
    def is_answer(self) -> bool:
        """Whether it answers, with an outcome."""
        return bool(self.rows or self.outcomes)

    def needing(self, names: Iterable[str]) -> Template:
        """The same with these of its blanks required, as an outcome demands."""
        body = self.body
        for name in names:
            body = body.replace(f"{{{name}?}}", f"{{{name}}}")
        return replace(self, body=body)


@dataclass(frozen=True, slots=True)
class Letters:
    """The whole file: blanks and letters by name, the finding of each outcome, words for how a case came.

    `correction`: what a corrected answer says before all else, and its title.
    """

    blanks: Mapping[str, Blank]
    templates: Mapping[str, Template]
    findings: Mapping[str, str]
    channels: Mapping[str, str]
    correction: Mapping[str, str]

    def of_outcome(self, outcome: Outcome) -> Template:
        """The letter that gives that answer: one made for it, else that of its row. Raises KeyError."""
        for each in self.templates.values():
            if outcome.code in each.outcomes:
                return each.needing(outcome.needs)
        for each in self.templates.values():
            if any(outcome.row == row or outcome.row.startswith(f"{row}.") for row in each.rows):
                return each.needing(outcome.needs)
        raise KeyError(outcome.code)

    def correcting(self, template: Template) -> Template:
        """That answer's letter as the correction of an earlier one."""
        first, *others = template.body.splitlines()
        body = "\n".join((first, *others[:1], self.correction["paragraph"], *others[1:]))
        title, title_en = self.correction["title"], self.correction["title_en"]
        return replace(template, title=title, title_en=title_en, body=body)

    def missing_in(self, code: str, body: str) -> tuple[str, ...]:
        """Of LEAST, what the portal's text demands and that body leaves out."""
        return tuple(sorted((LEAST & self.templates[code].required) - set(dict(BLANK.findall(body)))))


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a filled text. `blank`: the one it fills, "" for the letter's own words."""

    text: str
    blank: str = ""
    is_missing: bool = False


@dataclass(frozen=True, slots=True)
class Filled:
    """Paragraphs of pieces, and the required blanks nobody filled, in order."""

    paragraphs: tuple[tuple[Piece, ...], ...]
    missing: tuple[str, ...]

    @property
    def text(self) -> str:
        """The whole, a line each paragraph."""
        return "\n".join("".join(piece.text for piece in each) for each in self.paragraphs)


def load(text: str) -> Letters:
    """The letters of a TOML text. Raises BadLetters: a blank nobody knows, a code used twice, no body."""
    try:
        file = tomllib.loads(text)
    except tomllib.TOMLDecodeError as cause:
        raise BadLetters(str(cause)) from cause
    blanks = {each["name"]: _blank(each) for each in file.get("blank", [])}
    found: dict[str, Template] = {}
    for entry in file.get("letter", []):
        template = _template(entry)
        if template.code in found:
            raise BadLetters(f"Letter {template.code} stands twice.")
        unknown = [*unknown_in(template.body, blanks)]
        if unknown or not template.body:
            raise BadLetters(f"Letter {template.code}: unknown {', '.join(unknown) or 'body'}.")
        found[template.code] = template
    rest = {name: file.get(key, {}) for name, key in PARTS.items()}
    return Letters(blanks, found, **rest)


def unknown_in(body: str, blanks: Iterable[str]) -> tuple[str, ...]:
    """What stands in braces and is no blank, and braces that hold nothing readable, as "{" or "}"."""
    known = set(blanks)
    names = [name for name, _ in BLANK.findall(body) if name not in known]
    rest = BLANK.sub("", body)
    return (*dict.fromkeys(names), *(sign for sign in "{}" if sign in rest))


def fill(body: str, values: Mapping[str, str], labels: Mapping[str, str]) -> Filled:
    """That text with the values in place of its blanks.

    A paragraph with an optional blank that is empty is left out. A required one that is empty is marked with
    its label (`mark`) and told in `missing`.
    """
    paragraphs, missing = [], []
    for line in body.strip().splitlines():
        blanks = BLANK.findall(line)
        if any(mark and not values.get(name) for name, mark in blanks):
            continue
        missing += [name for name, _ in blanks if not values.get(name)]
        paragraphs += _split(_pieces(line, values, labels))
    return Filled(tuple(paragraphs), tuple(dict.fromkeys(missing)))


def mark(label: str) -> str:
    """What stands in a draft where something is still to be filled in."""
    return f"【待填：{label}】"


def marks_in(text: str, blanks: Iterable[Blank]) -> tuple[str, ...]:
    """The names of the blanks whose mark, or whose braces, still stand in a text."""
    return tuple(
        each.name
        for each in blanks
        if mark(each.label) in text or f"{{{each.name}}}" in text or f"{{{each.name}?}}" in text
    )


def plain(text: str, *, longest: int = 0) -> str:
    """What somebody typed, fit for a letter: on one line, nothing unseen, nothing that reads as a blank.

    `longest`: signs kept, with "……" for the rest; 0 for all. A full stop at the end goes: one follows.
    """
    line = " ".join(readable(text).split()).rstrip("。；;.")
    return f"{line[:longest]}……" if longest and len(line) > longest else line


def readable(text: str) -> str:
    """Typed text in lines, without unseen signs; braces and marks of blanks become other brackets."""
    lines = (UNSEEN.sub("", line).strip() for line in re.split(r"\r\n|[\r\n\u2028\u2029\x0b\x0c\x85]", text))
    kept = "\n".join(line for line in lines if line)
    return kept.replace("{", "｛").replace("}", "｝").replace("【待填", "〔待填")


def _pieces(line: str, values: Mapping[str, str], labels: Mapping[str, str]) -> list[Piece]:
    found, end = [], 0
    for each in BLANK.finditer(line):
        found.append(Piece(line[end : each.start()]))
        name, end = each[1], each.end()
        value = values.get(name, "")
        if line[end : end + 1] == "。":
            value = value.rstrip("。；;. ")
        found.append(Piece(value or mark(labels.get(name, name)), name, is_missing=not value))
    return [piece for piece in (*found, Piece(line[end:])) if piece.text]


def _split(pieces: Iterable[Piece]) -> list[tuple[Piece, ...]]:
    """Paragraphs of it: a value of several lines begins new ones."""
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        first, *others = piece.text.split("\n")
        lines[-1].append(replace(piece, text=first))
        lines += [[replace(piece, text=each)] for each in others]
    return [tuple(line) for line in lines]


def _blank(entry: dict[str, Any]) -> Blank:
    try:
        blank = Blank(**entry)
    except TypeError as cause:
        raise BadLetters(f"Blank {entry.get('name', '?')}: {cause}") from cause
    if blank.kind not in KINDS:
        raise BadLetters(f"Blank {blank.name}: {blank.kind!r} is none of {', '.join(KINDS)}.")
    return blank


def _template(entry: dict[str, Any]) -> Template:
    fields = {**entry, "body": entry.get("body", "").strip()}
    try:
        for name, kind in (("to", To), ("step", StepKind), ("delivered", StepKind)):
            if name in fields:
                fields[name] = kind(fields[name])
        for name, kinds in (("matters", Matter), ("states", State), ("rows", str), ("outcomes", str)):
            if name in fields:
                fields[name] = tuple(kinds(each) for each in fields[name])
        return Template(**fields)
    except (TypeError, ValueError) as cause:
        raise BadLetters(f"Letter {entry.get('code', '?')}: {cause}") from cause
