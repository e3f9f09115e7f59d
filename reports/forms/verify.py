"""What somebody brings to be verified: a fingerprint or a file."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LARGEST = 20 * 2**20
"""Bytes of a file to be verified: as much as an attachment may have."""
_SPACES = re.compile(r"[\s:·-]+")


class FingerprintForm(forms.Form):
    """A fingerprint as printed on a page: 64 hexadecimal digits, in groups or not."""

    fingerprint = forms.CharField(label=gettext_lazy("Fingerprint"), max_length=200, strip=True)

    def clean_fingerprint(self) -> str:
        """The digits alone, in lower case."""
        digits = _SPACES.sub("", self.cleaned_data["fingerprint"]).lower()
        RegexValidator(
            r"\A[0-9a-f]{64}\Z",
            _(
                "A fingerprint has 64 digits and letters from a to f. "
                "Copy it whole from the page of the report or document."
            ),
        )(digits)
        return digits


class FileForm(forms.Form):
    """A file that was downloaded here. It is looked at and not kept."""

    file = forms.FileField(label=gettext_lazy("File"), allow_empty_file=True)

    def clean_file(self) -> UploadedFile:
        """Refuses what is empty or larger than anything that can be downloaded here."""
        file: Any = self.cleaned_data["file"]
        if not file.size:
            raise forms.ValidationError(_("The file “%(name)s” is empty.") % {"name": file.name})
        if file.size > LARGEST:
            raise forms.ValidationError(
                _("The file “%(name)s” is larger than %(limit)s MB.")
                % {"name": file.name, "limit": LARGEST // 2**20}
            )
        return file
