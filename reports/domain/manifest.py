"""The public manifest: what an entry's digest covers, when a manifest is sound, where contents differ."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from reports.domain.chain import GENESIS, Link, breaks

IsSigned = Callable[[str, str, bytes], bool]
"""(public key, signature, message) → whether it fits; all but the message in hexadecimal (Ed25519)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as the manifest prints it. `at` is ISO 8601 in UTC, to the microsecond.

    `act`: "published", "withdrawn", or "key": from then on another key signs, whose public half is
    `public_key` ("" elsewhere). `subject` numbers what `kind` names; `fingerprint` is the SHA-256 of its
    published content, or of the new public key.
    """

    sequence: int
    act: str
    at: str
    kind: str
    subject: int | None
    agency: int | None
    address: str
    fingerprint: str
    public_key: str
    previous: str
    digest: str
    key_id: str
    signature: str

    @property
    def signed(self) -> dict[str, object]:
        """What the digest covers besides `previous`."""
        return {
            "sequence": self.sequence,
            "act": self.act,
            "at": self.at,
            "kind": self.kind,
            "subject": self.subject,
            "agency": self.agency,
            "address": self.address,
            "fingerprint": self.fingerprint,
            "public_key": self.public_key,
        }


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a manifest does not hold.

    `reason`: "missing", "unlinked", "altered", "stray" (domain/chain); "unknown-key", "forged" (the signature
    does not fit), "unannounced-key" (a key signs that no entry of the key before announced).
    """

    sequence: int
    reason: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A place of a content, "chapters/2/text" or "cells/statistics/1/year/value"; None: not there."""

    place: str
    before: object
    after: object


def fingerprint(text: str) -> str:
    """SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def key_id(public_key: str) -> str:
    """The short name of a public key: its first 16 hexadecimal digits."""
    return public_key[:16]


def faults(
    entries: Iterable[Entry],
    keys: Mapping[str, str],
    is_signed: IsSigned,
    *,
    previous: str = GENESIS,
    sequence: int = 0,
) -> list[Fault]:
    """Everything wrong with these entries in their order; `keys` maps key ids to public keys.

    `previous` and `sequence` are those of the entry before the first one given.
    """
    listed = list(entries)
    links = [Link(entry.sequence, entry.signed, entry.previous, entry.digest) for entry in listed]
    found = [Fault(b.sequence, b.reason) for b in breaks(links, previous=previous, sequence=sequence)]
    for entry in listed:
        key = keys.get(entry.key_id)
        if key is None or key_id(key) != entry.key_id:
            found.append(Fault(entry.sequence, "unknown-key"))
        elif not _is_signed(entry, key, is_signed):
            found.append(Fault(entry.sequence, "forged"))
    found += _unannounced([entry for entry in listed if entry.sequence > sequence])
    return sorted(found, key=lambda fault: (fault.sequence, fault.reason))


def _is_signed(entry: Entry, key: str, is_signed: IsSigned) -> bool:
    """Whether the signature fits; no where the digest is none."""
    try:
        message = bytes.fromhex(entry.digest)
    except ValueError:
        return False
    return is_signed(key, entry.signature, message)


def _unannounced(entries: list[Entry]) -> Iterator[Fault]:
    """A key may sign if it signed the entry before, or if that entry, signed by the old key, announced it."""
    before: Entry | None = None
    for entry in entries:
        if before is not None and entry.key_id != before.key_id:
            announced = before.act == "key" and key_id(before.public_key) == entry.key_id
            if not announced:
                yield Fault(entry.sequence, "unannounced-key")
        before = entry


def differences(before: Mapping[str, object], after: Mapping[str, object]) -> list[Difference]:
    """Every place where two contents differ, in the order of their places."""
    old, new = dict(_leaves(before)), dict(_leaves(after))
    return [
        Difference(place, old.get(place), new.get(place))
        for place in sorted(old.keys() | new.keys())
        if old.get(place, ...) != new.get(place, ...)
    ]


def _leaves(value: object, place: str = "") -> Iterator[tuple[str, object]]:
    if isinstance(value, Mapping):
        for name, part in value.items():
            yield from _leaves(part, f"{place}/{name}" if place else str(name))
    elif isinstance(value, list | tuple):
        for number, part in enumerate(value, 1):
            yield from _leaves(part, f"{place}/{number}")
    else:
        yield place, value
