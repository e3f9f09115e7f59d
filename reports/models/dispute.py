"""Administrative reviews and lawsuits about disclosure: the year's table `disputes` is counted from them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reports.models.agency import Agency
from reports.models.application import Application
from reports.models.encrypted import EncryptedTextField


class DisputeKind(models.TextChoices):
    """Which road was taken: the groups of the table."""

    REVIEW = "review", _("administrative review")
    SUIT_DIRECT = "suit_direct", _("lawsuit without review")
    SUIT_AFTER_REVIEW = "suit_after_review", _("lawsuit after review")


class DisputeResult(models.TextChoices):
    """How it ended: the columns of the table."""

    UPHELD = "upheld", _("upheld")
    CORRECTED = "corrected", _("corrected by the decision")
    OTHER = "other", _("other result")


class Dispute(models.Model):
    """One review or lawsuit. `application` None: about a case that is not in the portal."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="disputes", verbose_name=_("agency"))
    application = models.ForeignKey(
        Application,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="disputes",
        verbose_name=_("disclosure application"),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=DisputeKind)
    after = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("follows the review")
    )
    filed_on = models.DateField(_("filed on"))
    result = models.CharField(_("result"), max_length=12, choices=DisputeResult, blank=True)
    result_on = models.DateField(_("decided on"), null=True, blank=True)
    is_reviewer_only = models.BooleanField(
        _("co-defendant as reviewing organ only"),
        default=False,
        help_text=_("Such a case is counted by the organ that answered, not by the one that reviewed."),
    )
    reference = EncryptedTextField(_("case number of the organ or court"), blank=True)
    note = EncryptedTextField(_("note"), blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("created by"),
    )

    PERSONAL = ("reference", "note")

    class Meta:
        verbose_name = _("review or lawsuit")
        verbose_name_plural = _("reviews and lawsuits")
        ordering = ("-filed_on", "-pk")
        constraints = (
            models.CheckConstraint(
                name="dispute_result_means_a_day",
                condition=Q(result="", result_on=None) | (~Q(result="") & Q(result_on__isnull=False)),
                violation_error_message=_("Give the result together with its day."),
            ),
            models.CheckConstraint(
                name="dispute_ends_after_it_is_filed",
                condition=Q(result_on=None) | Q(result_on__gte=models.F("filed_on")),
                violation_error_message=_("The result cannot be earlier than the filing."),
            ),
        )
        indexes = (models.Index(name="dispute_of_agency", fields=("agency", "filed_on")),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.filed_on}"
