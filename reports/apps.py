"""The one app of the portal."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """Reports, and in time documents and applications: one story, one app."""

    name = "reports"
    verbose_name = _("Disclosure")
    default_auto_field = "django.db.models.BigAutoField"
