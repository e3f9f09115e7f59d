"""Receipts of erased personal data: what went, when, under which rule; never the data."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.models.agency import Agency
from reports.models.application import Application


class Erasure(models.Model):
    """One erasure. `what` lists the kinds of data and how many of each, e.g. {"applicant": 1, "files": 2}.

    `application` None: a draft that never became a case. `backups_until`: until then a backup may hold it.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+", verbose_name=_("agency"))
    application = models.ForeignKey(
        Application,
        models.PROTECT,
        null=True,
        related_name="erasures",
        verbose_name=_("disclosure application"),
    )
    rule = models.CharField(_("rule"), max_length=40)
    what = models.JSONField(_("what was erased"))
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    backups_until = models.DateField(_("backups may hold it until"))

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.rule} {self.at:%Y-%m-%d}"
