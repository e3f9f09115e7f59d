"""The dated steps of an application: what its state, deadline and place in the year's table are read off."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reports.domain.casework.steps import Step, StepKind
from reports.models.application import Application
from reports.models.encrypted import EncryptedTextField


class StepChoices(models.TextChoices):
    """What can happen to a case, in words; the rules are in domain/casework/states."""

    REGISTER = StepKind.REGISTER.value, _("registered")
    ACCEPT = StepKind.ACCEPT.value, _("legal receipt confirmed")
    ASK_SUPPLEMENT = StepKind.ASK_SUPPLEMENT.value, _("supplement asked for")
    SUPPLEMENT = StepKind.SUPPLEMENT.value, _("supplemented")
    LAPSE_SUPPLEMENT = StepKind.LAPSE_SUPPLEMENT.value, _("ended: not supplemented in time")
    CONSULT = StepKind.CONSULT.value, _("opinion asked for")
    RECEIVE_CONSULT = StepKind.RECEIVE_CONSULT.value, _("request for an opinion received by its addressee")
    CONSULT_REPLY = StepKind.CONSULT_REPLY.value, _("opinion received")
    EXTEND = StepKind.EXTEND.value, _("time limit extended")
    ASK_REASONS = StepKind.ASK_REASONS.value, _("reasons asked for")
    GIVE_REASONS = StepKind.GIVE_REASONS.value, _("reasons given")
    DELAY = StepKind.DELAY.value, _("answer delayed to a named day")
    NOTIFY_FEE = StepKind.NOTIFY_FEE.value, _("fee notified")
    RECEIVE_FEE_NOTICE = StepKind.RECEIVE_FEE_NOTICE.value, _("fee notice received by the applicant")
    PAY_FEE = StepKind.PAY_FEE.value, _("fee paid")
    LAPSE_FEE = StepKind.LAPSE_FEE.value, _("ended: fee not paid in time")
    DISMISS = StepKind.DISMISS.value, _("not taken up: receipt never confirmed")
    WITHDRAW = StepKind.WITHDRAW.value, _("withdrawn by the applicant")
    ANSWER = StepKind.ANSWER.value, _("answered")
    CORRECT_ANSWER = StepKind.CORRECT_ANSWER.value, _("answer corrected")
    DELIVER = StepKind.DELIVER.value, _("delivered")


class CaseStep(models.Model):
    """One step. Never changed but to be struck with a reason: a mistake stays on record, and counts no more.
    Of a struck step only the reason is erased in time.

    `on` is the day the law counts from, `recorded_at` when it was entered. `detail` holds figures only;
    `note` the words, which may speak of persons. `by` None: the applicant, or the portal itself.
    """

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="steps", verbose_name=_("disclosure application")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("step"), max_length=20, choices=StepChoices)
    on = models.DateField(_("on"))
    until = models.DateField(_("until"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=40, blank=True)
    ref = models.CharField(_("reference"), max_length=12, blank=True)
    detail = models.JSONField(_("figures"), default=dict, blank=True)
    note = EncryptedTextField(_("words"), blank=True)
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    is_by_applicant = models.BooleanField(_("by the applicant"), default=False)
    struck_at = models.DateTimeField(_("struck at"), null=True, editable=False)
    struck_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    strike_reason = EncryptedTextField(_("why it was struck"), blank=True, editable=False)

    PERSONAL = ("note", "strike_reason")

    class Meta:
        verbose_name = _("step of a case")
        verbose_name_plural = _("steps of cases")
        ordering = ("application", "number")
        constraints = (
            models.UniqueConstraint(name="case_step_number_is_given_once", fields=("application", "number")),
            models.CheckConstraint(
                name="case_step_struck_means_at_and_by",
                condition=Q(struck_at=None, struck_by=None, strike_reason__isblank=True)
                | Q(struck_at__isnull=False, struck_by__isnull=False),
            ),
        )
        indexes = (models.Index(name="case_step_by_day", fields=("kind", "on")),)

    def __str__(self) -> str:
        return f"{self.number} · {self.kind}"

    @property
    def step(self) -> Step:
        """The step as the rules read it."""
        return Step(
            kind=StepKind(self.kind),
            on=self.on,
            number=self.number,
            until=self.until,
            outcome=self.outcome,
            ref=self.ref,
            detail=self.detail,
        )
