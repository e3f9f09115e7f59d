"""Columns of the catalogue for staff: an agency's own to add and change, and what the statute misses."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.admin.refusal import RefusingAdmin
from reports.admin.scope import ScopedAdmin, opened
from reports.admin.timeline import WithTimeline
from reports.domain.roles import Action
from reports.forms.category import CategoryForm
from reports.models import Agency, Category
from reports.queries import access
from reports.queries import categories as columns
from reports.services import categories
from reports.services.revisions import Refused

LONGEST_CHOICE = 300


@admin.register(Category)
class CategoryAdmin(WithTimeline, RefusingAdmin, ScopedAdmin):
    """The national columns are only shown; an agency's own are added, changed, switched off."""

    form = CategoryForm
    actions = None
    list_display = ("name", "code", "agency", "parent", "max_age_days", "is_required", "is_active")
    list_select_related = ("agency", "parent")
    list_filter = ("is_required", "is_active")
    list_per_page = 100
    show_facets = admin.ShowFacets.NEVER
    search_fields = ("name", "name_en", "code", "agency__name")
    search_help_text = gettext_lazy("Name, code or agency")
    ordering = ("agency", "position", "pk")
    change_list_template = "admin/reports/category/change_list.html"

    def has_change_permission(self, request: HttpRequest, obj: Category | None = None) -> bool:
        is_own = obj is None or obj.agency_id is not None
        return is_own and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Category | None = None) -> bool:
        is_own = obj is None or obj.agency_id is not None
        return is_own and super().has_delete_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Category, form: ModelForm, change: bool) -> None:
        categories.save(category=obj, by=request.user)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What stands under a column is the service's to look at: it says so in words."""
        deleted, counts, _missing, _protected = super().get_deleted_objects(objs, request)
        return deleted, counts, set(), []

    def delete_model(self, request: HttpRequest, obj: Category) -> None:
        categories.delete(category=obj, by=request.user)

    def delete_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, *args, **kwargs)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("admin:reports_category_change", object_id)

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        routes = [
            path("overview/", wrap(self.overview_view), name="reports_category_overview"),
            path("overview/<int:agency_id>/", wrap(self.overview_view), name="reports_category_overview_of"),
        ]
        return [*routes, *super().get_urls()]

    def overview_view(self, request: HttpRequest, agency_id: int | None = None) -> HttpResponse:
        """What the statute asks of an agency and it lacks: every column, its last update, its allowed age."""
        if not access.may(request.user, Action.VIEW_DOCUMENT):
            raise access.Denied(Action.VIEW_DOCUMENT)
        agencies = access.limited(Agency.objects.order_by("name"), request.user, Action.VIEW_DOCUMENT)
        if agency_id is None:
            only = list(agencies[:2])
            if len(only) == 1:
                return redirect("admin:reports_category_overview_of", only[0].pk)
        agency = _agency(request, agency_id) if agency_id is not None else None
        found = columns.of(agency, on=timezone.localdate()) if agency else []
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("What the catalogue holds and lacks"),
            "agency": agency,
            "agencies": agencies[:LONGEST_CHOICE],
            "columns": found,
            "lacking": columns.lacking(found),
        }
        return TemplateResponse(request, "admin/reports/category/overview.html", context)


def _agency(request: HttpRequest, agency_id: int) -> Agency:
    return opened(request, Agency, agency_id, Action.VIEW_DOCUMENT)
