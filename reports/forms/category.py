"""Cleaning what staff type into a column of their agency."""

from __future__ import annotations

from typing import Any

from reports.forms.refusable import RefusableForm, without_ways_beside
from reports.models import Category


class CategoryForm(RefusableForm):
    """An agency's own column."""

    class Meta:
        model = Category
        fields = (
            *("agency", "parent", "name", "name_en", "code", "index_code", "position"),
            *("max_age_days", "is_active"),
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("agency", "parent"):
            if name in self.fields:
                self.fields[name].required = True
                without_ways_beside(self.fields[name])
