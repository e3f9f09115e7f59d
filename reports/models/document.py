"""Documents of the catalogue: what staff write, and where it stands on its road to the public.

The public never reads a Document: it reads the DocumentVersion that stands. So a change can be written and
reviewed while what is public stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from reports.models.agency import Agency
from reports.models.documentcontent import DocumentContent, Openness
from reports.models.road import OnTheRoad

LATEST = ("-updated_at", "-id")
FOUND_BY = ("title", "index_number", "document_number")
"""What staff look a document up by."""


class Verdict(models.TextChoices):
    """What the review for secrecy said (保密审查, 2019 Regulations, article 17)."""

    CLEAR = "clear", _("holds no secret")
    NOT_CLEAR = "not_clear", _("must not be disclosed")


class DocumentQuerySet(models.QuerySet["Document"]):
    """The vocabulary of filters over working copies."""

    def public(self) -> DocumentQuerySet:
        """Those of which the public reads a version now, whatever staff are writing meanwhile."""
        return self.filter(versions__is_standing=True)

    def late(self, *, on: date) -> DocumentQuerySet:
        """Those that were to be public before that day, and never have been."""
        return self.filter(first_released_at=None, openness=Openness.OPEN, due_on__lt=on)

    def to_reconsider(self, *, on: date) -> DocumentQuerySet:
        """Those kept from the public whose day of re-evaluation (article 18) has come."""
        return self.exclude(openness=Openness.OPEN).filter(reevaluate_on__lte=on)


class Document(OnTheRoad, DocumentContent):
    """One document for ever: its working copy, its index number (索引号), its state.

    `state` is that of the working copy: published means that what stands is what is written. With a
    `first_released_at` it was public once, so its index number never changes again. `due_on` is the last day
    of the duty to publish. `is_erasable`: of a kind whose withdrawal leaves no name behind. While a change is
    written, the review for secrecy stays that of what stands, and the reason of a withdrawal stays too.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="documents", verbose_name=_("agency"))
    index_number = models.CharField(
        _("index number"),
        max_length=80,
        blank=True,
        help_text=_("Empty: given by the rule of the agency. It never changes once the document is public."),
    )
    address = models.SlugField(_("address"), max_length=100, blank=True, editable=False)
    openness = models.CharField(_("openness"), max_length=10, choices=Openness, default=Openness.OPEN)
    ground = models.CharField(_("ground"), max_length=40, blank=True)
    ground_note = models.TextField(_("why"), blank=True, help_text=_("Only staff read it."))
    reevaluate_on = models.DateField(
        _("to be re-evaluated on"),
        null=True,
        blank=True,
        help_text=_("What stays closed is looked at again then (2019 Regulations, article 18)."),
    )
    change_note = models.TextField(_("what is changed"), blank=True, help_text=_("Shown to the public."))
    kept_content = models.JSONField(
        default=dict,
        editable=False,
        encoder=DjangoJSONEncoder,
        help_text="What was published, as written, where its version masks names.",
    )
    due_on = models.DateField(_("to be public by"), null=True, editable=False)
    is_erasable = models.BooleanField(default=False, editable=False)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        help_text="Who began this round: the first draft, or the change after a publication.",
    )
    secrecy_at = models.DateTimeField(_("reviewed for secrecy at"), null=True, editable=False)
    secrecy_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    secrecy_verdict = models.CharField(
        _("secrecy review"), max_length=10, choices=Verdict, blank=True, editable=False
    )
    privacy_warnings = models.PositiveIntegerField(
        _("warnings of personal data, confirmed"), default=0, editable=False
    )
    first_released_at = models.DateTimeField(_("first public at"), null=True, editable=False)
    erased_at = models.DateTimeField(_("content erased at"), null=True, editable=False)

    text_warnings: Sequence[str] = ()
    """What cleaning the text just now took out or missed, in sentences; not stored."""

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("catalogue document")
        verbose_name_plural = _("catalogue documents")
        ordering = ("-updated_at", "-pk")
        permissions = (
            ("review_document", _("Can review catalogue documents for secrecy or send them back")),
            ("publish_document", _("Can publish and withdraw catalogue documents")),
        )
        constraints = (
            *OnTheRoad.Meta.constraints,
            models.UniqueConstraint(
                name="document_index_number_is_unique",
                fields=("index_number",),
                condition=~Q(index_number=""),
                violation_error_message=_("Another document has this index number."),
            ),
            models.UniqueConstraint(
                name="document_address_is_unique", fields=("address",), condition=~Q(address="")
            ),
            models.CheckConstraint(
                name="document_public_ones_are_numbered",
                condition=Q(first_released_at=None) | (~Q(index_number="") & ~Q(address="")),
            ),
            models.CheckConstraint(
                name="document_public_ones_are_open",
                condition=~Q(state="published")
                | Q(openness="open", secrecy_verdict="clear", released_at__isnull=False),
            ),
            models.CheckConstraint(
                name="document_closed_ones_say_why",
                condition=~Q(openness="closed") | ~Q(ground=""),
                violation_error_message=_("Say on what ground it is not disclosed."),
            ),
            models.CheckConstraint(
                name="document_reviewed_by_another_than_who_began_it",
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("begun_by")),
            ),
            models.CheckConstraint(
                name="document_secrecy_means_at_by_and_verdict",
                condition=Q(secrecy_at=None, secrecy_by=None, secrecy_verdict="")
                | (Q(secrecy_at__isnull=False, secrecy_by__isnull=False) & ~Q(secrecy_verdict="")),
            ),
            models.CheckConstraint(
                name="document_withdrawn_means_at_by_and_why",
                condition=(
                    Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                    & ~Q(withdrawal_reason="")
                    & ~Q(state="published")
                )
                | (~Q(state="withdrawn") & Q(withdrawn_at=None, withdrawn_by=None, withdrawal_reason="")),
            ),
            models.CheckConstraint(
                name="document_erased_only_once_withdrawn", condition=Q(erased_at=None) | Q(state="withdrawn")
            ),
        )
        indexes = (
            # The list of the staff: filters and words are looked up within the index, never in the rows.
            models.Index(
                name="document_latest",
                fields=(*LATEST, "agency", "state", "kind", "category", *FOUND_BY),
            ),
            models.Index(
                name="document_latest_there", fields=("agency", *LATEST, "state", "kind", "category")
            ),
            models.Index(name="document_in_state", fields=("state", *LATEST, "agency", "kind", "category")),
            models.Index(name="document_by_title", fields=("title", "-id")),
            models.Index(name="document_desk", fields=("agency", "state", "-updated_at")),
            models.Index(name="document_of_column", fields=("category", "agency")),
            models.Index(name="document_duty", fields=("first_released_at", "due_on")),
            models.Index(name="document_by_number", fields=("document_number",)),
        )

    def __str__(self) -> str:
        """Its title; of an erasable kind its number, since the log keeps what it is called."""
        if self.is_erasable or not self.title:
            return self.index_number or f"#{self.pk}"
        return self.title


class Relation(models.TextChoices):
    """What one document is to another."""

    INTERPRETS = "interprets", _("interprets")
    ANSWERS = "answers", _("answers questions about")
    REPLACES = "replaces", _("replaces")
    AMENDS = "amends", _("amends")


class DocumentLink(models.Model):
    """What the working copy says it is to another document; public with the next version."""

    document = models.ForeignKey(
        Document, models.CASCADE, related_name="links", verbose_name=_("catalogue document")
    )
    target = models.ForeignKey(
        Document, models.PROTECT, related_name="linked_from", verbose_name=_("other document")
    )
    relation = models.CharField(_("relation"), max_length=12, choices=Relation)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("related document")
        verbose_name_plural = _("related documents")
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(
                name="documentlink_is_made_once",
                fields=("document", "target", "relation"),
                violation_error_message=_("This relation is there already."),
            ),
            models.CheckConstraint(
                name="documentlink_leads_elsewhere",
                condition=~Q(document=F("target")),
                violation_error_message=_("A document is not related to itself."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_relation_display()} {self.target}"
