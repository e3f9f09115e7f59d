"""The line under a title: who published it and when (来源:… 时间:…).

Fields the portal has no use for are passed over.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, tzinfo

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
MOMENT = re.compile(
    r"(?P<year>(?:19|20)\d{2})\s*[-年/.]\s*(?P<month>\d{1,2})\s*[-月/.]\s*(?P<day>\d{1,2})\s*日?"
    r"(?:\s*T?(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?)?"
)
BULLET = re.compile(r"^[\s•·●○▪\-*|]*")
TRAILING = re.compile(r"[\s|;；,，]+$")


@dataclass(frozen=True, slots=True)
class Imprint:
    """Source and time as far as one line gives them; `rank` is lower for the fields that say it best.

    `is_bare_date`: the line is a date and names no field.
    """

    source: str = ""
    published_at: datetime | None = None
    rank: int = len(_TIMES)
    is_bare_date: bool = False


def imprint_of(text: str, zone: tzinfo) -> Imprint | None:
    """What a line of fields says, or None when it is no such line. Times get that zone."""
    line = BULLET.sub("", text)
    if len(line) > MAX_LENGTH:
        return None
    fields = list(FIELD.finditer(line))
    if not fields:
        alone = MOMENT.fullmatch(line.strip())
        return Imprint("", _moment(alone, zone), 0, True) if alone else None
    if fields[0].start() > 0:
        return None
    ends = [field.start() for field in fields[1:]] + [len(line)]
    found = Imprint()
    for field, end in zip(fields, ends, strict=True):
        found = _with(found, plain(field["key"]), TRAILING.sub("", line[field.end() : end]).strip(), zone)
    return found


def _with(found: Imprint, key: str, value: str, zone: tzinfo) -> Imprint:
    if key in _SOURCES and value and not found.source:
        return Imprint(value, found.published_at, found.rank)
    match = MOMENT.match(unicodedata.normalize("NFKC", value)) if key in _TIMES else None
    if match and _TIMES.index(key) < found.rank:
        return Imprint(found.source, _moment(match, zone), _TIMES.index(key))
    return found


def _moment(match: re.Match[str], zone: tzinfo) -> datetime | None:
    parts = [int(match[name] or 0) for name in ("year", "month", "day", "hour", "minute", "second")]
    try:
        return datetime(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], tzinfo=zone)
    except ValueError:
        return None
