"""The form of a catalogue document in the admin: its fields, those of its kind, its choices in words."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.contrib.admin.options import ModelAdmin
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.domain.catalogue.kinds import Kind
from reports.forms import document as document_forms
from reports.forms.document import PREFIX, Choices, DocumentForm
from reports.models import Document
from reports.queries import cataloguedata, documentaddresses, kindwords
from reports.queries.stattables import local

USUAL = "document"
WORDS = {
    "picture": gettext_lazy("Insert a picture"),
    "alt": gettext_lazy("What the picture shows, for those who cannot see it"),
    "Alternative Text": gettext_lazy("Text in place of the picture"),
    "Bullets": gettext_lazy("Bullets"),
    "Cancel": gettext_lazy("Cancel"),
    "Columns": gettext_lazy("Table columns"),
    "Decimal numbers": gettext_lazy("Decimal numbers"),
    "Edit Image": gettext_lazy("Edit the picture"),
    "Edit Link": gettext_lazy("Edit the link"),
    "Image URL": gettext_lazy("Address of the picture"),
    "Include header row": gettext_lazy("With a row of headings"),
    "Insert": gettext_lazy("Insert"),
    "Insert Table": gettext_lazy("Insert a table"),
    "List properties": gettext_lazy("Numbering of the list"),
    "List type": gettext_lazy("Kind of numbering"),
    "Lowercase Roman numerals": gettext_lazy("Small Roman numerals"),
    "Lowercase letters": gettext_lazy("Small letters"),
    "Open in new window": gettext_lazy("Open in a new window"),
    "Rows": gettext_lazy("Table rows"),
    "Start at": gettext_lazy("Begin with"),
    "Table Properties": gettext_lazy("About the table"),
    "Title": gettext_lazy("Title of the link"),
    "URL": gettext_lazy("Web address"),
    "Update": gettext_lazy("Apply"),
    "Uppercase Roman numerals": gettext_lazy("Large Roman numerals"),
    "Uppercase letters": gettext_lazy("Large letters"),
    "paragraph": gettext_lazy("Plain paragraph"),
    "Paragraph": gettext_lazy("Plain paragraph"),
    "heading 2": gettext_lazy("Heading of the first level"),
    "Heading 2": gettext_lazy("Heading of the first level"),
    "heading 3": gettext_lazy("Heading of the second level"),
    "Heading 3": gettext_lazy("Heading of the second level"),
    "heading 4": gettext_lazy("Heading of the third level"),
    "Heading 4": gettext_lazy("Heading of the third level"),
    "unordered list": gettext_lazy("List with bullets"),
    "ordered list": gettext_lazy("Numbered list"),
    "blockquote": gettext_lazy("Quotation"),
    "horizontal rule": gettext_lazy("Rule across the text"),
    "bold": gettext_lazy("Bold"),
    "italic": gettext_lazy("Italic"),
    "underline": gettext_lazy("Underlined"),
    "strike": gettext_lazy("Struck out"),
    "subscript": gettext_lazy("Subscript"),
    "superscript": gettext_lazy("Superscript"),
    "insert link": gettext_lazy("Insert a link"),
    "remove link": gettext_lazy("Take the link away"),
    "Insert table": gettext_lazy("Insert a table"),
    "Add column": gettext_lazy("Add a column to the right"),
    "Delete column": gettext_lazy("Delete this column"),
    "Add row": gettext_lazy("Add a row below"),
    "Delete row": gettext_lazy("Delete this row"),
    "Merge cells": gettext_lazy("Merge the cells"),
    "Split cell": gettext_lazy("Split the cell"),
    "Toggle header cell": gettext_lazy("Cell of a heading, or not"),
    "Delete table": gettext_lazy("Delete the whole table"),
    "undo": gettext_lazy("Take the last step back"),
    "redo": gettext_lazy("Do it once more"),
}
"""What the editor calls its parts, by its own names for them; js/bodyeditor.js puts them on its buttons."""


class WithKinds(ModelAdmin):
    """Builds the form for the kind of the document, or for the one that the page was opened for."""

    def kind_of(self, request: HttpRequest, obj: Document | None = None) -> Kind:
        """The kind whose fields the form has: sent, asked for, stored, or the usual one."""
        asked = request.POST.get("kind") or (obj.kind if obj else request.GET.get("kind", ""))
        kinds = cataloguedata.all_kinds()
        return kinds.get(asked, kinds[USUAL])

    def get_form(
        self, request: HttpRequest, obj: Document | None = None, **kwargs: Any
    ) -> type[forms.ModelForm]:
        kind = self.kind_of(request, obj)
        own = {one.code: _own_field(kind, one.code) for one in kind.fields}
        rules = cataloguedata.openness_rules()
        form = document_forms.made(
            kinds=kind_choices(),
            themes=[(code, kindwords.theme_name(code)) for code in cataloguedata.all_themes()],
            genres=[(code, kindwords.genre_name(code)) for code in cataloguedata.all_genres()],
            grounds=[(one.code, kindwords.ground_name(one.code)) for one in rules.grounds],
            own=own,
        )
        kwargs["form"] = _named(form, kind, obj)
        return super().get_form(request, obj, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Document | None = None) -> Any:
        kind = self.kind_of(request, obj)
        sets = [
            (
                None,
                {
                    "fields": (
                        "agency",
                        ("category", "kind"),
                        "title",
                        *(("change_note",) if obj is not None and obj.first_released_at else ()),
                        ("document_number", "index_number"),
                        ("made_on", "published_at"),
                        "issued_by",
                    )
                },
            )
        ]
        if kind.fields:
            names = tuple(f"{PREFIX}{one.code}" for one in kind.fields)
            sets.append((kindwords.kind_name(kind.code), {"fields": names}))
        sets.append((gettext_lazy("Text"), {"fields": ("summary", "body")}))
        about = [("theme", "genre"), "keywords", "source_line", "source_url"]
        sets.append((gettext_lazy("How it is found"), {"fields": about}))
        dates = [
            ("effective_on", "amended_on"),
            ("expires_on", "repealed_on"),
            "stated_validity",
            "replaced_by",
        ]
        # Only what rules has a validity; another kind keeps what it was given.
        if kind.has_validity or (obj is not None and (obj.stated_validity or obj.replaced_by_id)):
            sets.append((gettext_lazy("Validity"), {"fields": dates}))
        closed = ["openness", "ground", "ground_note", "reevaluate_on"]
        sets.append((gettext_lazy("Whether it is open"), {"fields": closed}))
        return sets


def kind_choices() -> list[tuple[str, str]]:
    """Every kind by its code, with its name."""
    return [(code, kindwords.kind_name(code)) for code in cataloguedata.all_kinds()]


def _own_field(kind: Kind, code: str) -> forms.Field:
    one = kind.field(code)
    help_text = local(one.help, one.help_en) if one.help else ""
    if one.unit:
        unit = _("Unit: %(unit)s.") % {"unit": local(one.unit, one.unit_en)}
        help_text = f"{help_text} {unit}".strip()
    if one.type == "person":
        told = _("Names of natural persons are masked by themselves when it is published.")
        help_text = f"{help_text} {told}".strip()
    if not one.is_public:
        help_text = f"{help_text} {_('Only staff read it.')}".strip()
    label = kindwords.label(one)
    if one.required:
        label = _("%(field)s (needed)") % {"field": label}
    choices: Choices = [(choice.code, local(choice.label, choice.label_en)) for choice in one.choices]
    return document_forms.field_of(one, label, help_text, choices)


def _named(form: type[DocumentForm], kind: Kind, obj: Document | None) -> type[DocumentForm]:
    """The form with what its kind calls the fields that every document has, and with its pictures."""
    names = {one.code: local(one.label, one.label_en) for one in kind.common}

    class Named(form):  # type: ignore[valid-type,misc]
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            for name, label in names.items():
                if name in self.fields:
                    self.fields[name].label = label
            if "body" in self.fields:
                self.fields["body"].widget.attrs |= _editor(obj)
            if "title" in self.fields:
                self.fields["title"].widget.attrs["class"] = "vLargeTextField"

    return Named


def _editor(obj: Document | None) -> dict[str, str]:
    """What the script of the text box is told: its words, and the pictures that may stand in the text."""
    found = obj.files.filter(is_inline=True, removed_at=None) if obj is not None else ()
    # Before it is numbered a document has no address; its pictures are then reached by its id.
    rows = [
        {
            "title": one.title or one.name,
            "src": documentaddresses.of_file(obj.address or str(obj.pk), one.pk) if obj else "",
        }
        for one in found
    ]
    words = {name: str(word) for name, word in WORDS.items()}
    return {
        "data-body-editor": "",
        "data-pictures": json.dumps(rows, ensure_ascii=False),
        "data-words": json.dumps(words, ensure_ascii=False),
    }
