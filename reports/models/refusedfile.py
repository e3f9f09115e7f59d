"""Files that an import could not read, remembered by their bytes, so that the same is not tried twice."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class RefusedFile(models.Model):
    """Why bytes could not be read under a name of that ending (".pdf"). The file itself is not kept."""

    sha256 = models.CharField("SHA-256", max_length=64, editable=False)
    suffix = models.CharField(_("ending of the file name"), max_length=20, blank=True, editable=False)
    reason = models.CharField(_("reason"), max_length=40, editable=False)
    detail = models.JSONField(default=dict, editable=False)
    refused_at = models.DateTimeField(_("refused at"), auto_now_add=True)

    class Meta:
        verbose_name = _("file that cannot be read")
        verbose_name_plural = _("files that cannot be read")
        constraints = (models.UniqueConstraint(name="refused_file_is_unique", fields=("sha256", "suffix")),)

    def __str__(self) -> str:
        return f"{self.sha256[:12]}{self.suffix} · {self.reason}"
