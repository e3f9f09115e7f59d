"""How far somebody sees and acts in the admin: every list, form, choice and address of it asks here.

What may be done is `queries/access`'s to say; this is the one place that puts it between Django's admin and
the rows. Every registered admin is a `ScopedAdmin` (a test walks them), every page beside them opens its row
with `opened`. Deny is the default: a relation without an entry in CHOICES offers nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ERROR_FLAG
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.forms import Field
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from reports.domain.roles import PERMISSIONS, Action
from reports.queries import access
from reports.queries.access import NotTheirs

M = TypeVar("M", bound=models.Model)

CHOICES: Mapping[str, Action] = {
    "report.agency": Action.WRITE_REPORT,
    "application.agency": Action.WORK_APPLICATION,
    "dispute.agency": Action.WORK_APPLICATION,
    "dispute.application": Action.WORK_APPLICATION,
    "dispute.after": Action.WORK_APPLICATION,
    "wording.agency": Action.CHANGE_WORDING,
    "agency.parent": Action.MOVE_AGENCY,
    "agency.predecessors": Action.MOVE_AGENCY,
    "appointment.agency": Action.MANAGE_ACCOUNT,
    "document.agency": Action.WRITE_DOCUMENT,
    "document.category": Action.WRITE_DOCUMENT,
    "document.replaced_by": Action.VIEW_DOCUMENT,
    "documentlink.target": Action.VIEW_DOCUMENT,
    "category.agency": Action.MANAGE_CATEGORY,
    "category.parent": Action.VIEW_DOCUMENT,
    "feedsource.under": Action.MANAGE_EXCHANGE,
}
"""Relation → what the one who chooses must be allowed to do to what is chosen."""
WAYS = ("", "__exact", "__isnull", "__id__exact")
"""What a filter of the list adds to the name of its field."""
WAYS_OF_DAYS = ("__year", "__month", "__day", "__gte", "__lt")
"""What the row of years, months and days above a list adds to the name of its field."""
UNREADABLE_FILTERS = (IncorrectLookupParameters, OverflowError)
"""What a hand-made filter of a list raises; OverflowError: a number that SQLite cannot even compare."""


def opened(request: HttpRequest, model: type[M], pk: Any, action: Action) -> M:
    """The row of that id, for a page that does that to it.

    Raises NotTheirs (404) where they may not even see it, as where it does not exist; access.Denied (403)
    where they may see it, but not do that.
    """
    found = seen(request, model, pk)
    if not access.limited(type(found)._default_manager.filter(pk=found.pk), request.user, action).exists():
        raise access.Denied(action, _agency_of(found))
    return found


def seen(request: HttpRequest, model: type[M], pk: Any) -> M:
    """The row of that id, if they may see it. Raises NotTheirs."""
    rows = model._default_manager.all()
    if any(field.name == "agency" for field in model._meta.get_fields()):
        rows = rows.select_related("agency")
    found = access.limited(rows, request.user, seeing(model)).filter(pk=pk).first()
    if found is None:
        raise NotTheirs(_agency_of(rows.filter(pk=pk).first()))
    return found


def seeing(model: type[models.Model]) -> Action:
    """What one must be allowed to do to see rows of that model. KeyError: not named in PERMISSIONS."""
    return PERMISSIONS[f"reports.view_{model._meta.model_name}"]


def choices(request: HttpRequest, field: models.Field) -> QuerySet[Any]:
    """The rows that may be chosen for that relation of a model."""
    rows = field.related_model._default_manager.all()
    action = CHOICES.get(_relation(field))
    return access.limited(rows, request.user, action) if action else rows.none()


def _relation(field: models.Field) -> str:
    return f"{field.model._meta.model_name}.{field.name}"


def _agency_of(row: models.Model | None) -> int | None:
    if row is None:
        return None
    way = access.AGENCY_OF.get(str(row._meta.model_name))
    return row.pk if way == "pk" else getattr(row, "agency_id", None)


class ScopedChoices(admin.options.BaseModelAdmin):
    """Forms whose relations offer no more than `choices`; for admins and the rows within their pages."""

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **options: Any
    ) -> Field | None:
        options["queryset"] = choices(request, db_field)
        # No agency means all of them, or the top of the tree: only for those who reach everywhere.
        action = CHOICES.get(_relation(db_field))
        if action is not None and not access.may(request.user, action, None):
            options |= {"required": True, "help_text": ""}
        return super().formfield_for_foreignkey(db_field, request, **options)

    def formfield_for_manytomany(
        self, db_field: models.ManyToManyField, request: HttpRequest, **options: Any
    ) -> Field | None:
        options["queryset"] = choices(request, db_field)
        return super().formfield_for_manytomany(db_field, request, **options)


class ScopedAdmin(ScopedChoices, admin.ModelAdmin):
    """Shows the rows that somebody may see, and asks about each row before anything is done to it."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return access.limited(super().get_queryset(request), request.user, seeing(self.model))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> models.Model:
        found = super().get_object(request, object_id, from_field)
        if found is None:
            raise NotTheirs(_agency_of(self._anybodys(object_id)))
        return found

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Whether an address may narrow the list by that: only by what the page itself offers.

        The stock admin lets every field of the model through, so that `?password__startswith=` would tell a
        hash sign by sign, and `__regex` would run whatever pattern is sent.
        """
        filters = self.get_list_filter(request)
        fields = [one[0] if isinstance(one, (tuple, list)) else one for one in filters]
        allowed = {
            *(field + way for field in fields if isinstance(field, str) for way in WAYS),
            *(one.parameter_name for one in filters if hasattr(one, "parameter_name")),
        }
        if self.date_hierarchy:
            allowed |= {self.date_hierarchy + way for way in WAYS_OF_DAYS}
        is_of_rows = lookup.split("__")[0] in {"pk", *(field.name for field in self.opts.get_fields())}
        return lookup in allowed or not is_of_rows

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changelist_view(request, *args, **kwargs)
        except UNREADABLE_FILTERS:
            return redirect(f"{request.path}?{ERROR_FLAG}=1")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        match = request.resolver_match
        if match is None or match.url_name != "autocomplete":
            return found, may_repeat
        asked = (request.GET.get("model_name", ""), request.GET.get("field_name", ""))
        # The box of a filter narrows what may be seen; that of a form offers what may be chosen.
        action = seeing(self.model) if request.GET.get("for") == "filter" else CHOICES.get(".".join(asked))
        return access.limited(found, request.user, action) if action else found.none(), may_repeat

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._may(request, "add")

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._may(request, "view", obj)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._may(request, "change", obj)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._may(request, "delete", obj)

    def _may(self, request: HttpRequest, verb: str, obj: models.Model | None = None) -> bool:
        return access.has_permission(request.user, f"reports.{verb}_{self.opts.model_name}", obj)

    def _anybodys(self, object_id: str) -> models.Model | None:
        try:
            return self.model._default_manager.filter(pk=object_id).first()
        except (ValidationError, ValueError, OverflowError):
            return None
