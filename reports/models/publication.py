"""What was made public, provably: one signed row a publication or withdrawal, only ever added to."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.models.agency import Agency


class PublicAct(models.TextChoices):
    """What became of a thing in public."""

    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")
    KEY = "key", _("signing key changed")


class PublicationQuerySet(models.QuerySet["Publication"]):
    """The vocabulary of filters over the manifest."""

    def of(self, kind: str, pk: int) -> PublicationQuerySet:
        """Everything that became of one thing in public: kind "report", and its id."""
        return self.filter(subject_kind=kind, subject_id=pk)


class Publication(models.Model):
    """One entry of the public manifest; the database refuses to change or delete it.

    `content` is the canonical text (domain/chain) of what was published, `fingerprint` its SHA-256; a
    withdrawal and a change of key hold neither figures nor words of the thing. `digest` covers the entry and
    `previous`, the digest of the entry before; `signature` is Ed25519 (RFC 8032) over the digest's 32 bytes,
    by the key whose public half begins `key_id`, all in hexadecimal.
    """

    sequence = models.PositiveBigIntegerField(_("number"), unique=True)
    act = models.CharField(_("act"), max_length=12, choices=PublicAct)
    at = models.DateTimeField(_("at"))
    subject_kind = models.CharField(max_length=20)
    subject_id = models.BigIntegerField(null=True)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+", verbose_name=_("agency"))
    address = models.CharField(_("public address"), max_length=300, blank=True)
    content = models.TextField(blank=True)
    fingerprint = models.CharField(_("fingerprint"), max_length=64, blank=True, db_index=True)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)
    key_id = models.CharField(max_length=16)
    signature = models.CharField(max_length=128)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ("sequence",)
        default_permissions = ("view",)
        indexes = (
            models.Index(name="publication_history", fields=("subject_kind", "subject_id", "sequence")),
        )

    def __str__(self) -> str:
        return f"{self.sequence} · {self.act} · {self.address}"


class SigningKey(models.Model):
    """The public half of a key that signed: anybody verifies with it, also after it was replaced."""

    key_id = models.CharField(max_length=16, unique=True)
    public_key = models.CharField(_("public key"), max_length=64, unique=True)
    since = models.DateTimeField(_("in use since"))

    class Meta:
        verbose_name = _("signing key")
        verbose_name_plural = _("signing keys")
        ordering = ("since", "pk")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.key_id
