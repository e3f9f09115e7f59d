"""The rows of a catalogue document on its page: attachments, and what it is to other documents."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from reports.admin.boxes import WithBoxes
from reports.admin.scope import ScopedChoices
from reports.forms.document import DocumentFileForm, DocumentLinkForm
from reports.forms.report import RowsFormSet
from reports.models import Document, DocumentFile, DocumentLink
from reports.queries import access


class Rows:
    """Permissions of the document's own."""

    formset = RowsFormSet
    extra = 1

    def has_view_permission(self, request: HttpRequest, obj: Document | None = None) -> bool:
        return access.has_permission(request.user, "reports.view_document", obj)

    def has_change_permission(self, request: HttpRequest, obj: Document | None = None) -> bool:
        wanted = "reports.add_document" if obj is None else "reports.change_document"
        return access.has_permission(request.user, wanted, obj)

    def has_add_permission(self, request: HttpRequest, obj: Document | None = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Document | None = None) -> bool:
        return self.has_change_permission(request, obj)


class FileRows(Rows, admin.TabularInline):
    """Attachments, and pictures of the text; those taken out are kept for the versions that bear them."""

    model = DocumentFile
    form = DocumentFileForm
    fields = ("position", "title", "file", "is_inline", "kept")
    readonly_fields = ("kept",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).filter(removed_at=None)

    @admin.display(description=_("kept file"))
    def kept(self, file: Any) -> SafeString | str:
        """Its name, size and SHA-256, with the way to its bytes."""
        if not file.pk:
            return _("PDF, Word, Excel, CSV, text or picture, at most 20 MB.")
        address = reverse("admin:reports_document_file", args=[file.document_id, file.pk])
        return format_html(
            '<a href="{}">{}</a> ({} B) <code class="sha">{}</code>',
            address,
            file.name,
            file.size,
            file.sha256,
        )


class LinkRows(Rows, ScopedChoices, WithBoxes, admin.TabularInline):
    """Interpretations, questions and answers, what it replaces or amends."""

    model = DocumentLink
    form = DocumentLinkForm
    fk_name = "document"
    autocomplete_fields = ("target",)
