"""A whole case in the order it happened, unmasked: what a reviewing organ or a court asks for.

Only for a door that has asked who is there, and that records it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reports.models import Applicant, Application, CaseFile, Letter
from reports.models.casefile import FileRole
from reports.queries import casepage
from reports.queries.casepage import CasePage

PERSON = (
    *("name", "identity_kind", "identity_number", "representative", "contact", "telephone", "email"),
    *("address", "postcode", "help_wanted"),
)
"""Fields of Applicant in the order they are told."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One file with its number and its path in the archive."""

    number: int
    file: CaseFile
    path: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """The case as of that day. `person`: (name of the field, text)."""

    page: CasePage
    on: date
    person: tuple[tuple[str, str], ...]
    papers: tuple[Paper, ...]
    letters: tuple[Letter, ...]


def of(application: Application, *, on: date, has_internal: bool) -> Dossier:
    """Everything of the case; papers marked internal only where asked for."""
    files = application.files.select_related("added_by").order_by("added_at", "pk")
    if not has_internal:
        files = files.exclude(role=FileRole.INTERNAL)
    papers = tuple(Paper(number, file, _path(number, file)) for number, file in enumerate(files, 1))
    letters = tuple(application.letters.exclude(issued_on=None).order_by("issued_on", "pk"))
    return Dossier(casepage.of(application, on=on), on, _person(application), papers, letters)


def _person(application: Application) -> tuple[tuple[str, str], ...]:
    found = Applicant.objects.filter(application=application).first()
    if found is None:
        return ()
    told = []
    for name in PERSON:
        words = getattr(found, f"get_{name}_display", lambda name=name: getattr(found, name))()
        if words:
            told.append((str(Applicant._meta.get_field(name).verbose_name), str(words)))
    return tuple(told)


def _path(number: int, file: CaseFile) -> str:
    """Its number before its own name, made neutral when it was kept."""
    name = file.name.replace("/", "_").replace("\\", "_")
    return f"files/{number:02d}-{name}"
