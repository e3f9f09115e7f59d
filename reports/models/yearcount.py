"""The year as the register counts it, beside the year as published, and why they differ."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.models.agency import Agency


class YearCount(models.Model):
    """The last count of an agency's year: so that no public page ever counts cases.

    `cells` maps table → row → column → number of cases, for the tables counted, in the form `form_id`;
    `rules` table → row → codes of the rules counted by ("*" for a whole table). `unconfirmed`: applications
    that had arrived but were not legally received; `apart`: how many other matters
    were received ("correction", "complaint"), and of how many disputes the agency was the reviewer only
    ("reviewer_only"). `told`: what anybody may read of the year beside its table,
    small numbers protected already (domain/casework/tallying).
    """

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="year_counts", verbose_name=_("agency"))
    year = models.PositiveSmallIntegerField(_("year"))
    form_id = models.CharField(_("statistics form"), max_length=40)
    cells = models.JSONField(_("figures"))
    rules = models.JSONField(_("rules"), default=dict)
    unconfirmed = models.PositiveIntegerField(_("receipt not confirmed"), default=0)
    apart = models.JSONField(_("listed apart"), default=dict)
    told = models.JSONField(_("for the public"), default=dict)
    counted_at = models.DateTimeField(_("counted at"))

    class Meta:
        verbose_name = _("count of a year")
        verbose_name_plural = _("counts of years")
        ordering = ("agency", "-year")
        constraints = (models.UniqueConstraint(name="year_is_counted_once", fields=("agency", "year")),)

    def __str__(self) -> str:
        return f"{self.agency_id} {self.year}"


class Difference(models.Model):
    """Why a published figure differs from the count, in a sentence the public reads.

    It binds to both values: once either changes, the difference is open again.
    """

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+", verbose_name=_("agency"))
    year = models.PositiveSmallIntegerField(_("year"))
    table = models.CharField(max_length=40)
    row = models.CharField(max_length=40)
    column = models.CharField(max_length=40)
    counted = models.PositiveIntegerField(_("counted"))
    published = models.CharField(_("published"), max_length=60, blank=True)
    reason = models.TextField(_("reason"), help_text=_("Shown to the public."))
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))

    class Meta:
        verbose_name = _("explained difference")
        verbose_name_plural = _("explained differences")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                name="difference_is_explained_once", fields=("agency", "year", "table", "row", "column")
            ),
        )

    def __str__(self) -> str:
        return f"{self.year} {self.table}/{self.row}/{self.column}"
