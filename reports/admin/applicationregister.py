"""Entering an application that came on paper or by word of mouth; its receipt follows, with the code."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.admin.options import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from reports.admin.applicationpage import keep_code
from reports.admin.scope import choices
from reports.domain import refusal
from reports.domain.casework.states import NotAllowed
from reports.domain.casework.steps import StepKind
from reports.forms.caseregister import ABOUT_CASE, RegisterForm
from reports.models import Application
from reports.models.casefile import FileRole
from reports.queries import casewords, refusals
from reports.services import applications, assigning, throttle
from reports.services.applications import Asked
from reports.services.throttle import Limit

ONCE = Limit("register-once", 1, timedelta(hours=12))
"""Of one filled-in form."""


class RegisterPage(ModelAdmin):
    """The stock address of a new case, with a form of its own."""

    @method_decorator(sensitive_post_parameters())
    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """GET asks, POST registers it and leads to its receipt."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = self._form(request)
        if request.method == "POST" and form.is_valid():
            filed = self._filed(request, form)
            if filed is not None:
                return redirect("admin:reports_application_slip", filed.pk)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Enter an application"),
            "original": None,
            "form": form,
            "about": [form[name] for name in ABOUT_CASE],
            "sections": list(form.sections()),
            "has_lost_files": bool(request.FILES),
        }
        return TemplateResponse(request, "admin/reports/application/register.html", context)

    def _form(self, request: HttpRequest) -> RegisterForm:
        agencies = choices(request, Application._meta.get_field("agency")).order_by("name", "pk")
        today = timezone.localdate()
        only = list(agencies[:2])
        agency = only[0].pk if len(only) == 1 else None
        first = {"arrived_on": today, "agency": agency, "once": secrets.token_hex(16)}
        data = request.POST if request.method == "POST" else None
        return RegisterForm(data, agencies=agencies, today=today, initial=first)

    def _filed(self, request: HttpRequest, form: RegisterForm) -> Application | None:
        found = form.cleaned_data
        if found["once"] and not throttle.passes_for(ONCE, found["once"]):
            form.add_error(
                None,
                _("This form was sent a moment ago and its case is registered: look for it in the list."),
            )
            return None
        try:
            with transaction.atomic():  # the case with its papers, or neither
                filed = applications.file(
                    agency=found["agency"],
                    asked=Asked(**form.asked()),
                    person=form.person(),
                    arrived_on=found["arrived_on"],
                    received_on=found["received_on"],
                    today=timezone.localdate(),
                    by=request.user,
                )
                for sent in request.FILES.getlist("files"):
                    assigning.add_paper(
                        filed.application,
                        by=request.user,
                        name=sent.name,
                        data=sent,
                        role=FileRole.UPLOADED.value,
                    )
        except refusal.Refused as refused:
            form.add_error("files", refusals.sentence(refused))
            form.renew(secrets.token_hex(16))
            return None
        except NotAllowed as refused:
            for one in refused.refusals:
                field = "received_on" if one.kind is StepKind.ACCEPT else "arrived_on"
                form.add_error(field, casewords.refusal(one))
            form.renew(secrets.token_hex(16))
            return None
        keep_code(request, filed.application, filed.query_code)
        messages.success(request, _("Registered as %(number)s.") % {"number": filed.application.number})
        return filed.application
