"""Letters to applicants (告知书) and the agency's own wording of them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reports.models.agency import Agency
from reports.models.application import Application
from reports.models.casefile import CaseFile
from reports.models.casestep import CaseStep
from reports.models.encrypted import EncryptedTextField


class Letter(models.Model):
    """One letter: a draft until it is issued, then numbered and never changed.

    `code` names its template. `serial` counts within the agency and the year of issue; `number` is that in
    the agency's style.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("agency"))
    application = models.ForeignKey(
        Application, models.CASCADE, related_name="letters", verbose_name=_("disclosure application")
    )
    step = models.ForeignKey(CaseStep, models.PROTECT, null=True, blank=True, related_name="letters")
    code = models.CharField(_("template"), max_length=40)
    year = models.PositiveSmallIntegerField(_("year"), null=True, editable=False)
    serial = models.PositiveIntegerField(_("serial number"), null=True, editable=False)
    number = models.CharField(_("letter number"), max_length=60, blank=True, editable=False)
    title = models.CharField(_("title"), max_length=200)
    body = EncryptedTextField(_("text"))
    version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("created by")
    )
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    delivery_way = models.CharField(_("delivered by"), max_length=12, blank=True)
    delivered_on = models.DateField(_("delivered on"), null=True, blank=True)
    delivery_proof = models.ForeignKey(
        CaseFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("proof of delivery")
    )

    PERSONAL = ("body",)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(name="letter_serial_is_given_once", fields=("agency", "year", "serial")),
            models.CheckConstraint(
                name="letter_issued_means_on_by_and_number",
                condition=Q(issued_on=None, issued_by=None, serial=None, year=None, number="")
                | (
                    Q(issued_on__isnull=False, issued_by__isnull=False, serial__isnull=False)
                    & Q(year__isnull=False)
                    & ~Q(number="")
                ),
            ),
            models.CheckConstraint(
                name="letter_is_delivered_once_issued",
                condition=Q(delivered_on=None) | Q(issued_on__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.number or f"draft {self.pk}"


class Wording(models.Model):
    """An agency's own text in place of the portal's: a letter's template, a remedy, the style of numbers."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="wordings", verbose_name=_("agency"))
    code = models.CharField(_("what it words"), max_length=60)
    text = models.TextField(_("text"))
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("updated by")
    )

    class Meta:
        verbose_name = _("wording")
        verbose_name_plural = _("wordings")
        ordering = ("agency", "code")
        constraints = (models.UniqueConstraint(name="wording_is_given_once", fields=("agency", "code")),)

    def __str__(self) -> str:
        return self.code
