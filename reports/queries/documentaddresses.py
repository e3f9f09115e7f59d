"""Where a catalogue document stands in public, without the host, whatever the reader's language."""

from __future__ import annotations

import re

PREFIX = "/documents/"
LONGEST = 90


def of(address: str) -> str:
    """The path of the document with that `address`."""
    return f"{PREFIX}{address}/"


def of_version(address: str, number: int) -> str:
    """The path of one public version, which never shows another."""
    return f"{PREFIX}{address}/v{number}/"


def of_file(address: str, file_id: int) -> str:
    """The path of an attachment or of a picture in the text."""
    return f"{PREFIX}{address}/files/{file_id}/"


def made(index_number: str) -> str:
    """The address an index number makes: "014416330/2018-04736" is "014416330-2018-04736"."""
    return re.sub(r"[^0-9a-z]+", "-", index_number.lower()).strip("-")[:LONGEST]
