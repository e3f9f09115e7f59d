"""What the public reads of a document: its content as it was published, frozen."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reports.models.agency import Agency
from reports.models.document import Document, Relation
from reports.models.documentcontent import DocumentContent
from reports.models.documentfile import DocumentFile

LATEST = ("-published_at", "-id")
"""The one order of public lists, which every index below has in it."""
FORCE = ("has_force", "effective_on", "amended_on", "expires_on", "repealed_on", "stated_validity")
"""What tells whether a document is in force."""


class DocumentVersionQuerySet(models.QuerySet["DocumentVersion"]):
    """The vocabulary of filters over public versions. Every public list begins with `standing`."""

    def standing(self) -> DocumentVersionQuerySet:
        """The one version of each public document that is read today; withdrawn documents have none."""
        return self.filter(is_standing=True)

    def readable(self) -> DocumentVersionQuerySet:
        """Every version the public may open, replaced ones included; none of a withdrawn document."""
        return self.filter(withdrawn_at=None)


class DocumentVersion(DocumentContent):
    """One publication of a document. Nothing of it changes but `is_standing` and the two moments below.

    `address` and `index_number` are the document's; `published_at` is always set. `digest` is the SHA-256 of
    its record (queries/documentpublic), which holds the random `salt`. Erasing blanks content, note, digest
    and salt for good: nobody can find out any more what the fingerprint in the manifest is of.
    """

    document = models.ForeignKey(
        Document, models.PROTECT, related_name="versions", verbose_name=_("catalogue document")
    )
    number = models.PositiveSmallIntegerField(_("version"))
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("agency"))
    index_number = models.CharField(_("index number"), max_length=80)
    address = models.CharField(_("address"), max_length=100)
    change_note = models.TextField(_("what is changed"), blank=True)
    released_at = models.DateTimeField(_("released at"))
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    is_single_handed = models.BooleanField(_("published by one person"), default=False)
    due_on = models.DateField(_("to be public by"), null=True)
    has_force = models.BooleanField(
        default=False, help_text="Of a kind that has force, or with a date or word that says so."
    )
    shown_until = models.DateField(
        _("shown until"), null=True, help_text=_("The last day; then the worker withdraws it.")
    )
    digest = models.CharField(_("fingerprint"), max_length=64, blank=True)
    salt = models.CharField(max_length=32, blank=True, editable=False)
    is_standing = models.BooleanField(_("read today"), default=True)
    withdrawn_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    files = models.ManyToManyField(DocumentFile, through="VersionFile", related_name="versions")

    objects = DocumentVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("public version")
        verbose_name_plural = _("public versions")
        ordering = ("document", "number")
        default_permissions = ("view",)
        constraints = (
            models.UniqueConstraint(name="documentversion_is_numbered_once", fields=("document", "number")),
            models.UniqueConstraint(
                name="documentversion_one_stands", fields=("document",), condition=Q(is_standing=True)
            ),
            models.CheckConstraint(
                name="documentversion_withdrawn_ones_do_not_stand",
                condition=Q(withdrawn_at=None) | Q(is_standing=False),
            ),
            models.CheckConstraint(
                name="documentversion_erased_ones_are_withdrawn",
                condition=Q(erased_at=None) | Q(withdrawn_at__isnull=False),
            ),
            models.CheckConstraint(
                name="documentversion_bears_its_date", condition=Q(published_at__isnull=False)
            ),
        )
        # What a list is narrowed by besides stands behind its order in each index: so that lines that do not
        # fit are passed over within the index, never read.
        indexes = (
            models.Index(
                name="version_latest", fields=("-published_at", "-id"), condition=Q(is_standing=True)
            ),
            models.Index(
                name="version_of_agency",
                fields=("agency", *LATEST, "category", "kind", "theme", "genre", *FORCE),
                condition=Q(is_standing=True),
            ),
            models.Index(
                name="version_of_both",
                fields=("agency", "category", *LATEST, "kind", "theme", "genre", *FORCE),
                condition=Q(is_standing=True),
            ),
            models.Index(
                name="version_of_kind",
                fields=("kind", *LATEST, "theme", "genre", "agency", "category"),
                condition=Q(is_standing=True),
            ),
            models.Index(
                name="version_of_kind_there",
                fields=("kind", "agency", *LATEST, "category", "theme", "genre", *FORCE),
                condition=Q(is_standing=True),
            ),
            models.Index(
                name="version_of_theme",
                fields=("theme", *LATEST, "genre", "kind", "agency", "category", *FORCE),
                condition=Q(is_standing=True),
            ),
            models.Index(
                name="version_of_genre",
                fields=("genre", *LATEST, "theme", "kind", "agency", "category", *FORCE),
                condition=Q(is_standing=True),
            ),
            models.Index(
                name="version_of_force",
                fields=("has_force", *LATEST, *FORCE[1:], "kind", "theme", "genre", "agency", "category"),
                condition=Q(is_standing=True),
            ),
            models.Index(
                name="version_ending",
                fields=("shown_until",),
                condition=Q(is_standing=True, shown_until__isnull=False),
            ),
            models.Index(name="version_by_number", fields=("document_number",)),
        )

    def __str__(self) -> str:
        return f"{self.index_number} v{self.number}"


class VersionFile(models.Model):
    """A file as that version names and orders it."""

    version = models.ForeignKey(DocumentVersion, models.CASCADE, related_name="file_rows")
    file = models.ForeignKey(DocumentFile, models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("attachment of a version")
        verbose_name_plural = _("attachments of versions")
        ordering = ("position", "pk")
        default_permissions = ()
        constraints = (models.UniqueConstraint(name="versionfile_is_once", fields=("version", "file")),)

    def __str__(self) -> str:
        return self.title


class VersionLink(models.Model):
    """What that version says it is to another document. Read it backwards for "interpreted by"."""

    version = models.ForeignKey(DocumentVersion, models.CASCADE, related_name="link_rows")
    target = models.ForeignKey(Document, models.PROTECT, related_name="+")
    relation = models.CharField(_("relation"), max_length=12, choices=Relation)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("relation of a version")
        verbose_name_plural = _("relations of versions")
        ordering = ("position", "pk")
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(name="versionlink_is_once", fields=("version", "target", "relation")),
        )

    def __str__(self) -> str:
        return f"{self.version} {self.relation} {self.target_id}"
