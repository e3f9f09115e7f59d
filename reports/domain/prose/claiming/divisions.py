"""Finds totals with their parts: "8件，其中网上5件、信函3件", lists after a colon, in brackets, 分别."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from reports.domain.prose.claiming import kinds
from reports.domain.prose.claims import COMPARED, LAST_YEAR, Claims
from reports.domain.prose.numbers import Number

Opening = Literal["of-which", "within", "colon", "bracket", "respectively", "rest", "plain"]

COLON = re.compile(r"[^,。;:()\n\d其]{0,10}:")
WITHIN = re.compile(r"[^,。;:()\n\d其]{0,14}[中里内][,:]")
BRACKET = re.compile(r"[^,。;:()\n\d其]{0,10}\(")
NO_LIST = re.compile(r"不含|不包括|包括|包含|含|另|除|上年|去年|往年|其中")
NO_PLAIN = re.compile(r"其中|结转|转入|下年|下一年|上年|\(|其他|另有")
STOP = re.compile(r"另有|另外|此外|还有|同时|并|共计|合计|总计|小计")
SHARED = re.compile(r"分项|多项|并案|合并|重复计")
SPREADS = 400
"""Characters that a list may spread over between two of its parts."""
REACH = 3_000
"""Characters that a whole list may take."""
MANY = 60
"""Parts of a list."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part with its label; `is_sure` False: it may belong to the list or not."""

    number: Number
    label: str
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class Division:
    """A total, and what is said to make it. `others`: totals that might be meant as well.

    `is_doubtful`: whose parts they are, or of which year, is not certain.
    """

    opening: Opening
    total: Number
    parts: tuple[Part, ...]
    others: tuple[Number, ...] = ()
    is_doubtful: bool = False

    @property
    def sure(self) -> tuple[Part, ...]:
        """The parts that belong to it beyond doubt."""
        return tuple(part for part in self.parts if part.is_sure)

    @property
    def labels(self) -> list[str]:
        """The labels of the sure parts."""
        return [part.label for part in self.sure]


def total_of(parts: Sequence[Part]) -> Decimal:
    """The sum of the parts."""
    return sum((part.number.value for part in parts), Decimal(0))


def divisions(claims: Claims) -> list[Division]:
    """Every division of a passage, in the order of its totals."""
    found = [*_of_which(claims), *_lists(claims), *_respectively(claims), *_plain(claims)]
    seen: set[tuple[int, int]] = set()
    kept = []
    for division in sorted(found, key=lambda item: (item.total.start, -len(item.parts))):
        first = division.parts[0].number.start if division.parts else -1
        if (division.total.start, first) not in seen:
            seen.add((division.total.start, first))
            kept.append(division)
    return kept


# ---------------------------------------------------------------- 其中


def _of_which(claims: Claims) -> Iterator[Division]:
    plain = claims.passage.plain
    for match in re.finditer("其中", plain):
        totals, is_doubtful = _totals_before(claims, match.start())
        for unit in dict.fromkeys(total.unit for total in totals):
            named = [total for total in totals if total.unit == unit]
            total = named[-1]
            parts, ends_doubtful = _parts(claims, match.end(), total)
            if parts:
                joined = len(named) > 1 and "、" in plain[named[-2].end : named[-1].start]
                yield Division(
                    "of-which",
                    total,
                    tuple(parts),
                    tuple(named[:-1]),
                    is_doubtful or joined or ends_doubtful,
                )


def _totals_before(claims: Claims, place: int) -> tuple[list[Number], bool]:
    """The totals that an 其中 may divide, and whether that is in doubt: those of its clause group."""
    plain = claims.passage.plain
    depth = claims.depths[place]
    start = _group_start(plain, place)
    if not plain[start:place].strip(",、(“") and start > 1:
        start = _group_start(plain, start - 1)
    if depth:
        start = max(start, plain.rfind("(", 0, place))
    is_chained = "其中" in plain[start:place]
    totals = [
        number
        for number in claims.counts_between(start, place)
        if claims.depths[number.start] == depth
        and not COMPARED.search(claims.clause(number))
        and not number.is_approximate
    ]
    return totals, is_chained


def _group_start(plain: str, place: int) -> int:
    """Where the words since the last strong stop begin."""
    least = max(0, place - SPREADS)
    return max(least, *(plain.rfind(stop, least, place) + 1 for stop in ";。\n!?"))


# ---------------------------------------------------------------- lists behind a total


def _lists(claims: Claims) -> Iterator[Division]:
    plain = claims.passage.plain
    for total in claims.counts:
        if total.is_approximate:
            continue
        bracket = BRACKET.match(plain, total.end)
        if bracket:
            division = _bracketed(claims, total, bracket.end())
            if division:
                yield division
            continue
        colon = COLON.match(plain, total.end)
        within = WITHIN.match(plain, total.end)
        opening = colon or within
        if opening and not plain.startswith("其中", opening.end()):
            parts, is_doubtful = _parts(claims, opening.end(), total)
            if parts:
                is_colon = colon is not None and "中" not in colon[0] and "里" not in colon[0]
                kind: Opening = "colon" if is_colon else "within"
                yield Division(kind, total, tuple(parts), (), is_doubtful)


def _bracketed(claims: Claims, total: Number, start: int) -> Division | None:
    """A bracket of nothing but parts behind a total."""
    plain = claims.passage.plain
    end = plain.find(")", start, start + 600)
    inside = plain[start : end if end > 0 else start]
    if not inside or NO_LIST.search(inside[:6]) or "等" in inside:
        return None
    numbers = claims.counts_between(start, end)
    pieces = [piece for piece in re.split(r"[,、;]", inside) if piece]
    if len(numbers) < 2 or len(pieces) != len(numbers) or "%" in inside:
        return None
    if any(number.unit != total.unit for number in numbers):
        return None
    parts = tuple(Part(number, claims.label(number, after=start)) for number in numbers)
    is_doubtful = any(number.is_approximate for number in numbers) or bool(LAST_YEAR.search(inside))
    return Division("bracket", total, parts, (), is_doubtful or "年" in inside)


# ---------------------------------------------------------------- parts


def _parts(claims: Claims, start: int, total: Number) -> tuple[list[Part], bool]:
    """The parts of a list from `start` on, in the unit of the total, and whether one of them is in doubt."""
    plain, depth = claims.passage.plain, claims.depths[start - 1] + (plain_opens(claims, start))
    parts: list[Part] = []
    is_doubtful = False
    gaps: list[str] = []
    last = start
    for number in claims.counts_between(start, start + REACH):
        if claims.depths[number.start] < depth or number.start - last > SPREADS:
            break
        if claims.depths[number.start] > depth:
            continue
        gap = plain[last : number.start]
        if len(parts) >= MANY or "其中" in gap:
            break
        if number.unit != total.unit:
            continue
        separator = _separator(claims, gap) if parts else ""
        label = claims.label(number, after=last)
        if parts and not _goes_on(claims, parts, gaps, separator, number, label, total):
            break
        if STOP.search(label) or COMPARED.search(claims.clause(number)) or LAST_YEAR.search(label):
            break
        is_doubtful = is_doubtful or number.is_approximate or bool(re.search(r"\d{4}年", label))
        gaps.append(separator)
        parts.append(Part(number, label, _is_sure(parts, gaps, separator, label)))
        last = number.end
    return parts, is_doubtful


def plain_opens(claims: Claims, start: int) -> int:
    """1 where the character before `start` opens a bracket."""
    return int(claims.passage.plain[start - 1] == "(")


def _separator(claims: Claims, gap: str) -> str:
    """The strongest stop between two parts."""
    return next((stop for stop in ("\n", "。", ";", ",", "、") if stop in gap), "")


STRENGTH = {"": 0, "、": 1, ",": 2, ";": 3, "。": 4, "\n": 4}


def _is_sure(parts: Sequence[Part], gaps: Sequence[str], separator: str, label: str) -> bool:
    """Whether a part stands no further off than the first two stand from each other."""
    if len(parts) < 2:
        return True
    if not parts[-1].is_sure:
        return False
    return STRENGTH[separator] <= STRENGTH[gaps[1]] or kinds.way(label) == "rest"


def _goes_on(
    claims: Claims,
    parts: Sequence[Part],
    gaps: Sequence[str],
    separator: str,
    number: Number,
    label: str,
    total: Number,
) -> bool:
    """Whether the list runs on to this number. It leaves its sentence only among outcomes, or to the rest."""
    plain = claims.passage.plain
    if separator in ("。", "\n"):
        start, _end = claims.passage.sentence_at(number.start)
        head = plain[start : number.start]
        if len(head) > 24 or re.search(r"\d", head):
            return False
        way = kinds.way(label)
        ways = {kinds.way(part.label) for part in parts}
        if way != "rest" and (way not in ("outcome", "applicant", "applying", "dispute") or way not in ways):
            return False
        if plain.startswith(("其中", "(", ":"), number.end):
            return False
    if separator == ";":
        opened = re.compile(r"[^。;\n\d]{0,12}(?:其中|\(|:)").match(plain, number.end)
        if opened and "其中" in opened[0] and total_of(parts) != total.value:
            return False
    return True


# ---------------------------------------------------------------- 分别, 其余


def _respectively(claims: Claims) -> Iterator[Division]:
    """ "接到8件，当面、网络、信函提出的分别为1件、5件、2件": a total, then labels, then as many counts."""
    plain = claims.passage.plain
    for match in re.finditer(r"分别[为是有占]?", plain):
        start, _end = claims.passage.sentence_at(match.start())
        before = claims.counts_between(start, match.start())
        head = plain[before[-1].end if before else start : match.start()]
        labels = [label for label in re.split(r"[、和与及]", head.strip(",;:")) if label]
        if not before or before[-1].is_approximate or len(before) > 1 or re.search(r"[;。]|\d年", head):
            continue
        total = before[-1]
        parts = _run(claims, match.end(), total.unit)
        if len(parts) == len(labels) > 1:
            named = tuple(Part(number, _trimmed(label)) for number, label in zip(parts, labels, strict=True))
            is_doubtful = any(part.is_approximate for part in parts) or not kinds.is_of_one_kind(
                [part.label for part in named]
            )
            yield Division("respectively", total, named, (), is_doubtful)


def _trimmed(label: str) -> str:
    return re.sub(r"(?:提出|提交|申请|的)+$", "", label.lstrip("其中,"))


def _run(claims: Claims, start: int, unit: str) -> list[Number]:
    """Counts one behind the other with nothing but commas between them."""
    plain, run = claims.passage.plain, []
    for number in claims.counts_between(start, start + SPREADS):
        if number.unit != unit or not re.fullmatch(r"[、,和与及]?", plain[start : number.start]):
            break
        run.append(number)
        start = number.end
    return run


def _plain(claims: Claims) -> Iterator[Division]:
    """ "新产生5303条，主动公开4047条，其余1256条未公开": one sentence, one unit, the first count the total.

    It is a list only where the rest is named last, or where the parts make the total.
    """
    for start, end in claims.passage.sentences:
        numbers = claims.counts_between(start, end)
        if len(numbers) < 3 or len({n.unit for n in numbers}) > 1:
            continue
        if NO_PLAIN.search(claims.passage.plain, start, end) or any(n.is_approximate for n in numbers):
            continue
        total, others = numbers[0], numbers[1:]
        parts = tuple(Part(n, claims.label(n, after=total.end)) for n in others)
        if kinds.way(parts[-1].label) == "rest":
            is_doubtful = any(COMPARED.search(claims.clause(n)) for n in numbers)
            yield Division("rest", total, parts, (), is_doubtful)
        elif total_of(parts) == total.value:
            yield Division("plain", total, parts)
