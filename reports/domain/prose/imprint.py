"""The line under a title: who published it and when (来源:… 时间:…).

Fields the portal has no use for are passed over.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo

from reports.domain.text.normalise import plain

MAX_LENGTH = 200
SOURCES = "来源|信息来源|文章来源|稿件来源|稿源|发布机构|发布单位|发文机关|公开机构|公开主体"
TIMES = "时间|发布时间|发布日期|发布于|日期|公开日期|更新时间|成文日期|生成日期|公文生成日期"
"""Fields that tell when it was published, the best first."""
OTHERS = (
    "作者|责任编辑|编辑|点击数|点击量|点击|浏览次数|浏览量|浏览|访问量|访问次数|阅读次数|阅读量|阅读|字号|字体|"
    "分享到|分享|打印|收藏|索引号|备注/文号|文号|发文字号|信息分类|主题分类|体裁分类|主题词|关键词|有效性|"
    "生效日期|废止日期|标题|信息名称|内容概述"
)
_SOURCES, _TIMES = SOURCES.split("|"), TIMES.split("|")
_KEYS = "|".join(
    "\\s*".join(map(re.escape, key))
    for key in sorted(f"{SOURCES}|{TIMES}|{OTHERS}".split("|"), key=len, reverse=True)
)
FIELD = re.compile(rf"(?P<key>{_KEYS})\s*[:：]")
DAY = re.compile(
    r"(?P<year>(?:19|20)\d{2})"
    r"(?:\s*[-年/.]\s*(?P<month>\d{1,2})\s*[-月/.]\s*(?P<day>\d{1,2})(?!\d)\s*日?"
    r"|(?P<mm>\d{2})(?P<dd>\d{2})(?!\d))"
)
TIME = re.compile(
    r"\s*T?(?P<half>上午|下午|凌晨)?\s*(?P<hour>\d{1,2})"
    r"(?::(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?"
    r"|[时点](?:(?P<mm>\d{1,2})分(?:(?P<ss>\d{1,2})秒)?)?)"
    r"(?!\d)(?:\s*(?P<am>[AP]M)|\+08:?00)?",
    re.IGNORECASE,
)
UNCLEAR = re.compile(
    r"\s*(?:[\d:+Z半]|一刻|\.\d)|.*(?:\d\s*[:时点]|[上下中]午|凌晨|晚|[AP]M\b)", re.IGNORECASE
)
"""What tells behind a date, or behind a time, that more of the time follows than was understood."""
WORD = re.compile(r"\w")
BULLET = re.compile(r"^[\s•·●○▪\-*|]*")
TRAILING = re.compile(r"[\s|;；,，]+$")


@dataclass(frozen=True, slots=True)
class Imprint:
    """Source and time as far as one line gives them; `rank` is lower for the fields that say it best.

    `is_bare_date`: the line is a date and names no field. `is_whole`: it says nothing beside these two.
    """

    source: str = ""
    published_at: datetime | None = None
    rank: int = len(_TIMES)
    is_bare_date: bool = False
    is_whole: bool = True


def imprint_of(text: str, zone: tzinfo) -> Imprint | None:
    """What a line of fields says, or None when it is no such line. Times get that zone."""
    line = BULLET.sub("", text)
    if len(line) > MAX_LENGTH:
        return None
    fields = list(FIELD.finditer(line))
    if not fields:
        moment, is_whole = _moment(line, zone)
        is_alone = moment and is_whole and not line.strip().isdecimal()
        return Imprint("", moment, 0, True) if is_alone else None
    if fields[0].start() > 0:
        return None
    ends = [field.start() for field in fields[1:]] + [len(line)]
    pairs = [
        (plain(field["key"]), TRAILING.sub("", line[field.end() : end]).strip())
        for field, end in zip(fields, ends, strict=True)
    ]
    found = Imprint()
    for key, value in sorted(pairs, key=lambda pair: pair[0] not in _SOURCES):
        found = _with(found, key, value, zone)
    return found


def _with(found: Imprint, key: str, value: str, zone: tzinfo) -> Imprint:
    if key in _SOURCES and value and not found.source:
        return replace(found, source=value)
    moment, is_whole = _moment(value, zone) if key in _TIMES else (None, False)
    if moment and _TIMES.index(key) < found.rank:
        is_first = found.published_at in (None, moment)
        is_whole = found.is_whole and is_whole and is_first
        return replace(found, published_at=moment, rank=_TIMES.index(key), is_whole=is_whole)
    says_more = WORD.search(value) and value != found.source
    return replace(found, is_whole=found.is_whole and not says_more)


def _moment(text: str, zone: tzinfo) -> tuple[datetime | None, bool]:
    """The moment a text begins with, and whether it says nothing else. None rather than a guess at the time.

    A day without a time is its first minute.
    """
    line = unicodedata.normalize("NFKC", text).strip()
    day = DAY.match(line)
    if not day:
        return None, False
    time = TIME.match(line, day.end())
    rest = line[(time or day).end() :]
    seconds = _seconds(time) if time else 0
    if seconds is None or UNCLEAR.match(rest):
        return None, False
    month, day_of_month = day["month"] or day["mm"], day["day"] or day["dd"]
    try:
        start = datetime(int(day["year"]), int(month), int(day_of_month), tzinfo=zone)
    except ValueError:
        return None, False
    return start + timedelta(seconds=seconds), not WORD.search(rest)


def _seconds(time: re.Match[str]) -> int | None:
    """Seconds from midnight, up to 24:00; None for no time of day."""
    hour = int(time["hour"])
    minute, second = int(time["minute"] or time["mm"] or 0), int(time["second"] or time["ss"] or 0)
    half = (time["half"] or time["am"] or "").upper()
    if half in ("上午", "凌晨", "AM"):
        if hour > 12:
            return None
        hour %= 12
    elif half and hour < 12:
        hour += 12
    seconds = (hour * 60 + minute) * 60 + second
    return seconds if minute < 60 and second < 60 and seconds <= 24 * 60 * 60 else None
