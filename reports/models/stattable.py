"""The figures of a report's statistics tables, one row a cell, so that sums over agencies stay one query."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.domain.statform.definition import CellKey
from reports.models.report import Report


class StatCell(models.Model):
    """One cell, as published. `value` None is blank, 0 a reported zero; `raw` is the text printed or typed.

    `line` and `at_…` tell where it stood in its source file, each counting from 1, None where that has no
    such place. `rule`: how it was read, "typed", or "counted" from the register of applications.
    `accepted_by` typed it, or looked at what was read and accepted it.
    `raw` with `value` None is a text that is no number: kept, shown, never repaired.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="cells", verbose_name=_("annual report"))
    table = models.CharField(max_length=40)
    row = models.CharField(max_length=40)
    column = models.CharField(max_length=40)
    value = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    raw = models.CharField(max_length=60, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    line = models.PositiveIntegerField(null=True)
    at_page = models.PositiveIntegerField(null=True)
    at_table = models.PositiveIntegerField(null=True)
    at_row = models.PositiveIntegerField(null=True)
    at_column = models.PositiveIntegerField(null=True)
    rule = models.CharField(max_length=40, blank=True)
    confidence = models.FloatField(default=1.0, validators=[MinValueValidator(0), MaxValueValidator(1)])

    accepted_at = models.DateTimeField(_("accepted at"), null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("accepted by")
    )

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(name="figure_stands_once", fields=("report", "table", "row", "column")),
            models.CheckConstraint(
                name="figure_confidence_is_a_share",
                condition=models.Q(confidence__gte=0, confidence__lte=1),
            ),
        )
        indexes = (models.Index(name="figure_across_reports", fields=("table", "row", "column")),)

    def __str__(self) -> str:
        return str(self.key)

    @property
    def key(self) -> CellKey:
        """Its address in the form."""
        return CellKey(self.table, self.row, self.column)
