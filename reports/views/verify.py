"""Publications anyone can check: a page for people, the manifest for programs."""

from __future__ import annotations

from dataclasses import asdict

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from reports.forms.verify import FileForm, FingerprintForm
from reports.queries import manifest, verify
from reports.queries.reports import Chosen
from reports.queries.verify import Verdict
from reports.views.access import of_public_report

FILES_A_MINUTE = 30
"""Files that are looked at in a minute, from everybody together: reading one costs up to a second."""


def page(request: HttpRequest) -> HttpResponse:
    """What is known of the fingerprint in the address; without one, how to verify and what was entered."""
    verdict, asked = None, FingerprintForm()
    if "fingerprint" in request.GET:
        asked = FingerprintForm(request.GET)
        if asked.is_valid():
            verdict = verify.of_fingerprint(asked.cleaned_data["fingerprint"])
    return _page(request, asked, FileForm(), verdict)


def file(request: HttpRequest) -> HttpResponse:
    """What the page can tell of a file. Nothing of it is kept."""
    brought = FileForm(request.POST, request.FILES)
    if brought.is_valid() and not _may_look():
        brought.add_error("file", _("Many files are being verified just now. Try again in a minute."))
    verdict = None
    if brought.is_valid():
        upload = brought.cleaned_data["file"]
        verdict = verify.of_file(upload.read(), upload.name)
    return _page(request, FingerprintForm(), brought, verdict)


def entries(request: HttpRequest) -> HttpResponseBase:
    """The manifest as JSON: 500 entries after number `since`, the keys, and where it goes on."""
    since = request.GET.get("since", "0")
    if not (since.isascii() and since.isdigit() and len(since) < 16):
        raise Http404(_("“since” is the number of an entry."))
    found = manifest.entries(since=int(since))
    last = found[-1].sequence if found else int(since)
    return JsonResponse(
        {
            "layout": 1,
            "length": manifest.length(),
            "keys": [{"key_id": name, "public_key": key} for name, key in manifest.keys().items()],
            "entries": [asdict(entry) for entry in found],
            "next": last if len(found) == manifest.PAGE else None,
        },
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )


@of_public_report
def record(request: HttpRequest, chosen: Chosen) -> HttpResponseBase:
    """The publication's exact content; the SHA-256 of this file is its fingerprint."""
    entry = verify.record_of(chosen.report)
    if entry is None:
        raise Http404(_("This report was made public before the portal kept a manifest."))
    name = f"{chosen.report.agency.slug}-{chosen.report.year}-v{chosen.report.revision}.record.json"
    return HttpResponse(
        entry.content.encode(),
        content_type="application/json",
        headers={"Content-Disposition": content_disposition_header(True, name)},
    )


def _page(
    request: HttpRequest, asked: FingerprintForm, brought: FileForm, verdict: Verdict | None
) -> HttpResponse:
    is_refused = bool(asked.errors or brought.errors)
    context = {
        "asked": asked,
        "brought": brought,
        "verdict": verdict,
        "latest": manifest.latest(20),
        "length": manifest.length(),
        "keys": manifest.keys(),
    }
    return render(request, "verify/verify.html", context, status=400 if is_refused else 200)


def _may_look() -> bool:
    cache.add("verify-files", 0, 60)
    return cache.incr("verify-files") <= FILES_A_MINUTE
