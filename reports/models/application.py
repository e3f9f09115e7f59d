"""Disclosure applications (依申请公开): the case itself, without a word about who applied."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reports.domain.casework.steps import Applicant as Kinds
from reports.domain.casework.steps import Channel as Channels
from reports.domain.casework.steps import Matter
from reports.models.agency import Agency
from reports.models.encrypted import EncryptedTextField


class ApplicationKind(models.TextChoices):
    """What is asked for. Only the first is counted in the year's table of applications."""

    APPLICATION = Matter.APPLICATION.value, _("application for information")
    CORRECTION = Matter.CORRECTION.value, _("correction of one's own records")
    COMPLAINT = Matter.COMPLAINT.value, _("complaint about disclosure work")


class Channel(models.TextChoices):
    """How it came (2019 Regulations, articles 29 and 31)."""

    IN_PERSON = Channels.IN_PERSON.value, _("in person")
    REGISTERED_POST = Channels.REGISTERED_POST.value, _("post, signed for")
    ORDINARY_POST = Channels.ORDINARY_POST.value, _("ordinary post")
    ONLINE = Channels.ONLINE.value, _("online")
    FAX = Channels.FAX.value, _("fax")
    ORAL = Channels.ORAL.value, _("by word of mouth, written down by the agency")


class ApplicantKind(models.TextChoices):
    """What sort of applicant: the columns of the year's table."""

    NATURAL_PERSON = Kinds.NATURAL_PERSON.value, _("natural person")
    BUSINESS = Kinds.BUSINESS.value, _("business")
    RESEARCH = Kinds.RESEARCH.value, _("research institution")
    PUBLIC_WELFARE = Kinds.PUBLIC_WELFARE.value, _("public welfare organisation")
    LEGAL_SERVICE = Kinds.LEGAL_SERVICE.value, _("legal service provider")
    OTHER = Kinds.OTHER.value, _("other")


class Medium(models.TextChoices):
    """In which form the information is wanted (2019 Regulations, articles 29 and 40)."""

    ELECTRONIC = "electronic", _("electronic copy")
    PAPER = "paper", _("paper copy")
    INSPECTION = "inspection", _("reading it on the spot")


class Way(models.TextChoices):
    """How the answer is to reach the applicant."""

    ONLINE = "online", _("download on this site")
    EMAIL = "email", _("e-mail")
    POST = "post", _("post")
    COLLECTED = "collected", _("collected in person")


class ApplicationQuerySet(models.QuerySet["Application"]):
    """The vocabulary of filters over applications."""

    def counted(self) -> ApplicationQuerySet:
        """Those that the year's table of applications counts once they are legally received."""
        return self.filter(kind=ApplicationKind.APPLICATION)

    def open(self) -> ApplicationQuerySet:
        """Those not yet ended."""
        return self.filter(closed_on=None)

    def overdue(self, *, on: date) -> ApplicationQuerySet:
        """Open and due before that day. A pause has moved `due_on` already: it needs no look here."""
        return self.open().filter(due_on__lt=on)

    def due_by(self, day: date) -> ApplicationQuerySet:
        """Open, and due on that day or before."""
        return self.open().filter(due_on__lte=day)


class Application(models.Model):
    """One application, one item. `state` to `waiting_for` repeat what its steps say, for lists and filters.

    They are written by the one gate that adds a step, never by themselves. `arrived_on` is the day it came,
    `received_on` the legal receipt (2019 Regulations, article 31), None until it is confirmed; `due_on` the
    statutory day as it stands, None while none runs. `query_code_hash` is PBKDF2 of the code that, with the
    number, opens the case to the applicant; it depends on no key, since nobody knows the code to hash again.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="applications", verbose_name=_("agency"))
    number = models.CharField(_("receipt number"), max_length=24, unique=True, editable=False)
    year = models.PositiveSmallIntegerField(_("year"), editable=False)
    serial = models.PositiveIntegerField(_("serial number"), editable=False)
    kind = models.CharField(
        _("kind"), max_length=12, choices=ApplicationKind, default=ApplicationKind.APPLICATION
    )
    channel = models.CharField(_("channel"), max_length=16, choices=Channel)
    applicant_kind = models.CharField(_("kind of applicant"), max_length=16, choices=ApplicantKind)
    medium = models.CharField(
        _("form wanted"), max_length=12, choices=Medium, default=Medium.ELECTRONIC, blank=True
    )
    way = models.CharField(
        _("way of receiving it"), max_length=12, choices=Way, default=Way.ONLINE, blank=True
    )
    needs_help = models.BooleanField(
        _("asks for help"),
        default=False,
        help_text=_("Difficulty in reading, seeing or hearing (2019 Regulations, article 43)."),
    )
    description = EncryptedTextField(_("information asked for"), blank=True)
    reference = EncryptedTextField(_("document number or other clue"), blank=True)
    arrived_on = models.DateField(_("arrived on"))
    received_on = models.DateField(_("legally received on"), null=True, editable=False)
    state = models.CharField(_("state"), max_length=24, editable=False)
    outcome = models.CharField(_("outcome"), max_length=40, blank=True, editable=False)
    closed_on = models.DateField(_("ended on"), null=True, editable=False)
    due_on = models.DateField(_("due on"), null=True, editable=False)
    is_due_provisional = models.BooleanField(
        _("provisional"),
        default=False,
        editable=False,
        help_text=_("The working days of a year not yet announced are not known."),
    )
    is_paused = models.BooleanField(_("paused"), default=False, editable=False)
    waiting_for = models.CharField(_("waiting for"), max_length=16, blank=True, editable=False)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("assigned to"),
    )
    query_code_hash = models.CharField(max_length=32, blank=True, editable=False)
    register_number = models.CharField(
        _("number in the former register"), max_length=60, blank=True, help_text=_("Of an imported case.")
    )
    disclosed_as = models.ForeignKey(
        "reports.Document",
        models.SET_NULL,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("made public as"),
        help_text=_("The answer, filed in the catalogue (2019 Regulations, article 44)."),
    )
    version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("created by"),
    )
    erased_at = models.DateTimeField(_("personal data erased at"), null=True, editable=False)

    PERSONAL = ("description", "reference", "query_code_hash", "register_number")

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("disclosure application")
        verbose_name_plural = _("disclosure applications")
        ordering = ("-year", "-serial")
        permissions = (
            ("unmask_application", _("Can see applicants' personal data")),
            ("export_application", _("Can export applications")),
        )
        constraints = (
            models.UniqueConstraint(
                name="application_serial_is_given_once", fields=("agency", "year", "serial")
            ),
            models.UniqueConstraint(
                name="application_is_imported_once",
                fields=("agency", "register_number"),
                condition=~Q(register_number=""),
                violation_error_message=_("A case of this register number is already here."),
            ),
            models.CheckConstraint(
                name="application_is_received_after_it_arrives",
                condition=Q(received_on=None) | Q(received_on__gte=models.F("arrived_on")),
                violation_error_message=_("It cannot be legally received before it arrived."),
            ),
            models.CheckConstraint(
                name="application_is_due_only_while_open", condition=Q(closed_on=None) | Q(is_paused=False)
            ),
        )
        indexes = (
            models.Index(name="application_desk", fields=("agency", "due_on"), condition=Q(closed_on=None)),
            models.Index(name="application_of_state", fields=("agency", "state", "due_on")),
            models.Index(name="application_received", fields=("agency", "received_on", "closed_on")),
            models.Index(
                name="application_of_someone", fields=("assigned_to", "due_on"), condition=Q(closed_on=None)
            ),
        )

    def __str__(self) -> str:
        return self.number
