"""What a caseworker hands in to import a former register: agency and table, then the same with a yes."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.forms.agencyimport import YesForm
from reports.models import Agency

LARGEST = 2 * 2**20
"""Bytes: two thousand cases with every column take a third of it."""


class RegisterTableForm(forms.Form):
    """The agency whose register it is, and a CSV or .xlsx file."""

    agency = forms.ModelChoiceField(Agency.objects.none(), label=gettext_lazy("Agency"))
    file = forms.FileField(
        label=gettext_lazy("Register of applications"),
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
        help_text=gettext_lazy(
            "CSV (UTF-8 or GB18030) or Excel (.xlsx), at most 2 MB and 2,000 cases. The first row names the "
            "columns. A case whose register number is here already is left as it is."
        ),
    )

    def __init__(self, *args: object, agencies: QuerySet[Agency], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies

    def clean_file(self) -> UploadedFile:
        """Not larger than any register of some years."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(
                _("The file is larger than %(limit)s MB. Import it in parts.") % {"limit": LARGEST // 2**20}
            )
        return file


class RegisterYesForm(YesForm):
    """The table that was shown, and whose register it is."""

    content = forms.CharField(widget=forms.HiddenInput, max_length=2 * LARGEST)
    agency = forms.ModelChoiceField(Agency.objects.none(), widget=forms.HiddenInput)

    def __init__(self, *args: object, agencies: QuerySet[Agency], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies
