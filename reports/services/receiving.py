"""The one door for files from outside: judged by content, then scanned if possible. Keeps nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from reports.domain.refusal import Refused as Rejected
from reports.queries import refusals
from reports.readers import attachmenttext, intake
from reports.readers.intake import Accepted
from reports.services import scanning
from reports.services.revisions import Refused

MOST = 10
"""Files of one application."""
TOGETHER = 50 * 2**20
"""Bytes of all of them."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A file that was judged and read before: nothing slow is left to do while a lock is held.

    `text_fault`: why it has no words, "" where it has.
    """

    taken: Accepted
    text: str
    text_fault: str


def from_citizen(files: Collection[tuple[str, BinaryIO]], *, most: int = MOST) -> list[Accepted]:
    """What an applicant sent, (name, content) each, photographs without place and camera: all, or none.

    Raises Refused with a sentence for the applicant.
    """
    return _received(files, intake.CITIZENS, most=most, reencode=True)


def from_staff(files: Collection[tuple[str, BinaryIO]], *, most: int = 100) -> list[Accepted]:
    """What staff attach, byte for byte: all, or none. Raises Refused with a sentence for them."""
    return _received(files, intake.STAFF, most=most, reencode=False)


def judged(data: bytes, name: str) -> Judged:
    """A file as staff would attach it, its words read as well. Takes its time; writes nothing.

    Raises Refused.
    """
    (taken,) = from_staff([(name, BytesIO(data))])
    found = attachmenttext.extract(taken.kind, taken.data)
    return Judged(taken, found.text, found.reason)


def _received(
    files: Collection[tuple[str, BinaryIO]], allowed: Collection[str], *, most: int, reencode: bool
) -> list[Accepted]:
    try:
        found = intake.check_all(files, allowed, most=most, together=TOGETHER, reencode=reencode)
        for accepted in found:
            scanning.demand_clean(accepted.data, name=accepted.safe_name)
    except Rejected as rejected:
        raise Refused(refusals.sentence(rejected)) from rejected
    return found
