"""Cleaning what staff type about an agency. Rules that need other rows are in `services.agencies`."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.forms.refusable import RefusableForm, without_ways_beside
from reports.models import Agency


class AgencyForm(RefusableForm):
    """An agency. The address may stay empty: then one is made from the name."""

    credit_code = forms.CharField(
        label=_("unified social credit code"),
        required=False,
        max_length=30,
        help_text=_("18 characters (GB 32100)."),
    )

    class Meta:
        model = Agency
        fields = "__all__"
        help_texts = {  # noqa: RUF012
            "parent": _(
                "The body that supervises it and to which it hands its report in "
                "(2019 Regulations, articles 46, 47 and 49)."
            ),
            "kind": _(
                "Sets when its report is due: 31 March for people's governments, 31 January for all others "
                "(2019 Regulations, article 49)."
            ),
            "valid_from": _("From this year on it owes a report each year (article 49)."),
            "valid_until": _("It owes the report on a year if it stands on the last day of that year."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields.keys() & {"parent", "predecessors"}:
            without_ways_beside(self.fields[name])
        if "predecessors" in self.fields:
            # No cross to empty the whole box: it would stand in a list without being an item of it.
            self.fields["predecessors"].widget.widget.is_required = True
        if "slug" in self.fields and not self.instance.pk:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _(
                "The part of the public address that names the body: letters, digits and hyphens. "
                "Left empty, it is made from the name."
            )

    def clean_credit_code(self) -> str:
        """Without spaces and in capitals, as it is printed. Its check character is only warned about."""
        return self.cleaned_data["credit_code"].replace(" ", "").upper()

    def clean_predecessors(self) -> Any:
        """Any bodies but itself."""
        chosen = self.cleaned_data["predecessors"]
        if self.instance.pk and any(agency.pk == self.instance.pk for agency in chosen):
            raise forms.ValidationError(_("An agency is not its own predecessor. Take it out of the list."))
        return chosen


class SwitchForm(forms.Form):
    """Why one-person publication is switched; `on` is what the page said it would become."""

    on = forms.BooleanField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Everyone reads it on the page of the agency."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        error_messages={"required": _("Fill this in; nothing has been done yet.")},
    )
