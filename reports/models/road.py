"""The road to the public that reports and catalogue documents take alike: who did what on it, and when."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reports.models.event import Event, EventQuerySet


class State(models.TextChoices):
    """Where it stands on its road to the public. A correction is a revision or version, not a state."""

    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


class OnTheRoad(models.Model):
    """What stands on the road (domain/road.py). Each stretch behind it is dated and has its walker.

    Who may not review because they wrote it, and what a withdrawal needs, differs between the two: that
    stands with each of them.
    """

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    origin = models.URLField(
        _("taken from"),
        max_length=500,
        blank=True,
        editable=False,
        help_text=_("The other installation it was taken from."),
    )
    version = models.PositiveIntegerField(
        default=0,
        editable=False,
        help_text="Grows with every save, so that the second of two editors is told.",
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("created by"),
    )
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)
    submitted_at = models.DateTimeField(null=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    scheduled_at = models.DateTimeField(
        _("to be published at"), null=True, editable=False, help_text=_("The worker publishes it then.")
    )
    scheduled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    is_single_handed = models.BooleanField(
        _("published by one person"),
        default=False,
        editable=False,
        help_text=_("Written and published without a second pair of eyes; its page says so."),
    )
    released_at = models.DateTimeField(
        _("released at"), null=True, editable=False, help_text=_("When this portal made it public.")
    )
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    withdrawal_reason = models.TextField(_("reason for withdrawal"), blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = (
            models.CheckConstraint(
                name="%(class)s_state_is_known",
                condition=Q(state__in=("draft", "in_review", "published", "withdrawn")),
            ),
            models.CheckConstraint(
                name="%(class)s_submitted_means_at_and_by",
                condition=Q(submitted_at=None, submitted_by=None)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
            ),
            models.CheckConstraint(
                name="%(class)s_reviewed_means_at_and_by",
                condition=Q(reviewed_at=None, reviewed_by=None)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="%(class)s_drafts_are_not_reviewed",
                condition=Q(reviewed_at=None) | ~Q(state="draft"),
            ),
            models.CheckConstraint(
                name="%(class)s_scheduled_only_once_reviewed",
                condition=Q(scheduled_at=None) | Q(reviewed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="%(class)s_scheduled_means_at_and_by_in_review",
                condition=Q(scheduled_at=None, scheduled_by=None)
                | Q(scheduled_at__isnull=False, scheduled_by__isnull=False, state="in_review"),
            ),
        )

    @property
    def is_editable(self) -> bool:
        """Whether staff may change it now; what is public or was public changes by a correction only."""
        return self.state == State.DRAFT

    @property
    def events(self) -> EventQuerySet:
        """What was done to it, oldest first. Not a relation: the log outlives a deleted draft."""
        return Event.objects.of(str(self._meta.model_name), self.pk)
