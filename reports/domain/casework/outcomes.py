"""How a case may end and where each form counts it. Holds no figures, counts nothing.

`outcomefile.load` reads them from `data/outcomes.toml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reports.domain.casework.steps import Channel, Matter, StepKind

CERTAINTY = ("stated", "known", "chosen")
"""stated: the text at hand says so; known: general knowledge of the text, to be confirmed; chosen: the texts
are silent or doubtful and the portal chose."""

NEEDS = ("reason", "way", "other_agency", "procedure", "earlier_answer", "third_party", "withheld")
"""What an answer must say: why; how the information is had; whose it is; which other procedure serves; which
earlier answer; what the third party said; which parts are withheld."""

HOME = "national-2021"
"""The form whose rows outcomes are coded by."""


@dataclass(frozen=True, slots=True)
class Law:
    """A legal text an outcome rests on."""

    code: str
    title: str
    title_en: str


@dataclass(frozen=True, slots=True)
class Basis:
    """An article of a law. `law` is the code of a Law."""

    law: str
    article: str
    article_en: str


@dataclass(frozen=True, slots=True)
class Place:
    """The row of a form that counts an outcome, and how sure that is. `row` "": the form has none for it."""

    form: str
    row: str
    certainty: str
    note: str = ""
    note_en: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way a case ends. `row` is its row of national-2021, "" for what is no application.

    `step`: the step that gives it. `after`: a step without which it cannot be given. `needs`: what the answer
    must say, of NEEDS.
    """

    code: str
    matter: Matter
    row: str
    step: StepKind
    after: StepKind | None
    title: str
    title_en: str
    needs: tuple[str, ...]
    basis: tuple[Basis, ...]
    places: Mapping[str, Place]

    @property
    def group(self) -> str:
        """The group of its row: 3.1 disclosed, 3.2 in part, 3.3 refused, … 3.6 otherwise; or ""."""
        return ".".join(self.row.split(".")[:2])

    def under(self, law: str) -> tuple[Basis, ...]:
        """Its articles in that law; () where that law knew no such outcome."""
        return tuple(basis for basis in self.basis if basis.law == law)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of counting, said beside the numbers it makes."""

    code: str
    text: str
    text_en: str
    certainty: str
    source: str


@dataclass(frozen=True, slots=True)
class FormRows:
    """Which rows of a form's table count what; "" or an empty mapping: the form has no such row.

    `column` "": one column for each kind of applicant and one `total`; else the only column.
    `done`: all that were closed. `replies`: the sum of the rows of outcomes. `rules`: row → codes of Rule,
    "*" for every other row.
    """

    form: str
    table: str
    column: str
    new: str
    carried_in: str
    done: str
    carried_out: str
    replies: str
    in_time: str
    extended: str
    complaints: str
    channels: Mapping[Channel, str]
    sums: Mapping[str, tuple[str, ...]]
    rules: Mapping[str, tuple[str, ...]]

    def rules_of(self, row: str) -> tuple[str, ...]:
        """The codes of the rules a row is counted by: its own, or those of all rows."""
        return self.rules.get(row, self.rules.get("*", ()))


@dataclass(frozen=True)
class Outcomes:
    """The whole file, by codes."""

    laws: Mapping[str, Law]
    rules: Mapping[str, Rule]
    outcomes: Mapping[str, Outcome]
    forms: Mapping[str, FormRows]

    def place(self, outcome: str, form: str) -> Place:
        """Where a form counts an outcome. Raises KeyError."""
        return self.outcomes[outcome].places[form]

    def of(self, matter: Matter, step: StepKind = StepKind.ANSWER) -> tuple[Outcome, ...]:
        """The outcomes a step may give in such a matter, in the order of the file."""
        return tuple(one for one in self.outcomes.values() if one.matter == matter and one.step == step)
