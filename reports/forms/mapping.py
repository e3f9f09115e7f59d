"""Cleaning what a clerk chose for each row and column of a table of no known form."""

from __future__ import annotations

import re
from collections.abc import Mapping

from reports.domain.statform.definition import Form
from reports.domain.statform.mapping import Choice, Chosen

NAME = re.compile(r"(?P<side>[rc])-(?P<sheet>[0-9]{1,4})-(?P<number>[0-9]{1,4})")
"""The name of a select: r for a row, c for a column; the table's number; the row's or column's."""


def chosen(form: Form, sent: Mapping[str, str]) -> Choice:
    """What was sent, without what the form does not have; rows and columns left open stay out."""
    known = _known(form)
    sheets: dict[int, dict[str, dict[int, tuple[str, str]]]] = {}
    for name, value in sent.items():
        found = NAME.fullmatch(name)
        table, _slash, code = value.partition("/")
        if found is None or (found["side"], table, code) not in known:
            continue
        sides = sheets.setdefault(int(found["sheet"]), {"r": {}, "c": {}})
        sides[found["side"]][int(found["number"])] = (table, code)
    return Choice(form.id, {number: Chosen(sides["r"], sides["c"]) for number, sides in sheets.items()})


def _known(form: Form) -> set[tuple[str, str, str]]:
    """(side, table, code) of every row and column that holds figures."""
    found: set[tuple[str, str, str]] = set()
    for key in list(form.keys()):
        found |= {("r", key.table, key.row), ("c", key.table, key.column)}
    return found
