"""Days on which the State Council's calendar is overridden: worked or not, with the source that says so."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Workday(models.Model):
    """One day that the calendar of the installed library does not know, or knows otherwise."""

    day = models.DateField(_("day"), unique=True)
    is_worked = models.BooleanField(_("is worked"))
    source = models.CharField(
        _("source"), max_length=200, help_text=_("The notice that announced it, with its number.")
    )
    at = models.DateTimeField(_("at"), auto_now=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("working day by notice")
        verbose_name_plural = _("working days by notice")
        ordering = ("day",)

    def __str__(self) -> str:
        return self.day.isoformat()
