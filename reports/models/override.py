"""A decision of staff about a finding: it stands although a rule says otherwise, and the public reads why."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reports.models.report import Report


class Override(models.Model):
    """One finding overridden. It binds to the rule and to the values it was about, and lapses with them.

    `check_code` is the finding's code; `values_digest` the SHA-256 of the cells and values (or the words)
    that it judged, `about` the arithmetic in a sentence as it was read then, for staff once it has lapsed.
    """

    report = models.ForeignKey(
        Report, models.CASCADE, related_name="overrides", verbose_name=_("annual report")
    )
    check_code = models.CharField(_("check"), max_length=200)
    values_digest = models.CharField(max_length=64)
    about = models.TextField(_("what it was about"), blank=True)
    reason = models.TextField(_("reason"), help_text=_("Shown to the public."))
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))

    class Meta:
        verbose_name = _("overridden finding")
        verbose_name_plural = _("overridden findings")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(name="override_is_made_once", fields=("report", "check_code")),
            models.CheckConstraint(name="override_bears_a_reason", condition=~Q(reason="")),
        )

    def __str__(self) -> str:
        return self.check_code
