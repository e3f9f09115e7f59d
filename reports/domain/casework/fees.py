"""What processing an application may cost the applicant, by number of applications or by pages, band by
band.

Whole yuan. The tariffs are dated data (`data/limits/fees.toml`); an agency picks one way per application.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any


class BadTariff(Exception):
    """A file of tariffs is wrong; the message names the tariff and the cause."""


class NoTariff(Exception):
    """No fee may be charged on that day: no tariff is in force (before 2021)."""


@dataclass(frozen=True, slots=True)
class Band:
    """Units `first` to `last` (None: all further ones) at `rate` yuan each.

    With `size`: bands of so many units follow one another without end, each `more` yuan dearer apiece.
    """

    first: int
    rate: int
    last: int | None = None
    size: int | None = None
    more: int = 0


@dataclass(frozen=True, slots=True)
class Scale:
    """The bands of one way of charging, from the first unit without a gap, and where they stand."""

    article: str
    article_en: str
    certainty: str
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Tariff:
    """One dated text: `items` by number of applications in a calendar month, `pages` by application."""

    id: str
    text: str
    text_en: str
    in_force_from: date
    items: Scale
    pages: Scale
    in_force_until: date | None = None


@dataclass(frozen=True, slots=True)
class Charge:
    """Units `first` to `last` at `rate` yuan each: `amount` yuan."""

    first: int
    last: int
    rate: int
    amount: int


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee in whole yuan, with every band that units fell into, the free one too, and its ground."""

    amount: int
    charges: tuple[Charge, ...]
    tariff: Tariff
    scale: Scale


def load(text: str) -> tuple[Tariff, ...]:
    """The tariffs of a TOML text, in its order. Raises BadTariff, also for a gap between bands."""
    try:
        entries = tomllib.loads(text).get("tariff", [])
    except tomllib.TOMLDecodeError as cause:
        raise BadTariff(str(cause)) from cause
    if not entries or not isinstance(entries, list):
        raise BadTariff("The file holds no tariff.")
    return tuple(_tariff(entry, number) for number, entry in enumerate(entries, start=1))


def tariff_on(on: date, tariffs: Sequence[Tariff]) -> Tariff:
    """The tariff in force on the day the application was legally received. Raises NoTariff."""
    for tariff in tariffs:
        if tariff.in_force_from <= on <= (tariff.in_force_until or date.max):
            return tariff
    raise NoTariff(f"No tariff is in force on {on}.")


def fee_by_items(count_in_month: int, on: date, tariffs: Sequence[Tariff], already: int = 0) -> Fee:
    """The fee for one applicant's applications of a calendar month, counted cumulatively (article 4).

    `already`: how many of them came before and are not to be charged again; 0 gives the whole month.
    35 in a month: 20 at 100 and 5 at 200, 3000 yuan. Raises NoTariff, and ValueError for wrong numbers.
    """
    tariff = tariff_on(on, tariffs)
    return _fee(tariff, tariff.items, already, count_in_month)


def fee_by_pages(pages: int, on: date, tariffs: Sequence[Tariff]) -> Fee:
    """The fee for one application's pages (article 5): 68 pages are 380 yuan, 250 are 4700.

    Raises NoTariff, and ValueError below 0.
    """
    tariff = tariff_on(on, tariffs)
    return _fee(tariff, tariff.pages, 0, pages)


def _fee(tariff: Tariff, scale: Scale, already: int, units: int) -> Fee:
    if not 0 <= already <= units:
        raise ValueError(f"Cannot charge units {already + 1} to {units}.")
    charges = []
    for first, last, rate in _steps(scale, units):
        begins, ends = max(first, already + 1), min(last, units)
        if begins <= ends:
            charges.append(Charge(begins, ends, rate, (ends - begins + 1) * rate))
    return Fee(sum(each.amount for each in charges), tuple(charges), tariff, scale)


def _steps(scale: Scale, units: int) -> Iterator[tuple[int, int, int]]:
    """(first, last, rate) of every band up to so many units, growing ones written out."""
    for band in scale.bands:
        first, rate = band.first, band.rate
        while band.size and first <= units:
            yield first, first + band.size - 1, rate
            first, rate = first + band.size, rate + band.more
        if not band.size and first <= units:
            yield first, band.last or units, rate


def _tariff(entry: dict[str, Any], number: int) -> Tariff:
    try:
        fields = {**entry, **{key: _scale(entry[key]) for key in ("items", "pages")}}
        return Tariff(**fields)
    except (KeyError, TypeError, ValueError) as cause:
        raise BadTariff(f"Tariff {entry.get('id', f'number {number}')}: {cause}") from cause


def _scale(entry: dict[str, Any]) -> Scale:
    bands = tuple(Band(**band) for band in entry["bands"])
    if not bands or bands[0].first != 1:
        raise ValueError("The first band begins with the first unit.")
    for band, following in pairwise(bands):
        if band.last is None or band.last + 1 != following.first:
            raise ValueError(f"After the band from {band.first} comes one from {following.first}.")
    if bands[-1].last is not None:
        raise ValueError("The last band has no end.")
    if any(band.size is not None and band.size < 1 for band in bands):
        raise ValueError("A growing band needs a size of at least one.")
    return Scale(**{**entry, "bands": bands})
