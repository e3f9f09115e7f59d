"""Days that the State Council moved, for the system administrator; after each, the cases it moves."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.admin.refusal import RefusingAdmin
from reports.admin.scope import ScopedAdmin
from reports.admin.timeline import WithTimeline
from reports.domain.roles import Action
from reports.forms.workday import WorkdayForm
from reports.models import Workday
from reports.queries import access
from reports.services import calendars


@admin.register(Workday)
class WorkdayAdmin(WithTimeline, RefusingAdmin, ScopedAdmin):
    """The calendar is everybody's: only who administers every agency sees and changes it.

    What is told of the cases it moves are numbers of them by agency, never a case.
    """

    form = WorkdayForm
    list_display = ("day", "is_worked", "source", "by", "at")
    list_select_related = ("by",)
    list_per_page = 100
    ordering = ("-day",)
    fields = ("day", "is_worked", "source")
    actions = None
    show_facets = admin.ShowFacets.NEVER
    change_list_template = "admin/reports/application/workdays.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Workday]:
        rows = admin.ModelAdmin.get_queryset(self, request)
        return rows if self._may_all(request) else rows.none()

    def get_readonly_fields(self, request: HttpRequest, obj: Workday | None = None) -> tuple[str, ...]:
        return ("day",) if obj is not None else ()

    def _may_all(self, request: HttpRequest) -> bool:
        return access.may(request.user, Action.CHANGE_WORKDAY, None)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._may_all(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may_all(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may_all(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may_all(request)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.recount_view)
        return [path("recount/", view, name="reports_workday_recount"), *super().get_urls()]

    def recount_view(self, request: HttpRequest) -> HttpResponse:
        """GET counts the cases that the calendar moves, by agency; POST writes their new days."""
        if not self._may_all(request):
            raise PermissionDenied
        if request.method == "POST":
            count = calendars.recount_all(by=request.user, today=timezone.localdate())
            words = ngettext(
                "%(count)d case has a new due day.", "%(count)d cases have a new due day.", count
            )
            messages.success(request, words % {"count": count})
            return redirect("admin:reports_workday_changelist")
        counted = Counter(str(each.application.agency) for each in calendars.moved())
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Count due days anew"),
            "counted": sorted(counted.items()),
            "total": counted.total(),
        }
        return TemplateResponse(request, "admin/reports/application/recount.html", context)

    def save_model(self, request: HttpRequest, obj: Workday, form: ModelForm, change: bool) -> None:
        day = Workday.objects.get(pk=obj.pk).day if change else obj.day
        given = {"is_worked": obj.is_worked, "source": obj.source}
        obj.pk = calendars.set_day(day=day, by=request.user, **given).pk

    def delete_model(self, request: HttpRequest, obj: Workday) -> None:
        calendars.drop_day(obj, by=request.user)

    def response_post_save_add(self, request: HttpRequest, obj: Workday) -> HttpResponse:
        return redirect("admin:reports_workday_recount")

    def response_post_save_change(self, request: HttpRequest, obj: Workday) -> HttpResponse:
        return redirect("admin:reports_workday_recount")

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: int) -> HttpResponse:
        messages.success(request, _("The day is left to the installed calendar again."))
        return redirect("admin:reports_workday_recount")

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> None:
        """Nothing: the log of the portal has it."""

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> None:
        """Nothing: the log of the portal has it."""

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[Workday]) -> None:
        """Nothing: the log of the portal has it."""
