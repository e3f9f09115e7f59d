"""Cleaning the words that go with an act: why a report is sent back, withdrawn, corrected."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class ActForm(forms.Form):
    """Words and the version of the report that was looked at. `label` None: the act takes no words."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    words = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 5, "class": "vLargeTextField"}), required=False, max_length=5000
    )

    def __init__(
        self,
        *args: Any,
        label: Any = None,
        help_text: Any = "",
        is_required: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if label is None:
            del self.fields["words"]
            return
        words = self.fields["words"]
        words.label, words.help_text, words.required = label, help_text, is_required
        words.error_messages["required"] = _("Fill this in; nothing has been done yet.")
