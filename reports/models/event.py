"""Who did what, when, from where and why: one row an act, only ever added to, each holding the one before."""

from __future__ import annotations

from datetime import UTC

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.domain.chain import Link
from reports.models.agency import Agency


class Act(models.TextChoices):
    """What can be done. New acts are added at the end; a stored one is never renamed: it is hashed."""

    CREATED = "created", _("created")
    IMPORTED = "imported", _("imported")
    EDITED = "edited", _("edited")
    SUBMITTED = "submitted", _("submitted for review")
    SENT_BACK = "sent_back", _("sent back")
    APPROVED = "approved", _("approved in review")
    SCHEDULED = "scheduled", _("scheduled for publication")
    UNSCHEDULED = "unscheduled", _("taken off the schedule")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")
    DISCARDED = "discarded", _("draft deleted")
    OVERRIDDEN = "overridden", _("finding overridden")
    HANDED_IN = "handed_in", _("handed in to the supervising office")
    RECEIVED = "received", _("receipt confirmed")
    REMINDED = "reminded", _("reminded")
    DELETED = "deleted", _("deleted")
    SWITCHED = "switched", _("one-person publication switched")
    SIGNED_IN = "signed_in", _("signed in")
    SIGNED_OUT = "signed_out", _("signed out")
    SIGN_IN_FAILED = "sign_in_failed", _("sign-in failed")
    LOCKED_OUT = "locked_out", _("locked out")
    SESSION_ENDED = "session_ended", _("session ended")
    PASSWORD_CHANGED = "password_changed", _("password changed")
    SECOND_FACTOR_SET = "second_factor_set", _("second factor set up")
    SECOND_FACTOR_REMOVED = "second_factor_removed", _("second factor removed")
    APPOINTED = "appointed", _("role given")
    DISMISSED = "dismissed", _("role taken away")
    DENIED = "denied", _("denied")
    EXPORTED = "exported", _("exported")
    UNMASKED = "unmasked", _("unmasked")
    KEY_CHANGED = "key_changed", _("signing key changed")
    APPLICATION_STEP = "application_step", _("step in a case")
    STEP_STRUCK = "step_struck", _("step in a case struck")
    ERASED = "erased", _("personal data erased")
    RECOMPUTED = "recomputed", _("deadlines computed again")
    OVERRIDE_LIFTED = "override_lifted", _("override of a finding lifted")


class EventQuerySet(models.QuerySet["Event"]):
    """The vocabulary of filters over events."""

    def of(self, kind: str, pk: int | None) -> EventQuerySet:
        """The history of one thing: kind "report", "agency", "account", and its id."""
        return self.filter(subject_kind=kind, subject_id=pk)


class Event(models.Model):
    """One act, written in the transaction of the act itself; the database refuses to change or delete it.

    `changes` maps what was touched to [before, after], as text. Personal data of applicants never enters it,
    nor does what was typed as a name or password at the door. `by` None: nobody signed in (a failed sign-in).
    `role`: the roles that `by` held there, with commas. `address`: the network address of staff.
    `digest` covers everything but itself and holds `previous`, the digest of the row before (domain/chain).
    """

    sequence = models.PositiveBigIntegerField(_("number"), unique=True)
    act = models.CharField(_("act"), max_length=24, choices=Act)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    role = models.CharField(_("role"), max_length=200, blank=True)
    address = models.GenericIPAddressField(_("network address"), null=True)
    subject_kind = models.CharField(_("kind"), max_length=20)
    subject_id = models.BigIntegerField(_("id"), null=True)
    subject_name = models.CharField(_("what"), max_length=300, blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+", verbose_name=_("agency"))
    reason = models.TextField(_("reason"), blank=True)
    changes = models.JSONField(_("changes"), default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(_("digest"), max_length=64)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ("sequence",)
        default_permissions = ("view",)
        permissions = (("export_event", _("Can export the log")),)
        indexes = (
            models.Index(name="event_history", fields=("subject_kind", "subject_id", "sequence")),
            models.Index(name="event_of_agency", fields=("agency", "sequence")),
        )

    def __str__(self) -> str:
        return f"{self.sequence} · {self.act}"

    @property
    def link(self) -> Link:
        """The row as a link of the chain."""
        return Link(self.sequence, self.hashed, self.previous, self.digest)

    @property
    def hashed(self) -> dict[str, object]:
        """What the digest covers besides `previous`."""
        return {
            "sequence": self.sequence,
            "act": self.act,
            # None: what somebody put there behind the portal's back is no moment.
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds") if self.at else None,
            "by": self.by_id,
            "role": self.role,
            "address": self.address,
            "subject_kind": self.subject_kind,
            "subject_id": self.subject_id,
            "subject_name": self.subject_name,
            "agency": self.agency_id,
            "reason": self.reason,
            "changes": self.changes,
        }
