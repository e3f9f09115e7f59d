"""Cleaning what goes with a step of the road: its words, its time, what a reviewer confirms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class _Versioned(forms.Form):
    """Holds the version of the report that was looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput)


def _words(label: Any, help_text: Any, *, is_required: bool) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=is_required,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5, "class": "vLargeTextField"}),
        error_messages={"required": _("Fill this in; nothing has been done yet.")},
    )


class ActForm(_Versioned):
    """`label` of the words, None: the step takes none. `takes_time`: it asks when."""

    def __init__(
        self,
        *args: Any,
        label: Any = None,
        help_text: Any = "",
        is_required: bool = False,
        takes_time: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if label is not None:
            self.fields["words"] = _words(label, help_text, is_required=is_required)
        if takes_time:
            self.fields["at"] = forms.DateTimeField(
                label=_("Time"),
                help_text=_("Day and minute, by the clock of Beijing."),
                widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
                error_messages={"required": _("Fill this in; nothing has been done yet.")},
            )


class ReviewForm(_Versioned):
    """What is confirmed before a report becomes public (2019 Regulations, article 17).

    `has_hints`: places that may hold personal data were shown. `asks_why`: the same person publishes, and a
    check fails that nobody has explained.
    """

    is_secrecy_reviewed = forms.BooleanField(
        label=_(
            "I have reviewed this revision for secrecy: it holds no state secret, and nothing that the "
            "Regulations keep from disclosure (articles 14 to 17)."
        ),
        error_messages={"required": _("Confirm this first; nothing has been done yet.")},
    )

    def __init__(self, *args: Any, has_hints: bool, asks_why: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_hints:
            self.fields["is_privacy_looked_over"] = forms.BooleanField(
                label=_("I have looked at each place listed above; nothing there may stay unpublished."),
                error_messages={"required": _("Confirm this first; nothing has been done yet.")},
            )
        if asks_why:
            self.fields["words"] = _words(
                _("Public explanation"),
                _("Why figures that do not add up are published as they stand. Everyone reads it."),
                is_required=True,
            )
