"""Hints at personal data in a report that is about to become public: where, of what kind, masked.

A hint is no verdict: the reviewer looks at each place, and into scanned files, whose words nobody reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.domain.text.privacy import Suspect, suspects
from reports.models import Report
from reports.queries import statforms
from reports.queries.changes import FIELDS, field_name

MOST = 200
"""Hints that are listed."""
LONGEST = 300_000
"""Characters of an attachment that are looked at."""
AROUND = 12
"""Signs shown before and after a find."""

KINDS: dict[str, Promise] = {
    "id_number": gettext_lazy("resident identity number"),
    "mobile": gettext_lazy("mobile telephone number"),
    "bank_card": gettext_lazy("bank card number"),
    "name": gettext_lazy("name of a person"),
}
TEXTS = ("title", "source_line", "preamble", "closing", "explanation", "correction_note")


@dataclass(frozen=True, slots=True)
class Hint:
    """One place to look at. `before`, `after`: the words around it, with other finds masked as well."""

    place: str
    kind: str
    masked: str
    before: str
    after: str


def of_report(report: Report) -> list[Hint]:
    """Every hint in what the public would read of that revision, in the order of the page; six queries."""
    hints = (hint for place, text in _texts(report) for hint in found_in(place, text))
    return list(islice(hints, MOST))


def _texts(report: Report) -> Iterator[tuple[str, str]]:
    for name in TEXTS:
        yield str(FIELDS[name]), getattr(report, name)
    for number, chapter in enumerate(report.chapters.all(), 1):
        yield _("heading of chapter %(number)s") % {"number": number}, str(chapter)
        yield _("chapter %(number)s") % {"number": number}, chapter.text
    form = statforms.all_forms().get(report.form_id)
    for cell in report.cells.filter(value=None).exclude(raw=""):
        name = f"{cell.table}/{cell.row}/{cell.column}"
        yield field_name(name, form, report.year), cell.raw
    for decision in report.overrides.all():
        yield _("reason given for a finding"), decision.reason
    for link in report.links.all():
        yield _("related interpretation"), f"{link.title} {link.url}"
    for attachment in report.attachments.all():
        yield _("attachment"), f"{attachment.title} {attachment.name}"
        place = _("text of the attachment “%(name)s”") % {"name": attachment.name}
        yield place, attachment.text[:LONGEST]
    for source in report.sources.all():
        yield _("name of the source file"), source.name


def found_in(place: str, text: str) -> Iterator[Hint]:
    """Every hint in that text, which stands in that place."""
    found = suspects(text)
    for number, one in enumerate(found):
        before = _masked(text[: one.start], found[:number], 0)
        after = _masked(text[one.end :], found[number + 1 :], one.end)
        yield Hint(place, str(KINDS[one.kind]), one.masked, _last(before), _first(after))


def _masked(text: str, found: list[Suspect], offset: int) -> str:
    """The text, which began at `offset`, with those finds masked."""
    for one in reversed(found):
        text = text[: one.start - offset] + one.masked + text[one.end - offset :]
    return text


def _last(text: str) -> str:
    return ("…" if len(text) > AROUND else "") + text[-AROUND:].replace("\n", " ")


def _first(text: str) -> str:
    return text[:AROUND].replace("\n", " ") + ("…" if len(text) > AROUND else "")
