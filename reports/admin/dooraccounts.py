"""“My sign-in”: password, phone, sessions; and helping a colleague back in."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from reports.admin.doorpages import Context, shown_once
from reports.forms.door import Reset
from reports.queries import access
from reports.services import accounts, door, doorfactor, doorsessions


def mine(request: HttpRequest, context: Context) -> HttpResponse:
    """What one's own sign-in consists of, and where one is signed in."""
    parts = {
        "title": _("My sign-in"),
        "is_on": doorfactor.is_on(),
        "phone": doorfactor.device_of(request.user),
        "is_obligatory": doorfactor.is_obligatory(request.user),
        "codes_left": doorfactor.codes_left(request.user),
        "sessions": doorsessions.of_account(request.user, this=request.session.session_key),
    }
    return TemplateResponse(request, "admin/door/mine.html", context | parts)


@require_POST
def end(request: HttpRequest, context: Context) -> HttpResponse:
    """Ends one session of one's own, or all others."""
    chosen = request.POST.get("session", "")
    if chosen.isdecimal() and len(chosen) < 18:
        done = doorsessions.end(request.user, int(chosen), by=request.user)
    else:
        done = doorsessions.end_all(request.user, by=request.user, but=request.session.session_key) > 0
    if done:
        messages.success(request, _("The session is ended."))
    else:
        messages.info(request, _("There was no such session any more."))
    return redirect(reverse("admin:door"))


@require_POST
def codes(request: HttpRequest, context: Context) -> HttpResponse:
    """New recovery codes for the old."""
    if doorfactor.device_of(request.user) is None:
        return redirect(reverse("admin:door"))
    door.demand_recent(request)
    return shown_once(request, context, doorfactor.renew_codes(request.user))


@require_POST
def forget(request: HttpRequest, context: Context) -> HttpResponse:
    """Does without a second factor, where none is obligatory."""
    if doorfactor.is_obligatory(request.user):
        raise PermissionDenied
    door.demand_recent(request)
    doorfactor.remove(request.user, by=request.user)
    messages.success(request, _("Your phone is forgotten; name and password are enough again."))
    return redirect(reverse("admin:door"))


def help_back_in(request: HttpRequest, context: Context, account_id: int) -> HttpResponse:
    """A colleague lost the password or the phone: a first password to hand over, or the phone anew."""
    if account_id == request.user.pk:
        return redirect(reverse("admin:door"))
    account = accounts.by_id(account_id) if account_id < 2**63 else None
    if account is None or not access.may_master(request.user, account):
        raise PermissionDenied
    door.demand_recent(request)
    form, password = Reset(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if "phone" in request.POST:
            door.reset_factor(account, by=request.user, reason=reason)
            messages.success(request, _("The phone is forgotten. It is set up anew at the next sign-in."))
        else:
            password = accounts.random_password()
            door.reset_password(account, password, by=request.user, reason=reason)
    parts = {
        "title": _("Help a colleague back in"),
        "form": form,
        "password": password,
        "colleague": account,
        "phone": doorfactor.device_of(account),
    }
    return TemplateResponse(request, "admin/door/help.html", context | parts)
