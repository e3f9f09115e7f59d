"""The statutory periods of a disclosure application by version of the law, read from dated data.

The lengths and articles stand in `data/limits/applications.toml`; how they make a date is `deadline.py`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

CERTAINTIES = ("read", "known", "practice")
REQUIRED = ("receipt", "answer", "extension", "supplement", "third_party", "pause")
OPTIONAL = ("other_organ", "delay", "fee")


class BadLimits(Exception):
    """A file of time limits is wrong; the message names the law and the cause."""


class NoLaw(Exception):
    """No version of the Regulations governs a receipt on that day (before 2008-05-01)."""


@dataclass(frozen=True, slots=True)
class Period:
    """One period. `days`: working days, None where the text sets none. `certainty`: one of CERTAINTIES.

    `text` names the document where it is not the Regulations themselves.
    """

    article: str
    article_en: str
    certainty: str
    days: int | None = None
    in_force_from: date | None = None
    text: str = ""
    text_en: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """One version of the law. None where it knows no such thing: `other_organ` None stops no clock.

    `pause` is the ground on which asking others for an opinion stops the clock.
    """

    id: str
    name: str
    name_en: str
    received_from: date
    received_until: date | None
    receipt: Period
    answer: Period
    extension: Period
    supplement: Period
    third_party: Period
    pause: Period
    other_organ: Period | None = None
    delay: Period | None = None
    fee: Period | None = None

    def governs(self, received_on: date) -> bool:
        """Whether an application legally received on that day follows this version, for good."""
        until = self.received_until or date.max
        return self.received_from <= received_on <= until

    @property
    def answer_days(self) -> int:
        """Working days for the answer."""
        return self.answer.days or 0

    @property
    def extension_days(self) -> int:
        """The most working days an extension may add."""
        return self.extension.days or 0


def load(text: str) -> tuple[Limits, ...]:
    """The versions of a TOML text, in its order. Raises BadLimits, also where two versions overlap."""
    try:
        entries = tomllib.loads(text).get("law", [])
    except tomllib.TOMLDecodeError as cause:
        raise BadLimits(str(cause)) from cause
    if not entries or not isinstance(entries, list):
        raise BadLimits("The file holds no law.")
    laws = tuple(_law(entry, number) for number, entry in enumerate(entries, start=1))
    for before, after in pairwise(laws):
        if before.received_until is None or before.received_until >= after.received_from:
            raise BadLimits(f"Law {before.id} reaches into law {after.id}.")
    return laws


def law_on(received_on: date, limits: Sequence[Limits]) -> Limits:
    """The version that governs an application legally received on that day. Raises NoLaw."""
    for law in limits:
        if law.governs(received_on):
            return law
    raise NoLaw(f"No version of the law governs an application received on {received_on}.")


def _law(entry: dict[str, Any], number: int) -> Limits:
    name = entry.get("id", f"number {number}")
    fields: dict[str, Any] = {"received_until": None, **entry}
    try:
        for key in (*REQUIRED, *OPTIONAL):
            if key in fields:
                fields[key] = _period(fields[key], key)
        law = Limits(**fields)
    except (TypeError, ValueError) as cause:
        raise BadLimits(f"Law {name}: {cause}") from cause
    if law.answer_days < 1 or law.extension_days < 1:
        raise BadLimits(f"Law {name}: answer and extension need a length of at least one working day.")
    return law


def _period(entry: dict[str, Any], key: str) -> Period:
    period = Period(**entry)
    if period.certainty not in CERTAINTIES:
        raise ValueError(f"{key}: certainty {period.certainty!r} is none of {', '.join(CERTAINTIES)}.")
    if period.days is not None and period.days < 1:
        raise ValueError(f"{key}: a period has at least one working day, not {period.days}.")
    return period
