"""Every text of the interface that the code asks to have translated, found with Babel, without gettext."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from babel.messages.extract import extract
from django.utils.translation import template

KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


TEMPLATES = {".html", ".txt"}
"""Pages, and messages that are sent."""


class Message(NamedTuple):
    """What the code says. `plural` and `context` are "" where there is none."""

    msgid: str
    plural: str = ""
    context: str = ""


def messages(root: Path) -> dict[Message, str]:
    """Every message of the app and its templates, with "file:line" where it stands first."""
    found: dict[Message, str] = {}
    templates = (path for path in root.glob("**/templates/**/*") if path.suffix in TEMPLATES)
    for path in sorted([*root.glob("reports/**/*.py"), *templates]):
        if ".venv" in path.parts:
            continue
        for line, message in in_file(path):
            found.setdefault(message, f"{path.relative_to(root)}:{line}")
    return found


def in_file(path: Path) -> Iterator[tuple[int, Message]]:
    """(line, message) of each text in a Python file or a template."""
    text = path.read_text("utf-8")
    if path.suffix in TEMPLATES:
        # Django turns a template into lines of calls; indented ones would be no Python.
        text = "\n".join(line.strip() for line in template.templatize(text, origin=str(path)).splitlines())
    for line, said, _comments, context in extract("python", BytesIO(text.encode()), keywords=KEYWORDS):
        parts = (said,) if isinstance(said, str) else said
        plural = parts[1] if len(parts) > 1 else ""
        yield line, Message(parts[0], plural or "", context or "")
