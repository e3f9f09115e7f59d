"""Tables as CSV, Excel and JSON, attachments and source files. Always handed over as downloads."""

from __future__ import annotations

from json import dumps

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from reports.models import Attachment, SourceFile
from reports.queries import addresses, correctionfiles, reportfigures
from reports.queries import corrections as recorded
from reports.queries import downloads as queries
from reports.queries.reports import Chosen
from reports.views.access import of_public_report
from reports.writers import csv, json, rows, xlsx

WRITERS = {
    "csv": (csv.write, csv.MEDIA_TYPE),
    "xlsx": (xlsx.write, xlsx.MEDIA_TYPE),
    "json": (json.write, json.MEDIA_TYPE),
}


@of_public_report
def table(request: HttpRequest, chosen: Chosen, *, table: str, suffix: str) -> HttpResponseBase:
    """One statistics table of the revision, as a file."""
    report = chosen.report
    figures = (
        reportfigures.of_report(report, reportfigures.previous_of(report)) if suffix in WRITERS else None
    )
    path = addresses.of_report(report, is_pinned=chosen.is_pinned)
    file = figures and queries.table_file(report, figures, table, address=request.build_absolute_uri(path))
    if not file:
        raise Http404(_("This report has no such table."))
    write, media_type = WRITERS[suffix]
    name = _("%(agency)s, %(year)d, %(table)s") % {
        "agency": report.agency.name,
        "year": report.year,
        "table": file.table_title,
    }
    return HttpResponse(
        write(file),
        content_type=media_type,
        headers={"Content-Disposition": content_disposition_header(True, f"{name}.{suffix}")},
    )


@of_public_report
def corrections(request: HttpRequest, chosen: Chosen, *, suffix: str) -> HttpResponseBase:
    """What the revisions of the report changed, figure by figure and sentence by sentence, as a file."""
    if suffix not in ("csv", "json"):
        raise Http404(_("This record is kept as CSV and JSON."))
    report, made = chosen.report, recorded.of(chosen.released)
    if suffix == "csv":
        content, media_type = rows.write(correctionfiles.lines(made)), csv.MEDIA_TYPE
    else:
        path = addresses.of_report(report, is_pinned=chosen.is_pinned)
        told = correctionfiles.as_json(report, made, address=request.build_absolute_uri(path))
        content, media_type = dumps(told, ensure_ascii=False, indent=2).encode(), json.MEDIA_TYPE
    name = _("%(agency)s, %(year)d, record of corrections") % {
        "agency": report.agency.name,
        "year": report.year,
    }
    return HttpResponse(
        content,
        content_type=media_type,
        headers={"Content-Disposition": content_disposition_header(True, f"{name}.{suffix}")},
    )


def attachment(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A file the agency published beside its report."""
    return _download(request, queries.attachment(pk))


def source(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file a report was read from, byte for byte."""
    return _download(request, queries.source(pk))


def _download(request: HttpRequest, file: Attachment | SourceFile | None) -> HttpResponseBase:
    if file is None:
        raise Http404(_("No such file has been published here."))
    etag = f'"{file.sha256}"'
    # asked before the file is opened: the middleware would leave it open behind its 304
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged:
        return unchanged
    try:
        content = file.file.open("rb")
    except OSError as missing:
        raise Http404(
            _("This file is not in the store at present. Please tell the site's staff.")
        ) from missing
    return FileResponse(
        content,
        as_attachment=True,
        filename=file.name,
        content_type="application/octet-stream",
        headers={"ETag": etag},
    )
