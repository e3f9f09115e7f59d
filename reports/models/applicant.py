"""Who applied: the most dangerous thing the portal holds. Kept apart, encrypted, erased on schedule."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.models.application import Application
from reports.models.encrypted import INDEX_LENGTH, EncryptedTextField


class IdentityKind(models.TextChoices):
    """What proves who applies (2019 Regulations, article 29, item 1)."""

    RESIDENT = "resident", _("resident identity card")
    PASSPORT = "passport", _("passport")
    TRAVEL_PERMIT = "travel_permit", _("travel or residence permit (Hong Kong, Macao, Taiwan)")
    CREDIT_CODE = "credit_code", _("unified social credit code")
    OTHER = "other", _("other")


class Applicant(models.Model):
    """The applicant of one application. Every field but the way back to the case is personal data.

    The indexes match repeats, count fees and find a lost query code; they tell nothing without the key and
    are erased with the rest.
    """

    application = models.OneToOneField(
        Application, models.CASCADE, related_name="applicant", verbose_name=_("disclosure application")
    )
    name = EncryptedTextField(_("name"), blank=True)
    identity_kind = models.CharField(_("identity document"), max_length=16, choices=IdentityKind, blank=True)
    identity_number = EncryptedTextField(_("number of the document"), blank=True)
    representative = EncryptedTextField(_("legal representative"), blank=True)
    contact = EncryptedTextField(_("contact person"), blank=True)
    telephone = EncryptedTextField(_("telephone"), blank=True)
    email = EncryptedTextField(_("e-mail"), blank=True)
    address = EncryptedTextField(_("postal address"), blank=True)
    postcode = EncryptedTextField(_("postcode"), blank=True)
    help_wanted = EncryptedTextField(_("help wanted"), blank=True)
    identity_index = models.CharField(max_length=INDEX_LENGTH, blank=True, editable=False)
    telephone_index = models.CharField(max_length=INDEX_LENGTH, blank=True, editable=False)
    email_index = models.CharField(max_length=INDEX_LENGTH, blank=True, editable=False)

    PERSONAL = (
        "name",
        "identity_kind",
        "identity_number",
        "representative",
        "contact",
        "telephone",
        "email",
        "address",
        "postcode",
        "help_wanted",
        "identity_index",
        "telephone_index",
        "email_index",
    )

    class Meta:
        verbose_name = _("applicant")
        verbose_name_plural = _("applicants")
        indexes = (
            models.Index(name="applicant_by_identity", fields=("identity_index",)),
            models.Index(name="applicant_by_telephone", fields=("telephone_index",)),
            models.Index(name="applicant_by_email", fields=("email_index",)),
        )

    def __str__(self) -> str:
        # Never the name: this text reaches logs, messages and the history of the admin.
        return f"applicant of {self.application_id}"
