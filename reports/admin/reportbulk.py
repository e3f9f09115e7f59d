"""Acts on many reports of the list: shown first, then done one by one; one refusal stops no other.

Never publication: what becomes public is looked at one by one.
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
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.admin import outcome
from reports.admin.boxes import LONGEST_ID
from reports.admin.outcome import Outcome
from reports.domain.roles import Action
from reports.models import Account, Report
from reports.queries import access, bulkacts
from reports.services import handins, reports

MOST = 200
"""Reports at once; each takes a transaction of its own."""


@dataclass(frozen=True)
class Bulk:
    """One act: its words, what keeps a report from it (looked at before), and its service."""

    name: str
    title: str | Promise
    button: str | Promise
    explained: str | Promise
    why_not: Callable[[list[Report], Account], dict[int, str]]
    run: Callable[[Report, Account, int], object]


def _submit(report: Report, by: Account, version: int) -> None:
    reports.submit(report=report, by=by, expected_version=version)


def _hand_in(report: Report, by: Account, version: int) -> None:
    handins.hand_in(report=report, by=by)


SUBMIT = Bulk(
    "submit_selected",
    gettext_lazy("Submit the ticked drafts for review …"),
    gettext_lazy("Submit for review"),
    gettext_lazy("These drafts go to review and can no longer be changed, until they are sent back."),
    bulkacts.why_not_submit,
    _submit,
)
HAND_IN = Bulk(
    "hand_in_selected",
    gettext_lazy("Hand in the ticked reports …"),
    gettext_lazy("Hand in"),
    gettext_lazy(
        "These reports, as the public reads them, are handed in to the body above each agency, "
        "a receipt each."
    ),
    bulkacts.why_not_hand_in,
    _hand_in,
)


class BulkActs(ModelAdmin):
    """The acts below the list of reports, each for those who have the right to it somewhere."""

    actions = ("submit_selected", "hand_in_selected")

    def get_actions(self, request: HttpRequest) -> dict[str, object]:
        offered = super().get_actions(request)
        return {name: act for name, act in offered.items() if name in (SUBMIT.name, HAND_IN.name)}

    def response_action(self, request: HttpRequest, queryset: QuerySet[Report]) -> HttpResponse | None:
        """The stock answer, asked with ids that a database can hold."""
        sent = request.POST.copy()
        plausible = [
            pk for pk in sent.getlist(ACTION_CHECKBOX_NAME) if pk.isdecimal() and len(pk) <= LONGEST_ID
        ]
        sent.setlist(ACTION_CHECKBOX_NAME, plausible)
        request.POST = sent
        return super().response_action(request, queryset)

    def has_write_permission(self, request: HttpRequest) -> bool:
        """Whether they write reports anywhere."""
        return access.may(request.user, Action.WRITE_REPORT)

    def has_hand_in_permission(self, request: HttpRequest) -> bool:
        """Whether they hand reports in anywhere."""
        return access.may(request.user, Action.HAND_IN_REPORT)

    @admin.action(description=SUBMIT.title, permissions=["write"])
    def submit_selected(self, request: HttpRequest, queryset: QuerySet[Report]) -> HttpResponse | None:
        """Drafts to review."""
        return self._bulk(request, queryset, SUBMIT)

    @admin.action(description=HAND_IN.title, permissions=["hand_in"])
    def hand_in_selected(self, request: HttpRequest, queryset: QuerySet[Report]) -> HttpResponse | None:
        """Public reports to the supervising office."""
        return self._bulk(request, queryset, HAND_IN)

    def _bulk(self, request: HttpRequest, queryset: QuerySet[Report], bulk: Bulk) -> HttpResponse | None:
        rows = list(queryset.select_related("agency").order_by("agency__name", "year", "pk")[: MOST + 1])
        if len(rows) > MOST:
            messages.error(request, _("Tick at most %(limit)s reports at once.") % {"limit": MOST})
            return None
        if "_do" in request.POST:
            return outcome.told(request, self._run(request, rows, bulk))
        why_not = bulk.why_not(rows, request.user)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": bulk.button,
            "bulk": bulk,
            "ready": [row for row in rows if row.pk not in why_not],
            "kept_back": [(row, why_not[row.pk]) for row in rows if row.pk in why_not],
            "checkbox": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/reports/report/bulk.html", context)

    def _run(self, request: HttpRequest, rows: list[Report], bulk: Bulk) -> Outcome:
        """Each as it was shown: one that was changed meanwhile is refused."""
        back = reverse("admin:reports_report_changelist")

        def act(row: Report) -> object:
            sent = request.POST.get(f"version-{row.pk}", "")
            seen = int(sent) if sent.isdecimal() and len(sent) < 10 else -1
            return bulk.run(row, request.user, seen)

        def name(row: Report) -> tuple[str, str]:
            return row.title, reverse("admin:reports_report_change", args=[row.pk])

        return outcome.each(rows, act, name, Outcome(str(bulk.button), back))
