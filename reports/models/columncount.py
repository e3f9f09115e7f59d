"""How many public documents stand in each column: so that no page ever counts them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reports.models.agency import Agency
from reports.models.category import Category


class ColumnCountQuerySet(models.QuerySet["ColumnCount"]):
    """The vocabulary of filters over counts."""

    def filled(self) -> ColumnCountQuerySet:
        """Those with something in them."""
        return self.filter(count__gt=0)


class ColumnCount(models.Model):
    """The standing versions of one agency, column and kind, counted as they come and go.

    `last_at`: when the newest of them was published. `changed_at`: when one last came or went.
    """

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+", verbose_name=_("agency"))
    category = models.ForeignKey(Category, models.CASCADE, related_name="+", verbose_name=_("column"))
    kind = models.CharField(_("kind"), max_length=40)
    count = models.PositiveIntegerField(_("public documents"), default=0)
    last_at = models.DateTimeField(_("last published at"), null=True)
    changed_at = models.DateTimeField(_("changed at"), null=True)

    objects = ColumnCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("count of a column")
        verbose_name_plural = _("counts of columns")
        ordering = ("agency", "category", "kind")
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(name="columncount_is_kept_once", fields=("agency", "category", "kind")),
            models.CheckConstraint(
                name="columncount_dates_what_it_counts", condition=Q(count=0) | Q(last_at__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return f"{self.agency_id}/{self.category_id}/{self.kind}: {self.count}"
