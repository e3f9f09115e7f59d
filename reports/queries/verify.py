"""What the portal can say of a file or a fingerprint: whether it was published here, whether it stands."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reports.domain.chain import canonical
from reports.domain.document import Unreadable
from reports.domain.statform.locating.ours import Ours, located_in, ours_in
from reports.domain.statform.table import Cell
from reports.models import Attachment, Publication, Report, SourceFile, VersionFile
from reports.models.publication import PublicAct
from reports.models.road import State
from reports.queries import documentpublic, manifest, respelt, statforms
from reports.queries.manifest import Standing
from reports.readers import opening
from reports.writers.exact import exact


@dataclass(frozen=True, slots=True)
class WrongFigure:
    """A figure of the file that is not what was published; "" is blank."""

    cell: str
    published: str
    found: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known.

    `kind`: "record" (the whole publication), "file" (kept beside the report, byte for byte), "table" (a
    downloaded table), "unknown".

    `standings` are the publications it belongs to, newest first. For a table `equal` figures are as published
    in the first of them, and `wrong` are not.
    """

    kind: str
    standings: tuple[Standing, ...] = ()
    name: str = ""
    equal: int = 0
    wrong: tuple[WrongFigure, ...] = ()


UNKNOWN = Verdict("unknown")
TABLES = (".csv", ".json", ".xlsx")
"""How the names of downloaded tables end; nothing else is opened for a stranger."""


def of_fingerprint(fingerprint: str) -> Verdict:
    """What bears that fingerprint: a publication, or a file kept beside one."""
    found = manifest.with_fingerprint(fingerprint)
    if found is not None:
        return Verdict("record", (found,))
    return _of_kept_file(fingerprint) or UNKNOWN


def of_file(data: bytes, name: str) -> Verdict:
    """What those bytes are: a publication, a file kept beside one, or a table downloaded here."""
    verdict = of_fingerprint(hashlib.sha256(data).hexdigest())
    if verdict.kind != "unknown":
        return verdict
    if not name.lower().endswith(TABLES):
        return UNKNOWN
    try:
        document = opening.read(data, name=name)
    except Unreadable:
        return UNKNOWN
    ours = ours_in(document)
    located = located_in(document, statforms.all_forms().values()) if ours else None
    if ours is None or located is None or not located.cells:
        return UNKNOWN
    candidates = [_compared(row, located.cells) for row in _publications_of(ours)]
    # The revision that the file fits best; the newest of equals.
    return min(candidates, key=lambda verdict: len(verdict.wrong), default=UNKNOWN)


def record_of(report: Report) -> Publication | None:
    """The entry of a public revision with its content, whose SHA-256 is its fingerprint."""
    rows = Publication.objects.of("report", report.pk).filter(act=PublicAct.PUBLISHED)
    return rows.order_by("-sequence").first()


def _of_kept_file(sha256: str) -> Verdict | None:
    standings: dict[int, Standing] = {}
    name = ""
    for model in (SourceFile, Attachment):
        rows = model.objects.filter(sha256=sha256, report__state=State.PUBLISHED)
        for file in rows.select_related("report__agency").order_by("-report__revision")[:20]:
            entry = manifest.of_report(file.report)
            if entry is not None:
                name = name or file.name
                standings.setdefault(entry.sequence, manifest.standing(entry))
    borne = VersionFile.objects.filter(file__sha256=sha256, version__withdrawn_at=None)
    for row in borne.select_related("file", "version__document").order_by("-version__number")[:20]:
        entry = manifest.of_version(row.version)
        if entry is not None:
            name = name or respelt.without(documentpublic.hidden_of(row.version), row.file.name)
            standings.setdefault(entry.sequence, manifest.standing(entry))
    return Verdict("file", tuple(standings.values()), name) if standings else None


def _publications_of(ours: Ours) -> list[Publication]:
    """The entries, with their content, of the report that a download names; the newest revision first.

    A body that has been renamed since is found by the name that its publications bear.
    """
    reports = Report.objects.public().filter(year=ours.year or 0)
    if ours.kind:
        reports = reports.filter(kind=ours.kind)
    found = reports.filter(agency__name=ours.agency)
    if not found.exists():
        bearing = Publication.objects.filter(
            subject_kind="report",
            act=PublicAct.PUBLISHED,
            subject_id__in=reports.values("pk"),
            content__contains=f'"name":{canonical(ours.agency)}',
        )
        found = reports.filter(pk__in=bearing.values("subject_id"))
    entries = [record_of(report) for report in found.order_by("-revision")[:50]]
    return [entry for entry in entries if entry is not None]


def _compared(row: Publication, cells: tuple[Cell, ...]) -> Verdict:
    published: Mapping[str, Any] = json.loads(row.content)["cells"]
    equal, wrong = 0, []
    for cell in cells:
        before = published.get(str(cell.key), {}).get("value")
        found = None if cell.value is None else exact(cell.value)
        if before == found:
            equal += 1
        else:
            wrong.append(WrongFigure(str(cell.key), before or "", found or ""))
    return Verdict("table", (manifest.standing(row),), equal=equal, wrong=tuple(wrong))
