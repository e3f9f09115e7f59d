"""Agencies for staff: the tree, its filters, one body with its names, contacts and history."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.core.paginator import InvalidPage
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.admin.agencyimport import TablePages
from reports.admin.agencyswitch import SwitchPage
from reports.admin.boxes import WithBoxes
from reports.admin.refusal import RefusingAdmin
from reports.admin.scope import ScopedAdmin
from reports.admin.timeline import WithTimeline
from reports.domain import creditcode
from reports.domain.roles import Action
from reports.forms.agency import AgencyForm
from reports.models import Agency
from reports.queries import access, agencytree
from reports.services import agencies

DEEPEST = 6
"""Steps by which a name is moved in; deeper bodies stay there."""

MOVERS_ONLY = (
    "slug",
    "parent",
    "level",
    "kind",
    "is_sample",
    "valid_from",
    "valid_until",
    "predecessors",
)
"""What places a body in the state: its own administrator reads it. Its level and kind set when it owes."""


class TreeList(ChangeList):
    """The list in the order of the tree while nothing is searched, filtered or sorted; else as asked for."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        places = agencytree.places()
        is_tree = not (self.query or self.has_active_filters or ORDER_VAR in self.params)
        if is_tree:
            seen = set(self.root_queryset.values_list("pk", flat=True))
            self.result_list = self._in_tree_order(request, [pk for pk in places if pk in seen])
        self.result_list = list(self.result_list)
        for agency in self.result_list:
            place = places[agency.pk]
            agency.place = replace(place, above=()) if is_tree else replace(place, depth=0)

    def _in_tree_order(self, request: HttpRequest, pks: list[int]) -> list[Agency]:
        if not self.show_all:
            try:
                pks = list(
                    self.model_admin.get_paginator(request, pks, self.list_per_page).page(self.page_num)
                )
            except InvalidPage:
                return []
        found = self.root_queryset.in_bulk(pks)
        return [found[pk] for pk in pks if pk in found]


class InBeing(admin.SimpleListFilter):
    """Bodies that exist today, and those that were reorganised away."""

    title = gettext_lazy("existence")
    parameter_name = "in_being"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("yes", _("exists today")), ("no", _("has ended or not begun"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Agency]) -> QuerySet[Agency]:
        alive = Agency.objects.in_being(on=timezone.localdate())
        if self.value() == "yes":
            return queryset.filter(pk__in=alive)
        return queryset.exclude(pk__in=alive) if self.value() == "no" else queryset


@admin.register(Agency)
class AgencyAdmin(TablePages, SwitchPage, WithTimeline, WithBoxes, RefusingAdmin, ScopedAdmin):
    """One body and everything the public reads about it."""

    form = AgencyForm
    actions = None
    show_facets = admin.ShowFacets.NEVER
    list_display = ("name_in_tree", "level", "kind", "division_code", "slug", "valid_until")
    list_display_links = ("name_in_tree",)
    list_filter = ("level", "kind", InBeing, "is_one_person", "is_sample")
    list_per_page = 100
    search_fields = ("name", "short_name", "name_en", "slug", "credit_code", "division_code")
    search_help_text = gettext_lazy("Name, address, credit code or division code")
    autocomplete_fields = ("parent", "predecessors")
    prepopulated_fields = {"slug": ("name_en",)}  # noqa: RUF012
    readonly_fields = ("successor_names", "former_addresses_kept")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "name",
                    "short_name",
                    "name_en",
                    "slug",
                    "former_addresses_kept",
                    "parent",
                    ("level", "kind"),
                    ("division_code", "credit_code"),
                    "is_sample",
                )
            },
        ),
        (
            gettext_lazy("How the public reaches it"),
            {
                "description": gettext_lazy(
                    "The disclosure guide names address, office hours, telephone and e-mail "
                    "(2019 Regulations, article 12)."
                ),
                "fields": ("address", ("postcode", "telephone"), "email", "office_hours"),
            },
        ),
        (gettext_lazy("Its site"), {"fields": ("site_name", "site_domain", "site_id_code")}),
        (
            gettext_lazy("Before and after"),
            {
                "description": gettext_lazy(
                    "A reorganised body keeps its reports and its address. Enter the day it ended here, and "
                    "name it as a predecessor of the body that took over."
                ),
                "fields": (("valid_from", "valid_until"), "predecessors", "successor_names"),
            },
        ),
    )

    @admin.display(description=gettext_lazy("name"), ordering="name")
    def name_in_tree(self, agency: Agency) -> SafeString:
        """The name moved in by its depth; the bodies above it where the list is not the tree."""
        place = agency.place
        return format_html(
            '<span class="depth depth-{}">{}</span> <span class="path">{}</span>',
            min(place.depth, DEEPEST),
            agency.name,
            " › ".join(place.above),
        )

    @admin.display(description=gettext_lazy("successors"))
    def successor_names(self, agency: Agency) -> str:
        """The bodies that took over."""
        return format_html_join(", ", "{}", ((one.name,) for one in agency.successors.all())) or "–"

    @admin.display(description=gettext_lazy("former addresses"))
    def former_addresses_kept(self, agency: Agency) -> str:
        """The addresses that lead here for ever."""
        return ", ".join(agency.former_addresses.values_list("slug", flat=True)) or "–"

    # Who may change what

    def get_readonly_fields(self, request: HttpRequest, obj: Agency | None = None) -> tuple[str, ...]:
        return (*super().get_readonly_fields(request, obj), *_fixed(request, obj))

    def get_prepopulated_fields(self, request: HttpRequest, obj: Agency | None = None) -> dict[str, Any]:
        return {} if "slug" in _fixed(request, obj) else super().get_prepopulated_fields(request, obj)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        # The autocomplete and every other list of agencies stay plain querysets.
        return TreeList

    def save_model(self, request: HttpRequest, obj: Agency, form: ModelForm, change: bool) -> None:
        if not obj.slug:
            obj.slug = agencies.free_address(obj.name)
        agencies.save(agency=obj, by=request.user)
        fault = creditcode.fault(obj.credit_code) if obj.credit_code else ""
        if fault:
            messages.warning(request, _credit_code_warning(fault, obj.credit_code))


def _fixed(request: HttpRequest, agency: Agency | None) -> tuple[str, ...]:
    """The fields that somebody only reads, since they lead out of what is theirs to move."""
    if agency is None:
        return ()
    if not access.may(request.user, Action.MOVE_AGENCY, agency):
        return MOVERS_ONLY
    before = agency.predecessors.values_list("pk", flat=True)
    beyond = {
        "parent": not access.may(request.user, Action.MOVE_AGENCY, agency.parent_id),
        "predecessors": not all(access.may(request.user, Action.MOVE_AGENCY, pk) for pk in before),
    }
    return tuple(name for name, is_beyond in beyond.items() if is_beyond)


def _credit_code_warning(fault: str, code: str) -> str:
    sentences = {
        "length": _(
            "Saved. The credit code “%(code)s” does not have 18 characters; compare it with the certificate."
        ),
        "character": _(
            "Saved. The credit code “%(code)s” has a character that such codes do not use "
            "(I, O, S, V, Z, or a sign); compare it with the certificate."
        ),
        "check": _(
            "Saved. The last character of the credit code “%(code)s” does not fit the others; "
            "compare it with the certificate."
        ),
    }
    return sentences[fault] % {"code": code}
