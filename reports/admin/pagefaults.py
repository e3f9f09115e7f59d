"""Faults that readers reported on public pages: read and settled by the agency of the page."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.admin.refusal import RefusingAdmin
from reports.admin.scope import ScopedAdmin
from reports.admin.timeline import WithTimeline
from reports.forms.pagefault import PageFaultForm
from reports.models import PageFault
from reports.services import pagefaults

FEW = 60
"""Characters of a report that the list shows."""


class SettledFilter(admin.SimpleListFilter):
    """Open or settled."""

    title = gettext_lazy("settled")
    parameter_name = "settled"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("no", _("not settled")), ("yes", _("settled"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[PageFault]) -> QuerySet[PageFault]:
        if self.value() in ("yes", "no"):
            return queryset.filter(settled_at__isnull=self.value() == "no")
        return queryset


@admin.register(PageFault)
class PageFaultAdmin(WithTimeline, RefusingAdmin, ScopedAdmin):
    """Made by readers only, settled once, never deleted."""

    form = PageFaultForm
    actions = None
    list_display = ("path", "beginning", "agency", "moment", "standing")
    list_filter = (SettledFilter,)
    list_select_related = ("agency",)
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    search_fields = ("path", "text")
    search_help_text = gettext_lazy("Page or words")
    readonly_fields = ("page", "agency", "text", "contact", "moment", "settled")
    fields = (*readonly_fields, "answer")

    @admin.display(description=gettext_lazy("page"))
    def page(self, fault: PageFault) -> SafeString:
        """The page it is about, to be opened."""
        return format_html('<a href="{0}" rel="noopener">{0}</a>', fault.path)

    @admin.display(description=gettext_lazy("what is wrong"))
    def beginning(self, fault: PageFault) -> str:
        """The beginning of what the reader wrote."""
        return fault.text if len(fault.text) <= FEW else fault.text[:FEW] + "…"

    @admin.display(description=gettext_lazy("reported"), ordering="at")
    def moment(self, fault: PageFault) -> str:
        """Day and minute."""
        return f"{timezone.localtime(fault.at):%Y-%m-%d %H:%M}"

    @admin.display(description=gettext_lazy("state"), ordering="settled_at")
    def standing(self, fault: PageFault) -> SafeString:
        """Open or settled."""
        if fault.settled_at is None:
            return format_html('<span class="mark mark-open">{}</span>', _("not settled"))
        return format_html('<span class="mark mark-holds">{}</span>', _("settled"))

    @admin.display(description=gettext_lazy("settled"))
    def settled(self, fault: PageFault) -> str:
        """When and by whom."""
        if fault.settled_at is None:
            return "–"
        return f"{timezone.localtime(fault.settled_at):%Y-%m-%d %H:%M} {fault.settled_by}"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: PageFault | None = None) -> bool:
        """Settled once; a POST comes through, so that the refusal is told."""
        is_open = obj is None or obj.settled_at is None or request.method == "POST"
        return is_open and super().has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: PageFault, form: ModelForm, change: bool) -> None:
        pagefaults.settle(fault=obj, answer=form.cleaned_data["answer"], by=request.user)

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> None:
        """Nothing: the log of the portal has it."""
