"""Which years a table names above it and in its header: figures of another year are not the report's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from reports.domain.statform.locating.frames import titles_of
from reports.domain.statform.locating.rows import Region
from reports.domain.statform.locating.strays import is_sentence
from reports.domain.statform.locating.tokens import Token
from reports.domain.text.normalise import bare, plain

ABOVE = 5
"""Parts above a header among which its title and year may stand."""

YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?=年)")
LED_BY_A_YEAR = re.compile(r"(?:(?:统计|报告|所属)?(?:年度|年份)为?)?(?:19|20)\d{2}年(?!\d{1,2}月)")
BARE_YEAR = re.compile(r"[(\[〔【]?(?:19|20)\d{2}年度?[)\]〕】]?")
WRITTEN_YEAR = re.compile("[〇○零一二三四五六七八九]{4}(?=年)")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


def years_named(tokens: Sequence[Token], regions: Iterable[Region], year: int | None) -> set[int]:
    """The years in the titles above these tables and, where the report's is not known, in their headers."""
    found: set[int] = set()
    for region in regions:
        first, last = region.header.first, region.header.last
        found |= years_above(tokens, first, titles_of(region.header.frame.table))
        if year is None:
            found |= years_in(tokens[first : last + 1])
    return found


def years_above(tokens: Sequence[Token], first: int, titles: Iterable[str]) -> set[int]:
    """The years in titles close above the token `first`."""
    found: set[int] = set()
    for token in reversed(tokens[max(first - ABOVE, 0) : first]):
        if token.is_figure or is_sentence(token):
            break
        text = _spelt(token)
        if LED_BY_A_YEAR.match(bare(text)) or bare(text).endswith(tuple(titles)):
            found |= _years(text)
    return found


def years_in(tokens: Iterable[Token]) -> set[int]:
    """The years that these parts name."""
    return {year for token in tokens for year in _years(_spelt(token))}


def is_caption(text: str) -> bool:
    """Whether a line is nothing but the year of a table: （2016年度）."""
    return bool(BARE_YEAR.fullmatch(plain(text)))


def _spelt(token: Token) -> str:
    """The text of a part with its years in digits."""
    return WRITTEN_YEAR.sub(lambda match: match[0].translate(_DIGITS), plain(token.text))


def _years(text: str) -> set[int]:
    return {int(year) for year in YEAR.findall(text)}
