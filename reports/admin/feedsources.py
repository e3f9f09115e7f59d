"""The other portals whose publications are taken over, for who administers every agency."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from reports.admin.refusal import RefusingAdmin
from reports.admin.scope import ScopedAdmin
from reports.admin.timeline import WithTimeline
from reports.domain.roles import Action
from reports.forms.feedsource import FeedSourceForm
from reports.models import FeedSource
from reports.queries import access
from reports.services import feedsources

TOLD = ("last_sequence", "succeeded_at", "taken_at", "wanted_at", "fault")
"""What the worker keeps with a source."""


@admin.register(FeedSource)
class FeedSourceAdmin(WithTimeline, RefusingAdmin, ScopedAdmin):
    """A source is switched off, never deleted: its copies stay, and how far they go.

    Nothing is fetched while a page is asked for: "take over now" marks it for the worker.
    """

    form = FeedSourceForm
    actions = None
    list_display = ("address", "is_on", "every", "last_sequence", "succeeded_at", "taken_at", "fault")
    list_per_page = 100
    ordering = ("address",)
    autocomplete_fields = ("under",)
    change_form_template = "admin/reports/feedsource/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[FeedSource]:
        rows = admin.ModelAdmin.get_queryset(self, request)
        return rows if self._may_all(request) else rows.none()

    def get_fields(self, request: HttpRequest, obj: FeedSource | None = None) -> tuple[str, ...]:
        chosen = ("address", *feedsources.CHOSEN)
        return chosen if obj is None else (*chosen, *TOLD)

    def get_readonly_fields(self, request: HttpRequest, obj: FeedSource | None = None) -> tuple[str, ...]:
        return () if obj is None else ("address", *TOLD)

    def _may_all(self, request: HttpRequest) -> bool:
        return access.may(request.user, Action.MANAGE_EXCHANGE, None)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._may_all(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._may_all(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may_all(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may_all(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """With one way to save and one to save and take over, both back to the list."""
        context |= {"show_save_and_add_another": False, "show_save_and_continue": False}
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: FeedSource, form: ModelForm, change: bool) -> None:
        feedsources.save(source=obj, by=request.user)
        if "_now" in request.POST:
            feedsources.want(source=obj, by=request.user)

    def response_add(self, request: HttpRequest, obj: Model, post_url_continue: Any = None) -> HttpResponse:
        self._tell(request, obj)
        return self.response_post_save_add(request, obj)

    def response_change(self, request: HttpRequest, obj: Model) -> HttpResponse:
        self._tell(request, obj)
        return self.response_post_save_change(request, obj)

    def _tell(self, request: HttpRequest, obj: Model) -> None:
        said = _("Saved: %(address)s.")
        if "_now" in request.POST:
            said = _("Saved: %(address)s. The worker takes it over next; how it went is shown here then.")
        messages.success(request, said % {"address": obj})

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> None:
        """Nothing: the log of the portal has it."""

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> None:
        """Nothing: the log of the portal has it."""
