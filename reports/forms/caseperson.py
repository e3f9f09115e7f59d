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
    identity_sure = forms.BooleanField(
        label=gettext_lazy(
            "I have seen the document: it bears this very number, although its last sign is wrong"
        ),
        required=False,
        help_text=gettext_lazy("Kept in the log, without the number."),
    )
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
        if not self._fault(self.data.get("identity_kind", ""), self.data.get("identity_number", "")[:40]):
            del self.fields["identity_sure"]

    def clean_identity_number(self) -> str:
        """As printed; one that fails its check digit is taken once somebody saw it on the document."""
        number = self.cleaned_data["identity_number"]
        fault = self._fault(self.cleaned_data.get("identity_kind", ""), number)
        if fault and not self.data.get("identity_sure"):
            raise forms.ValidationError(
                _("%(fault)s If the document bears this very number, say so below.") % {"fault": fault}
            )
        return identity_number(number)

    def _fault(self, kind: str, number: str) -> str:
        plain = identity_number(number)
        return identity_fault(kind or self.kind, plain) if plain else ""

    def clean(self) -> dict[str, Any]:
        """Something must be given."""
        found = super().clean() or self.cleaned_data
        if not self.errors and not any(text for name, text in found.items() if name != "identity_sure"):
            raise forms.ValidationError(
                _("Fill in what is to be corrected; what stays empty stays as it is.")
            )
        return found

    @property
    def given(self) -> dict[str, str]:
        """What was filled in of the fields of Applicant."""
        apart = ("applicant_kind", "identity_sure")
        return {name: text for name, text in self.cleaned_data.items() if text and name not in apart}

    @property
    def is_compared(self) -> bool:
        """Whether the number fails its check and somebody saw it on the document all the same."""
        return bool(self.cleaned_data.get("identity_sure"))

    @property
    def right_kind(self) -> str:
        """The kind of applicant that is right; "" as before."""
        return self.cleaned_data["applicant_kind"]
