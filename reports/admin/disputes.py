"""Reviews and lawsuits for caseworkers: written down, linked with their case, counted in the year's table."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.forms import Field, ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.admin.refusal import RefusingAdmin
from reports.admin.scope import ScopedAdmin
from reports.admin.timeline import WithTimeline
from reports.domain.roles import Action
from reports.forms.dispute import DisputeForm
from reports.models import Application, Dispute
from reports.queries import access
from reports.services import disputes


@admin.register(Dispute)
class DisputeAdmin(WithTimeline, RefusingAdmin, ScopedAdmin):
    """Nothing is deleted here: what was filed stays on record."""

    form = DisputeForm
    list_display = ("name", "agency", "about", "filed_on", "result", "result_on")
    list_display_links = ("name",)
    list_filter = ("kind", "result")
    list_select_related = ("agency", "application")
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False
    date_hierarchy = "filed_on"
    fields = (
        *("agency", "case", "kind", "filed_on", "after", "result", "result_on", "is_reviewer_only"),
        *("reference", "note"),
    )
    actions = None

    @admin.display(description=gettext_lazy("kind"), ordering="kind")
    def name(self, row: Dispute) -> str:
        """Which road was taken."""
        return row.get_kind_display()

    @admin.display(description=gettext_lazy("case"))
    def about(self, row: Dispute) -> SafeString | str:
        """The case it is about."""
        return format_html("{}", row.application.number) if row.application else "–"

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> type[ModelForm]:
        form = super().get_form(request, *args, **kwargs)
        seen = access.limited(Application.objects.all(), request.user, Action.WORK_APPLICATION)
        return type(form.__name__, (form,), {"cases": seen})

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """The case one came from, with its agency."""
        seen = access.limited(Application.objects.all(), request.user, Action.WORK_APPLICATION)
        case = seen.filter(number=request.GET.get("case", "")[:24]).first()
        agencies = [case.agency_id] if case else self._agencies(request)
        first = {"agency": agencies[0]} if len(agencies) == 1 else {}
        return first | {"case": case.number if case else ""}

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **options: Any) -> Field | None:
        field = super().formfield_for_foreignkey(db_field, request, **options)
        if field is not None and db_field.name == "after":
            field.queryset = field.queryset.filter(kind="review").select_related("application")
            field.label_from_instance = _review
            field.required = False  # to follow no review is nobody's reach
            field.help_text = _("For a lawsuit after a review: which one.")
        return field

    def save_model(self, request: HttpRequest, obj: Dispute, form: ModelForm, change: bool) -> None:
        disputes.save(obj, by=request.user, today=timezone.localdate())

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> None:
        """Nothing: the log of the portal has it."""

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> None:
        """Nothing: the log of the portal has it."""

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def _agencies(self, request: HttpRequest) -> list[int]:
        scope = access.scope(request.user, Action.WORK_APPLICATION)
        return sorted(scope.agencies)[:2] if not scope.is_everywhere else []


def _review(row: Dispute) -> str:
    """A review among the choices: its day and case, never its reference."""
    return f"{row.filed_on:%Y-%m-%d} · {row.application.number if row.application else '–'}"
