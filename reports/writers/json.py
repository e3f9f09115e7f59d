"""A statistics table as JSON: the same cells in the same order as its CSV, and what the checks found."""

from __future__ import annotations

import json
from dataclasses import asdict

from reports.writers.figures import TableFile

MEDIA_TYPE = "application/json"


def write(table: TableFile) -> bytes:
    """One object. Numbers are text, so that no reader rounds them; a blank cell has the value null."""
    report = {
        "title": table.title,
        "agency": table.agency,
        "year": table.year,
        "kind": table.kind,
        "revision": table.revision,
        "published_at": table.published_at.isoformat() if table.published_at else None,
        "address": table.address,
        "explanation": table.explanation,
    }
    whole = {
        "report": report,
        "form": table.form,
        "table": table.table,
        "title": table.table_title,
        "cells": [asdict(row) for row in table.rows],
        "findings": [finding.as_json() for finding in table.findings],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2).encode()
