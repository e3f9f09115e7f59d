"""The assessment sheet, for supervising offices and auditors."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from reports.admin.board import csv_file
from reports.domain.roles import Action
from reports.forms.board import BoardFilter
from reports.models.event import Act
from reports.queries import access, boardview
from reports.queries import assessment as queries
from reports.queries.assessment import Sheet
from reports.services import events
from reports.writers import rows as rows_writer

Context = dict[str, Any]


@require_safe
def page(request: HttpRequest, context: Context) -> HttpResponse:
    """The sheet of a year."""
    sheet, asked = _read(request, request.GET)
    parts = {
        "title": _("Assessment sheet on %(year)s") % {"year": sheet.year},
        "sheet": sheet,
        "asked": asked,
        "has_board": access.may(request.user, Action.RECEIVE_REPORT),
    }
    return TemplateResponse(request, "admin/assessment.html", context | parts)


@require_POST
def file(request: HttpRequest, context: Context) -> HttpResponse:
    """The sheet as CSV; the log says that it was taken along."""
    sheet, _asked = _read(request, request.POST)
    changes = {"filter": ("", str(sheet.year))}
    events.record(Act.EXPORTED, by=request.user, kind="assessment", changes=changes)
    return csv_file(rows_writer.write(queries.lines(sheet)), f"assessment-{sheet.year}.csv")


def _read(request: HttpRequest, given: QueryDict) -> tuple[Sheet, BoardFilter]:
    if not queries.may_read(request.user):
        raise access.Denied(Action.RECEIVE_REPORT)
    on = timezone.localdate()
    asked = BoardFilter(given, years=boardview.years(on=on), standings=[("", "")], sorts=[("", "")])
    return queries.sheet(request.user, asked.year_asked, on=on), asked
