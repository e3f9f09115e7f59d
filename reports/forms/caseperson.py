"""Correcting what is held about an applicant: only what is to change is filled in, so nothing is unmasked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.forms.applyfields import (
    PlainField,
    PostcodeField,
    TelephoneField,
    identity_fault,
    identity_number,
)
from reports.models.applicant import IdentityKind
from reports.models.application import ApplicantKind


class PersonForm(forms.Form):
    """The fields of Applicant, each empty: left as it is. `kind`: the document held, where none is given."""

    applicant_kind = forms.ChoiceField(
        label=gettext_lazy("Kind of applicant"),
        choices=[("", gettext_lazy("as before")), *ApplicantKind.choices],
        required=False,
        help_text=gettext_lazy("Only where the wrong one was chosen: the year's table counts by it."),
    )
    name = PlainField(label=gettext_lazy("Name"), most=100, required=False)
    identity_kind = forms.ChoiceField(
        label=gettext_lazy("Identity document"),
        choices=[("", gettext_lazy("as before")), *IdentityKind.choices],
        required=False,
    )
    identity_number = PlainField(label=gettext_lazy("Number of the document"), most=40, required=False)
    representative = PlainField(
        label=gettext_lazy("Legal representative (organisations)"), most=60, required=False
    )
    contact = PlainField(label=gettext_lazy("Contact person (organisations)"), most=60, required=False)
    telephone = TelephoneField(label=gettext_lazy("Telephone"), most=30, required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False, max_length=200)
    address = PlainField(label=gettext_lazy("Postal address"), most=200, required=False)
    postcode = PostcodeField(label=gettext_lazy("Postcode"), most=12, required=False)
    help_wanted = PlainField(label=gettext_lazy("What would help"), most=300, rows=2, required=False)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.kind = kind

    def clean_identity_number(self) -> str:
        """As printed, and right by its check digit."""
        number = identity_number(self.cleaned_data["identity_number"])
        kind = self.cleaned_data.get("identity_kind") or self.kind
        fault = identity_fault(kind, number) if number else ""
        if fault:
            raise forms.ValidationError(fault)
        return number

    def clean(self) -> dict[str, Any]:
        """Something must be given."""
        found = super().clean() or self.cleaned_data
        if not self.errors and not any(found.values()):
            raise forms.ValidationError(
                _("Fill in what is to be corrected; what stays empty stays as it is.")
            )
        return found

    @property
    def given(self) -> dict[str, str]:
        """What was filled in of the fields of Applicant."""
        found = self.cleaned_data.items()
        return {name: text for name, text in found if text and name != "applicant_kind"}

    @property
    def right_kind(self) -> str:
        """The kind of applicant that is right; "" as before."""
        return self.cleaned_data["applicant_kind"]
