"""Compiles the translations (.po → .mo) in pure Python, so that no machine needs gettext's own tools."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_stale(locale: Path) -> list[Path]:
    """Compile every .po below that folder that is newer than its .mo; returns the .mo files written."""
    written = []
    for po in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        mo = po.with_suffix(".mo")
        if not mo.exists() or mo.stat().st_mtime_ns < po.stat().st_mtime_ns:
            _compile(po, mo)
            written.append(mo)
    return written


def _compile(po: Path, mo: Path) -> None:
    """Under another name first, so that a process reading at that moment never sees half a file."""
    with po.open("rb") as source:
        catalog = read_po(source, abort_invalid=True)
    handle, unnamed = tempfile.mkstemp(dir=mo.parent, prefix=".mo-")
    with os.fdopen(handle, "wb") as target:
        write_mo(target, catalog)
    os.chmod(unnamed, 0o644)
    os.replace(unnamed, mo)
