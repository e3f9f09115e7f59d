"""What a clerk hands in to import documents: whose, which kind, which column and the table; then the yes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.forms.agencyimport import YesForm
from reports.models import Agency, Category

LARGEST = 3 * 2**20
"""Bytes: with the third that base64 adds it still fits into one request."""
Choices = list[tuple[str, str]]


class _Asked(forms.Form):
    """Whose documents of which kind go where."""

    agency = forms.ModelChoiceField(Agency.objects.none(), label=gettext_lazy("Agency"))
    kind = forms.ChoiceField(label=gettext_lazy("Kind"))
    category = forms.ModelChoiceField(
        Category.objects.none(),
        label=gettext_lazy("Column for new documents"),
        required=False,
        empty_label=gettext_lazy("where this kind is at home"),
        help_text=gettext_lazy("Documents that are here already stay in their column."),
    )

    def __init__(
        self,
        *args: Any,
        agencies: QuerySet[Agency],
        categories: QuerySet[Category],
        kinds: Choices,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies
        self.fields["category"].queryset = categories
        self.fields["kind"].choices = kinds


class DocumentTableForm(_Asked):
    """The table as a CSV or .xlsx file."""

    file = forms.FileField(
        label=gettext_lazy("Table of documents"),
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
        help_text=gettext_lazy(
            "CSV (UTF-8 or GB18030) or Excel (.xlsx), at most 3 MB and 1,000 rows. The first row names the "
            "columns, as in the empty tables below and in every download. A column left out changes nothing."
        ),
    )

    def clean_file(self) -> UploadedFile:
        """Not larger than what one request may carry twice."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(
                _("The file is larger than %(limit)s MB. Import it in parts.") % {"limit": LARGEST // 2**20}
            )
        return file


class DocumentYesForm(_Asked, YesForm):
    """The table that was shown, and whether its drafts go to review at once."""

    content = forms.CharField(widget=forms.HiddenInput, max_length=2 * LARGEST)
    is_submitted = forms.BooleanField(
        required=False,
        label=gettext_lazy("Send all of them to review as well; what is not complete stays a draft"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("agency", "kind", "category"):
            self.fields[name].widget = self.fields[name].hidden_widget()
