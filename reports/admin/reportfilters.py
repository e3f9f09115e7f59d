"""What a clerk narrows the list of reports by. Every filter costs the same however many reports there are."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.admin.boxes import FilterBox
from reports.admin.scope import seeing
from reports.models import Agency, Report
from reports.models.road import State
from reports.queries import access, statforms, waiting
from reports.queries.stattables import local

REPLACED = "replaced"
NO_FORM = "none"
LONGEST_ID = 18


class StateFilter(admin.SimpleListFilter):
    """Where a revision stands; what was replaced is apart from what stands."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        states = [(value, str(label)) for value, label in State.choices]
        states.insert(3, (REPLACED, _("published, replaced by a correction")))
        return states

    def queryset(self, request: HttpRequest, queryset: QuerySet[Report]) -> QuerySet[Report]:
        if self.value() == REPLACED:
            return queryset.filter(state=State.PUBLISHED, superseded_at__isnull=False)
        if self.value() == State.PUBLISHED:
            return queryset.filter(state=State.PUBLISHED, superseded_at=None)
        return queryset.filter(state=self.value()) if self.value() else queryset


class WaitingFilter(admin.SimpleListFilter):
    """What stands on the desks, each line of them as a list."""

    title = gettext_lazy("what waits")
    parameter_name = "waits"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [
            ("sent-back", _("came back from review")),
            ("failing", _("drafts that do not add up")),
            ("untouched", _("drafts untouched for 14 days")),
            ("to-review", _("waiting for review")),
            ("to-publish", _("approved, to be published")),
            ("scheduled", _("scheduled")),
            ("off-schedule", _("taken off the schedule")),
            ("to-hand-in", _("published, not handed in")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Report]) -> QuerySet[Report]:
        now = timezone.now()
        narrowed = {
            "sent-back": waiting.sent_back,
            "failing": waiting.failing,
            "untouched": partial(waiting.untouched, now=now),
            "to-review": waiting.to_review,
            "to-publish": waiting.to_publish,
            "scheduled": waiting.scheduled,
            "off-schedule": waiting.off_schedule,
            "to-hand-in": partial(waiting.to_hand_in, on=timezone.localdate(now)),
        }.get(self.value() or "")
        return narrowed(queryset) if narrowed else queryset


class YearFilter(admin.SimpleListFilter):
    """The report years there are, the newest first."""

    title = gettext_lazy("report year")
    parameter_name = "year"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        seen = model_admin.get_queryset(request)
        years = seen.order_by("-year").values_list("year", flat=True).distinct()
        return [(str(year), str(year)) for year in years]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Report]) -> QuerySet[Report]:
        value = self.value()
        if value is None:
            return queryset
        if not value.isdecimal() or len(value) > 4:
            raise IncorrectLookupParameters
        return queryset.filter(year=value)


class FormFilter(admin.SimpleListFilter):
    """The statistics form, or none."""

    title = gettext_lazy("statistics form")
    parameter_name = "form"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        forms = [
            (form.id, local(form.short_title, form.short_title_en)) for form in statforms.all_forms().values()
        ]
        return [*forms, (NO_FORM, _("none yet"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Report]) -> QuerySet[Report]:
        if self.value() == NO_FORM:
            return queryset.filter(form_id="")
        return queryset.filter(form_id=self.value()) if self.value() else queryset


class ChecksFilter(admin.SimpleListFilter):
    """What the checks found."""

    title = gettext_lazy("checks")
    parameter_name = "checks"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [
            ("failing", _("some do not add up")),
            ("explained", _("do not add up, explained")),
            ("warned", _("worth a look")),
            ("sound", _("all hold")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Report]) -> QuerySet[Report]:
        conditions = {
            "failing": Q(checks_failed__gt=0),
            "explained": Q(checks_overridden__gt=0) | (Q(checks_failed__gt=0) & ~Q(explanation="")),
            "warned": Q(checks_warned__gt=0),
            "sound": Q(checks_failed=0, checks_warned=0, checks_overridden=0, checks_held__gt=0),
        }
        return queryset.filter(conditions[self.value()]) if self.value() in conditions else queryset


def agency_field(site: admin.AdminSite, within: QuerySet[Agency]) -> forms.ModelChoiceField:
    """One of those agencies, chosen by typing a part of its name."""
    box = FilterBox(
        Report._meta.get_field("agency"),
        site,
        attrs={"id": "filter-agency", "data-placeholder": _("Any agency")},
    )
    return forms.ModelChoiceField(within, required=False, widget=box)


class AgencyFilter(admin.FieldListFilter):
    """One agency, found by typing a part of its name; a list of 300 bodies would be no filter."""

    template = "admin/filter_autocomplete.html"

    def __init__(
        self,
        field: Any,
        request: HttpRequest,
        params: dict[str, list[str]],
        model: type[Report],
        model_admin: admin.ModelAdmin,
        field_path: str,
    ) -> None:
        self.parameter = f"{field_path}__id__exact"
        super().__init__(field, request, params, model, model_admin, field_path)
        self.title = gettext_lazy("agency")
        self.others = [
            (name, value) for name, value in request.GET.items() if name not in (self.parameter, "p")
        ]
        self.chosen = request.GET.get(self.parameter, "")
        within = access.limited(Agency.objects.all(), request.user, seeing(model))
        self.widget = agency_field(model_admin.admin_site, within).widget

    def expected_parameters(self) -> list[str]:
        return [self.parameter]

    def has_output(self) -> bool:
        return True

    def queryset(self, request: HttpRequest, queryset: QuerySet[Report]) -> QuerySet[Report]:
        if not self.chosen:
            return queryset
        if not self.chosen.isdecimal() or len(self.chosen) > LONGEST_ID:
            raise IncorrectLookupParameters
        return queryset.filter(agency=self.chosen)

    def choices(self, changelist: ChangeList) -> Iterator[dict[str, Any]]:
        chosen = self.chosen if self.chosen.isdecimal() and len(self.chosen) <= LONGEST_ID else ""
        yield {
            "field": self.widget.render(self.parameter, chosen),
            "others": self.others,
            "all_query_string": changelist.get_query_string(remove=[self.parameter]),
            "is_chosen": bool(chosen),
        }
