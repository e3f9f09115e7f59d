"""Names of natural persons as they may be printed: 张某 for 张三.

Source: 最高人民法院关于人民法院在互联网公布裁判文书的规定（法释〔2016〕19号）, article 9 [S for its first
two items]: keep the family name and put 某 for the rest; of names of minorities, and of foreign names in
Chinese, keep the first sign; of names in Latin letters the first letter [K]. No national text is known here
that sets a style for penalties [?]. 张某 is taken, not 张某某: it does not tell how long the name is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

MANY = re.compile(r"[、，,;；/\n]+")
"""What stands between several names in one field."""
_BLANK = (
    r"[\s\u00ad\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff·•‧・･]"
)
"""What may stand between the signs of a name: blanks, signs that are not seen, the dot of foreign names."""
_MARKUP = rf"(?:{_BLANK}|</?(?:strong|em|b|i|u|s|a|sub|sup|span|mark|code|br)\b[^<>]*>)"
_TAG = re.compile(r"<[^<>]*>")
_BLANKS = re.compile(f"{_BLANK}+")
_COMPOUND = frozenset(
    re.findall(
        "..",
        "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶太叔申屠公孙慕容"
        "仲孙钟离长孙宇文司徒鲜于司空闾丘子车亓官司寇巫马公西颛孙壤驷公良漆雕乐正宰父谷梁拓跋夹谷轩辕令狐"
        "段干百里呼延东郭南门羊舌微生梁丘左丘西门第五",
    )
)
"""Family names of two signs; a name of two signs in all has a family name of one."""
HIDDEN = "某"


def masked(name: str) -> str:
    """The name as it may be printed; several, divided by commas or the like, each. Empty stays empty."""
    return "、".join(_masked_one(one) for one in each(name))


def each(name: str) -> tuple[str, ...]:
    """The single names of a field."""
    return tuple(one for part in MANY.split(name) if (one := part.strip()))


def _masked_one(name: str) -> str:
    if name[0].isascii():
        return f"{name[0].upper()}." if name[0].isalpha() else HIDDEN
    signs = _signs(name)
    family = signs[:2] if len(signs) > 2 and signs[:2] in _COMPOUND else signs[:1]
    return family + HIDDEN


def without(names: Iterable[str], text: str) -> str:
    """The text with every such name printed as it may be, also with blanks between its signs.

    Names of one sign are left: they would turn every such sign of the text. Longer names go first.
    """
    singles = _singles(names)
    by_signs = {_signs(one).casefold(): _masked_one(one) for one in singles}

    def hidden(match: re.Match[str]) -> str:
        return by_signs.get(_signs(match[0]).casefold(), HIDDEN)

    pattern = _any_of(singles)
    return pattern.sub(hidden, text) if pattern else text


def without_in_markup(names: Iterable[str], html: str) -> str:
    """The same of clean HTML: also of names through which marks of words run, as in 欧<strong>阳</strong>.

    The tags within a name stay, behind it; the caller cleans the text again. A name that runs over
    paragraphs or cells is left: 主张 at the end of one and 三 at the beginning of the next is no name.
    """
    singles = _singles(names)
    by_signs = {_signs(one).casefold(): _masked_one(one) for one in singles}

    def hidden(match: re.Match[str]) -> str:
        shown = by_signs.get(_signs(_TAG.sub("", match[0])).casefold(), HIDDEN)
        return shown + "".join(_TAG.findall(match[0]))

    pattern = _any_of(singles, _MARKUP)
    return pattern.sub(hidden, html) if pattern else html


def places(names: Iterable[str], text: str) -> tuple[tuple[int, int], ...]:
    """Where such a name stands in a text, from and to before: for warnings of files, which stay as made."""
    pattern = _any_of(_singles(names))
    return tuple(match.span() for match in pattern.finditer(text)) if pattern else ()


def _singles(names: Iterable[str]) -> set[str]:
    return {one for name in names for one in each(name) if len(_signs(one)) > 1}


def _signs(name: str) -> str:
    return _BLANKS.sub("", name)


def _any_of(names: Iterable[str], between: str = _BLANK) -> re.Pattern[str] | None:
    longest_first = sorted(map(_signs, names), key=lambda one: (-len(one), one))
    parts = "|".join(_pattern(one, between) for one in longest_first)
    return re.compile(parts, re.IGNORECASE) if longest_first else None


def _pattern(name: str, between: str) -> str:
    spaced = f"{between}{{0,12}}".join(map(re.escape, name))
    return rf"(?<![A-Za-z]){spaced}(?![A-Za-z])" if name.isascii() else spaced
