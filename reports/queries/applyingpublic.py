"""What is public already of that which somebody is about to ask for. Keeps nothing and logs nothing.

The search index says it, texts and attachments included; while there is none, titles are compared.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils import timezone

from reports.models import Agency, DocumentVersion, Report
from reports.queries import addresses, documentaddresses, searchlike
from reports.search.engine import IndexDamaged, IndexMissing

MOST = 5
"""That are shown."""
LONGEST = 2_000
"""Signs of the text that are looked at."""
MOST_PAIRS = 40
LOOKED_AT = 400
"""Titles that are compared; the newest."""
ENOUGH = 2
"""What a title has to share, by `_weight`."""
_RUNS = re.compile(r"[\u4e00-\u9fff]+|[A-Za-z0-9]{2,}")
_COMMON = frozenset(
    {
        *("政府", "信息", "公开", "申请", "关于", "有关", "相关", "情况", "文件"),
        *("我市", "我区", "我们", "请求", "希望", "获取", "提供", "本市", "本区"),
    }
)
"""Pairs that any request holds."""


@dataclass(frozen=True, slots=True)
class Public:
    """Something public: its title, where it stands, whose it is, since when."""

    title: str
    address: str
    agency: Agency
    day: date


def already_public(text: str, agency: Agency) -> list[Public]:
    """The published reports and documents that share most with the text, the agency's own first.

    [] for a text that says too little. At most seven queries, whatever the text.
    """
    pairs = _pairs(text) - _pairs(agency.name)
    if not pairs:
        return []
    try:
        return [
            Public(find.title, find.address, find.agency, _day(find.at))
            for find in searchlike.like(pairs, agency.pk, most=MOST)
            if find.at
        ]
    except (IndexMissing, IndexDamaged):
        return _titled(pairs, agency)


def _titled(pairs: set[str], agency: Agency) -> list[Public]:
    """The same by titles alone; two queries."""
    found = [*_documents(pairs), *_reports(pairs)]
    ranked = sorted(
        (
            (_weight(pairs & _pairs(each.title)), each.agency.pk == agency.pk, each.day, each)
            for each in found
        ),
        key=lambda row: row[:3],
        reverse=True,
    )
    return [each for shared, _own, _day, each in ranked if shared >= ENOUGH][:MOST]


def _weight(shared: set[str]) -> int:
    """A number or a word that is shared tells more than two neighbouring signs."""
    return sum(3 if each.isascii() else 1 for each in shared)


def _documents(pairs: set[str]) -> list[Public]:
    rows = DocumentVersion.objects.standing().filter(_any_of(pairs)).select_related("agency")
    return [
        Public(row.title, documentaddresses.of(row.address), row.agency, _day(row.released_at))
        for row in rows.order_by("-released_at")[:LOOKED_AT]
    ]


def _reports(pairs: set[str]) -> list[Public]:
    rows = Report.objects.current().filter(_any_of(pairs)).select_related("agency")
    return [
        Public(row.title, addresses.of_report(row), row.agency, _day(row.released_at))
        for row in rows.order_by("-released_at")[:LOOKED_AT]
    ]


def _any_of(pairs: set[str]) -> Q:
    return reduce(or_, (Q(title__icontains=pair) for pair in sorted(pairs)))


def _pairs(text: str) -> set[str]:
    """Pairs of neighbouring Chinese signs, words and numbers; without _COMMON."""
    found: dict[str, None] = {}
    for run in _RUNS.findall(text[:LONGEST]):
        each = [run.lower()] if run.isascii() else [run[at : at + 2] for at in range(len(run) - 1)]
        found |= dict.fromkeys(pair for pair in each if pair not in _COMMON)
    return set(list(found)[:MOST_PAIRS])


def _day(moment: datetime) -> date:
    return timezone.localdate(moment)
