"""An agency's own wording of letters and remedies, and the style of its numbers."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from reports.admin.refusal import RefusingAdmin
from reports.admin.scope import ScopedAdmin, choices
from reports.admin.timeline import WithTimeline
from reports.forms.wording import WordingForm
from reports.models import Wording
from reports.queries import wordings as reading
from reports.services import wordings


@admin.register(Wording)
class WordingAdmin(WithTimeline, RefusingAdmin, ScopedAdmin):
    """What is not worded here stays the portal's text, which stands beside the box."""

    form = WordingForm
    list_display = ("thing", "agency", "updated_by", "updated_at")
    list_select_related = ("agency", "updated_by")
    list_per_page = 100
    fields = ("agency", "code", "text")
    actions = None
    show_facets = admin.ShowFacets.NEVER
    change_form_template = "admin/reports/letter/wording.html"

    @admin.display(description=gettext_lazy("what it words"), ordering="code")
    def thing(self, wording: Wording) -> str:
        """Its name."""
        found = reading.item(wording.code)
        return found.title if found else wording.code

    def get_readonly_fields(self, request: HttpRequest, obj: Wording | None = None) -> tuple[str, ...]:
        return ("agency", "code") if obj is not None else ()

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Their agency, where there is only one."""
        agencies = choices(request, Wording._meta.get_field("agency"))[:2]
        return {"agency": agencies[0].pk} if len(agencies) == 1 else {}

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> type[ModelForm]:
        form = super().get_form(request, *args, **kwargs)
        groups = groupby(reading.items(), key=lambda each: each.group)
        form.things = [(name, [(each.code, each.title) for each in some]) for name, some in groups]
        return form

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        wording = context.get("original")
        things = reading.items()
        context["standards"] = [each for each in things if wording is None or each.code == wording.code]
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Wording, form: ModelForm, change: bool) -> None:
        saved = wordings.put(agency=obj.agency, code=obj.code, text=obj.text, by=request.user)
        obj.pk = saved.pk

    def delete_model(self, request: HttpRequest, obj: Wording) -> None:
        wordings.drop(obj, by=request.user)

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> None:
        """Nothing: the log of the portal has it."""

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> None:
        """Nothing: the log of the portal has it."""

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[Wording]) -> None:
        """Nothing: the log of the portal has it."""
