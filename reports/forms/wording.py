"""Cleaning an agency's own text of a letter, a remedy, or the style of its numbers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.forms.refusable import RefusableForm, without_ways_beside
from reports.models import Wording

LONGEST = 20_000


class WordingForm(RefusableForm):
    """`things`: (group, [(code, title)]) that may be worded; what a text must hold the service says."""

    things: list[tuple[str, list[tuple[str, str]]]] = []  # noqa: RUF012 - set by the admin for each request

    class Meta:
        model = Wording
        fields = ("agency", "code", "text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "agency" in self.fields:
            without_ways_beside(self.fields["agency"])
        if "code" in self.fields:
            self.fields["code"] = forms.ChoiceField(
                label=_("What it words"), choices=[("", _("Choose one")), *self.things]
            )
        if "text" in self.fields:
            self.fields["text"] = forms.CharField(
                label=_("Text"),
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": 18, "class": "vLargeTextField"}),
                help_text=_(
                    "In letters, {name} is filled in; a paragraph with {name?} is left out where nothing is "
                    "known. Numbers take {year} and {serial}; remedies take none."
                ),
            )
