"""What an administrator hands in to import agencies: a table first, then the same table with a yes."""

from __future__ import annotations

import base64
import binascii

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LARGEST = 2**20
"""Bytes: five hundred agencies with every column take a tenth of it."""


class TableForm(forms.Form):
    """A CSV or .xlsx file."""

    file = forms.FileField(
        label=gettext_lazy("Table of agencies"),
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
        help_text=gettext_lazy(
            "CSV (UTF-8 or GB18030) or Excel (.xlsx), at most 1 MB and 500 rows. The first row names the "
            "columns, as in the export. An empty cell empties the field; a column left out changes nothing."
        ),
    )

    def clean_file(self) -> UploadedFile:
        """Not larger than any table of agencies."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(
                _("The file is larger than 1 MB, far more than any table of agencies.")
            )
        return file


class YesForm(forms.Form):
    """The bytes that were looked over, and what stands for what they would do."""

    content = forms.CharField(widget=forms.HiddenInput, max_length=2 * LARGEST)
    digest = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)

    def clean_content(self) -> bytes:
        """The bytes."""
        try:
            return base64.b64decode(self.cleaned_data["content"], validate=True)
        except (binascii.Error, ValueError) as problem:
            raise forms.ValidationError(_("The table was lost on its way. Choose it again.")) from problem
