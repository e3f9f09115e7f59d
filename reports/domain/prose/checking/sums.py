"""A total and its parts: `sum`. Silent wherever the parts may overlap, or may be only some of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from reports.domain.prose.checking.findings import Matter, ProseFinding, Term, finding
from reports.domain.prose.claiming import kinds
from reports.domain.prose.claiming.divisions import REACH, SHARED, Division, Part, divisions, total_of
from reports.domain.prose.claims import COMPARED, Claims
from reports.domain.prose.numbers import Number

SUM = re.compile(r"(?:合计|共计|总计|总共)(?:为|是|共|达)?$")
NEW = re.compile(r"新收|收到?(?!办)|接到|接收")
CARRIED = re.compile(r"上(?:一)?年(?:度)?(?:结转|转入|转来|遗留)|结转上(?:一)?年|(?:结转|转入)自?上(?:一)?年")
DONE = re.compile(r"办结|答复|办理完毕")
ON = re.compile(r"(?:结转|转入|转到|顺延|转至).{0,3}下(?:一)?年|下(?:一)?年(?:度)?(?:继续)?办理")


def check(matter: Matter, claims: Claims) -> Iterator[ProseFinding]:
    """Every total of a passage whose parts make it, or cannot."""
    for division in divisions(claims):
        found = _division(claims, division)
        if found:
            yield found
    yield from _closing_totals(claims)
    yield from _balances(claims)
    yield from _named_before(claims)


def judged(claims: Claims, division: Division) -> tuple[str, tuple[Part, ...]]:
    """Whether a division "holds", "fails" or is "silent", and the parts that this was told from."""
    total = division.total
    for length in range(max(2, len(division.sure)), len(division.parts) + 1):
        parts = division.parts[:length]
        if total_of(parts) == total.value and not any(part.number.is_approximate for part in parts):
            return "holds", parts
    if any(total_of(division.parts) == other.value for other in division.others):
        return "silent", division.parts
    parts = _whole(division)
    labels = [part.label for part in parts]
    if division.is_doubtful or len(parts) < 2 or SHARED.search(claims.sentence(total)):
        return "silent", parts
    if claims.is_plan(total) or any("补正" in label for label in labels):
        return "silent", parts
    slack = total.slack + sum((part.number.slack for part in parts), Decimal(0))
    difference = total_of(parts) - total.value
    if abs(difference) <= slack:
        return "silent", parts
    if difference > 0:
        is_sure = kinds.is_of_one_kind(labels) or _is_closed(division, labels)
        return ("fails" if is_sure and not _overlap(labels) else "silent"), parts
    return ("fails" if _is_closed(division, labels) else "silent"), parts


def _whole(division: Division) -> tuple[Part, ...]:
    """The parts up to the one that closes the list, else those that are sure."""
    for place, part in enumerate(division.parts):
        if place and kinds.way(part.label) == "rest":
            return division.parts[: place + 1]
    return division.sure


def _overlap(labels: list[str]) -> bool:
    return bool({"overlap", "publishing"} & kinds.ways(labels))


def _is_closed(division: Division, labels: list[str]) -> bool:
    """Whether the sentence itself says that no part is missing."""
    ways = kinds.ways(labels)
    if "dispute" in ways:
        return any("审结" in label for label in labels)
    if division.opening in ("colon", "bracket", "respectively", "rest"):
        return True
    return kinds.is_closed_by_rest(labels) or kinds.is_pair(labels)


def _division(claims: Claims, division: Division) -> ProseFinding | None:
    status, parts = judged(claims, division)
    if status == "silent":
        return None
    return _finding(claims, status, division.total, parts)


def _finding(claims: Claims, status: str, total: Number, parts: tuple[Part, ...]) -> ProseFinding:
    scale = _scale(claims, total)
    return finding(
        "sum",
        "holds" if status == "holds" else "fails",
        total.value / scale,
        total_of(parts) / scale,
        passage=claims.passage,
        span=(total.start, total.end),
        terms=_terms(claims, parts, scale),
    )


def _scale(claims: Claims, total: Number) -> int:
    """10000 for a total in 万 whose money is told in 万元, so that the finding speaks as the report does."""
    printed = claims.passage.plain[total.start : total.end]
    return 10_000 if "万" in printed else 1


def _terms(claims: Claims, parts: tuple[Part, ...], scale: int) -> list[Term]:
    quote = claims.passage.quote
    return [Term(p.label, p.number.value / scale, quote(p.number.start, p.number.end)) for p in parts]


def _closing_totals(claims: Claims) -> Iterator[ProseFinding]:
    """ "甲40条，乙25条，合计65条": the total behind its parts."""
    plain = claims.passage.plain
    for total in claims.counts:
        label = claims.clause(total)
        start, _end = claims.passage.sentence_at(total.start)
        start = max(start, plain.rfind(";", start, total.start) + 1, plain.rfind(":", start, total.start) + 1)
        words = plain[start : total.start]
        if not SUM.fullmatch(label) or total.is_approximate or re.search(r"其中|\(|\)|\d年", words):
            continue
        numbers = claims.counts_between(start, total.start)
        if len(numbers) < 2 or any(n.unit != total.unit or n.is_approximate for n in numbers):
            continue
        if any(COMPARED.search(claims.clause(n)) for n in numbers) or claims.is_plan(total):
            continue
        parts = tuple(Part(number, claims.label(number, after=start)) for number in numbers)
        slack = total.slack + sum((n.slack for n in numbers), Decimal(0))
        difference = total_of(parts) - total.value
        if difference == 0 or abs(difference) > slack:
            yield _finding(claims, "fails" if difference else "holds", total, parts)


def _balances(claims: Claims) -> Iterator[ProseFinding]:
    """新收 + 上年结转 = 办结 + 转下年, where one sentence names all four."""
    for start, end in claims.passage.sentences:
        numbers = [n for n in claims.counts_between(start, end) if n.unit == "件" and n.is_count]
        found: dict[str, list[Number]] = {"new": [], "carried": [], "done": [], "on": []}
        for number in numbers:
            side = _side(claims, number)
            if side:
                found[side].append(number)
        if any(len(named) != 1 for named in found.values()):
            continue
        new, carried, done, on = (found[side][0] for side in ("new", "carried", "done", "on"))
        left, right = new.value + carried.value, done.value + on.value
        is_answered = "答复" in claims.clause(done) and "办结" not in claims.clause(done)
        if left != right and (is_answered or claims.is_plan(new)):
            continue
        quote = claims.passage.quote
        yield finding(
            "sum",
            "holds" if left == right else "fails",
            left,
            right,
            passage=claims.passage,
            span=(new.start, new.end),
            terms=[Term(claims.label(n), n.value, quote(n.start, n.end)) for n in (new, carried, done, on)],
            detail="balance",
        )


def _side(claims: Claims, number: Number) -> str:
    """Which of the four sides of the balance a count is."""
    label, tail = claims.clause(number), claims.tail(number)
    if re.search(r"自然人|法人|个人|企业|网|当面|信函", label):
        return ""
    if ON.search(label) or ON.search(tail):
        return "on"
    if CARRIED.search(label):
        return "carried"
    if DONE.search(label):
        return "done"
    return "new" if NEW.search(label) else ""


BACK = 400
"""Characters back to a total that is named again."""
NAMED = re.compile(r"(?:^|[。;\n!?])在?(?:全部|所有)?([^,。;:()\n\d]{4,12}?)(?:的(?:政府)?信息)?中[,:]")


def _named_before(claims: Claims) -> Iterator[ProseFinding]:
    """A total named again: "主动公开65条。在主动公开的信息中，甲20条、乙45条"; told only where it holds."""
    plain = claims.passage.plain
    for match in NAMED.finditer(plain):
        words = match[1].removesuffix("的")
        before = [
            n
            for n in claims.counts_between(match.start() - BACK, match.start() + 1)
            if n.is_count and words in claims.clause(n)
        ]
        if not before:
            continue
        total = before[-1]
        numbers = [n for n in claims.counts_between(match.end(), match.end() + REACH) if n.unit == total.unit]
        parts: list[Part] = []
        for number in numbers:
            if "\n" in plain[match.end() : number.start] or number.is_approximate:
                break
            parts.append(
                Part(number, claims.label(number, after=parts[-1].number.end if parts else match.end()))
            )
            if len(parts) > 1 and total_of(parts) == total.value:
                yield _finding(claims, "holds", total, tuple(parts))
                break
