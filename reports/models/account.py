"""Who signs in. Staff only: citizens never need an account."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; rights are given by appointments (services/accounts), never here."""

    def create_user(
        self, username: str, email: str = "", password: str | None = None, **fields: object
    ) -> Account:
        """An account with that password; None: it cannot sign in by one."""
        account = self.model(
            username=self.model.normalize_username(username), email=self.normalize_email(email), **fields
        )
        account.set_password(password)
        account.save(using=self._db)
        return account

    def create_superuser(self, *args: object, **fields: object) -> Account:
        """There are none. Raises NotImplementedError, saying how the first account is made."""
        raise NotImplementedError(
            "There are no superusers here: `manage.py set_up` makes the first account, the admin all others."
        )


class Account(AbstractUser):
    """A member of staff. What an account may do comes from its appointments alone (models/appointment).

    Django's superusers, groups and single permissions do not exist here: a second way to a right would be a
    way round the matrix (domain/roles).
    """

    is_superuser = None
    groups = None
    user_permissions = None

    must_change_password = models.BooleanField(
        _("must change the password"),
        default=False,
        help_text=_("Asked for at the next sign-in. Set for every password that somebody else chose."),
    )

    objects = AccountManager()

    class Meta:
        verbose_name = _("staff account")
        verbose_name_plural = _("staff accounts")


class StaffSession(models.Model):
    """A place where an account is signed in, so that its owner sees and ends it."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="sessions", verbose_name=_("staff account")
    )
    session_key = models.CharField(max_length=40, unique=True)
    started_at = models.DateTimeField(_("signed in at"))
    seen_at = models.DateTimeField(_("last seen at"))
    address = models.GenericIPAddressField(_("network address"), null=True)
    agent = models.CharField(_("browser"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ("-seen_at", "-pk")

    def __str__(self) -> str:
        return f"{self.account_id} · {self.started_at:%Y-%m-%d %H:%M}"
