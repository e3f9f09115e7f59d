"""What an Event changed, in words: the field, chapter or cell by its name, the text before and after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.domain.statform.definition import CellKey, Form
from reports.models import Event, Report
from reports.models.event import Act
from reports.queries import prosewords, statforms
from reports.queries.stattables import local

FIELDS: dict[str, str | Promise] = {
    "agency": gettext_lazy("agency"),
    "year": gettext_lazy("report year"),
    "kind": gettext_lazy("kind"),
    "title": gettext_lazy("title"),
    "source_line": gettext_lazy("source"),
    "published_at": gettext_lazy("published at"),
    "preamble": gettext_lazy("opening words"),
    "closing": gettext_lazy("closing words"),
    "explanation": gettext_lazy("public explanation"),
    "correction_note": gettext_lazy("what this revision corrects"),
    "form_id": gettext_lazy("statistics form"),
    "revision": gettext_lazy("revision"),
    "links": gettext_lazy("related interpretations"),
    "secrecy_review": gettext_lazy("secrecy review (article 17)"),
    "privacy_warnings": gettext_lazy("hints at personal data, looked over"),
    "failing": gettext_lazy("checks that failed at the review"),
    "scheduled_at": gettext_lazy("to be published at"),
    "accepted": gettext_lazy("figures compared with the source"),
    "is_single_handed": gettext_lazy("published by one person"),
}

MOVING = (
    Act.IMPORTED,
    Act.EDITED,
    Act.SUBMITTED,
    Act.SENT_BACK,
    Act.APPROVED,
    Act.SCHEDULED,
    Act.UNSCHEDULED,
    Act.PUBLISHED,
    Act.WITHDRAWN,
    Act.OVERRIDDEN,
    Act.OVERRIDE_LIFTED,
)
"""The acts that move a report's version on, each by one at least."""


@dataclass(frozen=True, slots=True)
class Change:
    """What an act changed: the name of the field, chapter or cell, the text before and after."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Deed:
    """One act in a report's history."""

    event: Event
    changes: tuple[Change, ...]

    @property
    def who(self) -> str:
        """The name of whoever did it."""
        return name_of(self.event)


def deed(event: Event, report: Report) -> Deed:
    """An Event of that report with its changes named in the active language."""
    form = statforms.all_forms().get(report.form_id)
    pairs = ((field_name(name, form, report.year), *pair) for name, pair in event.changes.items())
    return Deed(event, tuple(Change(*pair) for pair in pairs))


def since(report: Report, version: int) -> list[Deed]:
    """What was done to a report since somebody read that version, oldest first; more rather than less.

    `report` is the row as it stands. Version -1, of a page that did not tell: everything.
    """
    steps = min(report.version - version, report.version + 1)
    if steps <= 0:
        return []
    events = report.events.filter(act__in=MOVING).select_related("by").order_by("-sequence")[:steps]
    return [deed(event, report) for event in reversed(events)]


def name_of(event: Event) -> str:
    """Whoever did that act; "" for nobody."""
    return event.by.get_full_name() or event.by.get_username() if event.by else ""


def names(deeds: Iterable[Deed]) -> list[str]:
    """What those acts changed, each thing once, in their order."""
    return list(dict.fromkeys(change.name for one in deeds for change in one.changes))


def field_name(name: str, form: Form | None, year: int) -> str:
    """What an Event calls "title", "chapter 2" or "statistics/1/year", in the active language."""
    if name in FIELDS:
        return str(FIELDS[name])
    word, _space, number = name.partition(" ")
    if word == "chapter":
        return _("chapter %(number)s") % {"number": number}
    if word == "attachment":
        return _("attachment")
    if word == "check":
        return _("reason given for the check %(check)s") % {"check": _check_name(number, form, year)}
    return _cell_name(name, form, year)


def _check_name(code: str, form: Form | None, year: int) -> str:
    """A check by the figure it is about, or by its rule."""
    if code.rpartition("/")[0] in prosewords.HEADINGS:
        return f"“{prosewords.HEADINGS[code.rpartition('/')[0]]}”"
    identity = next((one for one in form.identities if one.code == code), None) if form else None
    return f"“{_cell_name(str(identity.left[0].cell), form, year)}”" if identity else code


def _cell_name(name: str, form: Form | None, year: int) -> str:
    if form is None or name.count("/") != 2:
        return name
    try:
        key = CellKey.parse(name)
        row, column = form.row(key), form.column(key)
    except KeyError:
        return name
    names = {
        "row": local(row.label, row.label_en, year=year),
        "column": local(column.label, column.label_en, year=year),
    }
    return _("%(row)s, %(column)s") % names
