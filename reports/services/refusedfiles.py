"""Remembering files that cannot be read, by their bytes, so that a bulk import does not try them again."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from pathlib import PurePosixPath

from reports.domain.document import Unreadable
from reports.models import RefusedFile

KEPT = timedelta(days=30)
"""How long: a newer release of the portal may read what an older one could not."""
PASSING = frozenset({"failed", "slow", "cannot-open"})
"""Reasons that may be those of the day, not of the file."""


def remember(data: bytes, name: str, problem: Unreadable) -> None:
    """Keeps why these bytes could not be read under a name of that ending."""
    if problem.reason in PASSING:
        return
    detail = {
        key: value if isinstance(value, int | str) else str(value) for key, value in problem.detail.items()
    }
    RefusedFile.objects.update_or_create(
        **_key(data, name), defaults={"reason": problem.reason, "detail": detail}
    )


def known(data: bytes, name: str) -> Unreadable | None:
    """Why the same bytes could not be read before; None where they were not tried."""
    found = RefusedFile.objects.filter(**_key(data, name)).first()
    return Unreadable(found.reason, **found.detail) if found else None


def forget(*, now: datetime) -> int:
    """Forgets what was refused long ago; returns how many files."""
    return RefusedFile.objects.filter(refused_at__lt=now - KEPT).delete()[0]


def _key(data: bytes, name: str) -> dict[str, str]:
    suffix = PurePosixPath(name.replace("\\", "/")).suffix.lower()[:20]
    return {"sha256": hashlib.sha256(data).hexdigest(), "suffix": suffix}
