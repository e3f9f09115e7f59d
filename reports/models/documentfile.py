"""Files attached to catalogue documents: bytes kept by content, their text extracted for search."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.models.document import Document
from reports.models.reportfile import ReadFile


class DocumentFile(ReadFile):
    """One file of a document. `removed_at`: out of the working copy, kept for the versions that bear it.

    `content_type` is told from the bytes.
    """

    document = models.ForeignKey(
        Document, models.CASCADE, related_name="files", verbose_name=_("catalogue document")
    )
    title = models.CharField(_("title"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    content_type = models.CharField(_("type"), max_length=100, editable=False)
    is_inline = models.BooleanField(
        _("picture in the text"),
        default=False,
        help_text=_("Shown within the text, not in the list of attachments."),
    )
    removed_at = models.DateTimeField(null=True, editable=False)
    erased_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("attachment of a document")
        verbose_name_plural = _("attachments of documents")
        ordering = ("position", "pk")
        indexes = (models.Index(name="documentfile_by_content", fields=("sha256",)),)
