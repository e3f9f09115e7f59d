"""The list beside a bulk import that says whose reports its files are: file, agency, year, kind, form."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports.domain.document import Unreadable
from reports.domain.prose.titles import FIRST_YEAR, LAST_YEAR
from reports.models.report import ReportKind
from reports.queries import statforms, unreadable
from reports.readers.text import text_of
from reports.services.revisions import Refused

COLUMNS = {
    "file": "file",
    "文件": "file",
    "文件名": "file",
    "agency": "agency",
    "机构": "agency",
    "单位": "agency",
    "year": "year",
    "年度": "year",
    "年份": "year",
    "kind": "kind",
    "类别": "kind",
    "类型": "kind",
    "form": "form",
    "表式": "form",
}
"""Head of a column, in small letters → what stands in it."""
KINDS = {
    "": "",
    "own": ReportKind.OWN,
    "本级": ReportKind.OWN,
    "本单位": ReportKind.OWN,
    "roll_up": ReportKind.ROLL_UP,
    "roll-up": ReportKind.ROLL_UP,
    "汇总": ReportKind.ROLL_UP,
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What is said of one file; "" and None: nothing, what is read counts."""

    agency: str = ""
    year: int | None = None
    kind: str = ""
    form_id: str = ""


NOTHING_SAID = Wish()


def parse(data: bytes, *, name: str) -> dict[str, Wish]:
    """File → what is said of it. Raises Refused, naming the line (from 1) and what is wrong there."""
    try:
        text, _encoding = text_of(data)
    except Unreadable as problem:
        raise Refused(unreadable.sentence(problem, name)) from problem
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    heads = _heads(next(reader, []), name)
    found: dict[str, Wish] = {}
    try:
        for row in reader:
            if not any(cell.strip() for cell in row):
                continue
            said = {head: cell.strip() for head, cell in zip(heads, row, strict=False)}
            file = said.get("file", "").replace("\\", "/").removeprefix("./")
            if not file or file in found:
                raise _refused(name, reader.line_num, _("each line names one file, and each file once"))
            found[file] = _wish(said, name, reader.line_num)
    except csv.Error as problem:
        raise _refused(name, reader.line_num, _("this is no line of a CSV file")) from problem
    return found


def of_file(wishes: dict[str, Wish], file: str) -> Wish:
    """What is said of that file, by its name with its folders or by its bare name."""
    return wishes.get(file) or wishes.get(file.rpartition("/")[2]) or NOTHING_SAID


def unused(wishes: dict[str, Wish], files: list[str]) -> list[str]:
    """The files that are named in the list and are not there."""
    there = {*files, *(file.rpartition("/")[2] for file in files)}
    return [file for file in wishes if file not in there]


def _heads(row: list[str], name: str) -> list[str]:
    heads = [COLUMNS.get(cell.strip().lower(), "") for cell in row]
    if "file" not in heads or "" in heads or len(set(heads)) < len(heads):
        known = {"columns": "file, agency, year, kind, form"}
        raise _refused(
            name, 1, _("its columns must be named here: “file” and any of %(columns)s, each once") % known
        )
    return heads


def _wish(said: dict[str, str], name: str, line: int) -> Wish:
    year, kind, form_id = said.get("year", ""), said.get("kind", "").lower(), said.get("form", "")
    if year and not (re.fullmatch(r"[0-9]{4}", year) and FIRST_YEAR <= int(year) <= LAST_YEAR):
        raise _refused(
            name, line, _("“%(year)s” is no report year; give one from 1990 to 2100") % {"year": year[:20]}
        )
    if kind not in KINDS:
        raise _refused(name, line, _("the kind is “own” or “roll_up”, not “%(kind)s”") % {"kind": kind[:20]})
    if form_id and form_id not in statforms.all_forms():
        known = {"form": form_id[:40], "known": ", ".join(statforms.all_forms())}
        raise _refused(name, line, _("there is no form “%(form)s”; known forms: %(known)s") % known)
    return Wish(said.get("agency", ""), int(year) if year else None, KINDS[kind], form_id)


def _refused(name: str, line: int, problem: str) -> Refused:
    return Refused(
        _("Line %(line)s of the list “%(name)s”: %(problem)s.")
        % {"line": line, "name": name, "problem": problem}
    )
