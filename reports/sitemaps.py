"""What search engines may find: every standing report, agency, column and document, in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import Max, QuerySet
from django.urls import reverse

from reports.models import Agency, Report, YearCount
from reports.queries import addresses, agencies, cataloguepages, documentpages, registerpages, reports


class InLanguages(Sequence[tuple[Any, str]]):
    """Every row in every language, as Django's own `_items` lists them; a slice reads only its rows."""

    def __init__(self, rows: QuerySet[Any], count: int, languages: Sequence[str]) -> None:
        self.rows, self.languages = rows, languages
        self._length = count * len(languages)

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, at: Any) -> Any:
        if not isinstance(at, slice):
            return self[at : at + 1][0]
        start, stop, _step = at.indices(len(self))
        first = start // len(self.languages)
        rows = self.rows[first : -(-stop // len(self.languages))]
        both = [(row, language) for row in rows for language in self.languages]
        skipped = start - first * len(self.languages)
        return both[skipped : skipped + stop - start]


class Many(Sitemap):
    """A section of as many rows as there are: neither its index nor a page of it reads all of them."""

    i18n = alternates = True
    limit = 2000

    def _items(self) -> InLanguages:
        return InLanguages(self.items(), self.count(), self._languages())

    def count(self) -> int:
        """How many rows."""
        return self.items().count()

    def get_latest_lastmod(self) -> datetime | None:
        """When something was last made public."""
        return self.items().order_by().aggregate(last=Max("released_at"))["last"]


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


class Reports(Many):
    """Every report that stands; replaced revisions are reached from there."""

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


class Registers(Many):
    """The anonymous counts of each year of a register that is told to the public."""

    def items(self) -> QuerySet[YearCount]:
        """The latest counted first."""
        return registerpages.public_years()

    def get_latest_lastmod(self) -> datetime | None:
        """When one was last counted."""
        return self.items().order_by().aggregate(last=Max("counted_at"))["last"]

    def location(self, item: YearCount) -> str:
        """Its address in the active language."""
        return reverse("register-year", args=[item.agency.slug, item.year])

    def lastmod(self, item: YearCount) -> datetime:
        """When it was counted."""
        return item.counted_at


class Documents(Many):
    """Every public document; not those that must leave no name behind, which no foreign cache may keep."""

    def items(self) -> QuerySet[Any]:
        """Newest first."""
        return documentpages.lasting().values_list("address", "released_at", named=True)

    def count(self) -> int:
        """Kept, never counted here."""
        return documentpages.count_of_lasting()[0]

    def get_latest_lastmod(self) -> datetime | None:
        """When a document last came or went."""
        return documentpages.count_of_lasting()[1]

    def location(self, item: Any) -> str:
        """Its address in the active language."""
        return reverse("document-detail", kwargs={"address": item.address})

    def lastmod(self, item: Any) -> datetime:
        """When this version was made public."""
        return item.released_at


SECTIONS = {
    "pages": Pages,
    "agencies": Agencies,
    "reports": Reports,
    "columns": Columns,
    "documents": Documents,
    "registers": Registers,
}
