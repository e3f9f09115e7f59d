"""What an import could not read or left out, kept beside the draft for the clerk."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.models.report import Report


class ImportRecord(models.Model):
    """One reading of one source file.

    `unread`: list of {"line", "text", "reason"}; `furniture`: list of {"line", "text"}; both in file order.
    `mapping`: how somebody put a table of no known form into one (`domain.statform.mapping`); None: nobody.
    """

    report = models.OneToOneField(
        Report, models.CASCADE, related_name="import_record", verbose_name=_("annual report")
    )
    read_at = models.DateTimeField(_("read at"), auto_now_add=True)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("read by")
    )
    unread = models.JSONField(_("unread parts"), default=list)
    furniture = models.JSONField(_("page furniture"), default=list)
    mapping = models.JSONField(_("assignment of an unknown table"), null=True)

    class Meta:
        verbose_name = _("import record")
        verbose_name_plural = _("import records")

    def __str__(self) -> str:
        return f"{self.report_id} · {self.read_at:%Y-%m-%d %H:%M}"
