"""What stands around a number: its label, what the sentence says of its time, place and certainty."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from reports.domain.prose.numbers import Number, numbers_in
from reports.domain.prose.passages import Passage

SEPARATORS = ",、;。:()\n“”!?"
SEPARATOR = re.compile(rf"[{SEPARATORS}]")
BRACKET = re.compile(r"[()\n]")
TAIL = re.compile(r"[^,、;。:()\n\d]*")
NEAR = 60
"""Characters before a number that may be its label."""
WEAK = re.compile(r"(?:其?中|分别|各|共|计|为|有|是|收取|的|,)*")
"""Words that are no label of their own: the clause before them is."""

PLAN = re.compile(
    r"明年|来年|计划(?!总结|类|信息|生育|单列)|力争|争取|预计|预期|拟[收公开新增办]|下一步|下阶段|目标|将(?:继续|进一步|新增|达|办|公开)"
)
OTHER_TIME = re.compile(r"上半年|下半年|[一二三四1-4]季度|月份|环比|每[年月周天]|人均|平均|日均|月均")
MONTHS = re.compile(r"\d{1,2}月(?!31日|1日)")
CUMULATIVE = re.compile(r"累计|历年|以来|至今|截至目前")
LAST_YEAR = re.compile(r"上年|去年|上一年|前年|往年|同期|上期")
OTHERS = re.compile(r"全[市省县区国州旗镇乡]|各[县市区州镇乡级部科单]|局属|下属|所属|系统|其他单位|有的单位")
COMPARED = re.compile(
    r"同比|环比|比上|较上|比去|较去|相比|增加|减少|增长|下降|上升|多出|比\d{4}年|较\d{4}年|比上年|多$|少$|提高|提升"
)


@dataclass(frozen=True)
class Claims:
    """The numbers of one passage, each with what it is said to count."""

    passage: Passage

    @cached_property
    def numbers(self) -> tuple[Number, ...]:
        """Every number, in its order."""
        return tuple(numbers_in(self.passage.plain))

    @cached_property
    def depths(self) -> list[int]:
        """How many brackets are open at each character; a line end closes them all."""
        plain = self.passage.plain
        depths: list[int] = []
        depth = 0
        for match in BRACKET.finditer(plain):
            at, sign = match.start(), match[0]
            depths += [depth] * (at - len(depths))
            if sign == "(":
                depths.append(depth)
                depth += 1
            else:
                depth = 0 if sign == "\n" else max(depth - 1, 0)
                depths.append(depth)
        return depths + [depth] * (len(plain) - len(depths))

    @cached_property
    def counts(self) -> tuple[Number, ...]:
        """Those that count something, approximations too, the marks of lists left out."""
        return tuple(number for number in self.numbers if number.kind == "count")

    def counts_between(self, start: int, end: int) -> tuple[Number, ...]:
        """The counts that begin there, in their order."""
        places = self._places
        return self.counts[bisect_left(places, start) : bisect_left(places, end)]

    def numbers_between(self, start: int, end: int) -> tuple[Number, ...]:
        """The numbers of every sort that begin there, in their order."""
        places = self._all_places
        return self.numbers[bisect_left(places, start) : bisect_left(places, end)]

    @cached_property
    def _all_places(self) -> list[int]:
        return [number.start for number in self.numbers]

    @cached_property
    def _places(self) -> list[int]:
        return [number.start for number in self.counts]

    def label(self, number: Number, *, after: int = 0) -> str:
        """The words before a number: its clause, or the clause before where that says nothing.

        Nothing from before `after` is taken in.
        """
        start = max(after, number.start - NEAR)
        begin, end = self._clause_at(start, number.start)
        text = self.passage.plain[begin:end]
        if begin > start + 1 and WEAK.fullmatch(text):
            begin, end = self._clause_at(start, begin - 1)
            text = self.passage.plain[begin:end] or text
        return text.removeprefix("其中")

    def clause(self, number: Number) -> str:
        """The words directly before a number, whatever they say."""
        found = self._clauses.get(number.start)
        if found is None:
            begin, end = self._clause_at(max(0, number.start - NEAR), number.start)
            found = self._clauses[number.start] = self.passage.plain[begin:end]
        return found

    @cached_property
    def _clauses(self) -> dict[int, str]:
        return {}

    @cached_property
    def _separators(self) -> list[int]:
        return [match.start() for match in SEPARATOR.finditer(self.passage.plain)]

    def _clause_at(self, start: int, end: int) -> tuple[int, int]:
        """Where the words up to `end` begin and end, not before `start`; a line break behind them is none."""
        if end > start and self.passage.plain[end - 1] == "\n":
            end -= 1
        at = bisect_left(self._separators, end) - 1
        return max(start, self._separators[at] + 1 if at >= 0 else 0), end

    def tail(self, number: Number) -> str:
        """The words behind a number, up to the next stop or number."""
        found = TAIL.match(self.passage.plain, number.end, number.end + 40)
        return found[0] if found else ""

    def sentence(self, number: Number) -> str:
        """The whole sentence around a number."""
        start, end = self.passage.sentence_at(number.start)
        return self.passage.plain[start:end]

    def before(self, number: Number) -> str:
        """The sentence up to a number."""
        start, _end = self.passage.sentence_at(number.start)
        return self.passage.plain[start : number.start]

    def context(self, number: Number) -> str:
        """The sentence up to a number, with the one before it in the same line."""
        start, _end = self.passage.sentence_at(number.start)
        plain = self.passage.plain
        if start > 1 and plain[start - 1] == "。" and number.start - start < 200:
            start, _end = self.passage.sentence_at(start - 2)
        return plain[start : number.start]

    def is_plan(self, number: Number) -> bool:
        """Whether the sentence speaks of what is to come."""
        return bool(PLAN.search(self.before(number)))


def years_in(text: str) -> list[int]:
    """The years named in a plain text."""
    return [int(match[1]) for match in re.finditer(r"(?<!\d)((?:19|20)\d{2})年", text)]


def is_of_another_year(text: str, year: int) -> bool:
    """Whether the words before a count, in its sentence, speak of another year than the report's."""
    years = years_in(text)
    return bool(LAST_YEAR.search(text)) or (bool(years) and bool(year) and years[-1] != year)


def same_unit(numbers: Sequence[Number], unit: str) -> list[Number]:
    """Those counted in that unit."""
    return [number for number in numbers if number.unit == unit]
