"""Cleaning what staff write into letters: the blanks, the text of a draft, issue and delivery."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from reports.domain.casework.letters import Blank
from reports.domain.casework.steps import StepKind
from reports.models import CaseFile
from reports.models.application import Way

EMPTY = _("Fill this in; nothing has been done yet.")
NO_DAY = _("This is no day. Write it like 2026-03-05.")
LONGEST_LINE, LONGEST_TEXT, LONGEST_BODY = 500, 5_000, 50_000
MOST_UNITS = 1_000_000
FEE_WAYS = [
    ("", _("Choose one")),
    ("items", _("by number of applications in the month")),
    ("pages", _("by pages")),
]


def _day(label: Any, *, is_required: bool, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=is_required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": EMPTY, "invalid": NO_DAY},
    )


class _Plain(forms.Form):
    """Labels without a colon."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)


class BlanksForm(_Plain):
    """What no case knows by itself. Nothing is demanded here: what is missing is marked in the draft."""

    def __init__(self, *args: Any, blanks: Sequence[Blank], required: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_english = (get_language() or "").startswith("en")
        for blank in blanks:
            label = blank.label_en if is_english else blank.label
            self.fields[blank.name] = _field(blank, label)
            self.fields[blank.name].is_wanted = blank.name in required

    @property
    def given(self) -> dict[str, str | date | int]:
        """What was filled in."""
        return {name: value for name, value in self.cleaned_data.items() if value}


class DraftForm(_Plain):
    """The text of a draft as it will be printed."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        error_messages={"required": EMPTY},
    )
    body = forms.CharField(
        label=_("Text"),
        max_length=LONGEST_BODY,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "class": "vLargeTextField"}),
        help_text=_(
            "A line each paragraph; the first addresses somebody and ends with a colon. Agency and date are "
            "set under it by themselves."
        ),
        error_messages={"required": EMPTY},
    )


class IssueForm(_Plain):
    """The day of the letter, and what its step sets. `kind` None: no step goes with it."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    on = _day(_("Day of the letter"), is_required=True)

    def __init__(self, *args: Any, kind: StepKind | None, step: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind is None:
            return
        self.fields["is_with_step"] = forms.BooleanField(
            label=_("Record in the case on the same day: %(step)s") % {"step": step},
            required=False,
            initial=True,
        )
        if kind in (StepKind.ASK_SUPPLEMENT, StepKind.DELAY):
            self.fields["until"] = _day(
                _("Last day it sets"), is_required=False, help_text=_("As the letter says it.")
            )
        if kind is StepKind.EXTEND:
            self._ask_for_extension()
        if kind is StepKind.NOTIFY_FEE:
            self._ask_for_fee()

    def _ask_for_extension(self) -> None:
        self.fields["days"] = forms.IntegerField(
            label=_("Working days"), required=False, min_value=1, max_value=20
        )
        self.fields["consent_on"] = _day(
            _("Consent of the person in charge given on"),
            is_required=False,
            help_text=_("Without this consent the period is not extended (article 33)."),
        )

    def _ask_for_fee(self) -> None:
        self.fields["charge"] = forms.ChoiceField(
            label=_("How the fee is counted"), choices=FEE_WAYS, required=False
        )
        self.fields["units"] = forms.IntegerField(
            label=_("Which application of the month, or how many pages"),
            required=False,
            min_value=1,
            max_value=MOST_UNITS,
        )

    def clean(self) -> dict[str, Any]:
        """A step taken with the letter needs all that it sets."""
        found = super().clean() or self.cleaned_data
        if found.get("is_with_step"):
            for name in ("until", "days", "consent_on", "charge", "units"):
                if name in self.fields and not found.get(name) and name not in self.errors:
                    self.add_error(name, EMPTY)
        return found


class DeliveryForm(_Plain):
    """How a letter reached its addressee. `proofs`: files of the case that may prove it."""

    way = forms.ChoiceField(
        label=_("How it was delivered"),
        choices=[("", _("Choose one")), *Way.choices],
        error_messages={"required": EMPTY},
    )
    on = _day(_("Delivered on"), is_required=True, help_text=_("The day it reached the addressee."))
    proof = forms.ModelChoiceField(
        label=_("Proof of delivery"),
        queryset=CaseFile.objects.none(),
        required=False,
        empty_label=_("none"),
        help_text=_("Add the file to the case first, as proof of delivery."),
    )

    def __init__(self, *args: Any, proofs: QuerySet[CaseFile], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["proof"].queryset = proofs
        self.fields["proof"].label_from_instance = lambda kept: kept.name


def _field(blank: Blank, label: str) -> forms.Field:
    if blank.kind == "date":
        return _day(label, is_required=False)
    if blank.kind == "number":
        return forms.IntegerField(label=label, required=False, min_value=1, max_value=MOST_UNITS)
    if blank.kind == "fee":
        return forms.ChoiceField(label=label, required=False, choices=FEE_WAYS)
    if blank.kind == "text":
        area = forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"})
        return forms.CharField(label=label, required=False, max_length=LONGEST_TEXT, widget=area)
    box = forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"})
    return forms.CharField(label=label, required=False, max_length=LONGEST_LINE, widget=box)
