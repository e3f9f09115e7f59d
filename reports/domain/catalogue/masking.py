"""Names of natural persons as they may be printed: 张某 for 张三.

Source: 最高人民法院关于人民法院在互联网公布裁判文书的规定（法释〔2016〕19号）, article 9 [its first items read]:
keep the family name and put 某 for the rest; of names of minorities, and of foreign names in Chinese, keep the
first sign; of names in Latin letters the first letter [K]. No national text is known here that sets a style
for penalties [?]. 张某 is taken, not 张某某: it does not tell how long the name is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

MANY = re.compile(r"[、，,;；/\n]+")
"""What stands between several names in one field."""
_BLANKS = re.compile(r"\s+")
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
    signs = _BLANKS.sub("", name)
    family = signs[:2] if len(signs) > 2 and signs[:2] in _COMPOUND else signs[:1]
    return family + HIDDEN


def _pattern(name: str) -> str:
    spaced = r"\s{0,4}".join(map(re.escape, _BLANKS.sub("", name)))
    return rf"(?<![A-Za-z]){spaced}(?![A-Za-z])" if name.isascii() else spaced


def without(names: Iterable[str], text: str) -> str:
    """The text with every such name printed as it may be, also with blanks between its signs.

    Names of one sign are left: they would turn every such sign of the text. Longer names go first.
    """
    singles = {one for name in names for one in each(name) if len(_BLANKS.sub("", one)) > 1}
    if not singles or not text:
        return text
    longest_first = sorted(singles, key=lambda one: (-len(one), one))
    pattern = "|".join(map(_pattern, longest_first))
    by_signs = {_BLANKS.sub("", one).casefold(): _masked_one(one) for one in singles}

    def hidden(match: re.Match[str]) -> str:
        return by_signs.get(_BLANKS.sub("", match[0]).casefold(), HIDDEN)

    return re.sub(pattern, hidden, text, flags=re.IGNORECASE)
