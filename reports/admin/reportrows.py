"""The rows of a report on its page: chapters, links, attachments. Who may change it may change them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.forms import Textarea
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from reports.forms.report import AttachmentForm, ChapterForm, LinkForm, RowsFormSet
from reports.models import Attachment, Chapter, RelatedLink, Report
from reports.queries import access


class Rows:
    """Permissions of the report's own."""

    formset = RowsFormSet
    extra = 1

    def has_view_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        return access.has_permission(request.user, "reports.view_report", obj)

    def has_change_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        wanted = "reports.add_report" if obj is None else "reports.change_report"
        return access.has_permission(request.user, wanted, obj)

    def has_add_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        return self.has_change_permission(request, obj)


class ChapterRows(Rows, admin.StackedInline):
    """The narrative, chapter by chapter."""

    model = Chapter
    form = ChapterForm
    fields = (("position", "number", "heading"), "text")
    formfield_overrides = {  # noqa: RUF012
        models.TextField: {"widget": Textarea(attrs={"rows": 9, "class": "vLargeTextField"})}
    }


class LinkRows(Rows, admin.TabularInline):
    """Pages to read beside the report."""

    model = RelatedLink
    form = LinkForm


class AttachmentRows(Rows, admin.TabularInline):
    """Files the agency publishes beside the report."""

    model = Attachment
    form = AttachmentForm
    fields = ("position", "title", "file", "kept")
    readonly_fields = ("kept",)

    @admin.display(description=_("kept file"))
    def kept(self, attachment: Any) -> SafeString | str:
        """Its name, size and SHA-256, with the way to its bytes."""
        if not attachment.pk:
            return _("PDF, Word, Excel, CSV, text or picture, at most 20 MB.")
        address = reverse("admin:reports_report_attachment", args=[attachment.report_id, attachment.pk])
        return format_html(
            '<a href="{}">{}</a> ({} B) <code class="sha">{}</code>{}',
            address,
            attachment.name,
            attachment.size,
            attachment.sha256,
            format_html('<br><span class="soft">{}</span>', attachment.unread) if attachment.unread else "",
        )
