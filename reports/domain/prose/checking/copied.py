"""Sentences shared with last year's report or with another agency's: `copied`, a remark, no error."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from reports.domain.prose.checking.findings import Matter, Other, ProseFinding, finding
from reports.domain.prose.passages import Passage, Prose

LIMIT = 50
"""Per cent of the counted sentences from which on a text counts as copied."""
FEWEST = 5
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
    mine = counted(matter.prose, matter.agency_name)
    for other in matter.others:
        theirs = counted(other.prose, other.agency_name)
        if len(mine) >= FEWEST and len(theirs) >= FEWEST:
            yield _finding(mine, theirs, other)


Sentences = dict[str, tuple[Passage, int, int]]


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
    shared = [key for key in mine if key in theirs]
    share = (Decimal(100 * len(shared)) / len(mine)).quantize(Decimal(1), ROUND_HALF_UP)
    passage, start, end = mine[shared[0]] if shared else (None, 0, 0)
    found = finding(
        "copied",
        "fails" if share >= LIMIT else "holds",
        share,
        Decimal(LIMIT),
        detail=f"{other.whose}/{other.name}" if other.name else other.whose,
        values=f"{share}/{len(mine)}",
    )
    return replace(found, quote=passage.quote(start, end)) if passage is not None else found
