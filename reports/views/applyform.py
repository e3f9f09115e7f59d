"""The form: shown, kept as a draft each time it is sent, and led on to the review once it is right."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from reports.forms.apply import ApplyForm
from reports.models import ApplicationDraft
from reports.services import applicationdrafts, applyguard
from reports.views import applyintake
from reports.views.applyaccess import Desk, keeping, led, of_agency, with_key


@sensitive_post_parameters()
@of_agency
def form(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """The form as far as it is filled in; sent, it is kept and looked through."""
    if request.method == "POST":
        return _sent(request, desk)
    draft = applicationdrafts.find(desk.slot)
    given = applicationdrafts.answers(draft) if draft else {}
    is_looked_through = bool(draft) and "looked_through" in given
    shown = ApplyForm(given if is_looked_through else None, kind=desk.kind, initial=given)
    return _page(request, desk, shown, draft, given)


def _sent(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    given = applyintake.given(request)
    before = applicationdrafts.sent(desk.slot)
    if (
        before and given["stamp"] and before.stamp == given["stamp"]
    ):  # the page came back from the browser's memory
        return led(request, desk.path("receipt"))
    draft = applicationdrafts.find(desk.slot)
    if "discard" in request.POST:
        if draft:
            applicationdrafts.throw_away(draft)
        return render(request, "application/discarded.html", {"desk": desk})
    if not applyintake.may_save(request, draft):
        shown = ApplyForm(given, kind=desk.kind)
        shown.add_error(None, _("Too much was sent from your network within an hour. Try again later."))
        return _page(request, desk, shown, draft, given, status=429)
    is_aside = "keep" in request.POST or "remove" in request.POST
    desk = with_key(desk)
    draft = applicationdrafts.save(desk.slot, given if is_aside else {**given, "looked_through": "on"})
    refused = applyintake.keep_files(request, draft)
    if "remove" in request.POST:
        applicationdrafts.remove_file(draft, request.POST["remove"])
    return keeping(_answer(request, desk, draft, given, refused), desk)


def _answer(
    request: HttpRequest, desk: Desk, draft: ApplicationDraft, given: Mapping[str, str], refused: list[str]
) -> HttpResponseBase:
    if request.headers.get("X-Kept-By") == "script":
        return HttpResponse(status=204)
    if "keep" in request.POST or "remove" in request.POST:
        unbound = ApplyForm(kind=desk.kind, initial=given)
        return _page(request, desk, unbound, draft, given, refused=refused, is_kept=True)
    shown = ApplyForm(given, kind=desk.kind)
    if shown.is_valid() and not refused:
        return led(request, desk.path("review"))
    return _page(request, desk, shown, draft, given, refused=refused, status=400)


def _page(
    request: HttpRequest,
    desk: Desk,
    shown: ApplyForm,
    draft: ApplicationDraft | None,
    given: Mapping[str, str],
    *,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    context = {
        "desk": desk,
        "form": shown,
        "draft": draft,
        "files": draft.files.all() if draft else (),
        "most_files": applicationdrafts.MOST_FILES,
        "kept_until": applicationdrafts.kept_until(),
        "stamp": given.get("stamp") or applyguard.new_stamp(),
        "sent": applicationdrafts.sent(desk.slot),
        **more,
    }
    return render(request, "application/form.html", context, status=status)
