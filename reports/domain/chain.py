"""A chain of records by hash: each holds the digest of the one before; none can go or change unseen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

GENESIS = "0" * 64
"""What the first link holds in place of a digest before it."""


@dataclass(frozen=True, slots=True)
class Link:
    """A stored record: its number, counting from 1, what it says, the digest before it, and its own."""

    sequence: int
    fields: Mapping[str, object]
    previous: str
    digest: str


@dataclass(frozen=True, slots=True)
class Break:
    """Where a chain is broken.

    `reason`: "altered", "unlinked" (does not hold its predecessor), "missing", "stray" (its number is below 1
    or taken already: it stands beside the chain).
    """

    sequence: int
    reason: str


def canonical(value: object) -> str:
    """The one text of a value: JSON with sorted keys, no spaces, Unicode as it is (RFC 8259).

    Takes text, whole numbers, booleans, None, lists and mappings of these. Raises TypeError for a float,
    which two machines may print differently, and for anything else.
    """
    _demand_exact(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(previous: str, fields: Mapping[str, object]) -> str:
    """SHA-256, in hexadecimal, of the digest before and the record's canonical text (UTF-8)."""
    return hashlib.sha256(f"{previous}\n{canonical(fields)}".encode()).hexdigest()


def breaks(links: Iterable[Link], *, previous: str = GENESIS, sequence: int = 0) -> list[Break]:
    """Every place where these links, in the order of their numbers, do not hold together.

    `previous` and `sequence` are those of the link before the first one given.
    """
    found = []
    for link in links:
        if link.sequence <= sequence:
            found.append(Break(link.sequence, "stray"))
            continue
        if link.sequence != sequence + 1:
            found.append(Break(sequence + 1, "missing"))
        elif link.previous != previous:
            found.append(Break(link.sequence, "unlinked"))
        if not _is_whole(link):
            found.append(Break(link.sequence, "altered"))
        previous, sequence = link.digest, link.sequence
    return found


def _is_whole(link: Link) -> bool:
    """Whether the digest fits; no for what no writer of ours could have stored, such as a float."""
    try:
        return digest(link.previous, link.fields) == link.digest
    except TypeError:
        return False


def _demand_exact(value: object) -> None:
    if isinstance(value, Mapping):
        for name, part in value.items():
            if not isinstance(name, str):
                raise TypeError(f"A canonical text has names, not {type(name).__name__}.")
            _demand_exact(part)
    elif isinstance(value, list | tuple):
        for part in value:
            _demand_exact(part)
    elif not isinstance(value, str | int | bool | None):
        raise TypeError(f"A canonical text cannot hold a {type(value).__name__}.")
