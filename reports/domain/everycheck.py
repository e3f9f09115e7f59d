"""The one set of checks: tables, years, prose. Import, saving, publication and the page all ask here."""

from __future__ import annotations

from dataclasses import dataclass

from reports.domain.prose.checking.every import every
from reports.domain.prose.checking.findings import Matter, ProseFinding
from reports.domain.statform.identities import Finding, check

QUESTIONS = frozenset({"jump", "late", "copied"})
"""Rules that only ask or remark: where they find nothing there is nothing to tell."""

AnyFinding = Finding | ProseFinding


@dataclass(frozen=True, slots=True)
class EveryFinding:
    """What the checks found: `tables` in the form's order, across years too; `prose` by passage."""

    tables: tuple[Finding, ...]
    prose: tuple[ProseFinding, ...]

    @property
    def all(self) -> tuple[AnyFinding, ...]:
        """Both, the tables first."""
        return (*self.tables, *self.prose)


def every_check(matter: Matter) -> EveryFinding:
    """All checks over one report, deterministic and without the clock."""
    tables = []
    if matter.form is not None and matter.figures is not None:
        tables = check(matter.form, matter.figures, matter.previous)
    return EveryFinding(tuple(tables), prose_checks(matter))


def prose_checks(matter: Matter) -> tuple[ProseFinding, ...]:
    """The checks of the prose alone, without the questions that nobody need answer."""
    return tuple(found for found in every(matter) if found.status == "fails" or found.rule not in QUESTIONS)
