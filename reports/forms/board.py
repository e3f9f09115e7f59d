"""What the supervising office asks its board for, and the words it sends."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LONGEST = 2000
"""As services/handins."""
MOST = 5000
"""Agencies ticked at once; DATA_UPLOAD_MAX_NUMBER_FIELDS stands at as many."""

Choices = Sequence[tuple[str, str | Promise]]


class BoardFilter(forms.Form):
    """Year, standing and order. What makes no sense gives way to the first choice of each."""

    year = forms.ChoiceField(label=_("Report year"), required=False)
    standing = forms.ChoiceField(label=_("Standing"), required=False)
    sort = forms.ChoiceField(label=_("Order"), required=False)

    def __init__(self, asked: object, *, years: Sequence[int], standings: Choices, sorts: Choices) -> None:
        self.years = years
        known = {
            "year": [(str(year), str(year)) for year in years],
            "standing": standings,
            "sort": sorts,
        }
        get = getattr(asked, "get", {}.get)
        firsts = {name: str(choices[0][0]) for name, choices in known.items()}
        chosen = {
            name: given
            if (given := str(get(name) or "")) in {key for key, _words in choices}
            else firsts[name]
            for name, choices in known.items()
        }
        super().__init__(chosen)
        for name, choices in known.items():
            self.fields[name].choices = choices
        self.is_valid()

    @property
    def year_asked(self) -> int:
        """The year chosen."""
        return int(self.cleaned_data["year"])


class RemindForm(forms.Form):
    """One text for every agency that was ticked."""

    text = forms.CharField(
        label=_("What they are reminded of, and until when"),
        help_text=_("Every agency above finds these words on its desk."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        error_messages={"required": _("Fill this in; nothing has been done yet.")},
    )


class ReceiveForm(forms.Form):
    """A remark for every receipt that is confirmed, if any."""

    text = forms.CharField(
        label=_("Remark"),
        help_text=_("It stands on every receipt above, for the agency to read. It may stay empty."),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
    )


class Ticked(forms.Form):
    """The ids that were ticked, and the year they were ticked for."""

    year = forms.IntegerField(min_value=1990, max_value=2100)

    def __init__(self, sent: object) -> None:
        super().__init__(sent)
        self.agencies = _ids(sent, "agency")
        self.hand_ins = _ids(sent, "hand_in")

    @property
    def year_asked(self) -> int:
        """The year; 0 where none was sent, which no report has."""
        return self.cleaned_data.get("year", 0) if self.is_valid() else 0


def _ids(sent: object, name: str) -> list[int]:
    """Plausible ids only; each once."""
    given = sent.getlist(name)[:MOST] if hasattr(sent, "getlist") else []
    return list(dict.fromkeys(int(text) for text in given if text.isdecimal() and len(text) <= 18))
