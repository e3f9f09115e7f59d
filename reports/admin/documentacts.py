"""The steps of a document's road, a page each; its review; its re-evaluation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.admin.options import ModelAdmin
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from reports.admin.documentsteps import STEPS, Step, open_to
from reports.admin.scope import opened, seen
from reports.domain.documentroad import RIGHTS, why_not
from reports.domain.road import Why
from reports.domain.roles import Action
from reports.forms.document import ReconsiderForm
from reports.forms.reportact import ActForm, ReviewForm
from reports.models import Document, DocumentFile
from reports.models.documentcontent import Openness
from reports.models.road import State
from reports.queries import (
    access,
    cataloguedata,
    documentaddresses,
    documentpowers,
    documentreviews,
    kindwords,
)
from reports.queries.access import NotTheirs
from reports.queries.changes import Deed
from reports.queries.documentreviews import Review
from reports.queries.stattables import local
from reports.services import documents
from reports.services.documentground import StaleDocument, refusal
from reports.services.revisions import Refused

LISTED = ("send-back", "publish", "schedule", "unschedule")
"""The steps offered beside the review's own buttons."""


class StepPages(ModelAdmin):
    """The addresses below a document's page in the admin."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        routes = [
            path(
                f"<int:object_id>/{name}/",
                wrap(self.step_view),
                {"name": name},
                name=f"reports_document_{name.replace('-', '_')}",
            )
            for name in STEPS
        ]
        own = "<int:object_id>/"
        routes += [
            path(f"{own}review/", wrap(self.review_view), name="reports_document_review"),
            path(f"{own}reconsider/", wrap(self.reconsider_view), name="reports_document_reconsider"),
            path(f"{own}file/<int:file_id>/", wrap(self.file_view), name="reports_document_file"),
            path(f"{own}picture/<int:file_id>/", wrap(self.picture_view), name="reports_document_picture"),
        ]
        return [*routes, *super().get_urls()]

    def step_view(self, request: HttpRequest, object_id: int, name: str) -> HttpResponse:
        """GET asks, POST does."""
        step = STEPS[name]
        document = seen(request, Document, object_id)
        why = why_not(step.act, documentpowers.place(document, request.user))
        if why is Why.RIGHT:
            raise access.Denied(min(RIGHTS[step.act][0]), document.agency_id)
        if name == "give-up" and document.first_released_at is None:
            raise NotTheirs(document.agency_id)
        if request.method == "POST":
            return self._take(request, document, step)
        if why is not None:
            messages.error(request, refusal(step.act, why, document))
            return redirect("admin:reports_document_change", document.pk)
        first = {
            "version": document.version,
            "words": document.change_note if step.name == "begin-change" else "",
        }
        return self._ask(request, step, document, _form(step, initial=first))

    def _take(self, request: HttpRequest, document: Document, step: Step) -> HttpResponse:
        form = _form(step, data=request.POST)
        if not form.is_valid():
            return self._ask(request, step, document, form)
        try:
            step.run(document, request.user, form.cleaned_data)
        except Refused as refused:
            return self._ask(request, step, document, form, told_again(form, refused))
        self.log_change(request, document, str(step.button))
        messages.success(request, step.done)
        return redirect("admin:reports_document_change", document.pk)

    def _ask(
        self,
        request: HttpRequest,
        step: Step,
        document: Document,
        form: ActForm,
        deeds: tuple[Deed, ...] = (),
    ) -> HttpResponse:
        context = self._context(request, document, str(step.button))
        context |= {"step": step, "form": form, "deeds": deeds}
        return TemplateResponse(request, "admin/reports/document/step.html", context)

    def _context(self, request: HttpRequest, document: Document, title: str) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "original": document,
        }

    # The review

    def review_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """GET shows what the public would read; POST approves it, publishes it too, or publishes it alone."""
        document = seen(request, Document, object_id)
        if document.state not in (State.DRAFT, State.IN_REVIEW) and request.method != "POST":
            messages.info(
                request, _("This document is not on its way to the public; there is nothing to review.")
            )
            return redirect("admin:reports_document_change", document.pk)
        review = documentreviews.of(document, request.user)
        if request.method != "POST":
            return self._review_page(
                request, review, _review_form(review, initial={"version": document.version})
            )
        form = _review_form(review, data=request.POST)
        if not form.is_valid():
            return self._review_page(request, review, form)
        try:
            done = _act(request, document, dict(form.cleaned_data))
        except Refused as refused:
            return self._review_page(request, review, form, told_again(form, refused))
        self.log_change(request, document, done)
        messages.success(request, done)
        return redirect("admin:reports_document_change", document.pk)

    def _review_page(
        self, request: HttpRequest, review: Review, form: ReviewForm, deeds: tuple[Deed, ...] = ()
    ) -> HttpResponse:
        steps = open_to(review.place, review.document)
        context = self._context(request, review.document, _("Review"))
        context |= {
            "review": review,
            "body": with_pictures(review.document, review.body),
            "form": form,
            "deeds": deeds,
            "steps": [step for step in steps if step.name in LISTED],
        }
        return TemplateResponse(request, "admin/reports/document/review.html", context)

    # What stays closed, and kept files

    def reconsider_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """The re-evaluation of what is kept from the public."""
        document = opened(request, Document, object_id, Action.REVIEW_DOCUMENT)
        if document.openness == Openness.OPEN and request.method != "POST":
            messages.info(request, _("This document is open; there is nothing to re-evaluate."))
            return redirect("admin:reports_document_change", document.pk)
        first = {"version": document.version, "openness": document.openness, "ground": document.ground}
        rules = cataloguedata.openness_rules()
        choices = {
            "ways": [(way.code, local(way.title, way.title_en)) for way in rules.ways],
            "grounds": [(one.code, kindwords.ground_name(one.code)) for one in rules.grounds],
        }
        sent = {"data": request.POST} if request.method == "POST" else {"initial": first}
        form = ReconsiderForm(**sent, **choices)
        if request.method == "POST" and form.is_valid():
            given = dict(form.cleaned_data)
            version, note = given.pop("version"), given.pop("words")
            try:
                documents.reconsider(
                    document=document, by=request.user, note=note, expected_version=version, **given
                )
            except Refused as refused:
                told_again(form, refused)
            else:
                self.log_change(request, document, _("Re-evaluated"))
                messages.success(request, _("The re-evaluation is recorded."))
                return redirect("admin:reports_document_change", document.pk)
        context = self._context(request, document, _("Re-evaluate")) | {"form": form}
        return TemplateResponse(request, "admin/reports/document/reconsider.html", context)

    def file_view(self, request: HttpRequest, object_id: int, file_id: int) -> HttpResponse:
        """A kept file, always as a download."""
        kept = _kept(request, object_id, file_id)
        return FileResponse(
            kept.file.open("rb"),
            as_attachment=True,
            filename=kept.name,
            content_type="application/octet-stream",
        )

    def picture_view(self, request: HttpRequest, object_id: int, file_id: int) -> HttpResponse:
        """A picture of the text, shown before it is public; nothing but a PNG or JPEG."""
        kept = _kept(request, object_id, file_id)
        if not kept.is_inline:
            raise NotTheirs
        return FileResponse(kept.file.open("rb"), content_type=kept.content_type)


def _kept(request: HttpRequest, object_id: int, file_id: int) -> DocumentFile:
    """A kept file of a document that they may see. Raises NotTheirs."""
    document = seen(request, Document, object_id)
    kept = DocumentFile.objects.filter(document=document, pk=file_id, erased_at=None).first()
    if kept is None:
        raise NotTheirs
    return kept


def with_pictures(document: Document, shown: SafeString) -> SafeString:
    """The text with its pictures where staff can see them before they are public."""
    body = str(shown)
    for kept in document.files.filter(is_inline=True, erased_at=None):
        shown = reverse("admin:reports_document_picture", args=[document.pk, kept.pk])
        for address in filter(None, (document.address, str(document.pk))):
            body = body.replace(f'"{documentaddresses.of_file(address, kept.pk)}"', f'"{shown}"')
    return SafeString(body)  # nosec B308 B703


def told_again(form: Any, refused: Refused) -> tuple[Deed, ...]:
    """Puts a refusal into the form; what was typed stays. Returns what others did meanwhile, if they did."""
    form.add_error(None, str(refused))
    if not isinstance(refused, StaleDocument):
        return ()
    form.data = form.data.copy()
    form.data["version"] = str(refused.document.version)
    return refused.deeds


def _form(step: Step, **given: object) -> ActForm:
    return ActForm(
        label=step.words,
        help_text=step.help_text,
        is_required=step.is_required,
        takes_time=step.takes_time,
        **given,
    )


def _review_form(review: Review, **given: object) -> ReviewForm:
    has_hints = bool(review.hints) and review.document.openness == Openness.OPEN
    return ReviewForm(has_hints=has_hints, asks_why=False, **given)


def _act(request: HttpRequest, document: Document, cleaned: dict[str, object]) -> str:
    """Does what the button says; returns what was done, in words. Raises Refused."""
    version = cleaned.pop("version")
    given = {"document": document, "by": request.user, "expected_version": version, **cleaned}
    if "_alone" in request.POST:
        documents.publish_alone(**given)
        return _("The document is public. Its page says that one person wrote and published it.")
    if "_publish" in request.POST:
        documents.approve_and_publish(**given)
        return _("The document is approved and public.")
    if document.openness != Openness.OPEN:
        given["verdict"] = "not_clear" if document.openness == Openness.CLOSED else "clear"
    documents.approve(**given)
    return _("The document is approved.")
