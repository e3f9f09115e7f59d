"""The page of one case: where it stands and why, what happened, what may be done; never the stock form."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.admin.options import ModelAdmin
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from reports.admin.applicationsteps import offered
from reports.admin.scope import opened
from reports.domain.casework import receipt
from reports.domain.casework.deadline import provisional_deadline
from reports.domain.casework.limits import NoLaw
from reports.domain.roles import Action
from reports.forms.casefile import AssignForm, PaperForm
from reports.forms.caseperson import PersonForm
from reports.forms.casestep import ReasonForm
from reports.models import Account, Application
from reports.models.applicant import Applicant
from reports.models.encrypted import Unreadable, seal, unseal
from reports.queries import access, casepage, caserules, cases
from reports.queries.access import has_permission
from reports.queries.casecalendar import calendar as present_calendar
from reports.services import assigning, disclosing, personal
from reports.services.revisions import Refused

CODE = "case_code"
"""Where the session holds a query code, sealed, until its page has shown it once."""


class CasePages(ModelAdmin):
    """The case itself, its applicant unmasked, who handles it, its printed receipt."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        routes = [
            path("<int:object_id>/unmask/", wrap(self.unmask_view), name="reports_application_unmask"),
            path("<int:object_id>/applicant/", wrap(self.person_view), name="reports_application_person"),
            path("<int:object_id>/assign/", wrap(self.assign_view), name="reports_application_assign"),
            path("<int:object_id>/query-code/", wrap(self.code_view), name="reports_application_code"),
            path("<int:object_id>/slip/", wrap(self.slip_view), name="reports_application_slip"),
        ]
        return [*routes, *super().get_urls()]

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page of the case. It takes no POST: every act has an address of its own."""
        found = self.get_object(request, object_id)  # answers 404 for what is not theirs
        if request.method != "GET":
            return HttpResponseNotAllowed(["GET"])
        return self.case_page(request, opened(request, Application, found.pk, Action.VIEW_APPLICATION))

    def case_page(
        self, request: HttpRequest, application: Application, paper: PaperForm | None = None
    ) -> HttpResponse:
        """The page; `paper`: the form of a file that was not taken."""
        page = casepage.of(application, on=timezone.localdate())
        among = cases.caseworkers([application.agency_id])
        context = {
            **self._context(request, application, application.number),
            "page": page,
            "offers": offered(page.allowed) if self._may_work(request, application) else [],
            "may_work": self._may_work(request, application),
            "can_disclose": self._can_disclose(request, application),
            "may_export": has_permission(request.user, "reports.export_application", application),
            "applicant": _shown(masked_of(application)),
            "earlier": casepage.earlier(
                application, personal.similar(application).select_related("agency")[: casepage.EARLIER]
            ),
            "paper": paper or PaperForm(steps=application.steps.filter(struck_at=None).order_by("number")),
            "assign": AssignForm(among=among, initial={"to": application.assigned_to_id}),
            "handler": named(application.assigned_to),
            "letters": application.letters.order_by("-pk"),
        }
        return TemplateResponse(request, "admin/reports/application/case.html", context)

    def _can_disclose(self, request: HttpRequest, application: Application) -> bool:
        """Whether they may file the answer in the catalogue, and it can be."""
        is_theirs = access.may(request.user, Action.WRITE_DOCUMENT, application.agency_id)
        return is_theirs and self._may_work(request, application) and disclosing.may_be_filed(application)

    def unmask_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """GET asks why; POST shows the applicant's data on that one answer, which nobody keeps."""
        application = opened(request, Application, object_id, Action.UNMASK_APPLICATION)
        form = ReasonForm(request.POST if request.method == "POST" else None, label_suffix="")
        fields = None
        if form.is_valid():
            try:
                reason = form.cleaned_data["reason"]
                fields = _shown(personal.unmask(application, by=request.user, reason=reason))
            except Refused as refused:
                form.add_error("reason", str(refused))
        context = {
            **self._context(request, application, _("Applicant's personal data")),
            "form": form,
            "fields": fields,
        }
        return TemplateResponse(request, "admin/reports/application/unmask.html", context)

    @method_decorator(sensitive_post_parameters())
    def person_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """GET asks what is to be corrected, beside what is held, masked; POST corrects it."""
        application = opened(request, Application, object_id, Action.WORK_APPLICATION)
        held = Applicant.objects.filter(application=application).first()
        data = request.POST if request.method == "POST" else None
        form = PersonForm(data, kind=held.identity_kind if held else "")
        if form.is_valid():
            try:
                _correct(application, form, request.user)
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, _("The applicant's data are corrected."))
                return redirect("admin:reports_application_change", application.pk)
        context = {
            **self._context(request, application, _("Correct the applicant's data")),
            "form": form,
            "applicant": _shown(masked_of(application)),
        }
        return TemplateResponse(request, "admin/reports/application/person.html", context)

    def assign_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """POST gives the case to somebody, to nobody, or with `_take` to whoever asks."""
        application = opened(request, Application, object_id, Action.WORK_APPLICATION)
        if request.method != "POST":
            return redirect("admin:reports_application_change", application.pk)
        among = cases.caseworkers([application.agency_id])
        form = AssignForm(request.POST, among=among)
        if "_take" not in request.POST and not form.is_valid():
            messages.error(request, _("Choose somebody who handles applications at this agency."))
            return redirect("admin:reports_application_change", application.pk)
        to = request.user if "_take" in request.POST else form.cleaned_data["to"]
        self._assign(request, application, to)
        return redirect("admin:reports_application_change", application.pk)

    def _assign(self, request: HttpRequest, application: Application, to: Account | None) -> None:
        try:
            is_changed = assigning.assign(application, to=to, by=request.user)
        except Refused as refused:
            messages.error(request, str(refused))
            return
        name = named(to) or _("nobody")
        if is_changed:
            messages.success(request, _("Handled by: %(name)s.") % {"name": name})

    def code_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """GET says what to check first, POST makes a new query code, shown once."""
        application = opened(request, Application, object_id, Action.WORK_APPLICATION)
        if request.method == "POST":
            keep_code(request, application, assigning.new_query_code(application, by=request.user))
            return redirect("admin:reports_application_slip", application.pk)
        context = self._context(request, application, _("New query code"))
        context["applicant"] = _shown(masked_of(application))
        return TemplateResponse(request, "admin/reports/application/code.html", context)

    def slip_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """The receipt to print; with the query code if it was made a moment ago, once."""
        application = opened(request, Application, object_id, Action.VIEW_APPLICATION)
        page = casepage.of(application, on=timezone.localdate())
        context = {
            **self._context(request, application, _("Receipt to hand out")),
            "page": page,
            "code": take_code(request, application),
            "due": page.deadline or _expected(application),
            "address": request.build_absolute_uri("/"),
        }
        return TemplateResponse(request, "admin/reports/application/slip.html", context)

    def _context(self, request: HttpRequest, application: Application, title: str) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "original": application,
        }

    def _may_work(self, request: HttpRequest, application: Application) -> bool:
        return self.has_change_permission(request, application)


@transaction.atomic
def _correct(application: Application, form: PersonForm, by: Account) -> None:
    """Corrects all that was filled in, or nothing."""
    if form.right_kind:
        assigning.correct_kind(application, applicant_kind=form.right_kind, by=by)
    if form.given:
        personal.correct_own_data(application, by=by, is_compared=form.is_compared, **form.given)


def keep_code(request: HttpRequest, application: Application, code: str) -> None:
    """Holds a code, sealed, in the session until its page is shown."""
    request.session[CODE] = seal(f"{application.pk} {code}".encode()).decode()


def take_code(request: HttpRequest, application: Application) -> str:
    """The code of that case as printed, once; "" afterwards and for another case."""
    sealed = request.session.get(CODE, "")
    try:
        pk, _space, code = unseal(sealed.encode()).decode().partition(" ") if sealed else ("", "", "")
    except Unreadable:
        return ""
    if pk != str(application.pk):
        return ""
    del request.session[CODE]
    return receipt.grouped(code)


def named(account: Account | None) -> str:
    """The name of an account; "" for nobody."""
    return account.get_full_name() or account.get_username() if account else ""


def masked_of(application: Application) -> dict[str, str]:
    """The applicant's fields, masked; {} where there is no applicant any more."""
    found = Applicant.objects.select_related("application").filter(application=application).first()
    return personal.masked(found) if found else {}


def _shown(fields: dict[str, str]) -> list[tuple[str, str]]:
    """Each field that holds something, by its name."""
    found = []
    for name, text in fields.items():
        field = Applicant._meta.get_field(name)
        words = dict(field.choices).get(text, text) if field.choices else text
        if words:
            found.append((str(field.verbose_name), str(words)))
    return found


def _expected(application: Application) -> object:
    """The deadline if the day of arrival becomes the legal receipt; None where the law sets none."""
    if application.kind == "complaint" or application.closed_on:
        return None
    try:
        return provisional_deadline(application.arrived_on, present_calendar(), caserules.laws())
    except NoLaw:
        return None
