"""What staff say about a year of their register: since when it is complete, the rule, why figures differ."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.models.agency import DisputeRule

LONGEST = 500


class CompleteForm(forms.Form):
    """The first year that every application is in the register for; empty: none."""

    register_from = forms.IntegerField(
        label=_("Complete from the year"),
        required=False,
        min_value=2008,
        max_value=2100,
        help_text=_(
            "From this year on every application, by whatever way it came, is in the register. Published "
            "figures of these years are then compared with the register for everyone to see. Empty: no year."
        ),
    )


class DisputeRuleForm(forms.Form):
    """Which years count a review or lawsuit."""

    rule = forms.ChoiceField(
        label=_("A review or lawsuit is counted in"),
        choices=DisputeRule.choices,
        help_text=_("The rule stands beside the numbers. Count the years again after changing it."),
    )


class DifferenceForm(forms.Form):
    """Why a published figure differs from the register."""

    reason = forms.CharField(
        label=_("Why they differ"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        help_text=_("Everyone reads it beside the two numbers. It lapses as soon as either number changes."),
        error_messages={"required": _("Say in a sentence why the figures differ. The public reads it.")},
    )
