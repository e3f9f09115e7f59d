"""Cleaning what goes with a step of a case: its day, what it sets or brings, and its words.

Each kind of step asks for exactly what the rules want of it; whether it may be taken is not judged here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reports.domain.casework.pauses import Party
from reports.domain.casework.states import Code
from reports.domain.casework.steps import StepKind
from reports.models.application import Way

MOST_WORDS = 5000
EMPTY = _("Fill this in; nothing has been done yet.")
FIELD_OF: Mapping[Code, str] = {
    **dict.fromkeys((Code.IN_FUTURE, Code.BEFORE_LAST, Code.TOO_LATE, Code.TOO_EARLY), "on"),
    **dict.fromkeys((Code.NEEDS_UNTIL, Code.UNTIL_NOT_AFTER), "until"),
    Code.BAD_DAYS: "days",
    **dict.fromkeys((Code.NEEDS_CONSENT, Code.BAD_CONSENT), "consent_on"),
    **dict.fromkeys((Code.NEEDS_REF, Code.REF_TAKEN, Code.REF_NOT_OPEN), "ref"),
    **dict.fromkeys((Code.NEEDS_OUTCOME, Code.UNKNOWN_OUTCOME, Code.OTHER_OUTCOME), "outcome"),
}
"""Why a step is refused → the field that is to blame; others are nobody's."""
OPINIONS = [
    ("agrees", _("agrees to disclosure")),
    ("objects", _("objects to disclosure")),
    ("none", _("gave no clear opinion")),
]
PARTIES = [
    (Party.THIRD_PARTY.value, _("a third party whose rights it touches (article 32)")),
    (Party.OTHER_ORGAN.value, _("another agency that made it as well (article 34)")),
]
WAYS_TO_CHARGE = [
    ("items", _("by number of applications of the applicant in the month")),
    ("pages", _("by pages of this application")),
]
FIELDS: Mapping[StepKind, tuple[str, ...]] = {
    StepKind.ASK_SUPPLEMENT: ("until",),
    StepKind.CONSULT: ("party",),
    StepKind.RECEIVE_CONSULT: ("ref",),
    StepKind.CONSULT_REPLY: ("ref", "opinion"),
    StepKind.EXTEND: ("days", "consent_on", "is_consented"),
    StepKind.DELAY: ("until",),
    StepKind.NOTIFY_FEE: ("charge", "pages"),
    StepKind.ANSWER: ("outcome",),
    StepKind.CORRECT_ANSWER: ("outcome",),
    StepKind.DELIVER: ("way",),
}
"""Step → what it asks for besides its day and its words."""
FIGURES = ("party", "opinion", "days", "consent_on", "way")
"""Fields that are kept among the figures of a step."""
NEEDS_WORDS = frozenset(
    {
        StepKind.ASK_SUPPLEMENT,
        StepKind.EXTEND,
        StepKind.ASK_REASONS,
        StepKind.DELAY,
        StepKind.DISMISS,
        StepKind.CORRECT_ANSWER,
    }
)
"""Steps that tell the applicant something, so that words are demanded."""
NEEDS_REASON = _(
    "Say why in a sentence: who is not given what they asked for is told the reason (article 36). "
    "Nothing has been done yet."
)


def day_box() -> forms.DateInput:
    """A box for a day, with the browser's own calendar."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class VersionedForm(forms.Form):
    """Holds the version of the case that was looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)


class StepForm(VersionedForm):
    """One step. `outcomes`: (group, [(code, title)]); `refs`: the open consultations, with their words.

    `reasoned`: the outcomes that are given with a reason.
    """

    on = forms.DateField(
        label=_("Day"),
        widget=day_box(),
        help_text=_("The day the law counts from, not the day of typing."),
        error_messages={"required": EMPTY, "invalid": _("This is no day. Write it like 2026-03-05.")},
    )

    def __init__(
        self,
        *args: Any,
        kind: StepKind,
        outcomes: Sequence[tuple[str, Sequence[tuple[str, str]]]] = (),
        refs: Sequence[tuple[str, str]] = (),
        reasoned: Collection[str] = (),
        longest_extension: int = 20,
        words: str | Promise = "",
        words_help: str | Promise = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.reasoned = kind, reasoned
        made = {
            "until": _until(kind),
            "party": _choice(_("Whose opinion"), PARTIES, widget=forms.RadioSelect),
            "ref": _choice(_("Consultation"), [*refs]),
            "opinion": _choice(_("What it says"), OPINIONS, widget=forms.RadioSelect),
            "days": forms.IntegerField(
                label=_("Working days"),
                min_value=1,
                max_value=longest_extension,
                help_text=_("At most %(most)s (article 33).") % {"most": longest_extension},
                error_messages={"required": EMPTY},
            ),
            "consent_on": forms.DateField(
                label=_("Consent given on"), widget=day_box(), error_messages={"required": EMPTY}
            ),
            "is_consented": forms.BooleanField(
                label=_("The person in charge of the disclosure office has consented to the extension"),
                error_messages={
                    "required": _("Without this consent the period is not extended (article 33).")
                },
            ),
            "charge": _choice(
                _("How the fee is counted"), WAYS_TO_CHARGE, widget=forms.RadioSelect, initial="items"
            ),
            "pages": forms.IntegerField(
                label=_("Number of pages"),
                required=False,
                min_value=1,
                max_value=1_000_000,
                help_text=_("Only where the fee is counted by pages."),
            ),
            "outcome": _choice(_("How it is answered"), [("", _("Choose one")), *outcomes]),
            "way": _choice(_("How it was delivered"), [("", _("Choose one")), *Way.choices]),
        }
        for name in FIELDS.get(kind, ()):
            self.fields[name] = made[name]
        self.fields["note"] = forms.CharField(
            label=words or _("Words"),
            help_text=words_help,
            required=kind in NEEDS_WORDS,
            max_length=MOST_WORDS,
            widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
            error_messages={"required": EMPTY},
        )

    def clean(self) -> dict[str, Any]:
        """A fee by pages needs their number, a refusal its reason."""
        found = super().clean() or self.cleaned_data
        if found.get("outcome") in self.reasoned and not found.get("note") and "note" not in self.errors:
            self.add_error("note", NEEDS_REASON)
        if found.get("charge") == "pages" and not found.get("pages") and "pages" not in self.errors:
            self.add_error("pages", _("Give the number of pages."))
        return found

    @property
    def given(self) -> dict[str, Any]:
        """The cleaned step as `services.casework.perform` takes it: on, until, outcome, ref, detail, note."""
        found = self.cleaned_data
        return {
            "on": found["on"],
            "until": found.get("until"),
            "outcome": found.get("outcome", ""),
            "ref": found.get("ref", ""),
            "detail": {name: _figure(found[name]) for name in FIGURES if found.get(name)},
            "note": found["note"],
        }


class StrikeForm(VersionedForm):
    """Why a step does not count."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        help_text=_("It stays on record beside the step. Name no applicant here."),
        error_messages={"required": EMPTY},
    )


class ReasonForm(forms.Form):
    """Why somebody needs to see what is masked."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}),
        help_text=_("For example: to write the address on the letter. It is kept in the log; name nobody."),
        error_messages={"required": _("Say why you need to see the applicant's personal data.")},
    )


def _until(kind: StepKind) -> forms.DateField:
    label = _("The answer is delayed until") if kind == StepKind.DELAY else _("Last day to supplement")
    return forms.DateField(label=label, widget=day_box(), error_messages={"required": EMPTY})


def _choice(label: Any, choices: Sequence[Any], **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, error_messages={"required": EMPTY}, **more)


def _figure(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
