"""Asking for a new query code: the receipt number, and the e-mail address that the application gave."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.domain.casework import receipt


class LostForm(forms.Form):
    """Says only whether a number could be one, never whether it is there."""

    number = forms.CharField(
        label=gettext_lazy("Receipt number"),
        max_length=receipt.LONGEST,
        help_text=gettext_lazy("It looks like 2026-0012-00034."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Give the receipt number.")},
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address given in the application"),
        max_length=200,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": gettext_lazy("Give the e-mail address."),
            "invalid": gettext_lazy("This is no e-mail address. It looks like name@example.com."),
        },
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, label_suffix="", **kwargs)

    def clean_number(self) -> str:
        """As printed."""
        number = receipt.read_number(self.cleaned_data["number"])
        if not number:
            raise forms.ValidationError(_("This is no receipt number. It looks like 2026-0012-00034."))
        return number
