"""Looks through an archive. `reports.readers.intake` runs it in a process of its own."""

from __future__ import annotations

from reports.domain.refusal import Refused
from reports.readers.bounded import serve
from reports.readers.incoming.bundles import kind_of


def work(data: bytes) -> dict[str, object]:
    """{"kind": …}, or {"code": …, "values": {…}} where it is refused."""
    try:
        return {"kind": kind_of(data)}
    except Refused as refused:
        return {"code": refused.code, "values": refused.values}


if __name__ == "__main__":
    serve(work)
