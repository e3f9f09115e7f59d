"""The corrections of a report as files: one line a figure or text for CSV, one object for JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils import timezone

from reports.domain.comparing import Piece
from reports.models import Report
from reports.queries.corrections import Correction, Corrections, TextCorrection
from reports.writers.exact import exact

COLUMNS = (
    *("revision", "compared_with", "published", "note", "what", "cell", "name", "column_label", "unit"),
    *("old", "new"),
)
"""Of the CSV. `what`: "figure", "text", "form" or "none" (none of these changed, or none to compare)."""

OLD = ("removed", "moved_away")
NEW = ("inserted", "moved_here")


def lines(corrections: Corrections) -> Iterator[tuple[str, ...]]:
    """A header, then a line for each figure and each text that changed, newest revision first."""
    yield COLUMNS
    for one in corrections.made:
        head = (str(one.revision), str(one.before or ""), _day(one), one.note)
        for what in _changes(one):
            yield (*head, *what)


def _changes(one: Correction) -> Iterator[tuple[str, ...]]:
    if one.form:
        yield ("form", "", "", "", "", *one.form)
    for cell in one.cells:
        values = (_number(cell.old.value, cell.old.raw), _number(cell.new.value, cell.new.raw))
        yield ("figure", str(cell.key), cell.row, cell.column, cell.unit, *values)
    for text in one.texts:
        yield ("text", "", text.name, "", "", "\n".join(_old(text)), "\n".join(_new(text)))
    if one.is_empty:
        yield ("none", "", "", "", "", "", "")


def as_json(report: Report, corrections: Corrections, *, address: str) -> dict[str, object]:
    """One object. Numbers are text, null is a blank. Withdrawn revisions are named, never quoted."""
    return {
        "report": {
            "agency": report.agency.name,
            "year": report.year,
            "kind": report.kind,
            "address": address,
        },
        "corrections": [_correction(one) for one in corrections.made],
        "withdrawn": [
            {"revision": one.revision, "at": timezone.localtime(one.at).isoformat(), "reason": one.reason}
            for one in corrections.withdrawn
        ],
    }


def _correction(one: Correction) -> dict[str, object]:
    return {
        "revision": one.revision,
        "compared_with": one.before or None,
        "published_at": timezone.localtime(one.at).isoformat(),
        "note": one.note,
        "form": {"old": one.form[0], "new": one.form[1]} if one.form else None,
        "cells": [
            {
                "cell": str(cell.key),
                "table_title": cell.table,
                "row_label": cell.row,
                "column_label": cell.column,
                "unit": cell.unit,
                "old": _exact(cell.old.value),
                "new": _exact(cell.new.value),
                "old_raw": cell.old.raw,
                "new_raw": cell.new.raw,
            }
            for cell in one.cells
        ],
        "texts": [
            {"name": text.name, "kind": text.kind, "old": _old(text), "new": _new(text)} for text in one.texts
        ],
    }


def _old(text: TextCorrection) -> list[str]:
    """The sentences that are gone, of a changed one as it was."""
    return [_without(piece, "inserted") for piece in text.pieces if piece.kind in (*OLD, "changed")]


def _new(text: TextCorrection) -> list[str]:
    return [_without(piece, "removed") for piece in text.pieces if piece.kind in (*NEW, "changed")]


def _without(piece: Piece, kind: str) -> str:
    marks: Sequence = [mark.text for mark in piece.marks if mark.kind != kind]
    return "".join(marks) if piece.kind == "changed" else piece.text


def _exact(value: Decimal | None) -> str | None:
    return None if value is None else exact(value)


def _number(value: Decimal | None, raw: str) -> str:
    return raw if value is None else exact(value)


def _day(one: Correction) -> str:
    return f"{timezone.localtime(one.at):%Y-%m-%d}"
