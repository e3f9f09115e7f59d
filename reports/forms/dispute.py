"""Cleaning a review or a lawsuit: what it is about is named by receipt number."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.domain.casework import receipt
from reports.forms.casestep import day_box
from reports.forms.refusable import RefusableForm, without_ways_beside
from reports.models import Application, Dispute


class DisputeForm(RefusableForm):
    """`cases`: those that may be named, set for each request."""

    cases: QuerySet[Application] = Application.objects.none()

    case = forms.CharField(
        label=gettext_lazy("Case"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}),
        help_text=gettext_lazy("Its receipt number; empty for a case that is not in the portal."),
    )

    class Meta:
        model = Dispute
        fields = (
            *("agency", "kind", "filed_on", "after", "result", "result_on", "is_reviewer_only"),
            *("reference", "note"),
        )
        widgets: ClassVar = {
            "filed_on": day_box(),
            "result_on": day_box(),
            "reference": forms.TextInput(attrs={"class": "vTextField"}),
            "note": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("agency", "after"):
            if name in self.fields:
                without_ways_beside(self.fields[name])
        if "case" in self.fields and self.instance.pk and self.instance.application_id:
            self.fields["case"].initial = self.instance.application.number

    def clean_case(self) -> Application | None:
        """The case of that number, if somebody may see it; nobody learns of another's."""
        typed = self.cleaned_data["case"].strip()
        if not typed:
            return None
        number = receipt.read_number(typed) or typed
        found = self.cases.filter(number=number).first()
        if found is None:
            raise forms.ValidationError(_("No case of your agency has this receipt number."))
        return found

    def _post_clean(self) -> None:
        self.instance.application = self.cleaned_data.get("case")
        super()._post_clean()
