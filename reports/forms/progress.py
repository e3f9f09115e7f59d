"""What an applicant types on the way to their case, and what they answer there."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.domain.casework import receipt
from reports.domain.casework.steps import StepKind

LONGEST = 5_000
"""Characters of a supplement or of reasons."""


class LookupForm(forms.Form):
    """Receipt number and query code, as printed on the receipt, however typed."""

    number = forms.CharField(
        label=gettext_lazy("Receipt number"),
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "text", "spellcheck": "false"}),
    )
    code = forms.CharField(
        label=gettext_lazy("Query code"),
        max_length=60,
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    def clean_number(self) -> str:
        """The number as it is stored."""
        number = receipt.read_number(self.cleaned_data["number"])
        if not number:
            raise forms.ValidationError(_("A receipt number looks like 2026-0012-00034."))
        return number

    def clean_code(self) -> str:
        """The code without its dashes."""
        code = receipt.read_code(self.cleaned_data["code"])
        if not code:
            raise forms.ValidationError(_("A query code has 12 letters and digits, such as 7KQ4-9XTM-2HNC."))
        return code


class OwnStepForm(forms.Form):
    """A step of the applicant's: words, which a withdrawal may leave out."""

    kind = forms.ChoiceField(
        widget=forms.HiddenInput,
        choices=[(kind, kind) for kind in (StepKind.SUPPLEMENT, StepKind.GIVE_REASONS, StepKind.WITHDRAW)],
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    words = forms.CharField(
        label=gettext_lazy("Your words"),
        widget=forms.Textarea({"rows": 8, "maxlength": LONGEST}),
        max_length=LONGEST,
        required=False,
    )
    is_sure = forms.BooleanField(label=gettext_lazy("Yes, I withdraw this application."), required=False)

    def clean(self) -> dict[str, Any]:
        """A supplement and reasons need words, a withdrawal its tick."""
        cleaned = super().clean() or {}
        kind = cleaned.get("kind")
        if kind == StepKind.WITHDRAW:
            if not cleaned.get("is_sure"):
                self.add_error("is_sure", _("Tick the box if you want to withdraw. It cannot be taken back."))
        elif kind and not cleaned.get("words", "").strip() and "words" not in self.errors:
            self.add_error("words", _("Write what you want to add."))
        return cleaned


class OwnDataForm(forms.Form):
    """What applicants correct themselves; a field left empty stays as it is."""

    telephone = forms.CharField(label=gettext_lazy("Telephone"), max_length=40, required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail"), max_length=254, required=False)
    address = forms.CharField(label=gettext_lazy("Postal address"), max_length=200, required=False)
    postcode = forms.CharField(label=gettext_lazy("Postcode"), max_length=12, required=False)
    contact = forms.CharField(label=gettext_lazy("Contact person"), max_length=60, required=False)


class ProofForm(forms.Form):
    """The number of the identity document, to be told everything that is held."""

    identity_number = forms.CharField(
        label=gettext_lazy("Number of your identity document"),
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
