"""What search engines may find: every standing report, agency, column and document, in both languages."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from reports.models import Agency, DocumentVersion, Report
from reports.queries import addresses, agencies, cataloguepages, documentpages, reports


class Pages(Sitemap):
    """The pages that are always there."""

    i18n = alternates = True

    def items(self) -> list[str]:
        """Their URL names."""
        return ["home", "document-list", "report-list", "agency-list", "calendar", "apply", "verify"]

    def location(self, item: str) -> str:
        """Their address in the active language."""
        return reverse(item)


class Agencies(Sitemap):
    """The page of every agency."""

    i18n = alternates = True
    limit = 5000

    def items(self) -> QuerySet[Agency]:
        """All of them, those that have ended too."""
        return agencies.everybody()

    def location(self, item: Agency) -> str:
        """Its address in the active language."""
        return reverse("agency-detail", args=[item.slug])


class Reports(Sitemap):
    """Every report that stands; replaced revisions are reached from there."""

    i18n = alternates = True
    limit = 5000

    def items(self) -> QuerySet[Report]:
        """Newest first."""
        return reports.standing()

    def location(self, item: Report) -> str:
        """Its address in the active language."""
        return addresses.of_report(item)

    def lastmod(self, item: Report) -> datetime | None:
        """When this portal made the revision public."""
        return item.released_at


class Columns(Sitemap):
    """The disclosure home of every agency, and each of its columns that is not empty."""

    i18n = alternates = True
    limit = 5000

    def items(self) -> list[tuple[str, str, datetime]]:
        """(address of the agency, code of the column or "" for its home, last publication)."""
        return cataloguepages.filled()

    def location(self, item: tuple[str, str, datetime]) -> str:
        """Its address in the active language."""
        slug, code, _last = item
        return (
            reverse("disclosure-column", args=[slug, code])
            if code
            else reverse("disclosure-home", args=[slug])
        )

    def lastmod(self, item: tuple[str, str, datetime]) -> datetime:
        """When something was last published there."""
        return item[2]


class Documents(Sitemap):
    """Every public document; not those that must leave no name behind, which no foreign cache may keep."""

    i18n = alternates = True
    limit = 5000

    def items(self) -> QuerySet[DocumentVersion]:
        """Newest first."""
        return documentpages.lasting()

    def location(self, item: DocumentVersion) -> str:
        """Its address in the active language."""
        return reverse("document-detail", kwargs={"address": item.address})

    def lastmod(self, item: DocumentVersion) -> datetime:
        """When this version was made public."""
        return item.released_at


SECTIONS = {
    "pages": Pages,
    "agencies": Agencies,
    "reports": Reports,
    "columns": Columns,
    "documents": Documents,
}
