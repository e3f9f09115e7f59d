"""A count named in the prose against its cell: `cell`. Silent on others' figures, parts of a year, blanks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from reports.domain.prose.checking.findings import Matter, ProseFinding, finding
from reports.domain.prose.claiming.named import Name, dispute_outcome, names
from reports.domain.prose.claims import (
    CUMULATIVE,
    MONTHS,
    OTHER_TIME,
    OTHERS,
    Claims,
    years_in,
)
from reports.domain.prose.numbers import Number
from reports.domain.statform.definition import CellKey

CHANNEL = re.compile(r"通过|网上|网络|当面|信函|邮|涉及|电话|咨询|关于|以.{2,8}形式")
DISPUTE = re.compile(r"行政(复议|诉讼)")
LESS = ("3.5", "3.6")
"""What 答复 may leave out: not dealt with, and dealt with otherwise."""


def check(matter: Matter, claims: Claims) -> Iterator[ProseFinding]:
    """Every count of a passage whose words name cells with figures."""
    if matter.form is None or not matter.figures:
        return
    for number in claims.counts:
        if number.is_count and not number.is_rounded and _is_of_the_report(matter, claims, number):
            found = _named(matter, claims, number) or _outcome(matter, claims, number)
            if found:
                yield found


def _is_of_the_report(matter: Matter, claims: Claims, number: Number) -> bool:
    """Whether the sentence speaks of the agency's whole year."""
    before, clause = claims.before(number), claims.clause(number)
    if claims.is_plan(number) or OTHER_TIME.search(before) or MONTHS.search(before):
        return False
    if matter.is_own and OTHERS.search(before):
        return False
    if CHANNEL.search(clause):
        return False
    years = years_in(before)
    if matter.year and years and years[-1] != matter.year:
        return False
    if "历年累计" in clause or not CUMULATIVE.search(before):
        return True
    return bool(re.search(r"本年度?", before[before.rfind("计") :]))


def cells_named(matter: Matter, claims: Claims, number: Number) -> Name | None:
    """What the words around a count name in the form."""
    if matter.form is None:
        return None
    clause, tail = claims.clause(number), claims.tail(number)
    before, around = claims.before(number), claims.context(number)
    for name in names(matter.form):
        if number.unit not in name.units:
            continue
        words = tail if name.in_tail else clause
        said = around if name.readings[0].cells[0].table == "disputes" else before
        if name.words.fullmatch(words) and (name.needs is None or name.needs.search(said)):
            return name
    return None


def _named(matter: Matter, claims: Claims, number: Number) -> ProseFinding | None:
    name = cells_named(matter, claims, number)
    if name is None:
        return None
    is_dispute = any(key.table == "disputes" for key in name.readings[0].cells)
    clause = claims.clause(number)
    if not is_dispute and DISPUTE.search(claims.before(number)) and "公开" not in clause:
        return None
    sums = [_sum(matter, reading.cells) for reading in name.readings]
    for reading, value in zip(name.readings, sums, strict=True):
        if value is not None and value == number.value:
            return _finding(matter, claims, "holds", number, reading.cells, value)
    if any(value is None for value in sums) or name.is_soft:
        return None
    if "答复" in clause and not _is_wholly_different(matter, number, sums[0]):
        return None
    return _finding(matter, claims, "fails", number, name.readings[0].cells, sums[0] or Decimal(0))


def _is_wholly_different(matter: Matter, number: Number, total: Decimal | None) -> bool:
    """Whether a count of answers fits nothing, also when some endings are left out of the total."""
    left_out = [_sum_of_rows(matter, row) for row in LESS]
    if total is None or any(value is None for value in left_out):
        return False
    unprocessed, otherwise = (value or Decimal(0) for value in left_out)
    return number.value not in (total - unprocessed, total - otherwise, total - unprocessed - otherwise)


def _sum_of_rows(matter: Matter, start: str) -> Decimal | None:
    keys = [
        key
        for key in (matter.form.keys() if matter.form else ())
        if key.table == "applications"
        and key.column == "total"
        and (key.row == start or key.row.startswith(f"{start}."))
    ]
    return _sum(matter, keys)


def _outcome(matter: Matter, claims: Claims, number: Number) -> ProseFinding | None:
    """An outcome in an 其中 behind the number of reviews or suits."""
    column = dispute_outcome(claims.label(number))
    before = claims.before(number)
    kinds = DISPUTE.findall(before)
    is_about = "信息公开" in claims.context(number)
    if not column or number.unit != "件" or not kinds or not is_about or "其中" not in before:
        return None
    rows = ("review",) if kinds[-1] == "复议" else ("suit_direct", "suit_after_review")
    cells = tuple(CellKey("disputes", row, column) for row in rows)
    value = _sum(matter, cells)
    if value is None:
        return None
    return _finding(matter, claims, "holds" if value == number.value else "fails", number, cells, value)


def _sum(matter: Matter, cells: Sequence[CellKey]) -> Decimal | None:
    values = [matter.value(key) for key in cells]
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if values and len(known) == len(values) else None


def _finding(
    matter: Matter, claims: Claims, status: str, number: Number, cells: Sequence[CellKey], value: Decimal
) -> ProseFinding:
    return finding(
        "cell",
        "holds" if status == "holds" else "fails",
        number.value,
        value,
        passage=claims.passage,
        span=(number.start, number.end),
        cells=cells,
        values=",".join(str(matter.value(key)) for key in cells),
    )
