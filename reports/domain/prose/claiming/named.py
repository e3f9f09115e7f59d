"""Which cells of a form the words before a count name: 新收 is row 1, 诉讼 both kinds of suit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from reports.domain.statform.definition import CellKey, Form

WHO = r"(?:我|本)(?:单位|部门|机关|街道|办事处|辖区|级|[市区县镇乡局办委院厅处所旗州省])"
OPENING = (
    rf"(?:(?:20\d\d|[二〇○零一二三四五六七八九]{{4}})年度?|本年度?|今年|全年|当年|年内|一年来|年度|其中|{WHO}"
    r"|(?:对|一?共计?|总共|总计|累计|依法|已|均|新)"
    r"|对?收到的申请|处理结果为|全[市区县省镇乡]|各级|[市区县]局|含|因|被|属)*"
)
SUBJECT = r"(?:政府)?信息(?:依申请)?公开(?:的)?(?:申请)?"
APPLICATION = (
    r"(?:的|各类|有效)*(?:政府)?信息(?:依申请公开|公开(?:的)?申请)(?:案?件)?(?:数量|总数)?(?:共|共计)?"
)
ENDING = r"(?:的|有|为|共|共计|申请|信息|答复)*"
BODIES = ("business", "research", "public_welfare", "legal_service", "other")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a count: the cells whose sum it is."""

    cells: tuple[CellKey, ...]


@dataclass(frozen=True, slots=True)
class Name:
    """Words that name a figure. `needs`: what the sentence must say before; the first of `readings` is plain.

    `units`: those it is counted in. `is_soft`: another reading than these is possible, so it never fails.
    `in_tail`: the words stand behind the count.
    """

    words: re.Pattern[str]
    readings: tuple[Reading, ...]
    needs: re.Pattern[str] | None = None
    units: tuple[str, ...] = ("件",)
    is_soft: bool = False
    in_tail: bool = False


def _name(
    words: str,
    *readings: Sequence[CellKey],
    needs: str = "",
    units: tuple[str, ...] = ("件",),
    is_soft: bool = False,
    in_tail: bool = False,
) -> Name:
    return Name(
        re.compile(words),
        tuple(Reading(tuple(cells)) for cells in readings),
        re.compile(needs) if needs else None,
        units,
        is_soft,
        in_tail,
    )


OF_APPLICATIONS = r"公开(?:的)?申请|依申请公开|收到的申请|申请.{0,12}处理结果|处理结果"


@cache
def names(form: Form) -> tuple[Name, ...]:
    """What can be named in reports of that form, the surest first; () for a form that is not known here."""
    blocks = {table.code for table in form.tables}
    if "applications" in blocks:
        return (*_applications(form), *_disputes(form), *_documents(form))
    if form.id == "fujian-2008":
        return tuple(_of_2008())
    if form.id == "national-2014":
        return tuple(_of_2014())
    return ()


def _rows(form: Form, *starts: str, column: str = "total") -> tuple[CellKey, ...]:
    """The cells in that column of the application rows that begin so and hold figures."""
    return tuple(
        key
        for key in list(form.keys())
        if key.table == "applications"
        and key.column == column
        and any(key.row == start or key.row.startswith(f"{start}.") for start in starts)
    )


def _applications(form: Form) -> Iterator[Name]:
    new, carried = _rows(form, "1"), _rows(form, "2")
    yield _name(rf"{OPENING}(?:新收到?|新接收|新增){APPLICATION}", new)
    yield _name(rf"{OPENING}(?:收办|共办理|办理){APPLICATION}", (*new, *carried))
    yield _name(rf"{OPENING}(?:收到|受理|接到|接收|收){APPLICATION}", new, (*new, *carried))
    before = r"(?:上(?:一)?年(?:度)?(?:结转|转入|转来)|结转(?:自)?上(?:一)?年(?:度)?)"
    yield _name(
        rf"{OPENING}{before}(?:的)?{APPLICATION}|{OPENING}{before}(?:的)?(?:申请)?",
        carried,
        needs=rf"{SUBJECT}申请|公开申请|收到.{{0,4}}申请|{before}(?:政府)?信息",
    )
    after = r"(?:结转|转入|转到|转至|顺延到?至?)下(?:一)?年(?:度)?(?:继续)?(?:办理)?"
    yield _name(rf"{OPENING}{after}(?:的)?(?:申请)?", _rows(form, "4"), needs=OF_APPLICATIONS)
    yield _name(rf"(?:申请)?{after}.*", _rows(form, "4"), needs=OF_APPLICATIONS, in_tail=True)
    done = _rows(form, "3.7")
    yield _name(rf"{OPENING}办结(?:{APPLICATION}|申请)?", done, needs=OF_APPLICATIONS + "|办结.{0,6}公开申请")
    yield _name(
        rf"{OPENING}(?:作出)?答复(?:{APPLICATION}|申请)?",
        done,
        needs=OF_APPLICATIONS + "|答复.{0,6}公开申请",
    )
    for words, row in (
        (r"予以公开|同意公开", "3.1"),
        (r"部分公开|予以部分公开|同意部分公开", "3.2"),
        (r"不予公开|不同意公开", "3.3"),
        (r"无法提供", "3.4"),
        (r"不予处理", "3.5"),
    ):
        yield _name(rf"{OPENING}(?:{words}){ENDING}", _rows(form, row))
    for words, columns in ((r"自然人", ("natural_person",)), (r"法人(?:或者?|和|及)?其他组织", BODIES)):
        one = tuple(key for c in columns for key in _rows(form, "1", column=c))
        both = (*one, *(key for c in columns for key in _rows(form, "2", column=c)))
        yield _name(
            rf"(?:其中|来自|由)*(?:{words})(?:提出|提交|申请|的)*",
            one,
            both,
            needs=rf"{SUBJECT}申请|公开申请",
            is_soft=True,
        )


def _dispute(row: str, column: str) -> CellKey:
    return CellKey("disputes", row, column)


def _disputes(form: Form) -> Iterator[Name]:
    about = r"(?:政府)?信息公开"
    review = r"(?:被?(?:申请|提起|提出|引起))?(?:的)?行政复议(?:案件|申请)?(?:共|共计)?"
    suit = r"(?:被?(?:申请|提起|提出|引起))?(?:的)?行政诉讼(?:案件)?(?:共|共计)?"
    suits = ("suit_direct", "suit_after_review")
    yield _name(rf"{OPENING}(?:{about}(?:工作)?)?{review}", [_dispute("review", "total")], needs=about)
    yield _name(
        rf"{OPENING}(?:{about}(?:工作)?)?{suit}", [_dispute(row, "total") for row in suits], needs=about
    )


def dispute_outcome(label: str) -> str:
    """The column an outcome of a dispute stands in; "" for words that name none."""
    for words, column in (
        (r"(?:其中)?(?:结果)?维持(?:的)?", "upheld"),
        (r"(?:其中)?(?:结果)?(?:被依法)?纠正(?:的)?", "corrected"),
        (r"(?:其中)?其他结果(?:的)?", "other"),
        (r"(?:其中)?尚?未审结(?:的)?", "pending"),
    ):
        if re.fullmatch(words, label):
            return column
    return ""


def _documents(form: Form) -> Iterator[Name]:
    if form.id != "national-2021":
        return
    row = "normative_documents"
    cell = {column: [CellKey("disclosure", row, column)] for column in ("issued", "repealed", "in_force")}
    yield _name(rf"{OPENING}(?:制发|制定|出台|印发|新制发)行政规范性文件", cell["issued"])
    yield _name(rf"{OPENING}废止(?:行政规范性文件)?", cell["repealed"], needs="行政规范性文件")
    yield _name(rf"{OPENING}现行有效(?:的)?(?:行政规范性文件)?", cell["in_force"], needs="行政规范性文件")


def _at(row: str, column: str) -> list[CellKey]:
    return [CellKey("statistics", row, column)]


def _of_2008() -> Iterator[Name]:
    units = ("件", "条")
    opened = r"主动公开(?:的)?(?:政府)?(?:信息|文件)?(?:数|总数|共)?"
    yield _name(rf"{OPENING}(?:{opened})", _at("1", "year"), units=("条",))
    yield _name(
        r"历年累计(?:主动公开)?(?:政府)?(?:信息|文件)?",
        _at("1", "cumulative"),
        needs="主动公开",
        units=("条",),
    )
    yield _name(rf"{OPENING}(?:收到|受理|接到|登记){APPLICATION}", _at("2", "year"), units=units)
    yield _name(rf"{OPENING}(?:同意|予以)公开{ENDING}", _at("3.1", "year"))
    yield _name(rf"{OPENING}(?:同意)?部分公开{ENDING}", _at("3.2", "year"))
    yield _name(rf"{OPENING}(?:不予公开){ENDING}", _at("3.3", "year"))


def _of_2014() -> Iterator[Name]:
    yield _name(rf"{OPENING}主动公开(?:的)?政府信息(?:数|总数|共)?", _at("1.1", "count"), units=("条",))
    yield _name(rf"{OPENING}(?:收到|受理|接到){APPLICATION}", _at("3.1", "count"))
    yield _name(rf"{OPENING}(?:同意|予以)公开{ENDING}", _at("3.3.2", "count"))
    yield _name(rf"{OPENING}(?:同意)?部分公开{ENDING}", _at("3.3.3", "count"))
    yield _name(rf"{OPENING}(?:不予|不同意)公开{ENDING}", _at("3.3.4", "count"))
