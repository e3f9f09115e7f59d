"""Cleaning what staff type about an account and its roles. Who may give which, `queries/access` says."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.forms.refusable import RefusableForm, without_ways_beside
from reports.models import Account, Appointment


class AccountForm(RefusableForm):
    """An account. Its password is never typed here: the first one is made at random."""

    first_name = forms.CharField(label=gettext_lazy("full name"), max_length=150, required=False)

    class Meta:
        model = Account
        fields = ("username", "first_name", "is_active")
        labels = {"username": gettext_lazy("sign-in name"), "is_active": gettext_lazy("may sign in")}  # noqa: RUF012
        help_texts = {  # noqa: RUF012
            "username": gettext_lazy("Letters, digits and @ . + - _"),
            "is_active": gettext_lazy(
                "Switched off for whoever leaves. An account is never deleted: the history names it."
            ),
        }


class AppointmentForm(forms.ModelForm):
    """One role, at an agency or everywhere."""

    class Meta:
        model = Appointment
        fields = ("role", "agency")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "agency" in self.fields:
            without_ways_beside(self.fields["agency"])


class AppointmentFormSet(BaseInlineFormSet):
    """The roles of one account. `fixed`: ids of those that may not be taken away by whoever looks at them.

    `needs_one`: a new account without any role would never be seen again by whoever makes it.
    """

    fixed: frozenset[int] = frozenset()
    needs_one = False

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        if form.instance.pk in self.fixed and DELETION_FIELD_NAME in form.fields:
            form.fields[DELETION_FIELD_NAME].disabled = True

    def clean(self) -> None:
        super().clean()
        is_empty = not any(form.has_changed() for form in self.extra_forms)
        if self.needs_one and self.instance.pk is None and is_empty:
            raise forms.ValidationError(_("Give the new account at least one role."))
