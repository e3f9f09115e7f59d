"""Proves what is public: the manifest, its signatures, and that every row still says what was published."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from reports.domain import manifest as rules
from reports.domain.manifest import Difference
from reports.models import Document, DocumentVersion, Event, Publication, Report
from reports.models.event import Act
from reports.models.publication import PublicAct
from reports.models.road import State
from reports.queries import documentaddresses, documentpublic, manifest, publiccontent
from reports.services import signing


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it was published.

    `reason`: one of domain/manifest's for an entry of the manifest; "changed" (of a report with
    `difference`), "gone" (its row is no more), "unlisted" (public without an entry), "state" (withdrawn or
    public against its last entry), "content" (the stored content does not fit its fingerprint, or is none),
    "foreign-key" (the newest entry is not signed by this installation), "unentered" (the log tells of a
    publication or withdrawal that the manifest does not hold). `sequence` is the entry's number, 0 without
    one.
    """

    reason: str
    sequence: int
    agency: str = ""
    title: str = ""
    difference: Difference | None = None


def faults() -> Iterator[Fault]:
    """Everything that is not as it was published, read page by page; nothing is changed.

    What is found is looked for once more: what was published or withdrawn between two questions is no fault.
    """
    found = list(_found())
    again = {repr(fault) for fault in _found()} if found else set()  # a difference may hold lists
    yield from (fault for fault in found if repr(fault) in again)


def _found() -> Iterator[Fault]:
    yield from _of_manifest()
    yield from _of_log("report", manifest.begun())
    yield from _of_log("document", manifest.begun(manifest.DOCUMENTS))
    yield from _of_reports()
    yield from _of_documents()


def _of_reports() -> Iterator[Fault]:
    seen: set[int] = set()
    rows = Publication.objects.filter(subject_kind="report").order_by("subject_id", "sequence")
    last: Publication | None = None
    published: Publication | None = None
    for row in rows.select_related("agency").iterator(chunk_size=100):
        if last is not None and last.subject_id != row.subject_id:
            yield from _of_subject(published, last)
            published = None
        seen.add(row.subject_id or 0)
        published = row if row.act == PublicAct.PUBLISHED else published
        last = row
    if last is not None:
        yield from _of_subject(published, last)
    for report in Report.objects.public().select_related("agency").iterator(chunk_size=500):
        if report.pk not in seen:
            yield Fault("unlisted", 0, report.agency.name, report.title)


def _of_manifest() -> Iterator[Fault]:
    keys, after = manifest.keys(), -1
    before: list[rules.Entry] = []
    while page := manifest.entries(since=after):
        # One entry again from the page before, so that a change of key between two pages is seen.
        first = before[-1] if before else None
        for fault in rules.faults(
            before[-1:] + page,
            keys,
            signing.is_signed,
            previous=first.previous if first else rules.GENESIS,
            sequence=first.sequence - 1 if first else 0,
        ):
            if first is None or fault.sequence != first.sequence:
                yield Fault(fault.reason, fault.sequence)
        before, after = page, page[-1].sequence
    # Whoever has the database but not the key could sign the whole of it anew with a key of their own.
    if before and before[-1].key_id not in _own_keys():
        yield Fault("foreign-key", before[-1].sequence)


def _own_keys() -> set[str]:
    own = (settings.SIGNING_KEY, settings.SIGNING_KEY_OLD)
    return {rules.key_id(signing.public_half(key)) for key in own if key}


def _of_log(kind: str, begun: Event | None) -> Iterator[Fault]:
    """What the log tells of and the manifest does not hold: entries cut off at its end leave no other."""
    if begun is None:
        return
    entered = set(Publication.objects.filter(subject_kind=kind).values_list("subject_id", "act"))
    told = Event.objects.filter(
        sequence__gt=begun.sequence, subject_kind=kind, act__in=(Act.PUBLISHED, Act.WITHDRAWN)
    )
    for event in told.select_related("agency").iterator(chunk_size=500):
        if (event.subject_id, event.act) not in entered:
            yield Fault("unentered", 0, event.agency.name if event.agency else "", event.subject_name)


def _of_subject(published: Publication | None, last: Publication) -> Iterator[Fault]:
    """One revision against its entries: the content it was published with, and its last state."""
    agency = last.agency.name if last.agency else ""
    report = Report.objects.filter(pk=last.subject_id).select_related("agency").first()
    if report is None:
        yield Fault("gone", last.sequence, agency)
        return
    expected = State.WITHDRAWN if last.act == PublicAct.WITHDRAWN else State.PUBLISHED
    if report.state != expected:
        yield Fault("state", last.sequence, agency, report.title)
    if published is None:
        return
    content = _content(published)
    if content is None:
        yield Fault("content", published.sequence, agency, report.title)
        return
    # The agency's name as it was, since a body may be renamed.
    today = publiccontent.of_report(report) | {
        "agency": {"id": report.agency_id, "name": content["agency"]["name"]}
    }
    for difference in rules.differences(content, today):
        yield Fault("changed", published.sequence, agency, report.title, difference)


def _of_documents() -> Iterator[Fault]:
    """Every version the public may open against its entry, and whether each document is public as it was."""
    rows = Publication.objects.filter(subject_kind="document").order_by("sequence").defer("content")
    entered: dict[str, Publication] = {}
    last: dict[int | None, Publication] = {}
    for row in rows.select_related("agency").iterator(chunk_size=500):
        last[row.subject_id] = row
        if row.act == PublicAct.PUBLISHED:
            entered[row.address] = row
    versions = documentpublic.whole(DocumentVersion.objects.readable().order_by("pk"))
    for version in versions.iterator(chunk_size=500):
        entry = entered.get(documentaddresses.of_version(version.address, version.number))
        if entry is None:
            yield Fault("unlisted", 0, version.agency.name, str(version))
        elif rules.fingerprint(documentpublic.record_of(version)) != entry.fingerprint:
            yield Fault("changed", entry.sequence, version.agency.name, str(version))
    standing = set(DocumentVersion.objects.standing().values_list("document_id", flat=True))
    known = set(Document.objects.values_list("pk", flat=True))
    for subject, row in last.items():
        agency = row.agency.name if row.agency else ""
        if subject not in known:
            yield Fault("gone", row.sequence, agency)
        elif (row.act == PublicAct.PUBLISHED) != (subject in standing):
            yield Fault("state", row.sequence, agency, row.address)


def _content(published: Publication) -> dict[str, Any] | None:
    """What was published; None where the stored text is not what was signed."""
    if rules.fingerprint(published.content) != published.fingerprint:
        return None
    try:
        content = json.loads(published.content)
        return content if content["agency"]["name"] else None
    except (ValueError, TypeError, KeyError):
        return None
