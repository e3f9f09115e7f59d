"""What each way to answer a case rests on and has to say, and what its letter says the applicant can do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from reports.domain.casework.outcomes import Outcome
from reports.models import Application
from reports.queries import caserules, casewords, letterfacts, letterrules
from reports.queries.casestanding import Reading

NEEDS: Mapping[str, Promise] = {
    "reason": gettext_lazy("the reason, in a sentence"),
    "way": gettext_lazy("how and where the information is had, or the information itself, attached"),
    "other_agency": gettext_lazy("whose information it is, with address and telephone, where that is known"),
    "procedure": gettext_lazy("which other procedure serves"),
    "earlier_answer": gettext_lazy("number and day of the earlier answer"),
    "third_party": gettext_lazy(
        "what the third party said when asked; its written opinion added to the case"
    ),
    "withheld": gettext_lazy("which parts are withheld; the copy without them, attached"),
}
"""What an answer must say (domain/casework/outcomes.NEEDS), in words."""


@dataclass(frozen=True, slots=True)
class Guide:
    """One outcome. `remedy`: what the letter says, in Chinese; `doubt`: why to check it first."""

    code: str
    title: str
    basis: str
    needs: tuple[str, ...]
    remedy: str
    doubt: str


def of(application: Application, reading: Reading, codes: list[str], *, on: date) -> list[Guide]:
    """The guides of those outcomes, for an answer given that day."""
    law = letterfacts.law_code(letterfacts.law_of(application))
    own = letterrules.own_words(application.agency_id)
    return [_guide(reading.facts.outcomes[code], law, own, on) for code in codes]


def _guide(outcome: Outcome, law: str, own: Mapping[str, str], on: date) -> Guide:
    found = letterfacts.remedy_of(outcome.code, outcome.row, on, own) if outcome.row else None
    is_doubtful = found is not None and found.certainty not in letterfacts.SURE and not found.is_overridden
    doubt = (found.note_en if casewords.is_english() else found.note) if found and is_doubtful else ""
    return Guide(
        code=outcome.code,
        title=casewords.title(outcome),
        basis=_basis(outcome, law),
        needs=tuple(str(NEEDS[need]) for need in outcome.needs),
        remedy=found.text if found else "",
        doubt=doubt,
    )


def _basis(outcome: Outcome, law: str) -> str:
    """The articles in the law of the case, and in others that stand beside it in any version."""
    laws = caserules.outcomes().laws
    found = [each for each in outcome.basis if each.law == law or not each.law.isdigit()]
    if casewords.is_english():
        return "; ".join(f"{laws[each.law].title_en}, {each.article_en}" for each in found)
    return "；".join(f"{laws[each.law].title}{each.article}" for each in found)
