"""An answer becomes public information in one step (2019 Regulations, article 44).

Proposed masked, checked by a person, filed as a draft of the catalogue. Nothing of the draft leads back to
who asked.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.html import escape
from django.utils.translation import gettext as _

from reports.domain.casework.steps import StepKind
from reports.domain.roles import Action
from reports.domain.text import privacy
from reports.models import Account, Application, Category, Document
from reports.models.event import Act
from reports.queries import access, caserules
from reports.services import documentdrafts, events, personal
from reports.services.revisions import Refused

GROUPS = frozenset({"3.1", "3.2"})
"""Answers that gave information: disclosed, or disclosed in part."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What could be filed, masked as far as rules can. `suspects`: what may still be personal, masked."""

    title: str
    text: str
    suspects: tuple[str, ...]


def may_be_filed(application: Application) -> bool:
    """Whether the case was answered with information and is not filed yet."""
    outcome = caserules.outcomes().outcomes.get(application.outcome)
    return outcome is not None and outcome.group in GROUPS and application.disclosed_as_id is None


def propose(application: Application, *, by: Account) -> Proposal:
    """A title from what was asked and a text from the answer, without the applicant. Raises access.Denied,
    Refused."""
    _demand(application, by)
    answers = application.steps.filter(
        kind__in=(StepKind.ANSWER, StepKind.CORRECT_ANSWER), struck_at=None
    ).order_by("-number")
    letters = application.letters.filter(step__in=answers).exclude(issued_on=None)
    written = [letter.body for letter in letters] or [step.note for step in answers[:1]]
    text = redacted("\n\n".join(written), application)
    title = redacted(application.description, application).strip().split("\n", 1)[0][:200]
    found = privacy.suspects(f"{title}\n{text}")
    return Proposal(title, text, tuple(dict.fromkeys(one.masked for one in found)))


def redacted(text: str, application: Application) -> str:
    """The text without the applicant's own data, and without numbers of persons."""
    return privacy.masked(personal.without_own_data(text, application))


@transaction.atomic
def file_as_document(
    application: Application, *, title: str, text: str, category: Category, is_checked: bool, by: Account
) -> Document:
    """Files the checked text as a draft in the catalogue; from there it goes the road of every document.

    `is_checked`: `by` has read it and found nobody in it. Raises access.Denied; NotAllowed for who writes no
    documents there; Refused where it is not checked, still names the applicant, or is filed already;
    BadDocument.
    """
    row = Application.objects.select_for_update(of=("self",), no_key=True).get(pk=application.pk)
    _demand(row, by)
    if not is_checked:
        raise Refused(_("Read the text and confirm that it names nobody."))
    if redacted(f"{title}\n{text}", row) != f"{title}\n{text}":
        raise Refused(
            _("The text still holds the applicant's data or somebody's number. Take it out, then file it.")
        )
    paragraphs = [escape(part.strip()) for part in text.split("\n") if part.strip()]
    document = documentdrafts.create(
        by=by,
        agency=row.agency,
        category=category,
        title=title.strip(),
        body="".join(f"<p>{part}</p>" for part in paragraphs),
    )
    row.disclosed_as = document
    row.save(update_fields=["disclosed_as"])
    application.disclosed_as = document
    events.record(
        Act.EDITED,
        by=by,
        subject=row,
        agency=row.agency_id,
        changes={"disclosed_as": ("", str(document.pk))},
    )
    return document


def _demand(application: Application, by: Account) -> None:
    access.demand(by, Action.WORK_APPLICATION, application.agency_id)
    if not may_be_filed(application):
        raise Refused(_("Only an answer that gave information, and is not filed yet, can be made public."))
