"""What a reader narrows the list of reports by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django import forms
from django.utils.translation import gettext_lazy as _


class ReportFilter(forms.Form):
    """Agency by a part of its name, report year, statistics form; each may stay open.

    A field that cannot be read is named beside it and narrows nothing (`chosen`).
    """

    agency = forms.CharField(label=_("Agency"), required=False, max_length=60)
    year = forms.TypedChoiceField(
        label=_("Report year"),
        required=False,
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": _("There is no such year here. Choose one from the list.")},
    )
    form = forms.ChoiceField(
        label=_("Statistics form"),
        required=False,
        error_messages={"invalid_choice": _("There is no such form here. Choose one from the list.")},
    )

    def __init__(
        self, data: Mapping[str, object], *, years: Iterable[int], statforms: Iterable[tuple[str, str]]
    ) -> None:
        super().__init__(data, auto_id="filter-%s")
        self.fields["year"].choices = [("", _("All years")), *((str(year), str(year)) for year in years)]
        self.fields["form"].choices = [("", _("All forms")), *statforms]

    @property
    def chosen(self) -> dict[str, object]:
        """The values to narrow by, those in error left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}


class AgencySearch(forms.Form):
    """Finds an agency by a part of its name, or by its code."""

    q = forms.CharField(label=_("Name or code of the agency"), required=False, max_length=60)

    def __init__(self, data: Mapping[str, object]) -> None:
        super().__init__(data, auto_id="find-%s")

    @property
    def text(self) -> str:
        """What to look for; "" when nothing was asked or it cannot be read."""
        self.is_valid()
        return self.cleaned_data.get("q", "")
