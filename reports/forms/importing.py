"""Cleaning what a clerk hands in to be imported: a file or a text, and whose report on which year it is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.models import Agency
from reports.models.report import ReportKind

LARGEST = 20 * 2**20
"""Bytes of the largest file of any kind, as `reports.readers.opening` reads them; each kind has its own."""
LONGEST_TEXT = 5 * 2**20
"""Bytes of a pasted text: those of the largest text file."""
MOST_FILES = 20
"""Files of one request (DATA_UPLOAD_MAX_NUMBER_FILES)."""
ACCEPTED = ".txt,.md,.html,.htm,.docx,.xlsx,.csv,.json,.pdf"
"""Endings of the files that are read, as `reports.readers.opening` knows them."""


class ReadForm(forms.Form):
    """A file or a text. `content` and `name` are its bytes and its name, once clean."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
        help_text=gettext_lazy(
            "Word (.docx), Excel (.xlsx), PDF, web page (.html), plain text (.txt) or CSV; also a table that "
            "was downloaded here and corrected. At most 20 MB, texts 5 MB."
        ),
    )
    text = forms.CharField(
        label=gettext_lazy("Or paste the text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "class": "vLargeTextField"}),
        help_text=gettext_lazy("The whole report with its table, as copied from a page or a document."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        # A browser sends the lines of a text box as CRLF; the same words from a file must be the same bytes.
        file, text = cleaned.get("file"), (cleaned.get("text") or "").replace("\r\n", "\n")
        if file is not None and text.strip():
            raise forms.ValidationError(_("Choose a file or paste a text, not both."))
        if file is None and not text.strip():
            raise forms.ValidationError(_("Choose a file or paste a text."))
        name = file.name if file is not None else _("pasted text") + ".txt"
        content = file.read(LARGEST + 1) if file is not None else text.encode()
        largest = LARGEST if file is not None else LONGEST_TEXT
        if len(content) > largest:
            raise forms.ValidationError(_too_large(name, largest))
        cleaned["content"], cleaned["name"] = content, name
        return cleaned


class ManyFiles(forms.ClearableFileInput):
    """A box for several files at once."""

    allow_multiple_selected = True


class DropForm(forms.Form):
    """Several files. `contents` are their bytes and names, once clean."""

    files = forms.Field(
        label=gettext_lazy("Files"),
        required=False,
        widget=ManyFiles(attrs={"accept": f"{ACCEPTED},.zip", "multiple": True}),
        help_text=gettext_lazy(
            "Word (.docx), Excel (.xlsx), PDF, web pages (.html), plain text (.txt) or CSV, or a ZIP archive "
            "of them. At most 20 files and 60 MB at once, each at most 20 MB."
        ),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        given = self.files.getlist("files") if hasattr(self.files, "getlist") else []
        if not given:
            raise forms.ValidationError(_("Choose one or more files."))
        for file in given:
            if file.size > LARGEST:
                raise forms.ValidationError(_too_large(file.name, LARGEST))
        cleaned["contents"] = [(file.read(), file.name) for file in given]
        return cleaned


def _too_large(name: str, largest: int) -> str:
    return _(
        "The file “%(name)s” is larger than %(limit)s MB. Save it without its pictures, or divide it."
    ) % {"name": name, "limit": largest // 2**20}


class StoreForm(forms.Form):
    """A reading to be stored. `content` is the number under which its file is kept on the import desk."""

    content = forms.CharField(widget=forms.HiddenInput, max_length=18)
    agency = forms.ModelChoiceField(Agency.objects.none(), label=gettext_lazy("agency"), required=False)
    enter = forms.CharField(required=False, max_length=120)
    year = forms.IntegerField(label=gettext_lazy("report year"), min_value=1990, max_value=2100)
    kind = forms.ChoiceField(label=gettext_lazy("kind"), choices=ReportKind, required=False)
    form_id = forms.ChoiceField(label=gettext_lazy("statistics form"), required=False)

    def __init__(
        self,
        *args: Any,
        choices: list[tuple[str, str]],
        agencies: QuerySet[Agency],
        box: forms.Widget,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form_id"].choices = [("", _("as recognised by its labels")), *choices]
        agency = self.fields["agency"]
        agency.queryset = agencies
        box.choices = agency.choices
        agency.widget = box

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("agency") and not cleaned.get("enter"):
            self.add_error("agency", _("Choose whose report it is."))
        return cleaned
