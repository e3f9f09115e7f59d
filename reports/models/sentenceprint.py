"""Fingerprints of the sentences of public reports, by which a text that was copied is found."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.models.report import Report


class SentencePrint(models.Model):
    """One sentence of a public revision that stands, by the digest of its words (`copied.digest_of`).

    A revision whose sentences were looked at has one row of digest 0 too, so that it is not looked at again.
    What many agencies write is kept no further (`services.sentenceprints`), so no digest has many rows.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="+", verbose_name=_("annual report"))
    digest = models.BigIntegerField(_("digest of its words"))

    class Meta:
        verbose_name = _("fingerprint of a sentence")
        verbose_name_plural = _("fingerprints of sentences")
        constraints = (models.UniqueConstraint(name="sentence_print_is_unique", fields=("report", "digest")),)
        indexes = (models.Index(name="sentence_print_by_digest", fields=("digest",)),)

    def __str__(self) -> str:
        return f"{self.report_id} · {self.digest}"
