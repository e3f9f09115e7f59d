"""Acts on many documents of the list: shown first with every warning, then one by one.

Two pairs of eyes as ever: the services ask who wrote what. Where something may be personal data it is looked
at document by document, and confirmed for each.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import ModelAdmin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.admin import outcome
from reports.admin.boxes import LONGEST_ID
from reports.admin.outcome import Outcome
from reports.domain.documentroad import why_not
from reports.domain.road import Step
from reports.domain.roles import Action
from reports.models import Document
from reports.models.document import Verdict
from reports.models.documentcontent import Openness
from reports.queries import access, documenthints, documentpowers, kindwords
from reports.queries.hints import Hint
from reports.services import documentrows, documents
from reports.services.documentground import refusal

MOST = 100
"""Documents at once; each takes a transaction of its own, and is read through for personal data."""


@dataclass(frozen=True)
class Bulk:
    """One act. `is_review`: it asks for what a review confirms; `warns`: it shows hints at personal data."""

    name: str
    step: Step
    action: Action
    title: str | Promise
    button: str | Promise
    explained: str | Promise
    run: Callable[[Document, HttpRequest, int], None]
    is_review: bool = False
    warns: bool = False


@dataclass(frozen=True)
class Row:
    """One document before the act: what may be personal data in it, how late it is, why it is left out."""

    document: Document
    hints: tuple[Hint, ...]
    days_late: int
    why: str

    @property
    def kind_name(self) -> str:
        """What its kind is called."""
        return kindwords.kind_name(self.document.kind)


def _submit(document: Document, request: HttpRequest, version: int) -> None:
    documents.submit(document=document, by=request.user, expected_version=version)


def _review(document: Document, request: HttpRequest, version: int) -> None:
    verdict = Verdict.NOT_CLEAR if document.openness == Openness.CLOSED else Verdict.CLEAR
    documents.approve(
        document=document,
        by=request.user,
        verdict=verdict,
        is_secrecy_reviewed="is_secrecy_reviewed" in request.POST,
        is_privacy_looked_over=f"looked-{document.pk}" in request.POST,
        expected_version=version,
    )


def _publish(document: Document, request: HttpRequest, version: int) -> None:
    documents.publish(document=document, by=request.user, expected_version=version)


SUBMIT = Bulk(
    "submit_selected",
    Step.SUBMIT,
    Action.WRITE_DOCUMENT,
    gettext_lazy("Submit the ticked drafts for review …"),
    gettext_lazy("Submit for review"),
    gettext_lazy("These drafts get their index numbers and go to review; they can no longer be changed."),
    _submit,
    warns=True,
)
REVIEW = Bulk(
    "review_selected",
    Step.APPROVE,
    Action.REVIEW_DOCUMENT,
    gettext_lazy("Approve the ticked documents …"),
    gettext_lazy("Approve"),
    gettext_lazy(
        "These documents are approved in your name. Open each of them first: the link leads to what the "
        "public would read."
    ),
    _review,
    is_review=True,
    warns=True,
)
PUBLISH = Bulk(
    "publish_selected",
    Step.PUBLISH,
    Action.PUBLISH_DOCUMENT,
    gettext_lazy("Publish the ticked documents …"),
    gettext_lazy("Publish"),
    gettext_lazy("Everyone can read these documents from now on."),
    _publish,
    warns=True,
)
ALL = {bulk.name: bulk for bulk in (SUBMIT, REVIEW, PUBLISH)}


class BulkActs(ModelAdmin):
    """The acts below the list of documents, each for those who have the right to it somewhere."""

    actions = tuple(ALL)

    def get_actions(self, request: HttpRequest) -> dict[str, object]:
        offered = super().get_actions(request)
        return {
            name: act
            for name, act in offered.items()
            if name in ALL and access.may(request.user, ALL[name].action)
        }

    def response_action(self, request: HttpRequest, queryset: QuerySet[Document]) -> HttpResponse | None:
        """The stock answer, asked with ids that a database can hold."""
        sent = request.POST.copy()
        ticked = [pk for pk in sent.getlist(ACTION_CHECKBOX_NAME) if pk.isdecimal() and len(pk) <= LONGEST_ID]
        sent.setlist(ACTION_CHECKBOX_NAME, ticked)
        request.POST = sent
        return super().response_action(request, queryset)

    @admin.action(description=SUBMIT.title)
    def submit_selected(self, request: HttpRequest, queryset: QuerySet[Document]) -> HttpResponse | None:
        """Drafts to review."""
        return self._bulk(request, queryset, SUBMIT)

    @admin.action(description=REVIEW.title)
    def review_selected(self, request: HttpRequest, queryset: QuerySet[Document]) -> HttpResponse | None:
        """What is in review, approved."""
        return self._bulk(request, queryset, REVIEW)

    @admin.action(description=PUBLISH.title)
    def publish_selected(self, request: HttpRequest, queryset: QuerySet[Document]) -> HttpResponse | None:
        """What is approved, published."""
        return self._bulk(request, queryset, PUBLISH)

    def _bulk(self, request: HttpRequest, queryset: QuerySet[Document], bulk: Bulk) -> HttpResponse | None:
        found = list(queryset.select_related("agency", "category").order_by("agency__name", "pk")[: MOST + 1])
        if len(found) > MOST:
            messages.error(request, _("Tick at most %(limit)s documents at once.") % {"limit": MOST})
            return None
        is_confirmed = not bulk.is_review or "is_secrecy_reviewed" in request.POST
        if "_do" in request.POST and is_confirmed:
            return outcome.told(request, _run(request, found, bulk))
        if "_do" in request.POST:
            messages.error(
                request, _("Confirm that the documents have been reviewed for secrecy (article 17).")
            )
        rows = [_row(document, request, bulk) for document in found]
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": bulk.button,
            "bulk": bulk,
            "ready": [row for row in rows if not row.why],
            "kept_back": [row for row in rows if row.why],
            "checkbox": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/reports/document/bulk.html", context)


def _row(document: Document, request: HttpRequest, bulk: Bulk) -> Row:
    why = why_not(bulk.step, documentpowers.place(document, request.user))
    is_open = document.openness == Openness.OPEN
    hints = documenthints.of(document) if bulk.warns and is_open and why is None else ()
    late = documentrows.days_late(document, timezone.localdate())
    return Row(document, tuple(hints), late, refusal(bulk.step, why, document) if why else "")


def _run(request: HttpRequest, rows: list[Document], bulk: Bulk) -> Outcome:
    """Each as it was shown: one that was changed meanwhile is refused."""

    def act(row: Document) -> object:
        sent = request.POST.get(f"version-{row.pk}", "")
        return bulk.run(row, request, int(sent) if sent.isdecimal() and len(sent) < 10 else -1)

    def name(row: Document) -> tuple[str, str]:
        # The session keeps it: of a kind that may leave no name behind never its title.
        said = row.document_number or str(row) if row.is_erasable else row.title
        return said, reverse("admin:reports_document_change", args=[row.pk])

    back = reverse("admin:reports_document_changelist")
    return outcome.each(rows, act, name, Outcome(str(bulk.button), back))
