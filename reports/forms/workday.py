"""Cleaning a day that is worked or not by notice."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.forms.casestep import day_box
from reports.forms.refusable import RefusableForm
from reports.models import Workday


class WorkdayForm(RefusableForm):
    """One day, with the notice that says so."""

    is_worked = forms.TypedChoiceField(
        label=_("That day is"),
        choices=[("", _("Choose one")), ("yes", _("worked")), ("no", _("not worked"))],
        coerce=lambda value: value == "yes",
        error_messages={"required": _("Say whether it is worked.")},
    )

    class Meta:
        model = Workday
        fields = ("day", "is_worked", "source")
        widgets: ClassVar = {"day": day_box(), "source": forms.TextInput(attrs={"class": "vTextField"})}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["is_worked"] = "yes" if self.instance.is_worked else "no"
