"""Sentences shared with last year's report or with another agency's: `copied`, a remark, no error."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from reports.domain.prose.checking.findings import Matter, Other, ProseFinding, finding
from reports.domain.prose.passages import Passage, Prose, Quote

LIMIT = 50
"""Per cent of the counted sentences from which on a text counts as copied."""
FEWEST = 5
"""Sentences that must count on either side."""
COMMON = 3
"""Other agencies that may write a sentence; what more of them write is nobody's own, and does not count."""
SHORTEST = 15
ENDS = re.compile(r"[。!?;\n]+")
WORDS = re.compile(r"[\W_]+")
NUMBERS = re.compile(r"[\d零〇○一二两三四五六七八九十百千万亿]+")
REPORTS_NOTHING = re.compile(
    r"没有|未发生|未收到|未收取|未产生|未出现|不存在|(?:年度?|全年|我[局市县区镇乡办]|本[局市县区镇乡]|单位|均|暂|尚)无"
)
NO_NARRATIVE = re.compile(
    r"统计期|统计时限|统计时段|数据统计|截[至止].{0,12}12月31日|电话|邮编|邮箱|网址|地址|联系|疑问|询问|【示例】|第[一二三四五六七八九十]+条第"
)
FORM_FIGURES = re.compile(
    r"(?=.*\d)(?:.*?(?:新收|结转|办结|公开申请|(?:予以|部分|不予|主动)公开|规范性文件|行政(?:许可|处罚|强制|复议|诉讼)"
    r"|信息处理费|采购|收费金额))"
)
"""Sentences that tell the figures of the form in its own words, which every report must."""
HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、")


def check(matter: Matter) -> Iterator[ProseFinding]:
    """The share of sentences that each other text has as well."""
    if not matter.others:
        return
    mine = _own_words(counted(matter.prose, matter.agency_name), matter.common)
    for other in matter.others:
        theirs = _own_words(counted(other.prose, other.agency_name), matter.common)
        if len(mine) >= FEWEST and len(theirs) >= FEWEST:
            yield _finding(mine, theirs, other)


def shared_with(matter: Matter, other: Other) -> list[tuple[Quote, Quote]]:
    """The sentences that both have, in the order of the report: where they stand in it, and in the other."""
    mine = _own_words(counted(matter.prose, matter.agency_name), matter.common)
    theirs = _own_words(counted(other.prose, other.agency_name), matter.common)
    return [(_quote(mine[words]), _quote(theirs[words])) for words in mine if words in theirs]


def detail_of(other: Other) -> str:
    """What the finding about another report has as its detail."""
    return f"{other.whose}/{other.name}" if other.name else other.whose


def _quote(place: tuple[Passage, int, int]) -> Quote:
    passage, start, end = place
    return passage.quote(start, end)


Sentences = dict[str, tuple[Passage, int, int]]


def digest_of(words: str) -> int:
    """The digest that a sentence is stored by: 63 bits of the SHA-256 of its words as `counted` has them."""
    return int.from_bytes(hashlib.sha256(words.encode()).digest()[:8]) >> 1


def digests(prose: Prose, agency_name: str = "") -> list[int]:
    """The digests of the sentences that count, in their order."""
    return [digest_of(words) for words in counted(prose, agency_name)]


def _own_words(sentences: Sentences, common: frozenset[int]) -> Sentences:
    """Those that few agencies write."""
    if not common:
        return sentences
    return {words: place for words, place in sentences.items() if digest_of(words) not in common}


def counted(prose: Prose, agency_name: str = "") -> Sentences:
    """The sentences that count, by their words without numbers and the organ's name, with their place."""
    found: Sentences = {}
    for passage in prose:
        if passage.section in ("title", "closing"):
            continue
        start = 0
        for end, after in [
            *((m.start(), m.end()) for m in ENDS.finditer(passage.plain)),
            (len(passage.plain),) * 2,
        ]:
            sentence = passage.plain[start:end]
            key = _key(sentence, agency_name)
            if key:
                found.setdefault(key, (passage, start, end))
            start = after
    return found


def _key(sentence: str, agency_name: str) -> str:
    words = WORDS.sub("", sentence)
    if len(words) < SHORTEST or REPORTS_NOTHING.search(sentence) or NO_NARRATIVE.search(sentence):
        return ""
    if HEADING.match(sentence) or FORM_FIGURES.match(sentence):
        return ""
    if agency_name:
        words = words.replace(agency_name, "")
    return NUMBERS.sub("", words)


def _finding(mine: Sentences, theirs: Sentences, other: Other) -> ProseFinding:
    shared = [words for words in mine if words in theirs]
    share = (Decimal(100 * len(shared)) / len(mine)).quantize(Decimal(1), ROUND_HALF_UP)
    found = finding(
        "copied",
        "fails" if share >= LIMIT else "holds",
        share,
        Decimal(LIMIT),
        detail=detail_of(other),
        values=f"{share}/{len(mine)}",
    )
    quotes = tuple(_quote(mine[words]) for words in shared)
    return replace(found, quote=quotes[0] if quotes else None, shared=quotes, source=other.source)
