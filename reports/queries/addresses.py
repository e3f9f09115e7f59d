"""Where each public thing stands: the stable addresses of reports, their tables and their revisions."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from reports.models import Report
from reports.models.road import State

LARGE = "view=large"


def of_report(
    report: Report, page: str = "report-detail", *, is_pinned: bool | None = None, **parts: str
) -> str:
    """The address of a report, or of one of its pages, in the active language.

    A pinned address names the revision (`…/v2/`) and never shows another; left open, a revision that no
    longer stands gets one. Needs `report.agency`.
    """
    kwargs: dict[str, object] = {
        "slug": report.agency.slug,
        "year": report.year,
        "kind": report.kind,
        **parts,
    }
    stands = report.superseded_at is None and report.state != State.WITHDRAWN
    if is_pinned or (is_pinned is None and not stands):
        kwargs["revision"] = report.revision
    return reverse(page, kwargs=kwargs)


def absolute(path: str) -> str:
    """The whole address of a path, for what is read outside of the site: mail. Needs SITE_DOMAIN."""
    scheme = "https" if settings.HTTPS else "http"
    host = settings.SITE.domain or f"{settings.HOST}:{settings.PORT}"
    return f"{scheme}://{host}{path}"


def carried(address: str, *, is_large: bool) -> str:
    """The address with the reader's large view kept, before any fragment."""
    if not is_large:
        return address
    path, hash_sign, fragment = address.partition("#")
    return f"{path}{'&' if '?' in path else '?'}{LARGE}{hash_sign}{fragment}"
