"""Any table of texts as CSV that Excel opens in Chinese, no cell of which a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from reports.writers.csv import guarded


def write(rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with a byte order mark, lines ending as RFC 4180 has it; every cell guarded."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    for row in rows:
        writer.writerow([guarded(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")
