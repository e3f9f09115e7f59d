"""Files of a case: what applicants uploaded, answers, letters sent, proof of delivery. Encrypted at rest."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.models.application import Application
from reports.models.casestep import CaseStep
from reports.models.encrypted import EncryptedTextField


class FileRole(models.TextChoices):
    """What a file is to the case."""

    UPLOADED = "uploaded", _("sent by the applicant")
    ANSWER = "answer", _("part of an answer")
    LETTER = "letter", _("letter")
    DELIVERY = "delivery", _("proof of delivery")
    INTERNAL = "internal", _("internal paper")


class CaseFile(models.Model):
    """One file: its bytes lie encrypted in the storage, its real name is encrypted too.

    Served as a download, to staff of the agency and, where `is_for_applicant`, to the applicant.
    """

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="files", verbose_name=_("disclosure application")
    )
    step = models.ForeignKey(CaseStep, models.PROTECT, null=True, blank=True, related_name="files")
    role = models.CharField(_("what it is"), max_length=12, choices=FileRole)
    file = models.FileField(_("file"), upload_to="cases/%Y/%m")
    name = EncryptedTextField(_("file name"))
    kind = models.CharField(_("type"), max_length=20)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    is_for_applicant = models.BooleanField(_("shown to the applicant"), default=False)
    added_at = models.DateTimeField(_("added at"), auto_now_add=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("added by")
    )

    PERSONAL = ("file", "name")

    class Meta:
        verbose_name = _("file of a case")
        verbose_name_plural = _("files of cases")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"file {self.pk}"
