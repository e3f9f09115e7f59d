"""Files that belong to a report: the source it was read from and what the agency attached."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.models.report import Report


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


class Attachment(StoredFile):
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
