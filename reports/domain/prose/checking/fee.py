"""无 in chapter six beside a fee: `none-beside-fee`. Silent where chapter six denies nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from reports.domain.prose.checking.chapters import CHAPTERS
from reports.domain.prose.checking.findings import Matter, ProseFinding, Term, finding, shown
from reports.domain.prose.claims import LAST_YEAR, OTHERS, PLAN, Claims
from reports.domain.prose.numbers import Number
from reports.domain.prose.passages import Passage

FORMS = frozenset({"national-2019", "national-2021"})
FEE = "信息处理费"
CHARGED = re.compile(r"收取|收费|计收|收到")
NOT_CHARGED = re.compile(r"减免|免收|免除|起每|每件|每页|标准|通知|未缴|逾期|退还|拟|应收")
NOTHING = re.compile(
    r"(?:本年度?|20\d\d年度?|我[局市县区镇乡]|本[局市县区镇乡])?(?P<none>暂无|无|没有)(?:其[他它])?(?:需要)?(?:报告|说明)?(?:的)?(?:其[他它])?(?:事项)?[。.]?"
)
DENIED = re.compile(
    r"(?P<none>未(?:曾)?收取|没有收取|无收取|不收取|未发生|未产生|没有|无)(?:过|任何|政府信息公开|的)*信息处理费|信息处理费[^,。;\d]{0,6}(?P<none_behind>未收取|没有收取|未发生|无)"
)


def check(matter: Matter) -> Iterator[ProseFinding]:
    """What chapter six says of the fee, against every other sentence about it."""
    if matter.form is None or matter.form.id not in FORMS:
        return
    last = next((p for p in reversed(matter.prose.chapters) if CHAPTERS[5].search(p.heading)), None)
    if last is None or (matter.prose.is_cut and "文本到此为止" in last.text):
        return
    claims = Claims(last)
    named = _charged(matter, claims)
    if named is not None:
        yield _finding(last, (named.start, named.end), "holds", named.value, named.value, None)
        return
    denial = _denial(claims)
    if denial is None:
        return
    others = [
        (passage, number)
        for passage in matter.prose
        if passage is not last and (number := _charged(matter, Claims(passage))) is not None
    ]
    if others:
        passage, number = others[0]
        term = Term(FEE, number.value, passage.quote(number.start, number.end))
        yield _finding(last, denial, "fails", Decimal(0), number.value, term)
    else:
        yield _finding(last, denial, "holds", Decimal(0), Decimal(0), None)


def _charged(matter: Matter, claims: Claims) -> Number | None:
    """The fee above zero that a sentence says was charged this year."""
    plain = claims.passage.plain
    for start, end in claims.passage.sentences:
        sentence = plain[start:end]
        if FEE not in sentence or not CHARGED.search(sentence) or NOT_CHARGED.search(sentence):
            continue
        if PLAN.search(sentence) or LAST_YEAR.search(sentence) or _is_of_others(matter, sentence):
            continue
        years = {int(year) for year in re.findall(r"((?:19|20)\d{2})年", sentence)}
        if matter.year and years and matter.year not in years:
            continue
        for number in claims.counts_between(start, end):
            if number.unit == "元" and number.is_count and number.value > 0:
                return number
    return None


def _is_of_others(matter: Matter, sentence: str) -> bool:
    return matter.is_own and bool(OTHERS.search(sentence))


def _denial(claims: Claims) -> tuple[int, int] | None:
    """Where chapter six says that there is nothing, or no fee."""
    plain = claims.passage.plain
    whole = plain.strip("\n")
    nothing = NOTHING.fullmatch(whole)
    if nothing:
        return nothing.span("none")
    denied = DENIED.search(plain)
    if denied:
        return denied.span("none" if denied["none"] else "none_behind")
    for number in claims.counts:
        if number.unit == "元" and number.value == 0 and FEE in claims.sentence(number):
            return number.start, number.end
    return None


def _finding(
    passage: Passage, span: tuple[int, int], status: str, found: Decimal, expected: Decimal, term: Term | None
) -> ProseFinding:
    return finding(
        "none-beside-fee",
        "holds" if status == "holds" else "fails",
        shown(found),
        shown(expected),
        passage=passage,
        span=span,
        terms=[term] if term else (),
    )
