#!/usr/bin/env python3
"""Verifies a downloaded manifest of publications without trusting the site it came from.

Needs Python 3.9 or newer and the package "cryptography" (python3 -m pip install cryptography).

    python3 verify_manifest.py manifest.json [more pages …] [--record FILE.record.json …] [--key PUBLIC_KEY …]
                               [--earlier OLD.json …]

The manifest comes from /verify/manifest.json; where it says "next": N, its next page from
/verify/manifest.json?since=N. Give all pages, in order. A record comes from the foot of a report's page.
With --key only these public keys are trusted, wherever you learnt them; without, those that the manifest
names, which proves that it holds together, not who wrote it. With --earlier a copy that was downloaded
before is compared: every entry in it must still be there, unchanged. Only so is it seen when the newest
entries are cut off.

Exit status: 0 all holds, 1 something does not, 2 a file cannot be read.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

Entry = dict[str, Any]
SIGNED = ("sequence", "act", "at", "kind", "subject", "agency", "address", "fingerprint", "public_key")


def digest(entry: Entry) -> str:
    """SHA-256 of the digest before, a line feed, and the entry as JSON with sorted keys and no spaces."""
    fields = {name: entry[name] for name in SIGNED}
    text = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256((entry["previous"] + "\n" + text).encode()).hexdigest()


def is_signed(key: str, entry: Entry) -> bool:
    """Whether the entry's signature fits its digest."""
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
        public.verify(bytes.fromhex(entry["signature"]), bytes.fromhex(entry["digest"]))
    except (InvalidSignature, ValueError):
        return False
    return True


def faults(entries: list[Entry], keys: dict[str, str]) -> Iterator[str]:
    """Every fault in words, in the order of the entries."""
    previous = {"sequence": 0, "digest": "0" * 64, "key_id": None, "act": "", "public_key": ""}
    for entry in entries:
        number = entry["sequence"]
        if number != previous["sequence"] + 1:
            yield f"Entry {previous['sequence'] + 1} is missing before entry {number}."
        elif entry["previous"] != previous["digest"]:
            yield f"Entry {number} does not hold the entry before it."
        if digest(entry) != entry["digest"]:
            yield f"Entry {number} has been altered."
        if entry["key_id"] not in keys:
            yield f"Entry {number} is signed by a key that is not trusted: {entry['key_id']}."
        elif not is_signed(keys[entry["key_id"]], entry):
            yield f"The signature of entry {number} does not fit."
        is_announced = previous["act"] == "key" and previous["public_key"][:16] == entry["key_id"]
        if previous["key_id"] not in (None, entry["key_id"]) and not is_announced:
            yield f"From entry {number} on another key signs, which the key before had not announced."
        previous = entry


def lost(earlier: list[Entry], entries: list[Entry]) -> Iterator[str]:
    """Every entry of an earlier copy that is not in this one as it was, in words."""
    now = {entry["sequence"]: entry for entry in entries}
    for entry in earlier:
        found = now.get(entry["sequence"])
        if found is None:
            yield f"Entry {entry['sequence']} was in the earlier copy and is not in the manifest."
        elif any(found[name] != entry[name] for name in (*SIGNED, "previous", "digest")):
            yield f"Entry {entry['sequence']} is not what it was in the earlier copy."


def record_fault(path: str, entries: list[Entry]) -> str:
    """What is wrong with a downloaded record, in words; prints when it was published where nothing is."""
    found = hashlib.sha256(Path(path).read_bytes()).hexdigest()
    fitting = [entry for entry in entries if entry["fingerprint"] == found]
    if not fitting:
        return f"{path}: its fingerprint {found} is not in the manifest."
    for entry in fitting:
        later = [e for e in entries if e["subject"] == entry["subject"] and e["sequence"] > entry["sequence"]]
        ending = "; withdrawn " + later[-1]["at"] if later and later[-1]["act"] == "withdrawn" else ""
        print(f"{path}: published {entry['at']}, entry {entry['sequence']}, {entry['address']}{ending}")
    return ""


def main() -> int:
    """Reads the files, prints every fault, and says how it ended."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("manifest", nargs="+")
    words.add_argument("--record", action="append", default=[])
    words.add_argument("--key", action="append", default=[])
    words.add_argument("--earlier", action="append", default=[])
    given = words.parse_args()
    try:
        pages = [json.loads(Path(name).read_text("utf-8")) for name in given.manifest]
        entries = [entry for page in pages for entry in page["entries"]]
        named = {key["key_id"]: key["public_key"] for page in pages for key in page["keys"]}
        keys = {key[:16]: key for key in given.key} or named
        earlier = [
            entry for name in given.earlier for entry in json.loads(Path(name).read_text("utf-8"))["entries"]
        ]
        problems = [*faults(entries, keys), *lost(earlier, entries)]
        problems += [problem for path in given.record if (problem := record_fault(path, entries))]
        whole = pages[-1]["length"]
    except (OSError, ValueError, KeyError, TypeError) as problem:
        print(f"A file cannot be read as a manifest: {problem!r}", file=sys.stderr)
        return 2
    for problem in problems:
        print(problem)
    if len(entries) != whole:
        print(f"These files hold {len(entries)} of {whole} entries: give all pages to verify all of it.")
    print("Something does not hold." if problems else f"All {len(entries)} entries hold.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
