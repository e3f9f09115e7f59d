"""The made-up catalogue of some sample bodies, through the services that staff use.

One account writes, another reviews for secrecy and publishes: the road is the same for samples.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from reports.models import Account, Agency, Category, Document
from reports.models.road import State
from reports.services import categories, documents
from reports.services.documents import FileEdit, NewFile

FOLDER = Path(__file__).resolve().parent.parent / "data" / "samples" / "documents"
SHANGHAI = ZoneInfo("Asia/Shanghai")
OWN = ("key", "category", "links", "files", "state", "at", "reason")
"""What an entry says beside the fields of its document."""


def load(agencies: Mapping[str, Agency], *, by: Account, reviewer: Account) -> int:
    """Writes the documents of those bodies, by their slug, that are of the past by now. How many.

    Raises KeyError, ValueError, Refused where a file is wrong.
    """
    if not Category.objects.national().exists():
        categories.take_in_national()
    count = 0
    for slug, agency in agencies.items():
        path = FOLDER / f"{slug}.toml"
        made: dict[str, Document] = {}
        for entry in tomllib.loads(path.read_text("utf-8"))["document"] if path.exists() else ():
            at = _moment(entry["at"]) if "at" in entry else None
            if at is None or at <= timezone.now():
                made[entry["key"]] = _write(entry, agency, made, at, by, reviewer)
        count += len(made)
    return count


def _write(
    entry: Mapping[str, Any],
    agency: Agency,
    made: Mapping[str, Document],
    at: datetime | None,
    by: Account,
    reviewer: Account,
) -> Document:
    given = {name: value for name, value in entry.items() if name not in OWN}
    files = [
        NewFile(one["text"].encode(), one["name"], one["title"], place)
        for place, one in enumerate(entry.get("files", ()), 1)
    ]
    links = [(one["relation"], made[one["to"]]) for one in entry.get("links", ())]
    document = documents.create(
        by=by,
        agency=agency,
        category=Category.objects.national().get(code=entry["category"]),
        links=links,
        files=FileEdit(added=files) if files else None,
        **given,
    )
    state = entry.get("state", State.PUBLISHED)
    if state != State.DRAFT:
        documents.submit(document=document, by=by)
    if state in (State.PUBLISHED, State.WITHDRAWN):
        _publish(document, reviewer, at)
    if state == State.WITHDRAWN:
        documents.withdraw(document=document, reason=entry["reason"], by=reviewer)
    return document


def _publish(document: Document, reviewer: Account, at: datetime | None) -> None:
    documents.approve_and_publish(
        document=document, by=reviewer, is_secrecy_reviewed=True, is_privacy_looked_over=True, at=at
    )


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)
