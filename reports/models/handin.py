"""Reports handed in to the supervising office (2019 Regulations, article 49); reminders of those missing."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reports.models.agency import Agency
from reports.models.report import Report


class HandIn(models.Model):
    """One revision handed in, with its receipt once the supervising office confirmed it."""

    report = models.ForeignKey(
        Report, models.PROTECT, related_name="hand_ins", verbose_name=_("annual report")
    )
    to = models.ForeignKey(
        Agency, models.PROTECT, related_name="received_reports", verbose_name=_("handed in to")
    )
    number = models.CharField(_("receipt number"), max_length=40, unique=True)
    at = models.DateTimeField(_("handed in at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    received_at = models.DateTimeField(_("received at"), null=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("received by")
    )
    remark = models.TextField(_("remark of the supervising office"), blank=True)

    class Meta:
        verbose_name = _("hand-in")
        verbose_name_plural = _("hand-ins")
        ordering = ("-at", "-pk")
        constraints = (
            models.UniqueConstraint(name="hand_in_is_made_once", fields=("report", "to")),
            models.CheckConstraint(
                name="hand_in_received_means_at_and_by",
                condition=Q(received_at=None, received_by=None)
                | Q(received_at__isnull=False, received_by__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.number


class Reminder(models.Model):
    """A supervising office reminded an agency of a report that is missing."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="reminders", verbose_name=_("agency"))
    year = models.PositiveSmallIntegerField(
        _("report year"), validators=[MinValueValidator(1990), MaxValueValidator(2100)]
    )
    text = models.TextField(_("text"))
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.agency} {self.year}"
