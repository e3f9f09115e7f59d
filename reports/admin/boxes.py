"""Boxes that ask the server while one types, as the stock admin's, and survive an id no database holds."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.db import models
from django.forms import Field
from django.http import HttpRequest

LONGEST_ID = 18
"""Digits of an id; SQLite breaks off on a number that does not fit 64 bits."""


class _Plausible:
    """Reads what cannot be an id as 0, which nothing has, so that the field refuses it in words."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        value = super().value_from_datadict(data, files, name)
        if isinstance(value, list):
            return [_plausible(one) for one in value]
        return _plausible(value)


def _plausible(value: Any) -> Any:
    return "0" if len(str(value)) > LONGEST_ID else value


class ChoiceBox(_Plausible, AutocompleteSelect):
    """One of many."""


class ChoicesBox(_Plausible, AutocompleteSelectMultiple):
    """Several of many."""


class FilterBox(ChoiceBox):
    """One of those that may be seen, to narrow a list by (`ScopedAdmin.get_search_results`)."""

    def get_url(self) -> str:
        return f"{super().get_url()}?for=filter"


class WithBoxes(BaseModelAdmin):
    """Puts these boxes where `autocomplete_fields` names a relation."""

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **options: Any
    ) -> Field | None:
        if db_field.name in self.get_autocomplete_fields(request):
            options.setdefault("widget", ChoiceBox(db_field, self.admin_site, using=options.get("using")))
        return super().formfield_for_foreignkey(db_field, request, **options)

    def formfield_for_manytomany(
        self, db_field: models.ManyToManyField, request: HttpRequest, **options: Any
    ) -> Field | None:
        if db_field.name in self.get_autocomplete_fields(request):
            options.setdefault("widget", ChoicesBox(db_field, self.admin_site, using=options.get("using")))
        return super().formfield_for_manytomany(db_field, request, **options)
