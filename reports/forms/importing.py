"""Cleaning what a clerk hands in to be imported: a file or a text, and whose report on which year it is."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.models import Agency

LARGEST = 5 * 2**20
"""Bytes of a file: what fits twice, once read and once to be stored, into one request."""
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
            "was downloaded here and corrected. At most 5 MB."
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
        if len(content) > LARGEST:
            raise forms.ValidationError(
                _(
                    "The file “%(name)s” is larger than 5 MB. Save it without its pictures, or have it "
                    "imported with the command import_report."
                )
                % {"name": name}
            )
        cleaned["content"], cleaned["name"] = content, name
        return cleaned


class StoreForm(forms.Form):
    """A reading to be stored. The bytes travel with it: nothing is kept before it is stored."""

    content = forms.CharField(widget=forms.HiddenInput, strip=False)
    name = forms.CharField(widget=forms.HiddenInput, max_length=200)
    agency = forms.ModelChoiceField(Agency.objects.none(), label=gettext_lazy("agency"), required=False)
    enter = forms.CharField(required=False, max_length=120)
    year = forms.IntegerField(label=gettext_lazy("report year"), min_value=1990, max_value=2100)
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

    def clean_content(self) -> bytes:
        """The bytes themselves."""
        try:
            return base64.b64decode(self.cleaned_data["content"], validate=True)
        except (ValueError, binascii.Error) as error:
            raise forms.ValidationError(_("The text was lost on its way. Choose it again.")) from error

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("agency") and not cleaned.get("enter"):
            self.add_error("agency", _("Choose whose report it is."))
        return cleaned
