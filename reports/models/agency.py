"""Public bodies: who owes a report, under whom, since when, and what they were called before."""

from __future__ import annotations

from datetime import date

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from reports.domain.casework.disputes import Belongs


class Level(models.TextChoices):
    """The tier of government a body belongs to."""

    NATIONAL = "national", _("national")
    PROVINCE = "province", _("province")
    CITY = "city", _("city")
    COUNTY = "county", _("county or district")
    TOWNSHIP = "township", _("township or subdistrict")


class AgencyKind(models.TextChoices):
    """What sort of body it is; a government owes its report later than an office (2019 Regulations, 49)."""

    GOVERNMENT = "government", _("people's government")
    OFFICE = "office", _("government office (general office)")
    DEPARTMENT = "department", _("department")
    DISPATCHED = "dispatched", _("dispatched organ")
    AUTHORISED = "authorised", _("organisation authorised by law")


class DisputeRule(models.TextChoices):
    """Which years count a review or lawsuit: the forms do not say, each agency does (data/outcomes.toml)."""

    OPEN_IN_YEAR = Belongs.OPEN_IN_YEAR.value, _("every year in which it was pending")
    FILED_IN_YEAR = Belongs.FILED_IN_YEAR.value, _("the year it was filed")


class AgencyQuerySet(models.QuerySet["Agency"]):
    """The vocabulary of filters over agencies."""

    def in_being(self, *, on: date) -> AgencyQuerySet:
        """Those that exist on that day; no start or end recorded means always."""
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_until=None) | Q(valid_until__gte=on)
        )

    def named(self, code_or_name: str) -> AgencyQuerySet:
        """Those with exactly that address, credit code or name."""
        return self.filter(
            Q(slug=code_or_name)
            | Q(credit_code=code_or_name)
            | Q(name=code_or_name)
            | Q(short_name=code_or_name)
        )


class Agency(models.Model):
    """A public body that publishes under the Regulations on Open Government Information."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    name_en = models.CharField(_("name in English"), max_length=160, blank=True)
    slug = models.SlugField(
        _("address"),
        max_length=80,
        unique=True,
        help_text=_("The part of the public address that names the body."),
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("under")
    )
    level = models.CharField(_("level"), max_length=12, choices=Level)
    kind = models.CharField(_("kind"), max_length=12, choices=AgencyKind)
    division_code = models.CharField(
        _("division code"),
        max_length=12,
        blank=True,
        validators=[RegexValidator(r"^\d{6}(\d{3}){0,2}$", _("Give 6, 9 or 12 digits."))],
        help_text=_("Administrative division code (GB/T 2260), 6, 9 or 12 digits."),
    )
    credit_code = models.CharField(
        _("unified social credit code"), max_length=18, blank=True, help_text=_("18 characters (GB 32100).")
    )
    index_rule = models.CharField(
        _("rule of index numbers"),
        max_length=40,
        blank=True,
        help_text=_("Empty: the national rule. Index numbers given already stay as they are."),
    )
    index_prefix = models.CharField(
        _("beginning of index numbers"),
        max_length=40,
        blank=True,
        help_text=_("What the rule puts in front. Empty: taken from the unified social credit code."),
    )
    address = models.CharField(_("office address"), max_length=200, blank=True)
    postcode = models.CharField(_("postcode"), max_length=6, blank=True)
    telephone = models.CharField(_("telephone"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    office_hours = models.CharField(_("office hours"), max_length=120, blank=True)
    site_name = models.CharField(_("site name"), max_length=80, blank=True)
    site_domain = models.CharField(_("site domain"), max_length=120, blank=True)
    site_id_code = models.CharField(
        _("government site code"),
        max_length=10,
        blank=True,
        validators=[RegexValidator(r"^\d{10}$", _("Give 10 digits."))],
    )
    valid_from = models.DateField(_("exists from"), null=True, blank=True)
    valid_until = models.DateField(_("exists until"), null=True, blank=True)
    predecessors = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="successors", verbose_name=_("predecessors")
    )
    is_one_person = models.BooleanField(
        _("one-person publication"),
        default=False,
        editable=False,
        help_text=_("One person may write and publish. The log and the public pages say so."),
    )
    register_from = models.PositiveSmallIntegerField(
        _("register of applications complete from year"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("From that year on published figures are compared with the register, publicly."),
    )
    dispute_rule = models.CharField(
        _("which year a review or lawsuit counts in"),
        max_length=40,
        choices=DisputeRule,
        default=DisputeRule.OPEN_IN_YEAR,
        editable=False,
    )
    is_sample = models.BooleanField(_("made-up sample"), default=False)

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        ordering = ("division_code", "name")
        constraints = (
            models.CheckConstraint(
                name="agency_ends_after_it_begins",
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                violation_error_message=_("The agency cannot end before it begins."),
            ),
            models.CheckConstraint(
                name="agency_is_not_its_own_parent",
                condition=Q(parent=None) | ~Q(parent=F("id")),
                violation_error_message=_("An agency cannot stand under itself."),
            ),
            models.UniqueConstraint(
                name="agency_credit_code_is_unique",
                fields=("credit_code",),
                condition=~Q(credit_code=""),
                violation_error_message=_("Another agency has this credit code."),
            ),
        )

    def __str__(self) -> str:
        return self.name


class FormerAddress(models.Model):
    """An address an agency was once known by; it leads to the present one for ever."""

    agency = models.ForeignKey(
        Agency, models.CASCADE, related_name="former_addresses", verbose_name=_("agency")
    )
    slug = models.SlugField(_("former address"), max_length=80, unique=True)

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")

    def __str__(self) -> str:
        return self.slug
