"""The import desk: files that were dropped there, what was read in each, until they are reports or gone."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reports.models.agency import Agency
from reports.models.report import Report, ReportKind


class ItemState(models.TextChoices):
    """What became of a file so far."""

    WAITING = "waiting", _("waiting to be read")
    REFUSED = "refused", _("cannot be read")
    READ = "read", _("read")
    STORED = "stored", _("stored as a draft")


class ImportJob(models.Model):
    """Files that somebody dropped together."""

    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("created by")
    )

    class Meta:
        verbose_name = _("import job")
        verbose_name_plural = _("import jobs")

    def __str__(self) -> str:
        return f"{self.pk} · {self.created_at:%Y-%m-%d %H:%M}"


class ImportItem(models.Model):
    """One file. It and `document` are gone once it is stored, dropped, or 30 days old.

    `document` is what the reader made of it, as JSON; the counts are those of the last reading. `agency`,
    `year`, `kind`, `form_id` are chosen by hand, or proposed where they were read; `mapping` puts a table of
    no known form into one. `reason` and `detail` say why it cannot be read.
    """

    job = models.ForeignKey(ImportJob, models.CASCADE, related_name="items", verbose_name=_("import job"))
    file = models.FileField(_("file"), upload_to="desk/%Y/%m", blank=True)
    name = models.CharField(_("file name"), max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"), editable=False)
    state = models.CharField(_("state"), max_length=8, choices=ItemState, default=ItemState.WAITING)
    reason = models.CharField(max_length=40, blank=True)
    detail = models.JSONField(default=dict)
    document = models.TextField(blank=True)
    agency_name = models.CharField(_("agency named in the text"), max_length=200, blank=True)
    agency = models.ForeignKey(Agency, models.SET_NULL, null=True, related_name="+", verbose_name=_("agency"))
    year = models.PositiveSmallIntegerField(_("report year"), null=True)
    kind = models.CharField(_("kind"), max_length=8, choices=ReportKind, default=ReportKind.OWN)
    form_id = models.CharField(_("statistics form"), max_length=40, blank=True)
    mapping = models.JSONField(_("assignment of an unknown table"), null=True)
    cells = models.PositiveIntegerField(_("cells"), default=0)
    failing = models.PositiveIntegerField(_("checks that fail"), default=0)
    warned = models.PositiveIntegerField(_("warnings"), default=0)
    unread = models.PositiveIntegerField(_("unread parts"), default=0)
    is_form_unknown = models.BooleanField(_("its table belongs to no known form"), default=False)
    read_at = models.DateTimeField(_("read at"), null=True)
    report = models.ForeignKey(
        Report, models.SET_NULL, null=True, related_name="+", verbose_name=_("annual report")
    )

    class Meta:
        verbose_name = _("file of the import desk")
        verbose_name_plural = _("files of the import desk")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                name="import_item_state_is_known",
                condition=Q(state__in=("waiting", "refused", "read", "stored")),
            ),
            models.CheckConstraint(
                name="import_item_refused_says_why",
                condition=(Q(state="refused") & ~Q(reason="")) | (~Q(state="refused") & Q(reason="")),
            ),
        )

    def __str__(self) -> str:
        return self.name
