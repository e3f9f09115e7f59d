"""What a reader reports as wrong on a page ("report an error on this page")."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reports.models.agency import Agency
from reports.models.encrypted import EncryptedTextField


class PageFault(models.Model):
    """One message to staff. Nobody is asked who they are; `contact` is what they chose to leave."""

    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+", verbose_name=_("agency"))
    path = models.CharField(_("page"), max_length=300)
    text = models.TextField(_("what is wrong"))
    contact = EncryptedTextField(_("how to reach the reader"), blank=True)
    at = models.DateTimeField(_("at"), auto_now_add=True)
    settled_at = models.DateTimeField(_("settled at"), null=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    answer = models.TextField(_("what was done"), blank=True)

    PERSONAL = ("contact",)

    class Meta:
        verbose_name = _("fault reported by a reader")
        verbose_name_plural = _("faults reported by readers")
        ordering = ("-at", "-pk")
        default_permissions = ("view", "change")
        constraints = (
            models.CheckConstraint(
                name="pagefault_settled_means_at_and_by",
                condition=Q(settled_at=None, settled_by=None)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
            ),
        )
        indexes = (models.Index(name="pagefault_open", fields=("settled_at", "agency")),)

    def __str__(self) -> str:
        return self.path
