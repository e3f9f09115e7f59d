"""The exact content of a published report, every word and figure in one order: what is fingerprinted."""

from __future__ import annotations

from datetime import UTC

from reports.domain.chain import canonical
from reports.models import Report
from reports.writers.exact import exact

VERSION = 1
"""Of this layout. A stored content is never rewritten; another layout gets another number."""


def of_report(report: Report) -> dict[str, object]:
    """The content of a revision. Numbers are exact text, None a blank; files stand with their SHA-256.

    Cells by their address `table/row/column`. Nothing in it changes while the revision is public: not the
    agency's present name or address, only the name it was published under.
    """
    cells = report.cells.order_by("table", "row", "column")
    return {
        "layout": VERSION,
        "kind": "report",
        "agency": {"id": report.agency_id, "name": report.agency.name},
        "year": report.year,
        "report_kind": report.kind,
        "revision": report.revision,
        "title": report.title,
        "source_line": report.source_line,
        "published_at": (
            report.published_at.astimezone(UTC).isoformat(timespec="microseconds")
            if report.published_at
            else None
        ),
        "form": report.form_id,
        "preamble": report.preamble,
        "chapters": [
            {"number": chapter.number, "heading": chapter.heading, "text": chapter.text}
            for chapter in report.chapters.all()
        ],
        "closing": report.closing,
        "explanation": report.explanation,
        "correction_note": report.correction_note,
        "is_single_handed": report.is_single_handed,
        "cells": {
            str(cell.key): {
                "value": None if cell.value is None else exact(cell.value),
                "raw": cell.raw,
                "unit": cell.unit,
            }
            for cell in cells
        },
        "overrides": [
            {"check": override.check_code, "reason": override.reason}
            for override in report.overrides.order_by("check_code")
        ],
        "links": [{"title": link.title, "url": link.url} for link in report.links.order_by("pk")],
        "attachments": [
            {"title": file.title, "name": file.name, "sha256": file.sha256}
            for file in report.attachments.order_by("position", "pk")
        ],
        "sources": [{"name": file.name, "sha256": file.sha256} for file in report.sources.order_by("pk")],
    }


def text_of_report(report: Report) -> str:
    """The content as the one canonical text whose SHA-256 is the fingerprint."""
    return canonical(of_report(report))
