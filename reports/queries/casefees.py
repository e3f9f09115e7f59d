"""What processing an application would cost, band by band, by either way of charging (109号 of 2020)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.utils.translation import gettext as _

from reports.domain.casework import fees
from reports.domain.casework.fees import Charge, Fee, NoTariff, Tariff
from reports.queries import casewords
from reports.queries.caserules import DATA

ITEMS, PAGES = "items", "pages"


@dataclass(frozen=True, slots=True)
class Bill:
    """A fee by one way. `bands`: each a sentence; `ground`: where the bands are written."""

    way: str
    units: int
    amount: int
    bands: tuple[str, ...]
    ground: str


@cache
def tariffs() -> tuple[Tariff, ...]:
    """The dated tariffs."""
    return fees.load((DATA / "limits" / "fees.toml").read_text("utf-8"))


def has_tariff(received_on: date | None) -> bool:
    """Whether a fee may be charged for an application legally received on that day."""
    try:
        return received_on is not None and bool(fees.tariff_on(received_on, tariffs()))
    except NoTariff:
        return False


def by_items(count_in_month: int, received_on: date) -> Bill:
    """The fee of the count_in_month-th application of its applicant in its month, that one alone.

    Raises NoTariff.
    """
    found = fees.fee_by_items(count_in_month, received_on, tariffs(), already=count_in_month - 1)
    return _bill(ITEMS, count_in_month, found, _item_band)


def by_pages(pages: int, received_on: date) -> Bill:
    """The fee for so many pages of one application. Raises NoTariff."""
    return _bill(PAGES, pages, fees.fee_by_pages(pages, received_on, tariffs()), _page_band)


def _bill(way: str, units: int, found: Fee, words: Callable[[Charge], str]) -> Bill:
    text, article = found.tariff.text, found.scale.article
    if casewords.is_english():
        text, article = f"{found.tariff.text_en}, ", found.scale.article_en
    return Bill(way, units, found.amount, tuple(words(each) for each in found.charges), f"{text}{article}")


def _item_band(charge: Charge) -> str:
    values = {"first": charge.first, "rate": charge.rate, "amount": charge.amount}
    if not charge.rate:
        return _("No. %(first)s of the applicant in this month: free.") % values
    return _("No. %(first)s of the applicant in this month: %(amount)s yuan.") % values


def _page_band(charge: Charge) -> str:
    values = {"first": charge.first, "last": charge.last, "rate": charge.rate, "amount": charge.amount}
    if not charge.rate:
        return _("Pages %(first)s to %(last)s: free.") % values
    return _("Pages %(first)s to %(last)s: %(rate)s yuan each, %(amount)s yuan.") % values
