"""What gives documents their numbers and keeps their old addresses alive."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.models.agency import Agency
from reports.models.document import Document


class FormerDocumentAddress(models.Model):
    """A path under which a document once stood, here or on a site before; it leads on for ever.

    `path` begins with "/" and holds no host, query or fragment, as the browser asks for it, unquoted.
    """

    document = models.ForeignKey(
        Document, models.CASCADE, related_name="former_addresses", verbose_name=_("catalogue document")
    )
    path = models.CharField(_("former address"), max_length=300, unique=True)

    class Meta:
        verbose_name = _("former address of a document")
        verbose_name_plural = _("former addresses of documents")
        ordering = ("path",)

    def __str__(self) -> str:
        return self.path


class IndexCounter(models.Model):
    """The last serial number given in one series: what stands before the serial in the index number."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+", verbose_name=_("agency"))
    series = models.CharField(max_length=80)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("counter of index numbers")
        verbose_name_plural = _("counters of index numbers")
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(name="indexcounter_is_one_a_series", fields=("agency", "series")),
        )

    def __str__(self) -> str:
        return f"{self.series} {self.last}"
