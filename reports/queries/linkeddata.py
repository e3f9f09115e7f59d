"""A report in the words of schema.org, for search engines. Personal data never enters."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone
from django.utils.translation import get_language

from reports.models import Agency
from reports.queries import addresses
from reports.queries.reports import ReportPage
from reports.writers import csv, json, xlsx

Absolute = Callable[[str], str]
"""Puts scheme and host before a path."""


def of_report(page: ReportPage, absolute: Absolute) -> dict[str, object]:
    """The report as a schema.org Report whose tables are its encodings."""
    report = page.report
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Report",
        "name": report.title,
        "url": absolute(addresses.of_report(report, is_pinned=page.is_pinned)),
        "inLanguage": "zh-Hans",
        "temporalCoverage": str(report.year),
        "version": report.revision,
        "isAccessibleForFree": True,
        "publisher": of_agency(report.agency, absolute),
    }
    if report.published_at:
        data["datePublished"] = timezone.localtime(report.published_at).isoformat()
    if report.released_at:
        data["dateModified"] = timezone.localtime(report.released_at).isoformat()
    if report.origin:
        data["isBasedOn"] = report.origin
    if page.form:
        data["encoding"] = [
            {
                "@type": "MediaObject",
                "name": table.title,
                "encodingFormat": media_type.partition(";")[0],
                "contentUrl": absolute(
                    addresses.of_report(
                        report, "report-table", is_pinned=page.is_pinned, table=table.code, suffix=suffix
                    )
                ),
            }
            for table in page.form.tables
            for suffix, media_type in (
                ("csv", csv.MEDIA_TYPE),
                ("xlsx", xlsx.MEDIA_TYPE),
                ("json", json.MEDIA_TYPE),
            )
        ]
    return data


def of_agency(agency: Agency, absolute: Absolute) -> dict[str, object]:
    """The agency as a schema.org GovernmentOrganization."""
    name = agency.name
    if (get_language() or "").startswith("en") and agency.name_en:
        name = agency.name_en
    data: dict[str, object] = {"@type": "GovernmentOrganization", "name": name}
    if agency.credit_code:
        data["identifier"] = agency.credit_code
    if agency.site_domain:
        data["url"] = f"https://{agency.site_domain}/"
    return data
