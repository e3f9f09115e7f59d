"""Words for what entries of the log changed about cases, reviews and lawsuits, and days by notice."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.core.exceptions import FieldDoesNotExist
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.domain.casework.pauses import Party
from reports.domain.casework.steps import StepKind
from reports.domain.casework.transitions import State
from reports.models import Applicant, Application, Dispute, Event
from reports.models.application import ApplicantKind
from reports.models.casefile import FileRole
from reports.models.dispute import DisputeKind, DisputeResult
from reports.queries import caserules, casewords
from reports.queries.changes import Change

KINDS = frozenset({"application", "dispute", "workday"})
"""Kinds of subject that are told here."""
NAMES: Mapping[str, str | Promise] = {
    "step": gettext_lazy("step"),
    "query_code": gettext_lazy("query code"),
    "identity_compared": gettext_lazy("number with a wrong check digit, seen so on the document"),
    "letter_draft": gettext_lazy("letter drafted, with the applicant's name"),
    "files": gettext_lazy("file of the case"),
    "is_for_applicant": gettext_lazy("file the applicant may download"),
    "file": gettext_lazy("file downloaded"),
    "dossier": gettext_lazy("dossier"),
    "workday": gettext_lazy("worked or not, and source"),
    "application_id": gettext_lazy("case"),
    "after_id": gettext_lazy("follows the review"),
}
TRUTH: Mapping[str, Promise] = {"True": gettext_lazy("yes"), "False": gettext_lazy("no")}


def changes(event: Event) -> tuple[Change, ...]:
    """What the entry changed, in the active language."""
    return tuple(
        Change(_name(name), _value(name, str(before)), _value(name, str(after)))
        for name, (before, after) in event.changes.items()
    )


def _name(name: str) -> str:
    if name in NAMES:
        return str(NAMES[name])
    for model in (Application, Applicant, Dispute):
        try:
            return str(model._meta.get_field(name).verbose_name)
        except FieldDoesNotExist:
            continue
    return name


def _value(name: str, value: str) -> str:
    if not value:
        return ""
    told = VALUES.get(name)
    return told(value) if told else str(TRUTH.get(value, value))


def _step(value: str) -> str:
    """ "3 consult 2024-07-12": its number, its kind and its day."""
    number, kind, on = [*value.split(), "", ""][:3]
    return f"{number}. {casewords.step(kind)} {on}" if kind in list(StepKind) else value


def _outcome(value: str) -> str:
    return casewords.outcome(value) if value in caserules.outcomes().outcomes else value


def _of(choices: Mapping[str, str | Promise]) -> Callable[[str], str]:
    return lambda value: str(choices.get(value, value))


def _file(value: str) -> str:
    """ "12 internal": its id and what it is."""
    number, role = [*value.split(), ""][:2]
    known = dict(FileRole.choices)
    return f"{number} {known[role]}" if role in known else value


def _workday(value: str) -> str:
    worked, _space, source = value.partition(" ")
    words = {"True": _("worked"), "False": _("not worked")}
    return f"{words.get(worked, worked)} {source}".strip()


VALUES: Mapping[str, Callable[[str], str]] = {
    "state": lambda value: casewords.state(value) if value in list(State) else value,
    "waiting_for": lambda value: casewords.party(value) if value in list(Party) else value,
    "outcome": _outcome,
    "step": _step,
    "applicant_kind": _of(dict(ApplicantKind.choices)),
    "files": _file,
    "workday": _workday,
    "kind": _of(dict(DisputeKind.choices)),
    "result": _of(dict(DisputeResult.choices)),
    "dossier": _of(
        {
            "review": gettext_lazy("administrative review"),
            "suit": gettext_lazy("lawsuit"),
            "supervision": gettext_lazy("supervising office"),
            "archive": gettext_lazy("archive"),
        }
    ),
}
"""Name → how its value is told; others stand as they are."""
