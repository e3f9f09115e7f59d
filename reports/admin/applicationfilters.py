"""What caseworkers narrow the list of cases by. Every filter costs the same however many cases there are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.admin.boxes import LONGEST_ID
from reports.domain.roles import Action
from reports.models import Agency, Application
from reports.queries import access, casedesk, cases, casewords

OPEN, ALL = "open", "all"
FEW = 30
"""Agencies or people that are offered as a plain list."""


class CaseStateFilter(admin.SimpleListFilter):
    """Where a case stands; the open ones at first."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [
            (OPEN, _("not ended yet")),
            (ALL, _("all")),
            *((code, str(words)) for code, words in casewords.STATES.items()),
        ]

    def value(self) -> str:
        return super().value() or OPEN

    def choices(self, changelist: ChangeList) -> Iterator[dict[str, Any]]:
        for value, words in self.lookup_choices:
            yield {
                "selected": self.value() == value,
                "query_string": changelist.get_query_string({self.parameter_name: value}),
                "display": words,
            }

    def queryset(self, request: HttpRequest, queryset: QuerySet[Application]) -> QuerySet[Application]:
        if self.value() == OPEN:
            return queryset.filter(closed_on=None)
        return queryset if self.value() == ALL else queryset.filter(state=self.value())


class DueFilter(admin.SimpleListFilter):
    """When it is due, of the open ones."""

    title = gettext_lazy("due")
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [
            ("overdue", _("overdue")),
            ("today", _("today")),
            ("soon", _("within 3 days")),
            ("week", _("this week")),
            ("later", _("later")),
            ("none", _("no day yet")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Application]) -> QuerySet[Application]:
        return cases.due(queryset, self.value() or "", on=timezone.localdate())


class WaitingForFilter(admin.SimpleListFilter):
    """Whose turn it is."""

    title = gettext_lazy("waiting for")
    parameter_name = "waits"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        parties = [(code.value, str(words)) for code, words in casewords.PARTIES.items()]
        return [*parties, ("period-over", _("period to supplement or to pay over"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Application]) -> QuerySet[Application]:
        if self.value() == "period-over":
            return casedesk.period_over(queryset)
        return queryset.filter(waiting_for=self.value()) if self.value() else queryset


class AssignedFilter(admin.SimpleListFilter):
    """Who handles it."""

    title = gettext_lazy("handled by")
    parameter_name = "assigned"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        found = access.scope(request.user, Action.VIEW_APPLICATION)
        people = cases.caseworkers(found.agencies).exclude(pk=request.user.pk)[:FEW]
        named = [(str(one.pk), one.get_full_name() or one.get_username()) for one in people]
        return [("me", _("me")), ("nobody", _("nobody")), *named]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Application]) -> QuerySet[Application]:
        value = self.value()
        if not value:
            return queryset
        if value == "me":
            return queryset.filter(assigned_to=request.user.pk)
        if value == "nobody":
            return queryset.filter(assigned_to=None)
        if not value.isdecimal() or len(value) > LONGEST_ID:
            raise IncorrectLookupParameters
        return queryset.filter(assigned_to=value)


class ArrivalYearFilter(admin.SimpleListFilter):
    """The year it arrived in."""

    title = gettext_lazy("year of arrival")
    parameter_name = "year"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        seen = access.limited(Application.objects.all(), request.user, Action.VIEW_APPLICATION)
        return [(str(year), str(year)) for year in cases.years(seen)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Application]) -> QuerySet[Application]:
        value = self.value()
        if not value:
            return queryset
        if not value.isdecimal() or len(value) > 4:
            raise IncorrectLookupParameters
        return queryset.filter(year=value)


class CaseAgencyFilter(admin.SimpleListFilter):
    """Whose case it is, for who works for several agencies."""

    title = gettext_lazy("agency")
    parameter_name = "agency"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        within = access.limited(Agency.objects.order_by("name", "pk"), request.user, Action.VIEW_AGENCY)
        scope = access.scope(request.user, Action.VIEW_APPLICATION)
        if not scope.is_everywhere:
            within = within.filter(pk__in=scope.agencies)
        found = [(str(one.pk), str(one)) for one in within[:FEW]]
        return found if len(found) > 1 else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Application]) -> QuerySet[Application]:
        value = self.value()
        if not value:
            return queryset
        if not value.isdecimal() or len(value) > LONGEST_ID:
            raise IncorrectLookupParameters
        return queryset.filter(agency=value)
