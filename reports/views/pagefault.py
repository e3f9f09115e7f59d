""" "Report an error on this page": a message to staff, from anybody, about any page."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters

from reports.forms.pageerror import PageErrorForm
from reports.queries import pagefaults as queries
from reports.services import pagefaults, throttle
from reports.services.pagefaults import BadFault
from reports.services.throttle import Limit

MESSAGES = Limit("page-faults", 10, timedelta(hours=1))
"""Of one network."""
ALL_MESSAGES = Limit("page-faults-all", 300, timedelta(hours=1))


@sensitive_post_parameters()
def page(request: HttpRequest) -> HttpResponse:
    """The form, and thanks. What a machine fills in is thanked for as well, and kept nowhere."""
    if request.method != "POST":
        path = queries.page_of(request.GET.get("page", ""))
        return _shown(request, PageErrorForm(initial={"page": path}), path)
    form = PageErrorForm(request.POST)
    path = queries.page_of(request.POST.get("page", ""))
    if not form.is_valid():
        return _shown(request, form, path, status=400)
    if form.is_machine:
        return _shown(request, form, path, is_done=True)
    if not (throttle.passes(MESSAGES, request) and throttle.passes_for(ALL_MESSAGES, "")):
        return _shown(request, form, path, status=429, is_too_many=True)
    said = form.cleaned_data
    try:
        pagefaults.report(address=path or "/", text=said["text"], contact=said["contact"])
    except BadFault as refused:
        form.add_error(refused.field if refused.field in form.fields else "text", str(refused))
        return _shown(request, form, path, status=400)
    return _shown(request, form, path, is_done=True)


def _shown(
    request: HttpRequest, form: PageErrorForm, path: str, *, status: int = 200, **more: bool
) -> HttpResponse:
    return render(request, "catalogue/fault.html", {"form": form, "path": path, **more}, status=status)
