"""Letters of a case: which may be written now, what a case fills in by itself, and how one looks on paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from reports.domain.casework.letters import Blank, Filled, Template, fill, marks_in
from reports.domain.casework.outcomes import Outcome
from reports.domain.casework.steps import Matter, StepKind
from reports.domain.casework.transitions import State
from reports.models import Application, Letter
from reports.queries import caserules, casestanding, casewords, letterfacts, letterrules
from reports.queries.casestanding import Reading
from reports.writers.page import Block, Kind, Page

DRAFT, UNDATED = "（草稿，尚未编号）", "（印发日期）"
"""What a draft bears in place of number and day; letters are Chinese in any case."""
ANSWERABLE = frozenset({State.ACCEPTED, State.AWAITING_REASONS})


@dataclass(frozen=True, slots=True)
class Choice:
    """A letter that fits where a case stands. `code`: what `services.letters.draft` takes."""

    code: str
    title: str
    group: str


@dataclass(frozen=True, slots=True)
class Sketch:
    """A letter as it would be drafted. `notes`: for staff only, what is not sure about it."""

    code: str
    title: str
    template: Template
    filled: Filled
    notes: tuple[str, ...]


def of_case(application: Application) -> list[Letter]:
    """Its letters, drafts too, the oldest first; one query."""
    return list(application.letters.select_related("created_by", "issued_by", "step", "delivery_proof"))


def choices(application: Application, reading: Reading | None = None) -> list[Choice]:
    """The letters that fit where the case stands and the law it is handled by."""
    found = reading or casestanding.read(application)
    state, matter = found.standing.state, Matter(application.kind)
    law = letterfacts.law_of(application)
    able = [
        Choice(each.code, _title(each), _("Letters on the way"))
        for each in letterrules.letters().templates.values()
        if not each.is_answer
        and matter in each.matters
        and state in each.states
        and letterfacts.has_ground(each, application, law)
    ]
    return able + _answers(found, matter, letterfacts.law_code(law))


def template_of(code: str, own: Mapping[str, str] | None = None) -> tuple[Template, Outcome | None]:
    """The template a letter's code names, in the agency's own words, and its outcome. Raises KeyError."""
    letters = letterrules.letters()
    act, _colon, ending = code.partition(":")
    outcome = caserules.outcomes().outcomes[ending] if act in ("answer", "correct") else None
    found = letters.of_outcome(outcome) if outcome else letters.templates[code]
    worded = letterrules.worded(found, own or {})
    if outcome is not None:
        worded = worded.needing(outcome.needs)
    return (letters.correcting(worded) if act == "correct" else worded), outcome


def blanks_of(code: str, application: Application) -> list[Blank]:
    """What staff fill in for that letter: what no case knows, in the order of the text."""
    template, _outcome = template_of(code, letterrules.own_words(application.agency_id))
    known = letterrules.letters().blanks
    found = [known[name] for name in template.blanks if known[name].by_staff]
    if "bands" in template.blanks and "units" not in template.blanks:
        found.append(known["units"])
    return found


def sketch(application: Application, code: str, *, on: date, given: Mapping[str, str | date | int]) -> Sketch:
    """That letter filled with what the case and staff say, dated `on`. Raises KeyError for no such letter."""
    own = letterrules.own_words(application.agency_id)
    template, outcome = template_of(code, own)
    facts = letterfacts.facts(application, template, outcome, on=on, given=given, own=own)
    filled = fill(template.body, facts.values, letterrules.labels())
    return Sketch(code, template.title, template, filled, facts.notes)


def page(letter: Letter) -> Page:
    """The letter on paper: title, number, text, who signs and when."""
    lines = letter.body.splitlines()
    blocks = [Block(letter.title, Kind.TITLE), Block(letter.number or DRAFT, Kind.CENTRED)]
    for number, line in enumerate(lines):
        is_address = number == 0 and line.endswith(("：", ":"))
        blocks.append(Block(line, Kind.PLAIN if is_address else Kind.INDENTED))
    signed = chinese_day(letter.issued_on) if letter.issued_on else UNDATED
    blocks += [Block(letter.agency.name, Kind.SIGNED), Block(signed, Kind.SIGNED)]
    return Page(f"{letter.title} {letter.number}".strip(), tuple(blocks))


def names(blanks: Iterable[str]) -> list[str]:
    """What blanks are called, in the reader's language."""
    known = letterrules.letters().blanks
    return [known[name].label_en if casewords.is_english() else known[name].label for name in blanks]


def missing(letter: Letter) -> list[str]:
    """What is still to be filled in in a draft, in the reader's language."""
    return names(marks_in(f"{letter.title}\n{letter.body}", letterrules.letters().blanks.values()))


def notes(letter: Letter, *, on: date) -> tuple[str, ...]:
    """What is not sure about a draft, for staff only."""
    return sketch(letter.application, letter.code, on=on, given={}).notes


def chinese_day(day: date) -> str:
    """2026年3月5日."""
    return letterfacts.chinese_day(day)


def steps_left(letter: Letter, reading: Reading) -> StepKind | None:
    """The step that can be taken with this letter now; None: it was taken, or the letter takes none."""
    template, outcome = template_of(letter.code)
    kind = letterrules.step_of(letter.code, template, outcome)
    if kind is None or letter.step_id is not None:
        return None
    if kind in (StepKind.CONSULT, StepKind.CORRECT_ANSWER):
        return kind if reading.standing.state in template.states or outcome else None
    return None if kind in reading.standing.first else kind


def _answers(reading: Reading, matter: Matter, law: str) -> list[Choice]:
    standing, found = reading.standing, []
    for each in caserules.outcomes().of(matter):
        is_known = bool(each.under(law)) or each.code == "ended_otherwise"
        has_before = each.after is None or each.after in standing.first
        if not (is_known and has_before):
            continue
        if standing.state in ANSWERABLE or (
            standing.state == State.ANSWERED and standing.outcome_now == each.code
        ):
            found.append(Choice(f"answer:{each.code}", casewords.title(each), _("Answers")))
        if standing.state == State.ANSWERED:
            found.append(Choice(f"correct:{each.code}", casewords.title(each), _("Corrected answers")))
    return sorted(found, key=lambda one: one.code.startswith("correct:"))


def _title(template: Template) -> str:
    return template.title_en if casewords.is_english() else template.title
