"""Files that belong to a report: the source it was read from and what the agency attached."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reports.models.report import Report

UNREAD: Mapping[str, str | Promise] = {
    "scanned": _("The search finds nothing in this file: it holds pictures of pages and no text."),
    "unmapped": _("The search finds nothing in this file: it does not say which characters it draws."),
    "not-read": _("The search finds nothing in this file: of a picture only the title is found."),
    "empty": _("The search finds nothing in this file: it holds no words."),
    "locked": _("The search finds nothing in this file: it is protected with a password."),
    "slow": _("The search finds nothing in this file: reading it took too long and was given up."),
    "damaged": _("The search finds nothing in this file: it is damaged."),
    "gone": _("The search finds nothing in this file: it is missing where files are kept."),
    "failed": _("The search finds nothing in this file: it could not be read."),
}
"""What staff are told, by the codes of `text_fault`; whatever else went wrong is "failed"."""


class StoredFile(models.Model):
    """A kept file: its bytes never change, its SHA-256 proves it. Always served as a download."""

    file = models.FileField(_("file"), upload_to="%Y/%m")
    name = models.CharField(_("file name"), max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"), editable=False)
    added_at = models.DateTimeField(_("added at"), auto_now_add=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class ReadFile(StoredFile):
    """A kept file whose words the search finds. `text`: those words; `text_fault`: why there are none.

    Both are empty until the background worker has read it. `text_fault` is a code of
    `readers.attachmenttext.Extracted`.
    """

    text = models.TextField(_("extracted text"), blank=True, editable=False)
    text_fault = models.CharField(max_length=300, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def unread(self) -> str:
        """Why the search finds nothing in it, as a sentence; "" where it does or is not read yet."""
        return str(UNREAD.get(self.text_fault, UNREAD["failed"])) if self.text_fault else ""


class SourceFile(StoredFile):
    """The file a revision was imported from, byte for byte."""

    report = models.ForeignKey(
        Report, models.CASCADE, related_name="sources", verbose_name=_("annual report")
    )
    encoding = models.CharField(_("encoding"), max_length=20, blank=True, editable=False)

    class Meta:
        verbose_name = _("source file")
        verbose_name_plural = _("source files")
        indexes = (models.Index(name="source_by_content", fields=("sha256",)),)


class Attachment(ReadFile):
    """A file the agency publishes beside the report."""

    report = models.ForeignKey(
        Report, models.CASCADE, related_name="attachments", verbose_name=_("annual report")
    )
    title = models.CharField(_("title"), max_length=200)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ("position", "pk")
        indexes = (
            models.Index(name="attachment_unread", fields=("report",), condition=Q(text="", text_fault="")),
        )
