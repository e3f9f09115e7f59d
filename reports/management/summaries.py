"""What became of each file of a bulk import: a table for people, CSV for spreadsheets, JSON for programs."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, fields

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.services.bulkimport import STATUSES, Outcome
from reports.writers.csv import guarded

WORDS: dict[str, Promise] = {
    "refused": gettext_lazy("refused"),
    "stored": gettext_lazy("stored as a draft"),
    "published": gettext_lazy("published"),
    "read": gettext_lazy("read only"),
    "known": gettext_lazy("imported before"),
}
LONGEST_FILE = 44
"""Columns of a terminal that a file's name may take."""
KINDS = (".txt", ".csv", ".json")


def as_text(outcomes: Sequence[Outcome], *, is_whole: bool) -> str:
    """A table with the hardest first, then the sums. Sound files are left out unless `is_whole`."""
    shown = [one for one in by_hardness(outcomes) if is_whole or not one.is_sound]
    return "\n".join([*(_table(shown) if shown else []), *_sums(outcomes)])


def as_csv(outcomes: Sequence[Outcome]) -> bytes:
    """UTF-8 with a byte order mark, one line a file, the hardest first."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    names = [field.name for field in fields(Outcome)]
    writer.writerow(names)
    for one in by_hardness(outcomes):
        values = (getattr(one, name) for name in names)
        writer.writerow([guarded("" if value is None else str(value)) for value in values])
    return text.getvalue().encode("utf-8-sig")


def as_json(outcomes: Sequence[Outcome]) -> bytes:
    """{"totals": {status: count}, "files": […]}, the hardest first."""
    files = [{**asdict(one), "sound": one.is_sound} for one in by_hardness(outcomes)]
    result = {"totals": _totals(outcomes), "files": files}
    return json.dumps(result, ensure_ascii=False, indent=1).encode() + b"\n"


def written(outcomes: Sequence[Outcome], ending: str) -> bytes:
    """The summary in the format of that file ending, one of KINDS."""
    if ending == ".csv":
        return as_csv(outcomes)
    if ending == ".json":
        return as_json(outcomes)
    return as_text(outcomes, is_whole=True).encode() + b"\n"


def by_hardness(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Refused first, then what fails, then what is unread, then the sound."""
    return sorted(outcomes, key=lambda one: one.hardness)


def _totals(outcomes: Sequence[Outcome]) -> dict[str, int]:
    counts = Counter(one.status for one in outcomes)
    return {status: counts[status] for status in STATUSES}


def _table(outcomes: Sequence[Outcome]) -> list[str]:
    heads = [_("file"), _("result"), _("year"), _("cells"), _("checks failing"), _("unread parts"), _("why")]
    rows = [
        [
            _shortened(one.file),
            str(WORDS[one.status]),
            str(one.year or "–"),
            str(one.cells),
            str(one.failing),
            str(one.unread),
            one.why,
        ]
        for one in outcomes
    ]
    widths = [max(_width(row[place]) for row in [heads, *rows]) for place in range(len(heads) - 1)]
    return ["  ".join([*map(_padded, row, widths), row[-1]]).rstrip() for row in [heads, *rows]]


def _sums(outcomes: Sequence[Outcome]) -> list[str]:
    totals = "; ".join(f"{WORDS[status]} {count}" for status, count in _totals(outcomes).items() if count)
    return [
        _("%(count)s files: %(totals)s") % {"count": len(outcomes), "totals": totals or "–"},
        _("Checks that fail: %(failing)s in %(files)s files. Parts unread: %(unread)s in %(others)s files.")
        % {
            "failing": sum(one.failing for one in outcomes),
            "files": sum(bool(one.failing) for one in outcomes),
            "unread": sum(one.unread for one in outcomes),
            "others": sum(bool(one.unread) for one in outcomes),
        },
    ]


def _width(text: str) -> int:
    """Columns that a text takes in a terminal: a Chinese character takes two."""
    return sum(1 + (unicodedata.east_asian_width(sign) in "WF") for sign in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _shortened(name: str) -> str:
    """The end of a long name: there it differs."""
    if _width(name) <= LONGEST_FILE:
        return name
    while _width(name) > LONGEST_FILE - 1:
        name = name[1:]
    return f"…{name}"
