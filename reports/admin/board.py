"""The supervising office's board: one year's reports of the bodies it sees; reminding, receiving."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from reports.admin import outcome
from reports.admin.outcome import Outcome
from reports.domain.roles import Action
from reports.forms.board import BoardFilter, ReceiveForm, RemindForm, Ticked
from reports.models import HandIn
from reports.models.event import Act
from reports.queries import access, boardview, deskowed, handins
from reports.queries import board as queries
from reports.queries.board import Board, Row
from reports.services import events
from reports.services import handins as services
from reports.writers import rows as rows_writer

Context = dict[str, Any]


@require_safe
def page(request: HttpRequest, context: Context) -> HttpResponse:
    """The board of a year, narrowed and sorted as asked."""
    board, asked = _read(request, request.GET)
    shown = boardview.rows(board, **_order(asked))
    counts = [
        (key, words, sum(map(test, board.rows))) for key, (words, test) in boardview.NARROWED.items() if key
    ]
    parts = {
        "title": _("Board of reports on %(year)s") % {"year": board.year},
        "board": board,
        "asked": asked,
        "rows": shown,
        "counts": [one for one in counts if one[2]],
        "sort": asked.cleaned_data["sort"],
        "standing": asked.cleaned_data["standing"],
    }
    return TemplateResponse(request, "admin/board.html", context | parts)


@require_POST
def file(request: HttpRequest, context: Context) -> HttpResponse:
    """What the board shows, as CSV; the log says that it was taken along."""
    board, asked = _read(request, request.POST)
    shown = boardview.rows(board, **_order(asked))
    narrowed = " ".join(filter(None, (str(board.year), asked.cleaned_data["standing"])))
    events.record(Act.EXPORTED, by=request.user, kind="board", changes={"filter": ("", narrowed)})
    return csv_file(rows_writer.write(queries.lines(shown)), f"board-{board.year}.csv")


def csv_file(content: bytes, name: str) -> HttpResponse:
    """A download that nobody keeps on the way."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


@require_POST
def remind(request: HttpRequest, context: Context) -> HttpResponse:
    """First shows whom, then reminds each."""
    rows, year, board = _ticked(request)
    owing = [row for row in rows if row.report is None]
    if not owing:
        messages.error(
            request, _("Tick agencies whose report is not published. Those that published need no reminder.")
        )
        return redirect(board)
    form = RemindForm(request.POST if "_do" in request.POST else None)
    if "_do" in request.POST and form.is_valid():
        text = form.cleaned_data["text"]
        return outcome.told(
            request,
            outcome.each(
                owing,
                lambda row: services.remind(
                    agency=row.standing.agency, year=year, text=text, by=request.user
                ),
                lambda row: (str(row.standing.agency), _agency_address(row)),
                Outcome(_("Reminders on %(year)s") % {"year": year}, board),
            ),
        )
    parts = {
        "title": _("Remind agencies of their report on %(year)s") % {"year": year},
        "rows": owing,
        "left_out": [row for row in rows if row.report is not None],
        "year": year,
        "form": form,
        "back": board,
    }
    return TemplateResponse(request, "admin/board_remind.html", context | parts)


@require_POST
def receive(request: HttpRequest, context: Context) -> HttpResponse:
    """First shows which receipts, then confirms each."""
    _demand(request)
    ticked = Ticked(request.POST)
    year = ticked.year_asked
    found = handins.to_receive(request.user, agencies=ticked.agencies, year=year, pks=ticked.hand_ins)
    open_ones = list(found)
    board = _board_address(year)
    if not open_ones:
        messages.error(
            request, _("Tick agencies that handed in a report whose receipt is not confirmed yet.")
        )
        return redirect(board)
    form = ReceiveForm(request.POST if "_do" in request.POST else None)
    if "_do" in request.POST and form.is_valid():
        remark = form.cleaned_data["text"]
        return outcome.told(
            request,
            outcome.each(
                open_ones,
                lambda one: services.receive(hand_in=one, by=request.user, remark=remark),
                lambda one: (f"{one.number} · {one.report.title}", _receipt_address(one)),
                Outcome(_("Receipts confirmed"), board),
            ),
        )
    parts = {
        "title": _("Confirm receipts"),
        "hand_ins": open_ones,
        "year": year,
        "form": form,
        "back": board,
    }
    return TemplateResponse(request, "admin/board_receive.html", context | parts)


@require_safe
def owed(request: HttpRequest, context: Context) -> HttpResponse:
    """Every year that the bodies one writes for owe a report on."""
    if not access.may(request.user, Action.WRITE_REPORT):
        raise access.Denied(Action.WRITE_REPORT)
    items = deskowed.owed(request.user, now=timezone.now())
    parts = {"title": _("Reports that are owed"), "items": items}
    return TemplateResponse(request, "admin/owed.html", context | parts)


def _read(request: HttpRequest, given: QueryDict) -> tuple[Board, BoardFilter]:
    _demand(request)
    on = timezone.localdate()
    asked = BoardFilter(
        given,
        years=boardview.years(on=on),
        standings=[(key, words) for key, (words, _test) in boardview.NARROWED.items()],
        sorts=[(key, words) for key, (words, _key) in boardview.SORTED.items()],
    )
    return queries.board(request.user, asked.year_asked, on=on), asked


def _order(asked: BoardFilter) -> dict[str, str]:
    return {name: asked.cleaned_data[name] for name in ("standing", "sort")}


def _demand(request: HttpRequest) -> None:
    if not access.may(request.user, Action.RECEIVE_REPORT):
        raise access.Denied(Action.RECEIVE_REPORT)


def _ticked(request: HttpRequest) -> tuple[list[Row], int, str]:
    """The rows that were ticked, their year, the way back. An agency beyond their reach is not found."""
    _demand(request)
    ticked = Ticked(request.POST)
    year = ticked.year_asked
    board = queries.board(request.user, year, on=timezone.localdate()) if year else None
    rows = {row.standing.agency.pk: row for row in board.rows} if board else {}
    for pk in ticked.agencies:
        if not access.may(request.user, Action.RECEIVE_REPORT, pk):
            raise access.NotTheirs(pk)
    return [rows[pk] for pk in ticked.agencies if pk in rows], year, _board_address(year)


def _board_address(year: int) -> str:
    return f"{reverse('admin:board')}?year={year}" if year else reverse("admin:board")


def _agency_address(row: Row) -> str:
    return reverse("admin:reports_agency_change", args=[row.standing.agency.pk])


def _receipt_address(one: HandIn) -> str:
    return reverse("admin:reports_report_receipt", args=[one.report_id, one.pk])
