"""The review: everything as it will be sent, by when an answer is due, and the sending itself, once."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from reports.domain.casework.steps import Channel
from reports.forms.apply import ApplyForm
from reports.models import ApplicationDraft
from reports.queries import applying
from reports.queries.applyingpublic import already_public
from reports.services import applicationdrafts, applyguard
from reports.services.applications import Asked
from reports.views.applyaccess import Desk, led, of_agency


@sensitive_post_parameters()
@of_agency
def review(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """Shows the draft as it will be sent; sent, files it. A draft with errors leads back to its form."""
    draft = applicationdrafts.find(desk.slot)
    if draft is None:
        return led(request, desk.path("receipt" if applicationdrafts.sent(desk.slot) else "form"))
    form = ApplyForm(applicationdrafts.answers(draft), kind=desk.kind)
    if not form.is_valid():
        return led(request, desk.path("form"))
    if request.method == "POST":
        return _sent(request, desk, draft, form)
    return _page(request, desk, draft, form)


def _sent(request: HttpRequest, desk: Desk, draft: ApplicationDraft, form: ApplyForm) -> HttpResponseBase:
    if request.POST.get("seen") != applicationdrafts.fingerprint(draft):
        problem = _("The draft was changed meanwhile, in another window. Read it once more, then send it.")
        return _page(request, desk, draft, form, problem=problem, status=409)
    if applyguard.is_suspect(request, desk.agency, applicationdrafts.answers(draft)):
        sealed, typed = request.POST.get("question", "")[:300], request.POST.get("answer", "")
        if not applyguard.is_answered(sealed, typed):
            problem = _("Answer the question at the end of the page, then send it once more.")
            return _page(request, desk, draft, form, problem=problem, status=400)
    if not applyguard.may_send(request, desk.agency):
        problem = _(
            "Very many applications came from your network or to this agency within the hour. Yours was not "
            "sent; the draft is kept. Try again in an hour, or bring or post your application to the agency."
        )
        return _page(request, desk, draft, form, problem=problem, status=429)
    asked = Asked(kind=desk.kind, channel=Channel.ONLINE, **form.asked())
    done = applicationdrafts.send(desk.slot, draft, asked=asked, person=form.person())
    return led(request, desk.path("receipt" if done else "form"))


def _page(
    request: HttpRequest,
    desk: Desk,
    draft: ApplicationDraft,
    form: ApplyForm,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponseBase:
    given = applicationdrafts.answers(draft)
    is_suspect = applyguard.is_suspect(request, desk.agency, given)
    sealed = applyguard.new_question() if is_suspect else ""
    context = {
        "desk": desk,
        "form": form,
        "files": draft.files.all(),
        "seen": applicationdrafts.fingerprint(draft),
        "rows": already_public(given.get("description", ""), desk.agency),
        "expected": applying.expected(desk.kind, on=timezone.localdate()),
        "kept": applying.kept(),
        "kept_until": applicationdrafts.kept_until(),
        "sealed": sealed,
        "question": applyguard.question(sealed) if sealed else "",
        "problem": problem,
    }
    return render(request, "application/review.html", context, status=status)
