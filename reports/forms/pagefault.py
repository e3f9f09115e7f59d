"""What staff write to settle a reader's report of a fault."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.forms.refusable import RefusableForm
from reports.models import PageFault


class PageFaultForm(RefusableForm):
    """What was done; the rest of the report is only shown."""

    class Meta:
        model = PageFault
        fields = ("answer",)
        widgets: ClassVar = {"answer": forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"})}
        help_texts: ClassVar = {
            "answer": _(
                "What was mended, or why nothing was. Only staff read it. When you save, the report is "
                "settled and how to reach the reader is deleted: write to them first, if they asked for it."
            )
        }
