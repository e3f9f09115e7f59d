"""Cleaning what staff do with a case beside its steps: papers, who handles it, several cases at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from reports.forms.casestep import EMPTY, day_box
from reports.models import Account, CaseStep
from reports.models.casefile import FileRole

STAFF_ROLES = (FileRole.INTERNAL, FileRole.ANSWER, FileRole.UPLOADED, FileRole.DELIVERY)
"""What staff may add a file as; letters are made and added by themselves."""


class PaperForm(forms.Form):
    """One file of a case. What it holds is judged by the service that keeps it."""

    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        error_messages={"required": _("Choose a file."), "missing": _("Choose a file.")},
        help_text=_(
            "PDF, Word, Excel, OFD, pictures or text, at most 20 MB. Programs and macros are refused."
        ),
    )
    role = forms.ChoiceField(label=_("What it is"), choices=[(one.value, one.label) for one in STAFF_ROLES])
    step = forms.ModelChoiceField(
        label=_("Belongs to step"), queryset=CaseStep.objects.none(), required=False, empty_label=_("none")
    )
    is_for_applicant = forms.BooleanField(
        label=_("The applicant may download it with number and query code"), required=False
    )

    def __init__(self, *args: Any, steps: QuerySet[CaseStep], **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        field = self.fields["step"]
        field.queryset = steps
        field.label_from_instance = lambda row: f"{row.number}. {row.get_kind_display()} {row.on:%Y-%m-%d}"

    def clean(self) -> dict[str, Any]:
        """An internal paper is shown to nobody outside."""
        found = super().clean() or self.cleaned_data
        if found.get("is_for_applicant") and found.get("role") == FileRole.INTERNAL:
            self.add_error("is_for_applicant", _("An internal paper is not shown to the applicant."))
        return found


class AssignForm(forms.Form):
    """Who handles a case; empty: nobody."""

    to = forms.ModelChoiceField(
        label=_("Handled by"), queryset=Account.objects.none(), required=False, empty_label=_("nobody")
    )

    def __init__(self, *args: Any, among: QuerySet[Account], **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["to"].queryset = among
        self.fields["to"].label_from_instance = lambda one: one.get_full_name() or one.get_username()


class DayForm(forms.Form):
    """One day for several cases."""

    on = forms.DateField(
        label=_("Day of legal receipt"),
        widget=day_box(),
        error_messages={"required": EMPTY, "invalid": _("This is no day. Write it like 2026-03-05.")},
        help_text=_(
            "For ordinary post, fax and online applications: the day both sides confirmed (article 31)."
        ),
    )


class FindForm(forms.Form):
    """What a case is found by; sent by POST alone, so that it stands in no address and no log."""

    text = forms.CharField(
        label=_("Number, identity number, telephone or e-mail"),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}),
        error_messages={"required": _("Type what to look for.")},
        help_text=_(
            "A receipt number or its end, a number of the former register, or the whole identity number, "
            "telephone or e-mail of an applicant of your agency."
        ),
    )


class DossierForm(forms.Form):
    """For what a case is put together unmasked, and what of it."""

    purpose = forms.ChoiceField(
        label=_("Purpose"),
        choices=[
            ("review", _("administrative review")),
            ("suit", _("lawsuit")),
            ("supervision", _("supervising office")),
            ("archive", _("archive")),
        ],
    )
    has_internal = forms.BooleanField(label=_("With internal papers"), required=False)
