"""Loads the corpus of sentences for the checks of prose: `corpus/README.md` says what its fields mean."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from reports.domain.statform.definition import CellKey

FOLDER = Path(__file__).parent / "corpus"
REPORTS = Path(__file__).parents[4] / "shared" / "reports"
"""Published reports; the folder may be absent."""

RULES = (
    "sum",
    "shares-total",
    "share",
    "growth",
    "cell",
    "year",
    "period",
    "chapters-missing",
    "none-beside-fee",
    "late",
    "copied",
    "jump",
)
PASSAGE = re.compile(r"\{(\w+)\}")

Figures = Mapping[CellKey, Decimal | None]


@dataclass(frozen=True, slots=True)
class Expected:
    """A finding that must be made. `parts`, `cells` and `missing` are empty where the case does not care."""

    rule: str
    status: str
    found: str
    expected: str
    quote: str = ""
    cells: tuple[CellKey, ...] = ()
    missing: tuple[int, ...] = ()
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One case; `year` 0 and `form` "" mean not known. `beside`: findings of other rules that do arise."""

    rule: str
    number: int
    text: str
    form: str
    year: int
    report_kind: str
    expect: tuple[Expected, ...] = ()
    beside: tuple[Expected, ...] = ()
    silent: bool = False
    may_hold: bool = False
    why: str = ""
    figures: Figures | None = None
    previous: Figures | None = None
    previous_form: str = ""
    agency_kind: str = "department"
    published: date | None = None
    is_imported: bool = False
    other: str | None = None
    other_is: str = ""

    def __str__(self) -> str:
        """The name of the case in the output of a test: rule, number in its file, first words."""
        words = (self.text or self.why).replace("\n", " ")[:16]
        return f"{self.rule}-{self.number}-{words}"


def cases(rule: str) -> list[Case]:
    """The cases of one rule's file, in its order."""
    document = tomllib.loads((FOLDER / f"{rule}.toml").read_text(encoding="utf-8"))
    defaults, passages = document["defaults"], document.get("passages", {})
    return [
        _case(rule, number, {**defaults, **entry}, passages)
        for number, entry in enumerate(document["case"], start=1)
    ]


def all_cases() -> list[Case]:
    """Every case of every rule."""
    return [case for rule in RULES for case in cases(rule)]


def real() -> dict[str, Any]:
    """`real.toml` as it stands, with the findings of a `same_as` filled in."""
    document = tomllib.loads((FOLDER / "real.toml").read_text(encoding="utf-8"))
    named = {entry["name"]: entry for entry in document["file"]}
    for entry in document["file"]:
        for key, value in named.get(entry.get("same_as"), {}).items():
            entry.setdefault(key, value)
    return document


def findings(entries: list[dict[str, Any]], rule: str = "") -> tuple[Expected, ...]:
    """Expected findings from TOML tables; `rule` where an entry names none."""
    return tuple(
        Expected(
            rule=entry.get("rule", rule),
            status=entry["status"],
            found=entry["found"],
            expected=entry["expected"],
            quote=entry.get("quote", ""),
            cells=tuple(map(CellKey.parse, entry.get("cells", ()))),
            missing=tuple(entry.get("missing", ())),
            parts=tuple(entry.get("parts", ())),
        )
        for entry in entries
    )


def _case(rule: str, number: int, entry: dict[str, Any], passages: Mapping[str, str]) -> Case:
    filled = dict(entry)
    for name in ("expect", "beside"):
        filled[name] = findings(entry.get(name, []), rule)
    for name in ("figures", "previous"):
        filled[name] = _figures(entry[name]) if name in entry else None
    for name in ("text", "other"):
        if name in entry:
            filled[name] = PASSAGE.sub(lambda match: passages[match[1]], entry[name])
    return Case(rule=rule, number=number, **filled)


def _figures(entry: Mapping[str, int | str]) -> dict[CellKey, Decimal | None]:
    return {CellKey.parse(key): None if value == "" else Decimal(value) for key, value in entry.items()}
