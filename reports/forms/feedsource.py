"""Cleaning what is typed about another portal whose publications are taken over."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.forms.refusable import RefusableForm, without_ways_beside
from reports.models import FeedSource


class FeedSourceForm(RefusableForm):
    """One portal. Its address is given once; the service judges it."""

    class Meta:
        model = FeedSource
        fields = ("address", "is_on", "every", "under", "agency_map")
        field_classes: ClassVar = {"address": forms.CharField}
        help_texts: ClassVar = {"address": _("https://host of the other portal, without anything after it.")}
        widgets: ClassVar = {
            "address": forms.TextInput(attrs={"class": "vTextField", "inputmode": "url"}),
            "agency_map": forms.Textarea(attrs={"rows": 6, "class": "vLargeTextField"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "under" in self.fields:
            without_ways_beside(self.fields["under"])
        if self.instance.pk is None and "is_on" in self.fields:
            self.fields["is_on"].initial = True
