"""What search engines may find: every standing report, every agency, in both languages."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from reports.models import Agency, Report
from reports.queries import addresses, agencies, reports


class Pages(Sitemap):
    """The pages that are always there."""

    i18n = alternates = True

    def items(self) -> list[str]:
        """Their URL names."""
        return ["home", "report-list", "agency-list", "calendar", "apply", "verify"]

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


SECTIONS = {"pages": Pages, "agencies": Agencies, "reports": Reports}
