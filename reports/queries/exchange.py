"""What this portal tells another one: its changes, and the record of each document, report and agency.

Only what the public reads: names masked, nothing for staff, nothing of what was withdrawn but that it was.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import override

from reports.domain import exchange
from reports.domain.agreed import LAYOUT
from reports.domain.exchangereport import portable
from reports.models import Agency, Document, DocumentVersion, PublicChange, Report, VersionFile
from reports.models.publicchange import ChangeAction
from reports.queries import (
    addresses,
    categories,
    changefeed,
    documentaddresses,
    documentpublic,
    publiccontent,
    respelt,
)
from reports.queries.reports import Chosen

PREFIX = "/api/v1/"
"""Where it all stands, whatever the reader's language."""
Told = dict[str, Any]
"""An object of the answer, ready for JSON."""
AGENCY = (
    *("name", "short_name", "name_en", "slug", "level", "kind", "division_code", "credit_code", "address"),
    *("postcode", "telephone", "email", "office_hours", "valid_from", "valid_until"),
)
"""Fields of an agency that its page shows and another portal may take over."""
_FILE = re.compile(r'(?<=src=")(?:/en)?/documents/[a-z0-9-]{1,100}/files/([0-9]{1,18})/(?=")')


def changes(since: int, limit: int) -> Told:
    """The page of changes after that number; at most five queries, whatever its length."""
    page = changefeed.since(since, limit)
    reasons = {**_reasons(page.changes, "document"), **_reasons(page.changes, "report")}
    named = _named(page.changes)
    return {
        "layout": LAYOUT,
        "head": changefeed.head(),
        "changes": [
            {**_change(change, reasons), **named.get(change.sequence, {})} for change in page.changes
        ],
        "next": f"{PREFIX}changes?since={page.next_after}&limit={limit}",
        "more": page.has_more,
    }


def _change(change: PublicChange, reasons: Mapping[tuple[str, int], str]) -> Told:
    is_gone = change.action == ChangeAction.WITHDRAWN
    reason = reasons.get((change.subject_kind, change.subject_id), "") if is_gone else ""
    return {
        "sequence": change.sequence,
        "action": change.action,
        "at": change.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "kind": change.subject_kind,
        "address": change.address,
        "record": "" if is_gone else record_path(change.address),
        "digest": change.digest,
        "reason": reason,
    }


def record_path(address: str) -> str:
    """Where the record of a public address is: of "/reports/x/2016/" it is "/api/v1/reports/x/2016/"."""
    return PREFIX + address.removeprefix("/")


def _reasons(found: tuple[PublicChange, ...], kind: str) -> dict[tuple[str, int], str]:
    """Why things of that kind were withdrawn, by kind and id. Where no name may stay, the reason has none."""
    withdrawn = (one for one in found if one.action == ChangeAction.WITHDRAWN)
    gone = {one.subject_id for one in withdrawn if one.subject_kind == kind}
    if not gone:
        return {}
    rows: QuerySet[Any] = (Document if kind == "document" else Report).objects.filter(pk__in=gone)
    reasons = rows.exclude(withdrawal_reason="").values_list("pk", "withdrawal_reason")
    return {(kind, pk): reason for pk, reason in reasons}


def _named(found: tuple[PublicChange, ...]) -> dict[int, Told]:
    """Which revision of which report each change is about, by the number of the change."""
    of = {one.sequence: one.subject_id for one in found if one.subject_kind == "report"}
    if not of:
        return {}
    rows = Report.objects.filter(pk__in=of.values()).values("pk", "agency", "year", "kind", "revision")
    names = {row.pop("pk"): row for row in rows}
    return {number: {"report": names[pk]} for number, pk in of.items() if pk in names}


def standing(address: str) -> DocumentVersion | None:
    """The version that is read at that address of a document today; one query."""
    rows = DocumentVersion.objects.standing().filter(document__address=address)
    return rows.select_related(
        "agency", "category__parent__parent__parent", "document", "replaced_by"
    ).first()


def withdrawn(address: str) -> Document | None:
    """The document that was read there once and is no more."""
    found = Document.objects.filter(address=address, first_released_at__isnull=False)
    return found.exclude(versions__is_standing=True).first()


def of_document(version: DocumentVersion) -> Told:
    """The record of a document, complete; a constant number of queries."""
    files = list(version.file_rows.select_related("file"))
    content = content_of(version, files)
    address = version.document.address
    return {
        "layout": LAYOUT,
        "kind": "document",
        "address": documentaddresses.of(address),
        "version": version.number,
        "released_at": _moment(version.released_at),
        "digest": version.digest,
        "origin": version.document.origin,
        "agency": of_agency(version.agency),
        "columns": [one.code for one in categories.path(version.category)],
        "change_note": version.change_note,
        "content": content,
        "content_sha256": exchange.digest(content),
        "downloads": {row.file.sha256: documentaddresses.of_file(address, row.file_id) for row in files},
    }


def content_of(version: DocumentVersion, files: list[VersionFile] | None = None) -> Told:
    """Every public word of a version, as any installation would hold it: no id, no address of this one."""
    if files is None:
        files = list(version.file_rows.select_related("file"))
    replaced_by, hidden = version.replaced_by, documentpublic.hidden_of(version)
    links = version.link_rows.filter(target__versions__is_standing=True).select_related("target")
    texts = {name: getattr(version, name) for name in (*exchange.LINES, "summary")}
    return {
        **texts,
        **{name: _day(getattr(version, name)) for name in exchange.DAYS},
        "published_at": _moment(version.published_at),
        "fields": {name: str(value) for name, value in version.fields.items()},
        "body": _portable(version.body, {row.file_id: row.file.sha256 for row in files}),
        "replaced_by": replaced_by.index_number if replaced_by and replaced_by.first_released_at else "",
        "links": [{"relation": row.relation, "to": row.target.index_number} for row in links],
        "files": [
            {
                "title": respelt.without(hidden, row.title),
                "name": respelt.without(hidden, row.file.name),
                "sha256": row.file.sha256,
                "size": row.file.size,
                "is_inline": row.file.is_inline,
            }
            for row in files
        ],
    }


def digest_of(version: DocumentVersion) -> str:
    """The SHA-256 of that content; for a version got by `standing`."""
    return exchange.digest(content_of(version))


def _portable(body: str, digests: Mapping[int, str]) -> str:
    """The text with its pictures named by their SHA-256 in place of their address here."""

    def named(match: re.Match[str]) -> str:
        digest = digests.get(int(match[1]))
        return f"files/{digest}" if digest else match[0]

    return _FILE.sub(named, body)


def of_agency(agency: Agency) -> Told:
    """An agency's public facts, as text."""
    values = {name: getattr(agency, name) for name in AGENCY}
    return {"id": agency.pk, "facts": {name: "" if one is None else str(one) for name, one in values.items()}}


def agency_record(slug: str) -> Told | None:
    """The record of an agency by its address; None where there is none."""
    agency = Agency.objects.filter(slug=slug).first()
    if agency is None:
        return None
    with override(settings.LANGUAGE_CODE):
        address = reverse("agency-detail", args=[slug])
    return {
        "layout": LAYOUT,
        "kind": "agency",
        "address": address,
        "agency": of_agency(agency),
    }


def of_report(chosen: Chosen) -> Told:
    """The record of a report: the exact content that its fingerprint covers, and where its files are."""
    report = chosen.report
    content = publiccontent.of_report(report)
    files = [("attachment-file", row) for row in report.attachments.all()]
    files += [("source-file", row) for row in report.sources.all()]
    with override(settings.LANGUAGE_CODE):
        address = addresses.of_report(report, is_pinned=chosen.is_pinned)
        tables = _tables(report, chosen.is_pinned)
        downloads = {row.sha256: reverse(page, args=[row.pk]) for page, row in files}
    return {
        "layout": LAYOUT,
        "kind": "report",
        "address": address,
        "released_at": _moment(report.released_at) if report.released_at else "",
        "origin": report.origin,
        "agency": of_agency(report.agency),
        "content": content,
        "content_sha256": exchange.digest(content),
        "portable_sha256": exchange.digest(portable(content)),
        "tables": tables,
        "downloads": downloads,
    }


def digest_of_report(report: Report) -> str:
    """The SHA-256 of what of a revision is the same wherever it stands."""
    return exchange.digest(portable(publiccontent.of_report(report)))


def _tables(report: Report, is_pinned: bool) -> list[str]:
    """Where each of its tables of figures is as JSON."""
    codes = sorted(set(report.cells.values_list("table", flat=True)))
    return [
        addresses.of_report(report, "report-table", is_pinned=is_pinned, table=code, suffix="json")
        for code in codes
    ]


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="microseconds")
