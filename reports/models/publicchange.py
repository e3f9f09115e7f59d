"""What changed in public, in the order it was committed: for upper platforms and for the search index."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.models.agency import Agency


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
    """Another installation whose changes are taken over, and how far."""

    address = models.URLField(_("address"), max_length=300, unique=True)
    last_sequence = models.PositiveBigIntegerField(_("taken up to"), default=0)
    taken_at = models.DateTimeField(_("last taken at"), null=True)
    fault = models.CharField(_("what went wrong"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("feed taken over")
        verbose_name_plural = _("feeds taken over")
        ordering = ("address",)
        default_permissions = ()

    def __str__(self) -> str:
        return self.address
