"""What changed in public and what stands, for other portals and whoever keeps a copy (docs/exchange.md)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from reports.queries import agencies, cataloguedata, changefeed, exchange, reports

DEFAULT = 200


def changes(request: HttpRequest) -> HttpResponse:
    """The changes after number `since`, at most `limit`, in the order in which they were made."""
    since, limit = request.GET.get("since", "0"), request.GET.get("limit", str(DEFAULT))
    if not _is_number(since):
        return _refused(400, _("“since” is the number of the last change you have: 0 or more, digits only."))
    if not _is_number(limit) or not 1 <= int(limit) <= changefeed.MOST:
        return _refused(400, _("“limit” is a whole number from 1 to %(most)s.") % {"most": changefeed.MOST})
    return _told(exchange.changes(int(since), int(limit)))


def document(request: HttpRequest, address: str) -> HttpResponse:
    """The record of a document; of a withdrawn one when and why, and nothing else.

    No cache keeps that of a kind whose withdrawal leaves no name behind.
    """
    version = exchange.standing(address)
    if version is not None:
        answer = _told(exchange.of_document(version))
        if cataloguedata.kind(version.kind).erase_on_withdrawal:
            patch_cache_control(answer, no_store=True)
        return answer
    gone = exchange.withdrawn(address)
    if gone is None or gone.withdrawn_at is None:
        return _refused(404, _("No such document has been published here."))
    return _withdrawn(gone.withdrawn_at, gone.withdrawal_reason)


def report(
    request: HttpRequest, slug: str, year: int, kind: str, revision: int | None = None
) -> HttpResponseBase:
    """The record of a report revision, as its address means it."""
    chosen = reports.choose(slug, year, kind, revision)
    if chosen is None:
        return _moved(request, slug) or _refused(404, _("No such report has been published here."))
    if chosen.withdrawn:
        return _withdrawn(chosen.withdrawn.withdrawn_at, chosen.withdrawn.withdrawal_reason)
    return _told(exchange.of_report(chosen))


def agency(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The record of an agency."""
    found = exchange.agency_record(slug)
    if found is None:
        return _moved(request, slug) or _refused(404, _("There is no such agency here."))
    return _told(found)


def _moved(request: HttpRequest, slug: str) -> HttpResponseBase | None:
    present = agencies.moved(slug)
    if present is None:
        return None
    return HttpResponsePermanentRedirect(request.path.replace(f"/{slug}/", f"/{present}/", 1))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def _withdrawn(at: Any, reason: str) -> HttpResponse:
    return _told({"withdrawn_at": timezone.localtime(at).isoformat(), "reason": reason}, 410)


def _refused(status: int, message: str) -> HttpResponse:
    return _told({"error": message}, status)


def _told(content: dict[str, Any], status: int = 200) -> HttpResponse:
    return JsonResponse(content, status=status, json_dumps_params={"ensure_ascii": False})
