"""Everything staff see about one report beside its fields: revisions, history, import, files."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.domain.statform.definition import CellKey, Form
from reports.models import Event, ImportRecord, Report, SourceFile
from reports.queries import addresses, checks, reportfigures, statforms
from reports.queries.reportfigures import Figures
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
}


@dataclass(frozen=True, slots=True)
class Unread:
    """A part that an import did not understand, with the reason in words."""

    line: int | None
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Change:
    """What an act changed: the name of the field, chapter or cell, the text before and after."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Act:
    """One step of a report's history."""

    event: Event
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """One report. `siblings`: its revisions, oldest first, itself among them; `history`: newest first."""

    report: Report
    siblings: tuple[Report, ...]
    history: tuple[Act, ...]
    import_record: ImportRecord | None
    unread: tuple[Unread, ...]
    sources: tuple[SourceFile, ...]
    figures: Figures | None

    @property
    def form_title(self) -> str:
        """The short name of its statistics form, "" without one."""
        return local(self.figures.form.short_title, self.figures.form.short_title_en) if self.figures else ""

    @property
    def public_address(self) -> str:
        """Where the public reads it, or reads that it was withdrawn; "" for what never was public."""
        return addresses.of_report(self.report) if self.report.released_at else ""

    @property
    def failing(self) -> list[str]:
        """The hard checks that fail, in sentences."""
        if self.figures is None:
            return []
        found = [f for f in self.figures.findings if f.status == "fails" and f.is_hard]
        return [checks.sentence(finding, self.figures.form, self.report.year) for finding in found]


def of(report: Report) -> Dossier:
    """The dossier of a report; a fixed number of queries."""
    siblings = Report.objects.filter(agency=report.agency_id, year=report.year, kind=report.kind)
    record = ImportRecord.objects.filter(report=report).select_related("read_by").first()
    return Dossier(
        report=report,
        siblings=tuple(siblings.order_by("revision")),
        history=tuple(_act(event, report) for event in report.events.select_related("by").order_by("-pk")),
        import_record=record,
        unread=tuple(_unread(part) for part in record.unread) if record else (),
        sources=tuple(report.sources.order_by("pk")),
        figures=reportfigures.of_report(report, reportfigures.previous_of(report)),
    )


def _unread(part: dict[str, object]) -> Unread:
    line = part.get("line")
    return Unread(
        line if isinstance(line, int) else None,
        str(part.get("text", "")),
        checks.unread_sentence(str(part.get("reason", ""))),
    )


def _act(event: Event, report: Report) -> Act:
    form = statforms.all_forms().get(report.form_id)
    changes = (Change(_name(name, form, report.year), *pair) for name, pair in event.changes.items())
    return Act(event, tuple(changes))


def _name(name: str, form: Form | None, year: int) -> str:
    """What an Event calls "title", "chapter 2" or "statistics/1/year", in the active language."""
    if name in FIELDS:
        return str(FIELDS[name])
    word, _space, number = name.partition(" ")
    if word == "chapter":
        return _("chapter %(number)s") % {"number": number}
    if word == "attachment":
        return _("attachment")
    return _cell_name(name, form, year)


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
