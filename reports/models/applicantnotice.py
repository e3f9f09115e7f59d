"""Messages to applicants waiting to be sent: which, about which case; the address is read when sending."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.models.application import Application


class ApplicantNotice(models.Model):
    """One message. `code` names its text; a query code to be sent again is made new by the sender itself."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="notices", verbose_name=_("disclosure application")
    )
    code = models.CharField(_("message"), max_length=40)
    queued_at = models.DateTimeField(_("queued at"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    failed_at = models.DateTimeField(_("failed at"), null=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)

    class Meta:
        verbose_name = _("message to an applicant")
        verbose_name_plural = _("messages to applicants")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.code} {self.pk}"
