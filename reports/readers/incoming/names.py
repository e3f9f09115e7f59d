"""Names of files that were sent: what may be shown, stored in a database and offered for download."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 120
"""Characters of a name with its ending."""
WIDEST = 240
"""Bytes of it in UTF-8; file systems take 255."""
_FOLDERS = re.compile(r"[\\/]")
_UNSAFE = re.compile(r'[:*?"<>|%;&$`\'\r\n\t]+')
_INNER = re.compile(r"\.(?=[A-Za-z][A-Za-z0-9]{0,4}(?:\.|$))")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|clock\$|com[0-9]|lpt[0-9])", re.IGNORECASE)
_ENDING = re.compile(r"\.([A-Za-z0-9]{1,8})$")


def ending_of(name: str) -> str:
    """The ending in small letters without its point, "" where there is none ("附件1.2024年" has none)."""
    found = _ENDING.search(_last(name))
    return found[1].lower() if found and not found[1].isdigit() else ""


def safe_name(name: str, ending: str) -> str:
    """The name without folders, signs that a system or a reader could misread, and other endings.

    Control and direction signs go, so that "fdp.exe" turned round is not shown as "exe.pdf"; inner endings
    are joined with an underscore ("a.php.pdf" is "a_php.pdf"); reserved names of Windows get one before them.
    """
    stem = _last(name)
    own = _ENDING.search(stem)
    if own and not own[1].isdigit():
        stem = stem[: own.start()]
    stem = _INNER.sub("_", _UNSAFE.sub("_", stem)).strip(" ._-")
    stem = stem[: LONGEST - len(ending) - 1]
    while len(stem.encode()) > WIDEST - len(ending) - 1:
        stem = stem[:-1]
    stem = stem.rstrip(" .")
    if not stem or _RESERVED.fullmatch(stem):
        stem = f"_{stem}" if stem else "file"
    return f"{stem}.{ending}"


def _last(name: str) -> str:
    """The part behind the last folder, its signs that are not seen left out."""
    seen = "".join(sign for sign in name[-2_000:] if unicodedata.category(sign)[0] != "C")
    plain = "".join(" " if unicodedata.category(sign)[0] == "Z" else sign for sign in seen)
    return _FOLDERS.split(unicodedata.normalize("NFC", plain))[-1].strip(" .")
