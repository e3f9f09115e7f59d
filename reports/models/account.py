"""Who signs in. Staff only: citizens never need an account."""

from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext_lazy as _


class Account(AbstractUser):
    """A member of staff. Our own class from the first day, since Django cannot swap it later."""

    class Meta:
        verbose_name = _("staff account")
        verbose_name_plural = _("staff accounts")
