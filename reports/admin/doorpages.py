"""The pages of the door before somebody is let in, and the one that asks who it is once more."""

from __future__ import annotations

import base64
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from reports.forms.door import Code, NewPassword, Proof, SignIn
from reports.models import Account
from reports.services import door, doorfactor
from reports.writers import qr

Context = dict[str, Any]
Page = Callable[..., HttpResponse]


def sign_in(request: HttpRequest, context: Context) -> HttpResponse:
    """Name and password. Who is in already is led on."""
    if request.method == "GET" and request.user.is_authenticated:
        return redirect(reverse("admin:index"))
    form = SignIn(request, data=request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        response = redirect(onward(request))
        door.sign_in(request, form.get_user(), response)
        return response
    parts = {"title": _("Sign in"), "form": form, "next": onward(request)}
    response = TemplateResponse(request, "admin/login.html", context | parts)
    if form.is_bound and form.is_blocked:
        response.status_code = 429
        response.headers["Retry-After"] = str(form.minutes_to_wait * 60)
    return response


@require_POST
def sign_out(request: HttpRequest, context: Context) -> HttpResponse:
    """Ends the session, however far it has come."""
    door.sign_out(request)
    messages.success(request, _("You are signed out."))
    return redirect(reverse("admin:login"))


def of_somebody(view: Page) -> Page:
    """Hands the view whose password the session has; who has none signs in first."""

    @wraps(view)
    def opened(request: HttpRequest, context: Context, **parts: Any) -> HttpResponse:
        account = door.at_door(request)
        if account is None:
            return redirect(reverse("admin:login"))
        return view(request, context | {"next": onward(request), "account": account}, account, **parts)

    return opened


@of_somebody
def code(request: HttpRequest, context: Context, account: Account) -> HttpResponse:
    """The one-time code after the password."""
    if door.step(request, account) is not door.Step.CODE:
        return redirect(onward(request))
    form = Code(request.POST or None)
    if request.method == "POST" and form.is_valid():
        response = redirect(onward(request))
        if door.give_code(request, response, account, form.cleaned_data["code"]):
            warn_of_few_codes(request, account)
            return response
        form.add_error("code", wrong_code())
    return TemplateResponse(
        request, "admin/door/code.html", context | {"title": _("Second step"), "form": form}
    )


@of_somebody
def password(request: HttpRequest, context: Context, account: Account) -> HttpResponse:
    """A new password: because it must be, or because its owner wants one."""
    is_forced = account.must_change_password
    form = NewPassword(account, request.POST or None, with_present=not door.is_recent(request))
    if request.method == "POST" and form.is_valid():
        present = form.cleaned_data.get("present_password")
        response = redirect(onward(request) if is_forced else reverse("admin:door"))
        if present is None or door.has_password(request, account, present):
            door.change_password(request, response, account, form.cleaned_data["new_password1"])
            messages.success(request, _("Your password is changed. Sessions elsewhere are ended."))
            return response
        form.add_error(
            "present_password", _("This is not your present password, or there were too many attempts.")
        )
    parts = {"title": _("Choose a new password"), "form": form, "is_forced": is_forced}
    return TemplateResponse(request, "admin/door/password.html", context | parts)


@of_somebody
def enrol(request: HttpRequest, context: Context, account: Account) -> HttpResponse:
    """Set a phone up as the second factor; then the recovery codes, shown this once."""
    if not doorfactor.is_on() or door.step(request, account) in (door.Step.CODE, door.Step.PASSWORD):
        return redirect(reverse("admin:index"))
    door.demand_recent(request)
    form = Code(request.POST or None)
    if request.method == "POST" and form.is_valid():
        recovery = door.set_up_factor(request, account, form.cleaned_data["code"])
        if recovery:
            return shown_once(request, context, recovery)
        form.add_error("code", wrong_code())
    enrolment = doorfactor.begin(account)
    parts = {
        "title": _("Set up your phone"),
        "form": form,
        "enrolment": enrolment,
        "picture": "data:image/svg+xml;base64," + base64.b64encode(qr.write(enrolment.address)).decode(),
        "is_forced": doorfactor.is_obligatory(account),
    }
    return TemplateResponse(request, "admin/door/enrol.html", context | parts)


@of_somebody
def prove(request: HttpRequest, context: Context, account: Account) -> HttpResponse:
    """Password, and code where a phone is set up, before a grave act."""
    if door.step(request, account) is door.Step.CODE:
        return redirect(reverse("admin:door_code"))
    has_phone = doorfactor.device_of(account) is not None
    form = Proof(request.POST or None, with_code=has_phone)
    if request.method == "POST" and form.is_valid():
        response = redirect(onward(request))
        if door.prove(request, response, form.cleaned_data["password"], form.cleaned_data.get("code", "")):
            return response
        form.add_error(
            None, _("That was not right, or there were too many attempts. Wait a little, then try again.")
        )
    parts = {"title": _("Confirm that it is you"), "form": form, "minutes": door.RECENT // 60}
    return TemplateResponse(request, "admin/door/prove.html", context | parts)


def shown_once(request: HttpRequest, context: Context, recovery: list[str]) -> HttpResponse:
    """The recovery codes; they are kept as digests and cannot be shown again."""
    parts = {"title": _("Recovery codes"), "codes": recovery, "site": settings.SITE, "next": onward(request)}
    return TemplateResponse(request, "admin/door/codes.html", context | parts)


def onward(request: HttpRequest) -> str:
    """The address to go to afterwards; never one of another host, nor a word that is no address."""
    given = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(given, {request.get_host()}, require_https=request.is_secure())
    return given if given.startswith("/") and is_ours else reverse("admin:index")


def warn_of_few_codes(request: HttpRequest, account: Account) -> None:
    left = doorfactor.codes_left(account)
    if left < FEW_CODES:
        messages.warning(
            request,
            _("You have %(count)d recovery codes left. Make new ones under “My sign-in”.") % {"count": left},
        )


FEW_CODES = 4


def wrong_code() -> str:
    return _(
        "This code is not right, was used already, or came too soon after a wrong one. Wait for the next one,"
        " and look whether the clock of your phone is right."
    )
