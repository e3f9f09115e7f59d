"""Everything staff see about one report beside its fields: revisions, history, import, files."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import prefetch_related_objects

from reports.domain.document import Position
from reports.domain.prose.checking.findings import ProseFinding
from reports.models import ImportRecord, Report, SourceFile
from reports.models.event import Act
from reports.models.road import State
from reports.queries import addresses, checks, everycheck, explaining, reportfigures
from reports.queries.changes import MOVING, Deed, deed
from reports.queries.explaining import Explaining
from reports.queries.places import place
from reports.queries.reportfigures import Figures
from reports.queries.stattables import local

PLACES = ("line", "page", "table", "row", "column")
"""What an import record tells of a part's place."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A part that an import did not understand, with the reason in words."""

    place: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """One report. `siblings`: its revisions, oldest first, itself among them; `history`: newest first."""

    report: Report
    siblings: tuple[Report, ...]
    history: tuple[Deed, ...]
    import_record: ImportRecord | None
    unread: tuple[Unread, ...]
    sources: tuple[SourceFile, ...]
    figures: Figures | None
    prose: tuple[ProseFinding, ...] = ()
    explaining: Explaining = field(default_factory=Explaining)

    @property
    def summary(self) -> checks.Summary:
        """How the checks of tables and words stand."""
        return checks.summary([*(self.figures.findings if self.figures else ()), *self.prose])

    @property
    def form_title(self) -> str:
        """The short name of its statistics form, "" without one."""
        return local(self.figures.form.short_title, self.figures.form.short_title_en) if self.figures else ""

    @property
    def public_address(self) -> str:
        """Where the public reads it, or reads that it was withdrawn; "" for what never was public."""
        return addresses.of_report(self.report) if self.report.released_at else ""

    @property
    def off_schedule(self) -> Deed | None:
        """The last act, where it took the report off the schedule: it waits for somebody, and says why."""
        last = next((one for one in self.history if one.event.act in MOVING), None)
        return last if last and last.event.act == Act.UNSCHEDULED else None

    @property
    def sent_back(self) -> Deed | None:
        """The last time it was sent back, while its writers have not handed it in again."""
        if self.report.state != State.DRAFT:
            return None
        return next((one for one in self.history if one.event.act == Act.SENT_BACK), None)

    @property
    def failing(self) -> list[str]:
        """The hard checks that fail, in sentences."""
        form = self.figures.form if self.figures else None
        every = [*(self.figures.findings if self.figures else ()), *self.prose]
        found = [finding for finding in every if finding.status == "fails" and finding.is_hard]
        return [checks.sentence(finding, form, self.report.year) for finding in found]


def of(report: Report) -> Dossier:
    """The dossier of a report; a fixed number of queries."""
    siblings = Report.objects.filter(agency=report.agency_id, year=report.year, kind=report.kind)
    prefetch_related_objects([report], "overrides")
    previous = reportfigures.previous_of(report)
    record = ImportRecord.objects.filter(report=report).select_related("read_by").first()
    figures = reportfigures.of_report(report, previous)
    prose = everycheck.prose_of_report(report, previous, figures=figures.values if figures else None)
    findings = [*(figures.findings if figures else ()), *prose]
    return Dossier(
        report=report,
        siblings=tuple(siblings.order_by("revision")),
        history=tuple(
            deed(event, report) for event in report.events.select_related("by").order_by("-sequence")
        ),
        import_record=record,
        unread=tuple(_unread(part) for part in record.unread) if record else (),
        sources=tuple(report.sources.order_by("pk")),
        figures=figures,
        prose=prose,
        explaining=explaining.of(report, findings, figures.form if figures else None),
    )


def _unread(part: dict[str, object]) -> Unread:
    numbers = {name: part[name] for name in PLACES if isinstance(part.get(name), int)}
    return Unread(
        place(Position(**numbers)),
        str(part.get("text", "")),
        checks.unread_sentence(str(part.get("reason", ""))),
    )
