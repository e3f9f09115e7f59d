"""What a citizen has typed so far: kept for days, encrypted, found only with the key in their browser."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.models.agency import Agency
from reports.models.encrypted import INDEX_LENGTH, EncryptedTextField


class ApplicationDraft(models.Model):
    """An application not yet sent. `key_index` is the keyed index of the key in the browser's cookie.

    `answers` is JSON of the form's fields. Whoever loses the cookie loses the draft; it is erased at
    `expires_at`, and at once when it is sent or thrown away.
    """

    key_index = models.CharField(max_length=INDEX_LENGTH, unique=True)
    agency = models.ForeignKey(Agency, models.CASCADE, null=True, related_name="+", verbose_name=_("agency"))
    answers = EncryptedTextField()
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)
    expires_at = models.DateTimeField(_("erased at"))

    PERSONAL = ("key_index", "answers")

    class Meta:
        verbose_name = _("draft of an application")
        verbose_name_plural = _("drafts of applications")
        indexes = (models.Index(name="application_draft_expires", fields=("expires_at",)),)

    def __str__(self) -> str:
        return f"draft {self.pk}"


class DraftFile(models.Model):
    """A file sent up with a draft, encrypted in the storage."""

    draft = models.ForeignKey(ApplicationDraft, models.CASCADE, related_name="files")
    file = models.FileField(_("file"), upload_to="drafts/%Y/%m")
    name = EncryptedTextField(_("file name"))
    kind = models.CharField(_("type"), max_length=20)
    size = models.PositiveBigIntegerField(_("size in bytes"))

    PERSONAL = ("file", "name")

    class Meta:
        verbose_name = _("file of a draft")
        verbose_name_plural = _("files of drafts")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"draft file {self.pk}"
