"""What a catalogue document says: the fields that its working copy and its public versions share."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.models.category import Category


class Validity(models.TextChoices):
    """Whether a document is in force (有效性), where its source says so and gives no dates."""

    IN_FORCE = "in_force", _("in force")
    AMENDED = "amended", _("amended")
    EXPIRED = "expired", _("expired")
    REPEALED = "repealed", _("repealed")


class Openness(models.TextChoices):
    """How it is open (公开属性). Only what is open on its own initiative can be published."""

    OPEN = "open", _("published on the agency's own initiative")
    ON_REQUEST = "on_request", _("given on request")
    CLOSED = "closed", _("not disclosed")


class DocumentContent(models.Model):
    """The content. `fields` are those of its kind, as `data/kinds.toml` defines them, by their code.

    `body` is clean HTML, `body_text` the same as normalised plain text, for search and comparison.
    """

    category = models.ForeignKey(Category, models.PROTECT, related_name="+", verbose_name=_("column"))
    kind = models.CharField(_("kind"), max_length=40, default="document")
    title = models.CharField(_("title"), max_length=300)
    document_number = models.CharField(_("document number"), max_length=100, blank=True)
    issued_by = models.CharField(
        _("issuing body"),
        max_length=200,
        blank=True,
        help_text=_("As printed, several with commas. Empty: the agency."),
    )
    made_on = models.DateField(
        _("made on"),
        null=True,
        blank=True,
        help_text=_(
            "The day it was signed, or that its data were complete. The duty to publish runs from it."
        ),
    )
    published_at = models.DateTimeField(
        _("published at"),
        null=True,
        blank=True,
        help_text=_("Where it was published before. Empty: when this portal publishes it."),
    )
    theme = models.CharField(_("theme"), max_length=60, blank=True)
    genre = models.CharField(_("genre"), max_length=40, blank=True)
    effective_on = models.DateField(_("in force from"), null=True, blank=True)
    amended_on = models.DateField(_("amended on"), null=True, blank=True)
    expires_on = models.DateField(
        _("in force until"), null=True, blank=True, help_text=_("The last day in force, included.")
    )
    repealed_on = models.DateField(
        _("repealed on"), null=True, blank=True, help_text=_("The first day without force.")
    )
    stated_validity = models.CharField(
        _("validity"),
        max_length=10,
        choices=Validity,
        blank=True,
        help_text=_("Only where the dates do not tell it."),
    )
    replaced_by = models.ForeignKey(
        "reports.Document",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("replaced by"),
    )
    keywords = models.CharField(_("keywords"), max_length=200, blank=True, help_text=_("With commas."))
    summary = models.TextField(_("summary"), blank=True)
    body = models.TextField(_("text"), blank=True)
    body_text = models.TextField(blank=True, editable=False)
    fields = models.JSONField(_("fields of its kind"), default=dict, blank=True, encoder=DjangoJSONEncoder)
    source_line = models.CharField(_("source"), max_length=200, blank=True)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)

    class Meta:
        abstract = True


CONTENT = tuple(field.name for field in DocumentContent._meta.local_fields)
"""The names of the fields above, in their order: what a version freezes."""
