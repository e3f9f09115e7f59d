"""The log for those who may read it: searched, narrowed, exported; never written here."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ERROR_FLAG
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from reports.admin.scope import UNREADABLE_FILTERS, ScopedAdmin
from reports.domain.roles import Action
from reports.models import Event
from reports.models.event import Act
from reports.queries import access, log
from reports.services import door, events
from reports.writers.csv import guarded

FEW = 100


@admin.register(Event)
class EventAdmin(ScopedAdmin):
    """Read only. An export asks for the password again, covers what the list shows, and is recorded."""

    actions = None
    change_list_template = "admin/reports/event/change_list.html"
    change_form_template = "admin/reports/event/change_form.html"
    list_display = ("sequence", "moment", "act", "who", "what", "agency", "why")
    list_display_links = ("sequence", "moment")
    list_filter = ("act", "subject_kind")
    list_select_related = ("by", "agency")
    list_per_page = FEW
    date_hierarchy = "at"
    ordering = ("-sequence",)
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_fields = ("subject_name", "by__username", "reason", "agency__name", "digest__startswith")
    search_help_text = gettext_lazy("Account, agency, title, reason, or the beginning of a digest")

    @admin.display(description=gettext_lazy("at"), ordering="sequence")
    def moment(self, event: Event) -> str:
        """Day and second."""
        return f"{log.local_time(event):%Y-%m-%d %H:%M:%S}"

    @admin.display(description=gettext_lazy("by"), ordering="by__username")
    def who(self, event: Event) -> SafeString:
        """The account with the roles it held there then."""
        return format_html('{}<br><span class="path">{}</span>', log.who(event), log.roles(event))

    @admin.display(description=gettext_lazy("what"))
    def what(self, event: Event) -> str:
        """What it was done to."""
        return event.subject_name or "–"

    @admin.display(description=gettext_lazy("reason"))
    def why(self, event: Event) -> str:
        """The beginning of the reason."""
        return event.reason[:FEW]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.export_view)
        return [path("export/", view, name="reports_event_export"), *super().get_urls()]

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """One entry in words."""
        event = self.get_object(request, object_id)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"{event.sequence} · {event.get_act_display()}",
            "original": event,
            "told": log.told(event),
        }
        return TemplateResponse(request, self.change_form_template, context)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        may_export = access.has_permission(request.user, "reports.export_event")
        context = {"may_export": may_export, "narrowed": request.GET.urlencode(), **(extra_context or {})}
        return super().changelist_view(request, context)

    def export_view(self, request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
        """What the list shows under the same filters, as CSV; asked for by POST."""
        if not access.has_permission(request.user, "reports.export_event"):
            raise PermissionDenied
        door.demand_recent(request)
        try:
            shown = self.get_changelist_instance(request).get_queryset(request)
        except UNREADABLE_FILTERS:
            return redirect(f"{reverse('admin:reports_event_changelist')}?{ERROR_FLAG}=1")
        found = access.limited(shown, request.user, Action.EXPORT_EVENT)
        if request.method != "POST":
            return self._ask(request, found.count())
        newest = Event.objects.order_by("-sequence").values_list("sequence", flat=True).first() or 0
        with transaction.atomic():
            narrowed = request.GET.urlencode()[:500]
            events.record(Act.EXPORTED, by=request.user, kind="log", changes={"filter": ("", narrowed)})
        wanted = found.filter(sequence__lte=newest).order_by("sequence").select_related("by", "agency")
        return StreamingHttpResponse(
            _csv(wanted),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="events.csv"', "Cache-Control": "no-store"},
        )

    def _ask(self, request: HttpRequest, count: int) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": gettext_lazy("Export the log"),
            "count": count,
        }
        return TemplateResponse(request, "admin/reports/event/export.html", context)


def _csv(found: QuerySet[Event]) -> Iterator[bytes]:
    yield b"\xef\xbb\xbf"
    for row in log.rows(found.iterator(chunk_size=1000)):
        line = io.StringIO(newline="")
        csv.writer(line, lineterminator="\r\n").writerow([guarded(text) for text in row])
        yield line.getvalue().encode()
