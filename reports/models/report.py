"""Annual disclosure reports (政府信息公开工作年度报告): one row a revision, chapters in order."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from reports.models.agency import Agency
from reports.models.road import OnTheRoad, State


class ReportKind(models.TextChoices):
    """Whose figures it holds."""

    OWN = "own", _("the agency's own")
    ROLL_UP = "roll_up", _("roll-up of the government's bodies")


class ReportQuerySet(models.QuerySet["Report"]):
    """The vocabulary of filters over report revisions."""

    def public(self) -> ReportQuerySet:
        """Every revision the public may read, replaced ones included."""
        return self.filter(state=State.PUBLISHED)

    def current(self) -> ReportQuerySet:
        """The one published revision of each agency, year and kind that stands today."""
        return self.public().filter(superseded_at=None)

    def own(self) -> ReportQuerySet:
        """Agencies' own reports, without roll-ups."""
        return self.filter(kind=ReportKind.OWN)


class Report(OnTheRoad):
    """One revision of one agency's report on one year."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="reports", verbose_name=_("agency"))
    year = models.PositiveSmallIntegerField(
        _("report year"), validators=[MinValueValidator(1990), MaxValueValidator(2100)]
    )
    kind = models.CharField(_("kind"), max_length=8, choices=ReportKind, default=ReportKind.OWN)
    revision = models.PositiveSmallIntegerField(_("revision"), default=1, editable=False)
    title = models.CharField(_("title"), max_length=200)
    source_line = models.CharField(
        _("source"), max_length=200, blank=True, help_text=_("The source as printed under the title.")
    )
    published_at = models.DateTimeField(
        _("published at"), null=True, blank=True, help_text=_("The time printed on the report.")
    )
    form_id = models.CharField(
        _("statistics form"),
        max_length=40,
        blank=True,
        help_text=_("Empty: the report has no statistics table."),
    )
    preamble = models.TextField(_("opening words"), blank=True)
    closing = models.TextField(_("closing words"), blank=True)
    explanation = models.TextField(
        _("public explanation"),
        blank=True,
        help_text=_("Why figures that do not add up are published as they stand. Shown to the public."),
    )
    correction_note = models.TextField(
        _("what this revision corrects"), blank=True, help_text=_("Shown to the public.")
    )
    checks_held = models.PositiveSmallIntegerField(_("checks that hold"), default=0, editable=False)
    checks_failed = models.PositiveSmallIntegerField(_("checks that fail"), default=0, editable=False)
    checks_warned = models.PositiveSmallIntegerField(_("warnings"), default=0, editable=False)
    checks_open = models.PositiveSmallIntegerField(_("checks that cannot tell"), default=0, editable=False)
    checks_overridden = models.PositiveSmallIntegerField(
        _("checks overridden with a reason"), default=0, editable=False
    )
    superseded_at = models.DateTimeField(_("replaced at"), null=True, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("annual report")
        verbose_name_plural = _("annual reports")
        ordering = ("-year", "agency__name", "kind", "-revision")
        permissions = (
            ("review_report", _("Can approve annual reports or send them back")),
            ("publish_report", _("Can publish and withdraw annual reports")),
            ("hand_in_report", _("Can hand annual reports in to the supervising office")),
            ("receive_report", _("Can confirm the receipt of annual reports")),
        )
        constraints = (
            *OnTheRoad.Meta.constraints,
            models.UniqueConstraint(
                name="report_revision_is_unique", fields=("agency", "year", "kind", "revision")
            ),
            models.UniqueConstraint(
                name="report_one_published_per_agency_year_and_kind",
                fields=("agency", "year", "kind"),
                condition=Q(state="published", superseded_at=None),
                violation_error_message=_(
                    "This agency already has a published report of this year and kind."
                ),
            ),
            models.CheckConstraint(
                name="report_year_is_plausible", condition=Q(year__gte=1990, year__lte=2100)
            ),
            models.CheckConstraint(name="report_revision_counts_from_one", condition=Q(revision__gte=1)),
            models.CheckConstraint(name="report_kind_is_known", condition=Q(kind__in=("own", "roll_up"))),
            models.CheckConstraint(
                name="report_reviewed_by_another_than_who_began_it",
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("created_by")),
            ),
            models.CheckConstraint(
                name="report_single_handed_once_public",
                condition=Q(is_single_handed=False) | Q(state__in=("published", "withdrawn")),
            ),
            models.CheckConstraint(
                name="report_replaced_only_once_public",
                condition=Q(superseded_at=None) | Q(state__in=("published", "withdrawn")),
            ),
            models.CheckConstraint(
                name="report_public_means_released_at_and_by",
                condition=Q(
                    state__in=("published", "withdrawn"), released_at__isnull=False, released_by__isnull=False
                )
                | Q(state__in=("draft", "in_review"), released_at=None, released_by=None),
            ),
            models.CheckConstraint(
                name="report_withdrawn_means_at_by_and_why",
                condition=(
                    Q(state="withdrawn", withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                    & ~Q(withdrawal_reason="")
                )
                | (~Q(state="withdrawn") & Q(withdrawn_at=None, withdrawn_by=None, withdrawal_reason="")),
            ),
        )
        indexes = (
            models.Index(
                name="report_list_order", fields=("state", "superseded_at", "-year", "-published_at")
            ),
            models.Index(name="report_latest", fields=("state", "-released_at")),
        )

    def __str__(self) -> str:
        return self.title


class Chapter(models.Model):
    """A chapter of the narrative, as numbered in print (number "一", heading "概述")."""

    report = models.ForeignKey(
        Report, models.CASCADE, related_name="chapters", verbose_name=_("annual report")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    number = models.CharField(_("number"), max_length=20, blank=True)
    heading = models.CharField(_("heading"), max_length=200)
    text = models.TextField(_("text"), blank=True)

    class Meta:
        verbose_name = _("chapter")
        verbose_name_plural = _("chapters")
        ordering = ("position", "pk")

    def __str__(self) -> str:
        if self.number.endswith(("）", ")", ".", "．", "、")):
            return f"{self.number}{self.heading}"
        return f"{self.number}、{self.heading}" if self.number else self.heading


class RelatedLink(models.Model):
    """A related interpretation (相关解读) or other page to read beside the report."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="links", verbose_name=_("annual report"))
    title = models.CharField(_("title"), max_length=200)
    url = models.URLField(_("address"), max_length=500)

    class Meta:
        verbose_name = _("related interpretation")
        verbose_name_plural = _("related interpretations")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.title
