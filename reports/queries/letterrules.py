"""What letters are made of: the portal's templates, remedies and tariffs, and an agency's own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from reports.domain.casework import letters as templates
from reports.domain.casework import remedies as remedyfile
from reports.domain.casework.letters import ACTS, Letters, Template
from reports.domain.casework.outcomes import Outcome
from reports.domain.casework.remedies import Remedies
from reports.domain.casework.steps import StepKind
from reports.models import Wording
from reports.queries.caserules import DATA

LETTER, REMEDY, NUMBER = "letter:", "remedy:", "number"
"""What the codes of wordings begin with, and the style of numbers."""
NUMBER_STYLE = "〔{year}〕第{serial}号"
"""How letters are numbered where the agency says nothing else: 〔2026〕第12号."""


@cache
def letters() -> Letters:
    """The portal's templates."""
    return templates.load((DATA / "letters.toml").read_text("utf-8"))


@cache
def remedies() -> Remedies:
    """What can be done against an answer, by date."""
    return remedyfile.load((DATA / "limits" / "remedies.toml").read_text("utf-8"))


def labels() -> dict[str, str]:
    """Blank → its Chinese name, as it marks what is missing in a letter."""
    return {name: blank.label for name, blank in letters().blanks.items()}


def own_words(agency_id: int) -> dict[str, str]:
    """Code → the agency's own text. One query."""
    return dict(Wording.objects.filter(agency=agency_id).values_list("code", "text"))


def worded(template: Template, own: Mapping[str, str]) -> Template:
    """The template with the agency's text, where it has one."""
    text = own.get(f"{LETTER}{template.code}")
    return replace(template, body=text.strip()) if text else template


def remedy_words(own: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Rule → the agency's text, as `remedies.remedy` takes it; letters are Chinese in any case."""
    return {code.removeprefix(REMEDY): (text, text) for code, text in own.items() if code.startswith(REMEDY)}


def number(own: Mapping[str, str], year: int, serial: int) -> str:
    """The number of a letter in the agency's style."""
    style = own.get(NUMBER) or NUMBER_STYLE
    return style.strip().replace("{year}", str(year)).replace("{serial}", str(serial))


def step_of(code: str, template: Template, outcome: Outcome | None) -> StepKind | None:
    """The step that a letter of that code goes with."""
    return ACTS[code.partition(":")[0]] if outcome is not None else template.step
