"""What a clerk narrows the list of documents by."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import smart_split, unescape_string_literal
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.admin.documentform import kind_choices
from reports.models import Agency, Category, Document
from reports.models.document import FOUND_BY
from reports.models.road import State
from reports.queries import categories, documentdesk

LONGEST_ID = 18


class WordSearch(admin.ModelAdmin):
    """The search box: each word somewhere in title, numbers or the agency's name, looked up in one index."""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Document], search_term: str
    ) -> tuple[QuerySet[Document], bool]:
        found = queryset
        for word in map(_unquoted, smart_split(search_term)):
            told = (Q(**{f"{name}__icontains": word}) for name in FOUND_BY)
            of_agency = Q(agency__in=Agency.objects.filter(name__icontains=word).values("pk"))
            found = found.filter(reduce(or_, told, of_agency))
        return super().get_search_results(request, found, "")


def _unquoted(word: str) -> str:
    """A phrase in quotes is one word, as in the other lists."""
    return unescape_string_literal(word) if word[0] in "\"'" and word[0] == word[-1] else word


class StateFilter(admin.SimpleListFilter):
    """Where a document stands."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(value, str(label)) for value, label in State.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Document]) -> QuerySet[Document]:
        return queryset.filter(state=self.value()) if self.value() else queryset


class KindFilter(admin.SimpleListFilter):
    """Its kind."""

    title = gettext_lazy("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return kind_choices()

    def queryset(self, request: HttpRequest, queryset: QuerySet[Document]) -> QuerySet[Document]:
        return queryset.filter(kind=self.value()) if self.value() else queryset


class ColumnFilter(admin.SimpleListFilter):
    """Its column, or one above it."""

    title = gettext_lazy("column")
    parameter_name = "column"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        used = model_admin.get_queryset(request).order_by().filter(category=OuterRef("pk"))
        rows = Category.objects.filter(Exists(used)).order_by("position", "pk")
        return [(str(row.pk), row.name) for row in rows]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Document]) -> QuerySet[Document]:
        value = self.value()
        if value is None:
            return queryset
        if not value.isdecimal() or len(value) > LONGEST_ID:
            raise IncorrectLookupParameters
        row = Category.objects.filter(pk=value).first()
        return queryset.filter(category__in=categories.below(row)) if row else queryset.none()


class WaitsFilter(admin.SimpleListFilter):
    """What stands on the desks, each line of them as a list."""

    title = gettext_lazy("what waits")
    parameter_name = "waits"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [
            ("sent-back", _("came back from review")),
            ("to-review", _("waiting for review")),
            ("to-publish", _("approved, to be published")),
            ("scheduled", _("scheduled")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Document]) -> QuerySet[Document]:
        narrowed = {
            "sent-back": documentdesk.sent_back,
            "to-review": documentdesk.to_review,
            "to-publish": documentdesk.to_publish,
            "scheduled": documentdesk.scheduled,
        }.get(self.value() or "")
        return narrowed(queryset) if narrowed else queryset


class DutyFilter(admin.SimpleListFilter):
    """The duty to publish, and what stays closed."""

    title = gettext_lazy("duty")
    parameter_name = "duty"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [
            ("late", _("overdue and not public")),
            ("closed", _("kept from the public")),
            ("reconsider", _("to be re-evaluated now")),
            ("ending", _("withdraws itself within 30 days")),
            ("ended", _("withdrew itself in the last 30 days")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Document]) -> QuerySet[Document]:
        today = timezone.localdate()
        if self.value() == "late":
            return queryset.late(on=today)
        if self.value() == "closed":
            return queryset.exclude(openness="open")
        if self.value() == "ending":
            return documentdesk.ending(queryset, on=today)
        if self.value() == "ended":
            return documentdesk.ended(queryset, on=today)
        return queryset.to_reconsider(on=today) if self.value() == "reconsider" else queryset
