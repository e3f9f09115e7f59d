"""Which account holds which role at which agency: the only source of what anybody may do."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reports.domain.roles import Role
from reports.models.agency import Agency

ROLE_NAMES = {
    Role.EDITOR: _("editor"),
    Role.REVIEWER: _("reviewer (secrecy review)"),
    Role.PUBLISHER: _("publisher"),
    Role.CASEWORKER: _("caseworker"),
    Role.AGENCY_ADMINISTRATOR: _("agency administrator"),
    Role.SUPERVISOR: _("supervising office"),
    Role.AUDITOR: _("auditor"),
    Role.SYSTEM_ADMINISTRATOR: _("system administrator"),
}


class Appointment(models.Model):
    """One role of one account. `agency` None: every agency of this installation."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="appointments",
        verbose_name=_("staff account"),
    )
    role = models.CharField(
        _("role"), max_length=24, choices=[(role.value, name) for role, name in ROLE_NAMES.items()]
    )
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="appointments",
        verbose_name=_("agency"),
        help_text=_("Empty: every agency of this installation."),
    )
    since = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        ordering = ("account", "role", "pk")
        constraints = (
            models.UniqueConstraint(
                name="appointment_is_made_once",
                fields=("account", "role", "agency"),
                violation_error_message=_("This account holds this role there already."),
            ),
            models.UniqueConstraint(
                name="appointment_everywhere_is_made_once",
                fields=("account", "role"),
                condition=Q(agency=None),
                violation_error_message=_("This account holds this role everywhere already."),
            ),
            models.CheckConstraint(
                name="appointment_role_is_known", condition=Q(role__in=[role.value for role in Role])
            ),
        )

    def __str__(self) -> str:
        # Outside of the f-string, in which no tool finds words to translate.
        place = self.agency or _("every agency")
        return f"{self.get_role_display()} · {place}"
