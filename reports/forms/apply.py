"""The public forms: an application for information, a correction of one's own records, a complaint.

They clean and validate (2019 Regulations, articles 29, 40, 41, 43 and 51). No purpose is asked: article 27
wants none. Nobody is asked for more than the agency needs to answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.forms.applyfields import (
    PlainField,
    PostcodeField,
    TelephoneField,
    identity_fault,
    identity_number,
)
from reports.forms.applywords import DESCRIPTION, OTHERWISE, REFERENCE, SECTIONS
from reports.models.applicant import IdentityKind
from reports.models.application import ApplicantKind, ApplicationKind, Medium, Way

MOST = 5_000
"""Signs of the description."""
PERSON = (
    *("name", "identity_kind", "identity_number", "representative", "contact", "telephone", "email"),
    *("address", "postcode", "help_wanted"),
)
"""What of the form is about the applicant: the fields of Applicant."""
ASKED = ("applicant_kind", "description", "reference", "medium", "way", "needs_help")
"""What of the form is about the case."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page: what it is called, and its fields in order."""

    name: str
    title: str
    note: str
    fields: list[BoundField]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the sheet that is sent."""

    label: str
    text: str


class ApplyForm(forms.Form):
    """One item to one agency. `kind` (an ApplicationKind) settles what is asked and how it is called."""

    applicant_kind = forms.ChoiceField(
        label=gettext_lazy("You apply as"),
        choices=ApplicantKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose as what you apply.")},
    )
    name = PlainField(
        label=gettext_lazy("Name"),
        most=100,
        complete="name",
        help_text=gettext_lazy("Your full name as on the document; of an organisation its registered name."),
        error_messages={"required": gettext_lazy("Give your name.")},
    )
    identity_kind = forms.ChoiceField(
        label=gettext_lazy("Identity document"),
        choices=[("", gettext_lazy("Choose one")), *IdentityKind.choices],
        error_messages={"required": gettext_lazy("Choose the document that proves who you are.")},
    )
    identity_number = PlainField(
        label=gettext_lazy("Number of the document"),
        most=40,
        error_messages={"required": gettext_lazy("Give the number of the document.")},
    )
    identity_sure = forms.BooleanField(
        label=gettext_lazy("I have compared it: the number stands on the document just as I typed it"),
        required=False,
    )
    representative = PlainField(
        label=gettext_lazy("Legal representative (organisations)"), most=60, required=False
    )
    contact = PlainField(label=gettext_lazy("Contact person (organisations)"), most=60, required=False)
    telephone = TelephoneField(label=gettext_lazy("Telephone"), most=30, complete="tel", required=False)
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        required=False,
        max_length=200,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=gettext_lazy("With it a lost query code can be sent to you."),
        error_messages={
            "invalid": gettext_lazy("This is no e-mail address. It looks like name@example.com.")
        },
    )
    address = PlainField(
        label=gettext_lazy("Postal address"),
        most=200,
        complete="street-address",
        required=False,
        help_text=gettext_lazy("Needed only where the answer is to come by post."),
    )
    postcode = PostcodeField(label=gettext_lazy("Postcode"), most=12, complete="postal-code", required=False)
    description = PlainField(most=MOST, rows=7)
    reference = PlainField(most=200, required=False)
    medium = forms.ChoiceField(
        label=gettext_lazy("In which form"),
        choices=Medium.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the form in which you want the information.")},
    )
    way = forms.ChoiceField(
        label=gettext_lazy("How the answer is to reach you"),
        choices=Way.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how the answer is to reach you.")},
    )
    needs_help = forms.BooleanField(
        label=gettext_lazy("I have difficulty in reading, seeing or hearing, and ask for help (article 43)"),
        required=False,
    )
    help_wanted = PlainField(
        label=gettext_lazy("What would help"),
        most=300,
        rows=2,
        required=False,
        help_text=gettext_lazy("For example large print, reading aloud, sign language, a call back."),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, kind: str, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)
        self.kind = ApplicationKind(kind)
        for name, words in (("description", DESCRIPTION), ("reference", REFERENCE)):
            field = self.fields[name]
            field.label, field.help_text, field.error_messages["required"] = words[self.kind]
        for field in self.fields.values():
            if isinstance(field, forms.ChoiceField):  # what was sent is not repeated
                field.error_messages["invalid_choice"] = field.error_messages["required"]
        if self.kind != ApplicationKind.APPLICATION:
            del self.fields["medium"]
        if not self._shows_doubt():
            del self.fields["identity_sure"]

    def sections(self) -> Iterator[Section]:
        """The parts of the page in order."""
        for name, title, note, fields in SECTIONS:
            shown = [self[field] for field in fields if field in self.fields]
            title, note = OTHERWISE.get((self.kind, name), (title, note))
            yield Section(name, str(title), str(note), shown)

    def rows(self) -> Iterator[Row]:
        """What was filled in, as it will be sent, in the order of the page."""
        named = self.asked() | self.person()
        for section in self.sections():
            for field in section.fields:
                text = named.get(field.name, "")
                choices = dict(getattr(field.field, "choices", ()))
                shown = _("yes") if text is True else str(choices.get(text, text) or "")
                if shown:
                    yield Row(str(field.label), shown)

    def wrong(self) -> list[tuple[BoundField, str]]:
        """Every error with its field, in the order of the page."""
        return [
            (field, error)
            for section in self.sections()
            for field in section.fields
            for error in field.errors
        ]

    def clean_identity_number(self) -> str:
        """As printed; one that fails its check digit is taken once it was compared with the document."""
        number = identity_number(self.cleaned_data["identity_number"])
        fault = identity_fault(self.cleaned_data.get("identity_kind", ""), number)
        if fault and not self._is_on("identity_sure"):
            raise forms.ValidationError(
                _("%(fault)s If it is right, say so below and go on.") % {"fault": fault}
            )
        return number

    def clean(self) -> dict[str, Any]:
        """What only holds together: a person has no credit code, each way needs its address."""
        found = super().clean() or self.cleaned_data
        is_person = found.get("applicant_kind") == ApplicantKind.NATURAL_PERSON
        if is_person and found.get("identity_kind") == IdentityKind.CREDIT_CODE:
            self.add_error("identity_kind", _("A person has no credit code. Choose another document."))
        self._demand_contact(found)
        self._demand_way(found)
        return found

    def asked(self) -> dict[str, Any]:
        """The cleaned fields about the case."""
        return {name: self.cleaned_data[name] for name in ASKED if name in self.cleaned_data}

    def person(self) -> dict[str, str]:
        """The cleaned fields of Applicant; those of organisations are dropped for a person."""
        is_person = self.cleaned_data["applicant_kind"] == ApplicantKind.NATURAL_PERSON
        dropped = {"representative", "contact"} if is_person else set()
        return {name: self.cleaned_data[name] for name in PERSON if name not in dropped}

    def _demand_contact(self, found: Mapping[str, Any]) -> None:
        if not (found.get("telephone") or found.get("email") or {"telephone", "email"} & self.errors.keys()):
            self.add_error("telephone", _("Give a telephone number or an e-mail address, or both."))

    def _demand_way(self, found: Mapping[str, Any]) -> None:
        way, medium = found.get("way"), found.get("medium")
        if way == Way.EMAIL and not found.get("email") and "email" not in self.errors:
            self.add_error("email", _("The answer is to come by e-mail: give your e-mail address."))
        if way == Way.POST and not found.get("address") and "address" not in self.errors:
            self.add_error("address", _("The answer is to come by post: give your postal address."))
        if medium == Medium.PAPER and way in (Way.ONLINE, Way.EMAIL):
            self.add_error("way", _("A paper copy comes by post or is collected. Choose one of these."))
        if medium == Medium.INSPECTION and way and way != Way.COLLECTED:
            self.add_error("way", _("To read it on the spot you come in person. Choose that."))

    def _shows_doubt(self) -> bool:
        """Whether the box that confirms an odd number is there: for a number that is odd."""
        given = self.data if self.is_bound else self.initial
        number = identity_number(str(given.get("identity_number") or "")[:60])
        return bool(number and identity_fault(str(given.get("identity_kind") or ""), number))

    def _is_on(self, name: str) -> bool:
        return self.data.get(name) in ("on", "true", "True", "1", True)
