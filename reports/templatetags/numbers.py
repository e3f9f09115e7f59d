"""How numbers, dates and sizes are printed, everywhere the same."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.domain.statform import units
from reports.domain.statform.numbers import written
from reports.queries.stattables import FigureCell, local

register = template.Library()

_PRINTED = re.compile(r"(?P<sign>[+-]?)[0-9][0-9,]*(?:\.(?P<places>[0-9]+))?")
_SIZES = ("B", "KB", "MB", "GB")


@register.filter
def figure(cell: FigureCell) -> str:
    """A figure with thousands separators and its printed decimals; a text that is no number as it is.

    "" for a blank cell. A sign that was printed before an increase stays. Where the form fixes no unit, the
    one that was printed stands behind the figure, or that there was none.
    """
    if cell.value is None:
        return cell.raw
    if cell.is_unit_loose:
        values = {"figure": _digits(cell, cell.value), "unit": unit(cell.unit)}
        return (_("%(figure)s %(unit)s") if cell.unit else _("%(figure)s (unit not stated)")) % values
    return _digits(cell, cell.value)


def _digits(cell: FigureCell, value: Decimal) -> str:
    printed = _PRINTED.fullmatch(cell.raw.strip())
    if printed and Decimal(cell.raw.strip().replace(",", "")) == value:
        sign = "+" if printed["sign"] == "+" else ""
        return f"{value:{sign},.{len(printed['places'] or '')}f}"
    return number(value)


@register.filter
def number(value: Decimal | int) -> str:
    """A number with thousands separators, no digit lost and none invented."""
    return written(Decimal(value))


@register.filter
def unit(printed: str) -> str:
    """A form's unit in the active language."""
    return local(printed, units.english(printed))


@register.filter
def moment(value: datetime | Literal[""] | None) -> str:
    """2017-01-19 15:03 in China's time; the day alone where no time was given (midnight)."""
    if not value:
        return ""
    there = timezone.localtime(value)
    return f"{there:%Y-%m-%d}" if (there.hour, there.minute) == (0, 0) else f"{there:%Y-%m-%d %H:%M}"


@register.filter
def day(value: datetime | date | Literal[""] | None) -> str:
    """2017-01-19, in China's time."""
    if not value:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return f"{value:%Y-%m-%d}"


@register.filter
def iso(value: datetime | None) -> str:
    """ISO 8601 with the offset of China's time, for machines."""
    return timezone.localtime(value).isoformat(timespec="minutes") if value else ""


@register.filter
def size(count: int) -> str:
    """A file's size as people say it: 831 B, 12 KB, 3.4 MB."""
    amount = float(count)
    for sign in _SIZES:
        if amount < 1000 or sign == _SIZES[-1]:
            break
        amount /= 1000
    shown = f"{amount:.1f}" if sign not in ("B", "KB") and amount < 10 else f"{amount:.0f}"
    return f"{shown} {sign}"
