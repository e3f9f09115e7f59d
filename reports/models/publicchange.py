"""What changed in public, in the order it was committed: for upper platforms and for the search index."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.models.agency import Agency

SHORTEST, LONGEST = 1, 1440
"""Minutes between two looks of the worker at another installation."""


class ChangeAction(models.TextChoices):
    """What became of it."""

    CREATED = "created", _("created")
    CHANGED = "changed", _("changed")
    WITHDRAWN = "withdrawn", _("withdrawn")


class PublicChange(models.Model):
    """One change; the database refuses to alter or delete it. It never bears a title or a name.

    `sequence` has no gaps and grows in the order of the commits: who has read up to one has missed nothing.
    `subject_kind`, `subject_id`: "document" (Document), "report" (Report, that revision), "agency" (Agency).
    `address`: where it is read, without the host. `digest`: SHA-256 of its content, "" for a withdrawal.
    """

    sequence = models.PositiveBigIntegerField(_("number"), unique=True)
    action = models.CharField(_("act"), max_length=10, choices=ChangeAction)
    at = models.DateTimeField(_("at"))
    subject_kind = models.CharField(_("kind"), max_length=20)
    subject_id = models.BigIntegerField(_("id"))
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+", verbose_name=_("agency"))
    address = models.CharField(_("public address"), max_length=300)
    digest = models.CharField(_("fingerprint"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("public change")
        verbose_name_plural = _("public changes")
        ordering = ("sequence",)
        default_permissions = ("view",)
        indexes = (
            models.Index(name="publicchange_history", fields=("subject_kind", "subject_id", "sequence")),
        )

    def __str__(self) -> str:
        return f"{self.sequence} · {self.action} · {self.address}"


class FeedSource(models.Model):
    """Another installation whose changes are taken over, how far, and how often the worker looks.

    `taken_at`: the last look, whatever came of it; `fault`: why it stopped, "" where it came to the end.
    """

    address = models.URLField(_("address of the portal"), max_length=300, unique=True)
    last_sequence = models.PositiveBigIntegerField(_("taken up to"), default=0)
    taken_at = models.DateTimeField(_("last taken at"), null=True)
    succeeded_at = models.DateTimeField(_("last success"), null=True, editable=False)
    fault = models.CharField(_("what went wrong"), max_length=500, blank=True)
    is_on = models.BooleanField(
        _("taken over by the worker"),
        default=False,
        help_text=_("Switched off, it is left alone; what was taken over stays."),
    )
    every = models.PositiveSmallIntegerField(
        _("minutes between two looks"),
        default=30,
        validators=[MinValueValidator(SHORTEST), MaxValueValidator(LONGEST)],
    )
    wanted_at = models.DateTimeField(_("to be taken at once"), null=True, editable=False)
    under = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("entered below"),
        help_text=_("Agencies of the other portal that are not known here are entered below this one."),
    )
    agency_map = models.TextField(
        _("agencies known by another address"),
        blank=True,
        help_text=_("One a line: address there = address here."),
    )
    allows_private = models.BooleanField(
        default=False,
        editable=False,
        help_text="Stands within a private network and is meant; only the command can say so.",
    )

    class Meta:
        verbose_name = _("feed taken over")
        verbose_name_plural = _("feeds taken over")
        ordering = ("address",)
        default_permissions = ()

    def __str__(self) -> str:
        return self.address
