"""What a reader narrows a list of catalogue documents by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

Choices = Iterable[tuple[str, str]]
_NONE = {"invalid_choice": _("There is no such choice here. Choose one from the list.")}


class DocumentFilter(forms.Form):
    """Year of publication, kind, theme, form and validity, and the order; each may stay open.

    A field that cannot be read is named beside it and narrows nothing (`chosen`).
    """

    year = forms.TypedChoiceField(
        label=_("Year of publication"),
        required=False,
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": _("There is no such year here. Choose one from the list.")},
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, error_messages=_NONE)
    theme = forms.ChoiceField(label=_("National theme"), required=False, error_messages=_NONE)
    genre = forms.ChoiceField(label=_("Form of document"), required=False, error_messages=_NONE)
    validity = forms.ChoiceField(label=_("Validity"), required=False, error_messages=_NONE)
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[("", _("Newest published first")), ("oldest", _("Oldest published first"))],
        error_messages=_NONE,
    )

    def __init__(
        self,
        data: Mapping[str, object],
        *,
        years: Iterable[int],
        kinds: Choices,
        themes: Choices,
        genres: Choices,
        validities: Choices,
    ) -> None:
        super().__init__(data, auto_id="filter-%s")
        self.fields["year"].choices = [("", _("All years")), *((str(year), str(year)) for year in years)]
        self.fields["kind"].choices = [("", _("All kinds")), *kinds]
        self.fields["theme"].choices = [("", _("All themes")), *themes]
        self.fields["genre"].choices = [("", _("All forms of document")), *genres]
        self.fields["validity"].choices = [("", _("Whatever the validity")), *validities]

    @property
    def chosen(self) -> dict[str, object]:
        """The values to narrow by, without the order; those in error left out."""
        return {name: value for name, value in self._kept.items() if name != "sort"}

    @property
    def order(self) -> str:
        """The order asked for: "" or "oldest"."""
        return str(self._kept.get("sort", ""))

    @property
    def is_folded(self) -> bool:
        """Whether none of the lesser fields is in use."""
        return not any(name in self._kept or name in self.errors for name in ("theme", "genre", "validity"))

    @property
    def _kept(self) -> dict[str, object]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}
