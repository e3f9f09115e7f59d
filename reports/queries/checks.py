"""What the checks found, in sentences: the whole arithmetic, in the active language. No sums."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from reports.domain.everycheck import AnyFinding
from reports.domain.prose.checking.findings import ProseFinding
from reports.domain.statform.definition import CellKey, Form
from reports.domain.statform.identities import Finding, Part
from reports.domain.statform.numbers import written
from reports.queries import prosewords
from reports.queries.stattables import local, numbered
from reports.queries.unread import unread_sentence

__all__ = ["Group", "Summary", "groups", "heading", "sentence", "summary", "unread_sentence"]

BLANKS_NAMED = 3
"""A sentence that cannot tell names that many blank cells and counts the others."""


@dataclass(frozen=True, slots=True)
class Summary:
    """How many checks hold, fail, fail but only warn, cannot tell because of a blank, stand with a reason."""

    held: int = 0
    failed: int = 0
    warned: int = 0
    open: int = 0
    overridden: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one kind of identity under their heading."""

    kind: str
    heading: str
    findings: tuple[Finding, ...]


HEADINGS: dict[str, Promise] = {
    "down": gettext_lazy("Rows add up to their total"),
    "across": gettext_lazy("Columns add up to their total"),
    "balance": gettext_lazy("Both sides of the table's own formula agree"),
    "within": gettext_lazy("A part is at most its whole"),
    "to-date": gettext_lazy("The year is at most the cumulative figure"),
    "carry-over": gettext_lazy("The year follows on from last year's report"),
}


def summary(findings: Iterable[AnyFinding]) -> Summary:
    """How the findings of a report stand."""
    counts = {"held": 0, "failed": 0, "warned": 0, "open": 0, "overridden": 0}
    for finding in findings:
        if finding.status == "holds":
            counts["held"] += 1
        elif finding.status == "cannot-tell":
            counts["open"] += 1
        elif finding.status == "overridden":
            counts["overridden"] += 1
        else:
            counts["failed" if finding.is_hard else "warned"] += 1
    return Summary(**counts)


def heading(kind: str) -> str:
    """The short heading over the findings of one kind. Raises KeyError for a kind that is none."""
    return str(HEADINGS[kind])


def groups(findings: Iterable[Finding]) -> list[Group]:
    """The findings by kind, the kinds in the order of HEADINGS."""
    by_kind: dict[str, list[Finding]] = {}
    for finding in findings:
        by_kind.setdefault(finding.kind, []).append(finding)
    return [Group(kind, heading(kind), tuple(by_kind[kind])) for kind in HEADINGS if kind in by_kind]


def sentence(finding: AnyFinding, form: Form | None, year: int | None = None) -> str:
    """The arithmetic of a finding in words and numbers.

    `year` is the report year, for labels that name it; without it they say "this year". Only findings of
    the prose do without a form.
    """
    if isinstance(finding, ProseFinding):
        return prosewords.sentence(finding, form, year)
    if form is None:
        raise ValueError(f"The check {finding.check} is about a form.")
    names = _Names(form, year, finding)
    left, right = names.side(finding.left, is_first=True), names.side(finding.right)
    if finding.status == "cannot-tell":
        return _open(finding, names, _relation(finding.relation, left, right))
    if finding.status == "holds":
        return _relation(finding.relation, left, right)
    values = {"left": left, "right": right, "found": "", "expected": ""}
    if finding.found is not None and finding.expected is not None:
        values |= {"found": written(finding.found), "expected": written(finding.expected)}
    return _failure(finding) % values


def _relation(relation: str, left: str, right: str) -> str:
    text = _("%(left)s = %(right)s") if relation == "=" else _("%(left)s ≤ %(right)s")
    return text % {"left": left, "right": right}


def _failure(finding: Finding) -> str:
    if finding.kind == "carry-over":
        return _(
            "%(left)s ≠ %(right)s. Going by last year's report it should be %(expected)s; given is %(found)s."
        )
    if finding.kind == "balance":
        return _("%(left)s ≠ %(right)s. The left side comes to %(found)s, the right side to %(expected)s.")
    if finding.relation == "=":
        return _("%(left)s ≠ %(right)s. The parts add up to %(expected)s, the total given is %(found)s.")
    if finding.kind == "to-date":
        return _("%(left)s > %(right)s. The cumulative figure cannot be less than that of the year.")
    if finding.is_hard:
        return _("%(left)s > %(right)s. A part cannot be more than its whole.")
    return _("%(left)s > %(right)s. It is usually not more; there may be a reason.")


def _open(finding: Finding, names: _Names, equation: str) -> str:
    blanks = [part for part in finding.left + finding.right if part.value is None]
    named = [names.name(part) for part in blanks[:BLANKS_NAMED]]
    values = {
        "equation": equation,
        "blanks": _listed(named),
        "count": len(blanks),
        "more": len(blanks) - len(named),
    }
    if len(blanks) == len(finding.left + finding.right) and not any(part.is_absent for part in blanks):
        first = names.side(finding.left[:1], is_first=True)
        text = _("%(first)s; the other figures of this check are blank too, so it cannot tell.")
        return text % {"first": first}
    if any(part.is_absent for part in blanks):
        text = _(
            "It cannot be told whether %(equation)s: last year's report is in another form, "
            "which does not count the same."
        )
    elif values["more"]:
        text = ngettext(
            "It cannot be told whether %(equation)s: %(blanks)s and %(more)d more figure are blank.",
            "It cannot be told whether %(equation)s: %(blanks)s and %(more)d more figures are blank.",
            len(blanks) - len(named),
        )
    else:
        text = ngettext(
            "It cannot be told whether %(equation)s: %(blanks)s is blank.",
            "It cannot be told whether %(equation)s: %(blanks)s are blank.",
            len(blanks),
        )
    return text % values


def _listed(names: Sequence[str]) -> str:
    text = names[0]
    for name in names[1:]:
        text = _("%(names)s, %(name)s") % {"names": text, "name": name}
    return text


class _Names:
    """How the terms of one finding are called: by what differs between them, the rest said once."""

    def __init__(self, form: Form, year: int | None, finding: Finding) -> None:
        self.form = form
        self.year = year
        cells = [part.cell for part in finding.left + finding.right]
        self.is_by_row = len({cell.column for cell in cells}) == 1
        self.is_by_column = not self.is_by_row and len({cell.row for cell in cells}) == 1
        self.is_only_column = self.is_by_row and len(form.block(cells[0]).columns) == 1

    def side(self, parts: Sequence[Part], *, is_first: bool = False) -> str:
        """One side: "A 1 + B 2". The first term of a sentence also says which column or row it is about."""
        text = self._opening(parts[0]) if is_first else self._term(parts[0])
        for part in parts[1:]:
            values = {"sum": text, "term": self._term(part)}
            text = (_("%(sum)s + %(term)s") if part.sign > 0 else _("%(sum)s − %(term)s")) % values
        return text

    def name(self, part: Part) -> str:
        """What a term is called among the others."""
        year = self.year - part.years_back if self.year else None
        row, column = self._row(part.cell), self._column(part.cell, year)
        if self.is_by_row:
            name = row
        elif self.is_by_column:
            name = column
        else:
            name = _("%(row)s, %(column)s") % {"row": row, "column": column}
        return _("%(label)s in last year's report") % {"label": name} if part.years_back else name

    def _term(self, part: Part) -> str:
        return _("%(value)s (%(name)s)") % {"name": self.name(part), "value": _value(part)}

    def _opening(self, part: Part) -> str:
        values = {"name": self.name(part), "value": _value(part)}
        if self.is_by_row and not self.is_only_column:
            return _("%(value)s (%(name)s, column “%(column)s”)") % {
                **values,
                "column": self._column(part.cell, self.year),
            }
        if self.is_by_column:
            return _("%(value)s (%(name)s, row “%(row)s”)") % {
                **values,
                "row": self._row(part.cell, full=True),
            }
        return _("%(value)s (%(name)s)") % values

    def _row(self, cell: CellKey, *, full: bool = False) -> str:
        row = self.form.row(cell)
        if full:
            return numbered(row, self.year)
        label = _short(row.label, row.label_en, self.year)
        if row.parent and any(column.label == row.label for column in self.form.block(cell).columns):
            parent = self.form.row(cell._replace(row=row.parent))
            over = _short(parent.label, parent.label_en, self.year)
            return _("%(parent)s: %(row)s") % {"parent": over, "row": label}
        return label

    def _column(self, cell: CellKey, year: int | None) -> str:
        column = self.form.column(cell)
        return _short(column.label, column.label_en, year)


def _value(part: Part) -> str:
    if part.is_absent:
        return _("not counted")
    return _("blank") if part.value is None else written(part.value)


def _short(zh: str, en: str, year: int | None) -> str:
    """The label without the remark in brackets behind it, with its year: "2016年度", or "本年度" for None."""
    zh, en = re.sub(r"（[^（）]*）$", "", zh), re.sub(r" \([^()]*\)$", "", en)
    return local(zh.replace("{year}", str(year or "本")), en.replace("{year}", str(year or "of report")))
