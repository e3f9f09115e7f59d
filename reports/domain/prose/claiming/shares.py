"""Finds shares of a whole: those in one list, and those behind the count they belong to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reports.domain.prose.claims import LAST_YEAR, Claims
from reports.domain.prose.numbers import Number

OF = re.compile(
    r"(?:所|各|分别|共|仅|约)*占(?:比例?|比重)?(?P<whole>[^占,。;:()\n\d]{0,14}?)(?:的?(?:比例|比重|比)?)?[为达到是的]*$"
)
BEHIND = re.compile(r"[^,。;:()\n\d占]{0,8}[,(]?(?:约|仅|所|各|共)*占(?P<whole>[^占,。;:()\n\d]{0,14})")
FOREIGN = re.compile(r"全[市省县区国州]|各[县市区]|经费|资金|系统|预算")
NEAR = 40
"""Characters from a count to the share behind it."""
FAR = 150
"""Characters between two shares of one list that stand in sentences of their own."""
WHOLE = re.compile(r"(?:总|全部|所有|新收|收到|申请|其)")


@dataclass(frozen=True, slots=True)
class Share:
    """A share: what has it, of which whole ("" where that is not named), and the count it stands behind."""

    number: Number
    label: str
    whole: str
    count: Number | None = None


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares in one list. `is_headed`: words before it say that they are all (分别占, 各占)."""

    items: tuple[Share, ...]
    is_headed: bool = False
    is_doubtful: bool = False


def share_lists(claims: Claims) -> list[Shares]:
    """Every list of two or more shares."""
    runs: list[list[Share]] = []
    heads: set[int] = set()
    is_open = False
    for number in claims.numbers:
        if number.kind != "share":
            continue
        share = _share(claims, number)
        if share is None:
            share = _headed(claims, number, runs[-1][-1].whole if is_open else "")
            if share is None:
                is_open = False
                continue
            heads.add(len(runs) - 1 if is_open and _joins(claims, runs[-1][-1], share) else len(runs))
        if is_open and _joins(claims, runs[-1][-1], share):
            runs[-1].append(share)
        else:
            runs.append([share])
        is_open = True
    return [
        Shares(tuple(run), place in heads, _is_doubtful(claims, run))
        for place, run in enumerate(runs)
        if len(run) > 1
    ]


def behind_counts(claims: Claims) -> Iterator[Share]:
    """Every exact share that stands directly behind the count it is of."""
    for number in claims.numbers:
        if number.is_share:
            share = _share(claims, number)
            if share is not None and share.count is not None:
                yield share


def is_foreign(whole: str) -> bool:
    """Whether the whole is not the one that the report counts."""
    return bool(FOREIGN.search(whole)) or (bool(whole) and not WHOLE.search(whole))


def _share(claims: Claims, number: Number) -> Share | None:
    """A share that says 占, with the count before it or the words before 占 as its label."""
    plain = claims.passage.plain
    counts = claims.counts_between(number.start - NEAR, number.start)
    if counts:
        behind = BEHIND.fullmatch(plain, counts[-1].end, number.start)
        if behind:
            return Share(number, claims.label(counts[-1]), _whole(behind["whole"]), counts[-1])
    clause = claims.clause(number)
    found = OF.search(clause)
    if not found or not clause:
        return None
    return Share(number, clause[: found.start()], _whole(found["whole"]))


def _whole(words: str) -> str:
    return re.sub(r"^(?:比例?|比重)|[为达到是]+$|的?(?:比例?|比重)?[为达到是]*$|的$", "", words)


def _headed(claims: Claims, number: Number, whole: str) -> Share | None:
    """A share of a list whose head says 分别占 or 各占: "户籍17%、交通17%", "分别占45.5%、30.2%"."""
    start, _end = claims.passage.sentence_at(number.start)
    head = re.search(r"(?:分别|各)占", claims.passage.plain[start : number.start])
    clause = claims.clause(number)
    if not head or len(clause) > 8 or re.search(r"率|同比|增|降|比上|较", clause):
        return None
    return Share(number, clause, whole)


def _joins(claims: Claims, last: Share, share: Share) -> bool:
    """Whether a share stands in one list with the one before: in its sentence, or in the next of its make."""
    plain = claims.passage.plain
    gap = plain[last.number.end : share.number.start]
    if "其中" in gap or last.whole != share.whole:
        return False
    stops = len(re.findall(r"[。\n!?]+", gap))
    if not stops:
        return True
    start, _end = claims.passage.sentence_at(share.number.start)
    head = plain[start : share.number.start]
    return stops <= 2 and bool(share.whole) and len(gap) < FAR and len(head) < 40 and head.count(",") < 2


def _is_doubtful(claims: Claims, run: Sequence[Share]) -> bool:
    return any(
        share.number.is_approximate
        or is_foreign(share.whole)
        or LAST_YEAR.search(share.label)
        or re.search(r"\d{4}年|率$|满意", share.label)
        or claims.is_plan(share.number)
        for share in run
    )
