"""Entering an application that came by hand, post, fax or mouth: the public form, as the agency fills it in.

What came is registered as it came, complete or not; what is missing is asked for by a supplement.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.forms.apply import ASKED, ApplyForm
from reports.forms.applyfields import PlainField
from reports.forms.casestep import day_box
from reports.forms.importing import ManyFiles
from reports.models import Agency, Application
from reports.models.application import ApplicationKind, Channel

LOOSE = ("identity_kind", "identity_number", "medium", "way")
"""What the public form demands and a letter may lack."""
ABOUT_CASE = ("agency", "kind", "channel", "arrived_on", "received_on", "register_number")
NO_DAY = gettext_lazy("This is no day. Write it like 2026-03-05.")


class RegisterForm(ApplyForm):
    """The fields of the public form, with how and when it came. `today`: no day lies after it."""

    agency = forms.ModelChoiceField(
        label=gettext_lazy("Agency"),
        queryset=Agency.objects.none(),
        error_messages={"required": gettext_lazy("Choose the agency it was sent to.")},
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("How it came"),
        choices=[("", gettext_lazy("Choose one")), *Channel.choices],
        error_messages={"required": gettext_lazy("Choose how it came.")},
    )
    arrived_on = forms.DateField(
        label=gettext_lazy("Day of arrival"),
        widget=day_box(),
        error_messages={"required": gettext_lazy("Give the day it arrived."), "invalid": NO_DAY},
        help_text=gettext_lazy("The day it came into the house, by the stamp of receipt."),
    )
    received_on = forms.DateField(
        label=gettext_lazy("Day of legal receipt"),
        widget=day_box(),
        required=False,
        error_messages={"invalid": NO_DAY},
        help_text=gettext_lazy(
            "Left empty: the day of arrival for what was handed in, signed for or taken down; for "
            "ordinary post and fax open, until both sides have confirmed (article 31)."
        ),
    )
    register_number = PlainField(
        label=gettext_lazy("Number in the former register"),
        most=60,
        required=False,
        help_text=gettext_lazy("Only for cases that have one already."),
    )

    once = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    """Tells one filled-in form from another, so that a second click registers nothing again."""
    files = forms.Field(
        label=gettext_lazy("What came with it"),
        required=False,
        widget=ManyFiles(attrs={"multiple": True}),
        help_text=gettext_lazy(
            "The letter itself, papers sent along, scanned; at most 20 files of 20 MB each. More can be "
            "added to the case afterwards."
        ),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        agencies: QuerySet[Agency],
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, kind=_kind(data), **kwargs)
        self.today = today
        self.fields["kind"] = forms.ChoiceField(
            label=gettext_lazy("What is asked for"),
            choices=ApplicationKind.choices,
            initial=ApplicationKind.APPLICATION,
        )
        self.fields["agency"].queryset = agencies
        for name in LOOSE:
            if name in self.fields:
                self.fields[name].required = False
        self.order_fields(ABOUT_CASE)

    def clean_arrived_on(self) -> date:
        """A day that was."""
        return self._past(self.cleaned_data["arrived_on"])

    def clean_received_on(self) -> date | None:
        """A day that was, if any."""
        found = self.cleaned_data["received_on"]
        return self._past(found) if found else None

    def clean(self) -> dict[str, Any]:
        """Days in order; a number of the former register is given once."""
        found = super().clean()
        arrived, received = found.get("arrived_on"), found.get("received_on")
        if arrived and received and received < arrived:
            self.add_error("received_on", _("It cannot be legally received before it arrived."))
        agency, number = found.get("agency"), found.get("register_number")
        if agency and number and Application.objects.filter(agency=agency, register_number=number).exists():
            self.add_error("register_number", _("A case of this register number is already here."))
        return found

    def asked(self) -> dict[str, Any]:
        """The cleaned fields about the case, as `services.applications.Asked` takes them."""
        names = (*ASKED, "kind", "channel", "register_number")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}

    def renew(self, once: str) -> None:
        """Lets it be sent once more: nothing came of it."""
        self.data = {**{name: self.data.get(name) for name in self.data}, "once": once}

    def _demand_contact(self, found: Mapping[str, Any]) -> None:
        """A postal address is a contact too."""
        if not found.get("address"):
            super()._demand_contact(found)

    def _past(self, day: date) -> date:
        if day > self.today:
            raise forms.ValidationError(
                _("The day lies in the future. Give today, %(today)s, or an earlier day.")
                % {"today": f"{self.today:%Y-%m-%d}"}
            )
        if day < date(2008, 5, 1):
            raise forms.ValidationError(_("Before 1 May 2008 there were no Regulations to apply under."))
        return day


def _kind(data: Mapping[str, Any] | None) -> str:
    sent = str((data or {}).get("kind", ""))
    return sent if sent in ApplicationKind.values else ApplicationKind.APPLICATION.value
