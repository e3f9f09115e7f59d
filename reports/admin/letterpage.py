"""The page of one letter: a draft is edited, issued or thrown away; an issued one is shown and delivered."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.admin.options import ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.admin.applicationacts import blame
from reports.admin.scope import opened
from reports.domain.casework.states import NotAllowed
from reports.domain.casework.steps import StepKind
from reports.domain.roles import Action
from reports.forms.letter import DeliveryForm, DraftForm, IssueForm
from reports.models import Letter
from reports.models.casefile import FileRole
from reports.queries import access, casestanding, casewords, letterfacts
from reports.queries import letters as reading
from reports.services import letters
from reports.services.letters import Taking
from reports.services.revisions import Refused

ACTS = ("_save", "_issue", "_discard", "_deliver")


class LetterPage(ModelAdmin):
    """Its own page in place of the stock form."""

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """GET shows the letter; POST does what its button says."""
        found = self.get_object(request, object_id)  # answers 404 for what is not theirs
        wanted = Action.WORK_APPLICATION if request.method == "POST" else Action.VIEW_APPLICATION
        letter = opened(request, Letter, found.pk, wanted)
        act = next((name for name in ACTS if name in request.POST), "")
        if not act:
            return self._show(request, letter)
        return getattr(self, act)(request, letter)

    def _save(self, request: HttpRequest, letter: Letter) -> HttpResponse:
        form = DraftForm(request.POST)
        if not form.is_valid():
            return self._show(request, letter, draft=form)
        given = form.cleaned_data
        try:
            letters.edit(
                letter,
                by=request.user,
                title=given["title"],
                body=given["body"],
                expected_version=given["version"],
            )
        except Refused as refused:
            form.add_error(None, str(refused))
            return self._show(request, letter, draft=form)
        messages.success(request, _("The letter is saved."))
        return redirect("admin:reports_letter_change", letter.pk)

    def _issue(self, request: HttpRequest, letter: Letter) -> HttpResponse:
        kind = self._step(letter)
        form = _issue_form(kind, request.POST)
        if not form.is_valid():
            return self._show(request, letter, issue=form)
        given, today = form.cleaned_data, timezone.localdate()
        try:
            if given.get("is_with_step"):
                taking = Taking(given.get("until"), _detail(letter, given), given["version"])
                letters.issue_with_step(letter, on=given["on"], by=request.user, today=today, taking=taking)
            else:
                letters.issue(
                    letter, on=given["on"], by=request.user, today=today, expected_version=given["version"]
                )
        except NotAllowed as refused:
            blame(form, refused)
            return self._show(request, letter, issue=form)
        except Refused as refused:
            form.add_error(None, str(refused))
            return self._show(request, letter, issue=form)
        messages.success(request, _("The letter is issued and cannot be changed any more."))
        return redirect("admin:reports_letter_change", letter.pk)

    def _discard(self, request: HttpRequest, letter: Letter) -> HttpResponse:
        try:
            letters.discard(letter, by=request.user)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("admin:reports_letter_change", letter.pk)
        messages.success(request, _("The draft is deleted."))
        return redirect("admin:reports_letter_new", letter.application_id)

    def _deliver(self, request: HttpRequest, letter: Letter) -> HttpResponse:
        form = _delivery_form(letter, request.POST)
        if not form.is_valid():
            return self._show(request, letter, delivery=form)
        given = form.cleaned_data
        try:
            letters.record_delivery(
                letter,
                way=given["way"],
                on=given["on"],
                proof=given["proof"],
                by=request.user,
                today=timezone.localdate(),
            )
        except NotAllowed as refused:
            for each in refused.refusals:
                form.add_error(None, casewords.refusal(each))
            return self._show(request, letter, delivery=form)
        except Refused as refused:
            form.add_error(None, str(refused))
            return self._show(request, letter, delivery=form)
        messages.success(request, _("The delivery is recorded."))
        return redirect("admin:reports_letter_change", letter.pk)

    def _show(
        self,
        request: HttpRequest,
        letter: Letter,
        *,
        draft: DraftForm | None = None,
        issue: IssueForm | None = None,
        delivery: DeliveryForm | None = None,
    ) -> HttpResponse:
        letter.refresh_from_db()
        may_work = access.may(request.user, Action.WORK_APPLICATION, letter.agency_id)
        seen = {"version": letter.version}
        told = {"title": letter.title, "body": letter.body, **seen}
        today = {"on": timezone.localdate(), **seen}
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": letter.number or _("Draft of a letter"),
            "original": letter,
            "application": letter.application,
            "page": reading.page(letter),
            "may_work": may_work,
            "unset": letters.unset(letter),
        }
        if may_work and letter.issued_on is None:
            context |= {
                "notes": reading.notes(letter, on=timezone.localdate()),
                "missing": reading.missing(letter),
                "draft": draft or DraftForm(initial=told),
                "issue": issue or _issue_form(self._step(letter), None, today),
            }
        if may_work and letter.issued_on and letter.delivered_on is None:
            context["delivery"] = delivery or _delivery_form(letter, None)
        return TemplateResponse(request, "admin/reports/letter/letter.html", context)

    def _step(self, letter: Letter) -> StepKind | None:
        return reading.steps_left(letter, casestanding.read(letter.application))


def _issue_form(kind: StepKind | None, data: Any, initial: dict[str, Any] | None = None) -> IssueForm:
    return IssueForm(data, kind=kind, step=casewords.step(kind) if kind else "", initial=initial)


def _delivery_form(letter: Letter, data: Any) -> DeliveryForm:
    proofs = letter.application.files.filter(role=FileRole.DELIVERY)
    return DeliveryForm(data, proofs=proofs, prefix="delivery")


def _detail(letter: Letter, given: dict[str, Any]) -> dict[str, str]:
    """The figures of the step, as a case keeps them."""
    found = {}
    if given.get("days"):
        found = {"days": str(given["days"]), "consent_on": given["consent_on"].isoformat()}
    if given.get("charge"):
        amount = letterfacts.amount(letter.application, given["charge"], given["units"])
        found = {given["charge"]: str(given["units"]), "amount": str(amount)}
    return found
