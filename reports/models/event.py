"""Who did what, when and why: one row an act, only ever added to."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.models.report import Report


class Act(models.TextChoices):
    """What can be done to a report."""

    CREATED = "created", _("created")
    IMPORTED = "imported", _("imported")
    EDITED = "edited", _("edited")
    SUBMITTED = "submitted", _("submitted for review")
    SENT_BACK = "sent_back", _("sent back")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Event(models.Model):
    """One act. `changes` maps what was touched to [before, after], as text; never personal data."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="events", verbose_name=_("annual report"))
    act = models.CharField(_("act"), max_length=12, choices=Act)
    at = models.DateTimeField(_("at"), auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    reason = models.TextField(_("reason"), blank=True)
    changes = models.JSONField(_("changes"), default=dict)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.act} · {self.report_id}"
