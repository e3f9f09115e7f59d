"""Columns of the disclosure catalogue: the national blocks, and what an agency adds below them."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from reports.models.agency import Agency


class CategoryQuerySet(models.QuerySet["Category"]):
    """The vocabulary of filters over columns."""

    def national(self) -> CategoryQuerySet:
        """Those that every agency has, as `data/categories.toml` names them."""
        return self.filter(agency=None)

    def open_to(self, agency: Agency | int) -> CategoryQuerySet:
        """Those under which that agency may publish now: the national ones and its own, in use."""
        return self.filter(Q(agency=None) | Q(agency=agency), is_active=True)


class Category(models.Model):
    """One column. `agency` None: national, kept by the data file; else an agency's own sub-column.

    `code` never changes once documents stand under it: addresses and feeds are made of it.
    """

    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="categories",
        verbose_name=_("agency"),
        help_text=_("Empty: a national column, which every agency has."),
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("under")
    )
    code = models.CharField(
        _("code"),
        max_length=60,
        validators=[
            RegexValidator(
                r"^[a-z0-9]+(?:[-./][a-z0-9]+)*$", _("Give small letters, digits and single hyphens.")
            )
        ],
        help_text=_("The part of the public address that names the column."),
    )
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    index_code = models.CharField(
        _("code in index numbers"),
        max_length=20,
        blank=True,
        help_text=_("Only where the agency's rule of index numbers names the column."),
    )
    position = models.PositiveIntegerField(_("order"), default=0)
    max_age_days = models.PositiveIntegerField(
        _("allowed age in days"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(3660)],
        help_text=_(
            "Longer without an update, and staff are told. Empty: the column need not be kept fresh."
        ),
    )
    is_required = models.BooleanField(
        _("asked for by the statute"),
        default=False,
        editable=False,
        help_text=_("Staff are told where an agency has nothing in it."),
    )
    is_active = models.BooleanField(_("in use"), default=True)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("catalogue column")
        verbose_name_plural = _("catalogue columns")
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(
                name="category_national_code_is_unique", fields=("code",), condition=Q(agency=None)
            ),
            models.UniqueConstraint(
                name="category_code_is_unique_at_an_agency",
                fields=("agency", "code"),
                violation_error_message=_("This agency already has a column with this code."),
            ),
            models.CheckConstraint(
                name="category_is_not_its_own_parent",
                condition=Q(parent=None) | ~Q(parent=F("id")),
                violation_error_message=_("A column cannot stand under itself."),
            ),
            models.CheckConstraint(
                name="category_own_ones_stand_under_another",
                condition=Q(agency=None) | Q(parent__isnull=False),
                violation_error_message=_("A column of an agency stands under a national one."),
            ),
            models.CheckConstraint(
                name="category_age_counts_from_one",
                condition=Q(max_age_days=None) | Q(max_age_days__gte=1),
            ),
        )

    def __str__(self) -> str:
        return self.name
