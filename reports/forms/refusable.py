"""A form that can be shown again with what a service refused. It saves nothing itself."""

from __future__ import annotations

from typing import Any

from django import forms


class RefusableForm(forms.ModelForm):
    """`refused`: what a service said to the same input, or None. Its `field`, where it has one, is blamed."""

    refused: Exception | None = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.refused is not None:
            field = getattr(self.refused, "field", None)
            self.add_error(field if field in self.fields else None, str(self.refused))
        return cleaned


def without_ways_beside(field: forms.Field) -> None:
    """Takes the small icons (change, add, delete, view) from a choice: its rows have pages of their own."""
    for way in ("add", "change", "delete", "view"):
        setattr(field.widget, f"can_{way}_related", False)
