"""What a reader searches for, and by what the search is narrowed."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reports.domain.text.query import LONGEST

FACETS = ("agency", "kind", "category", "year", "theme", "validity")
_YEAR = re.compile("[0-9]{4}")
_LONGEST_THEME = 60
WRONG: Mapping[str, str | Promise] = {
    "agency": _("There is no such agency here, so the search is not narrowed by it."),
    "kind": _("There is no such kind here, so the search is not narrowed by it."),
    "category": _("There is no such column here, so the search is not narrowed by it."),
    "year": _("That is no year, so the search is not narrowed by it."),
    "theme": _("There is no such theme here, so the search is not narrowed by it."),
    "validity": _("There is no such state of validity, so the search is not narrowed by it."),
}


class SearchForm(forms.Form):
    """One box; a value a facet, each of which may stay open; the order; the page.

    What cannot be read narrows nothing and is named in `wrong`.
    """

    q = forms.CharField(
        label=_("Search everything published here"),
        required=False,
        widget=forms.TextInput(
            attrs={"type": "search", "maxlength": LONGEST, "autocomplete": "off", "enterkeyhint": "search"}
        ),
    )

    def __init__(
        self, data: Mapping[str, str], *, agencies: Collection[str], values: Mapping[str, Collection[str]]
    ) -> None:
        """`agencies`: their addresses, asked only where one is given. `values`: of the other facets."""
        super().__init__(data, auto_id="search-%s")
        self.chosen: dict[str, str] = {}
        self.wrong: dict[str, str] = {}
        for name in FACETS:
            value = str(data.get(name, "")).replace("\0", "").strip()
            if value and self._is_value(name, value, agencies, values):
                self.chosen[name] = value
            elif value:
                self.wrong[name] = str(WRONG[name])

    @staticmethod
    def _is_value(
        name: str, value: str, agencies: Collection[str], values: Mapping[str, Collection[str]]
    ) -> bool:
        if name == "agency":
            return value in agencies
        if name == "year":
            return _YEAR.fullmatch(value) is not None
        if name == "theme":
            return len(value) <= _LONGEST_THEME
        return value in values[name]

    @property
    def text(self) -> str:
        """What stands in the box."""
        return str(self.data.get("q", "")).replace("\0", " ").strip()

    @property
    def sort(self) -> str:
        """ "relevance" or "date"."""
        return "date" if self.data.get("sort") == "date" else "relevance"

    @property
    def page(self) -> int:
        """The page that is asked for, from 1; what is no number is the first."""
        try:
            return max(1, int(str(self.data.get("page", "1"))[:12]))
        except ValueError:
            return 1
