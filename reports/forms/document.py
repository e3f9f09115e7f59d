"""Cleaning what staff type into a catalogue document: its fields, those of its kind, files, relations.

What the values must be is the services' to say; what they refuse is shown beside the field that is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.domain.catalogue.kinds import Field
from reports.forms.refusable import RefusableForm, without_ways_beside
from reports.forms.report import NothingToChoose, PlacedForm, WebAddress
from reports.models import Document, DocumentFile, DocumentLink

PREFIX = "kind_"
"""Before the code of a kind's field, as its name in the form."""
MANY = ";"
LONG = {"summary": 3, "change_note": 3, "ground_note": 2}
DAYS = ("made_on", "effective_on", "amended_on", "expires_on", "repealed_on", "reevaluate_on")
Choices = Sequence[tuple[str, str]]


class Day(forms.DateInput):
    """A day, chosen in the browser's own calendar."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class BodyText(forms.Textarea):
    """The text as HTML. A script puts an editor in its place; without it the HTML itself is typed."""

    class Media:
        css = {  # noqa: RUF012
            "all": (
                "django_prose_editor/material-icons.css",
                "django_prose_editor/editor.css",
                "css/bodyeditor.css",
            )
        }
        js = ("js/bodywords.js", forms.Script("js/bodyeditor.js", type="module"))


class DocumentForm(RefusableForm):
    """A draft's own fields. `made` adds the choices and the fields of its kind."""

    class Meta:
        model = Document
        fields = (
            *("agency", "category", "kind", "title", "index_number", "document_number", "issued_by"),
            *("made_on", "published_at", "theme", "genre", "effective_on", "amended_on", "expires_on"),
            *("repealed_on", "stated_validity", "replaced_by", "keywords", "summary", "body"),
            *(
                "source_line",
                "source_url",
                "openness",
                "ground",
                "ground_note",
                "reevaluate_on",
                "change_note",
            ),
        )
        field_classes = {"source_url": WebAddress}  # noqa: RUF012
        widgets = {"body": BodyText(attrs={"rows": 20, "class": "vLargeTextField"})}  # noqa: RUF012
        help_texts = {  # noqa: RUF012
            "body": _(
                "Type it, or paste it from Word or a web page: everything but structure is taken out when "
                "you save. Pictures are attached below first."
            ),
            "summary": _("What it says in a few words; lists and search show it."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in DAYS:
            if name in self.fields:
                self.fields[name].widget = Day()
        for name, rows in LONG.items():
            if name in self.fields:
                self.fields[name].widget.attrs["rows"] = rows
        for name in ("agency", "category", "replaced_by"):
            if name in self.fields:
                without_ways_beside(self.fields[name])
        for name, field in self.fields.items():
            if name.startswith(PREFIX):
                value = self.instance.fields.get(name.removeprefix(PREFIX), "")
                is_many = isinstance(field, forms.MultipleChoiceField)
                self.initial.setdefault(name, value.split(MANY) if is_many and value else value)

    def clean(self) -> dict[str, Any]:
        """Puts what a service refused beside the fields it names."""
        refused = self.refused
        errors = dict(getattr(refused, "errors", {}))
        kind_errors = dict(getattr(refused, "kind_errors", {}))
        if not errors:
            return super().clean()
        self.refused = None
        cleaned = super().clean()
        for code, sentence in kind_errors.items():
            self.add_error(f"{PREFIX}{code}" if f"{PREFIX}{code}" in self.fields else None, sentence)
        for name, sentences in errors.items():
            if name == "fields" and kind_errors:
                continue
            for sentence in sentences:
                self.add_error(name if name in self.fields else None, sentence)
        return cleaned

    def kind_values(self) -> dict[str, str]:
        """The kind's own fields by code, as text."""
        found = {}
        for name in self.fields:
            if name.startswith(PREFIX):
                value = self.cleaned_data.get(name) or ""
                found[name.removeprefix(PREFIX)] = MANY.join(value) if isinstance(value, list) else str(value)
        return found


def made(
    kinds: Choices, themes: Choices, genres: Choices, grounds: Choices, own: Mapping[str, forms.Field]
) -> type[DocumentForm]:
    """The form with those choices and those fields of its kind (by code)."""
    declared: dict[str, forms.Field] = {
        "kind": forms.ChoiceField(label=_("kind"), choices=kinds),
        "theme": _optional(_("theme"), themes),
        "genre": _optional(_("genre"), genres),
        "ground": _optional(_("ground"), grounds),
    }
    declared |= {f"{PREFIX}{code}": field for code, field in own.items()}
    return type("DocumentForm", (DocumentForm,), declared)


def _optional(label: Any, choices: Choices) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[("", "---------"), *choices], required=False)


def field_of(one: Field, label: str, help_text: str, choices: Choices) -> forms.Field:
    """The field of a kind as a form has it. A draft may leave it empty; what is wrong the service says."""
    given: dict[str, Any] = {"label": label, "help_text": help_text, "required": False}
    if one.type == "choice":
        return forms.ChoiceField(choices=[("", "---------"), *choices], **given)
    if one.type == "choices":
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **given)
    if one.type == "long_text":
        area = forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"})
        return forms.CharField(max_length=one.longest, widget=area, **given)
    widget = Day() if one.type == "date" else forms.TextInput(attrs={"class": "vTextField"})
    return forms.CharField(max_length=one.longest, widget=widget, **given)


class DocumentFileForm(PlacedForm):
    """A file of the document; once kept, only its title and place change."""

    class Meta:
        model = DocumentFile
        fields = ("position", "title", "file", "is_inline")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False
        self.fields["title"].help_text = _("Left empty, it is the name of the file.")
        self.fields["file"].widget = forms.FileInput()
        if self.instance.pk:
            self.fields["file"].disabled = self.fields["is_inline"].disabled = True
            self.fields["file"].widget = NothingToChoose()

    def data_of_file(self) -> bytes:
        """The bytes of the file that was chosen, from its beginning."""
        chosen = self.cleaned_data["file"]
        chosen.seek(0)
        return chosen.read()


class DocumentLinkForm(PlacedForm):
    """What the document is to another one."""

    class Meta:
        model = DocumentLink
        fields = ("position", "relation", "target")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        without_ways_beside(self.fields["target"])


class ReconsiderForm(forms.Form):
    """The re-evaluation of what is kept from the public (2019 Regulations, article 18)."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    openness = forms.ChoiceField(label=_("openness"))
    ground = forms.ChoiceField(label=_("ground"), required=False)
    next_on = forms.DateField(label=_("to be re-evaluated on"), required=False, widget=Day())
    words = forms.CharField(
        label=_("Reason"),
        help_text=_("What was weighed. Only staff read it."),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5, "class": "vLargeTextField"}),
        error_messages={"required": _("Fill this in; nothing has been done yet.")},
    )

    def __init__(self, *args: Any, ways: Choices, grounds: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["openness"].choices = ways
        self.fields["ground"].choices = [("", "---------"), *grounds]
