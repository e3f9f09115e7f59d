"""Disclosure applications for their caseworkers: the list they work from, and one case with all its acts."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.admin.applicationacts import StepPages
from reports.admin.applicationbulk import BulkActs
from reports.admin.applicationdisclose import DisclosePage
from reports.admin.applicationdossier import DossierPage
from reports.admin.applicationfilters import (
    OPEN,
    ArrivalYearFilter,
    AssignedFilter,
    CaseAgencyFilter,
    CaseStateFilter,
    DueFilter,
    WaitingForFilter,
)
from reports.admin.applicationfind import FindPage
from reports.admin.applicationimport import ImportPage
from reports.admin.applicationpage import CasePages
from reports.admin.applicationpapers import PaperPages
from reports.admin.applicationregister import RegisterPage
from reports.admin.scope import ScopedAdmin
from reports.admin.timeline import WithTimeline
from reports.models import Application
from reports.queries import cases, casewords
from reports.queries.cases import Line


class CaseList(ChangeList):
    """The stock list; each row carries its line, for one query more."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        lines = cases.lines(self.result_list, on=timezone.localdate())
        for row in self.result_list:
            row.line = lines[row.pk]


@admin.register(Application)
class ApplicationAdmin(
    WithTimeline,
    FindPage,
    RegisterPage,
    ImportPage,
    DisclosePage,
    StepPages,
    PaperPages,
    DossierPage,
    BulkActs,
    CasePages,
    ScopedAdmin,
):
    """Cases are entered by a form of their own and moved by steps alone: nothing is edited here."""

    change_list_template = "admin/reports/application/change_list.html"
    list_display = ("number", "due", "applicant_masked", "standing", "waits", "handler", "kind")
    list_filter = (
        CaseStateFilter,
        DueFilter,
        WaitingForFilter,
        AssignedFilter,
        CaseAgencyFilter,
        "kind",
        "channel",
        ArrivalYearFilter,
    )
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions_on_bottom = True
    actions_on_top = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Application]:
        return cases.listed(super().get_queryset(request))

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return CaseList

    def get_ordering(self, request: HttpRequest) -> tuple[Any, ...]:
        """The open ones by urgency, the others by number."""
        if request.GET.get(CaseStateFilter.parameter_name, OPEN) == OPEN:
            return cases.by_urgency()
        return ("-year", "-serial")

    @admin.display(description=gettext_lazy("applicant"))
    def applicant_masked(self, row: Application) -> str:
        """Enough to tell two rows apart."""
        return cases.masked_name(row) or (_("erased") if row.erased_at else "–")

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def standing(self, row: Application) -> SafeString:
        """Where it stands, with its outcome once it is answered."""
        words = casewords.outcome(row.outcome) if row.outcome else ""
        state = format_html('<span class="state state-{}">{}</span>', row.state, casewords.state(row.state))
        return format_html('{}<br><span class="path">{}</span>', state, words) if words else state

    @admin.display(description=gettext_lazy("due"), ordering="due_on")
    def due(self, row: Application) -> SafeString | str:
        """The due day with the working days left."""
        if row.closed_on is not None:
            return _("ended %(day)s") % {"day": f"{row.closed_on:%Y-%m-%d}"}
        if row.due_on is None:
            return _("from legal receipt")
        return _due(row, row.line)

    @admin.display(description=gettext_lazy("waiting for"), ordering="waiting_for")
    def waits(self, row: Application) -> str:
        """Whose turn it is."""
        return casewords.party(row.waiting_for) or "–"

    @admin.display(description=gettext_lazy("handled by"), ordering="assigned_to__username")
    def handler(self, row: Application) -> str:
        """Who handles it."""
        one = row.assigned_to
        return (one.get_full_name() or one.get_username()) if one else "–"

    def has_delete_permission(self, request: HttpRequest, obj: Application | None = None) -> bool:
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {"find": self.find_form(), **(extra_context or {})}
        return super().changelist_view(request, context)


def _due(row: Application, line: Line) -> SafeString:
    marks = [
        words
        for words, holds in ((_("paused"), line.is_paused), (_("provisional"), line.is_provisional))
        if holds
    ]
    tone = (
        "fails" if line.is_late else "open" if line.left is not None and line.left <= cases.SOON else "none"
    )
    return format_html(
        '<time datetime="{0}">{0}</time><br><span class="mark mark-{1}">{2}</span>{3}',
        f"{row.due_on:%Y-%m-%d}",
        tone,
        line.words,
        format_html(' <span class="path">{}</span>', ", ".join(marks)) if marks else "",
    )
