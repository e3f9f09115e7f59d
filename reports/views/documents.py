"""The page of a catalogue document, its attachments, its code for the phone, and where it stood before."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.db import DatabaseError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.defaults import page_not_found

from reports.queries import cataloguepages, categories, documentdata, documentpages, kindwords
from reports.queries.documentpages import DocumentPage, Gone, Opened
from reports.writers import qr as qr_codes

INNER = str.maketrans("《》", "〈〉")
"""Marks of a title within a title (GB/T 15834)."""
View = Callable[[HttpRequest, Opened], HttpResponse]


def of_public_document(view: View) -> Callable[..., HttpResponseBase]:
    """Hands the view what its address means. A withdrawn document answers 410 with when and why.

    Of what must leave no name behind, no cache keeps a copy.
    """

    @wraps(view)
    def opened(request: HttpRequest, *, address: str, number: int | None = None) -> HttpResponseBase:
        found = documentpages.opened(address, number)
        if found is None:
            raise Http404(_("No such document has been published here."))
        if isinstance(found, Gone):
            response = render(request, "document/withdrawn.html", {"gone": found}, status=410)
            patch_cache_control(response, no_store=True)
            return response
        response = view(request, found)
        if found.kind.erase_on_withdrawal:
            patch_cache_control(response, no_store=True)
        return response

    return opened


@of_public_document
def detail(request: HttpRequest, chosen: Opened) -> HttpResponse:
    """The document: what is known of it, its text, its attachments, what belongs to it, its versions."""
    page = DocumentPage(chosen, on=timezone.localdate())
    version = chosen.version
    context = {
        "page": page,
        "version": version,
        "standing": chosen.standing,
        "versions": chosen.versions,
        "is_pinned": chosen.is_pinned,
        "kind": chosen.kind,
        "kind_name": kindwords.kind_name(version.kind),
        "theme": kindwords.theme_name(version.theme),
        "genre": kindwords.genre_name(version.genre),
        # Cleaned by readers.richtext when it was stored.
        "body": SafeString(page.text["body"]),  # nosec B308 B703
        "has_table": "<table" in page.text["body"],
        "above": [(one, cataloguepages.name_of(one)) for one in categories.path(version.category)],
        "source_is_link": version.source_url.startswith(documentpages.WEB),
        "cited": _cited(request, page),
        "linked": documentdata.of_document(page, request.build_absolute_uri),
    }
    return render(request, "document/detail.html", context)


def _cited(request: HttpRequest, page: DocumentPage) -> str:
    """The document as another text may cite it, with the address that never shows another version."""
    version = page.version
    parts = {"address": version.address, "number": version.number}
    said = {
        "issuer": version.issued_by or version.agency.name,
        "title": version.title.translate(INNER),
        "number": f"（{version.document_number}）" if version.document_number else "",
        "index": version.index_number,
        "day": f"{timezone.localtime(version.published_at):%Y-%m-%d}",
        "address": request.build_absolute_uri(reverse("document-detail", kwargs=parts)),
    }
    # A Chinese source is cited in Chinese, whatever the language of the page.
    return "{issuer}：《{title}》{number}，索引号 {index}，{day} 发布，{address}".format(**said)


@of_public_document
def qr(request: HttpRequest, chosen: Opened) -> HttpResponse:
    """The code that opens this very page on a phone."""
    parts = {"address": chosen.version.address} | (
        {"number": chosen.version.number} if chosen.is_pinned else {}
    )
    path = request.build_absolute_uri(reverse("document-detail", kwargs=parts))
    return HttpResponse(qr_codes.write(path), content_type=qr_codes.MEDIA_TYPE)


@of_public_document
def record(request: HttpRequest, chosen: Opened) -> HttpResponse:
    """The exact content of a version; the SHA-256 of this file is the fingerprint in the manifest."""
    version = chosen.version
    return HttpResponse(
        documentpages.record(version).encode(),
        content_type="application/json",
        headers={
            "Content-Disposition": content_disposition_header(
                True, f"{version.address}-v{version.number}.record.json"
            )
        },
    )


def file(request: HttpRequest, address: str, pk: int) -> HttpResponseBase:
    """An attachment or a picture of the version that stands, as a download."""
    handed = documentpages.file(address, pk)
    if handed is None:
        raise Http404(_("No such file has been published here."))
    etag = f'"{handed.file.sha256}"'
    # asked before the file is opened: the middleware would leave it open behind its 304
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged:
        return unchanged
    try:
        content = handed.file.file.open("rb")
    except OSError as missing:
        raise Http404(
            _("This file is not in the store at present. Please tell the site's staff.")
        ) from missing
    response = FileResponse(
        content,
        as_attachment=True,
        filename=handed.name,
        content_type=handed.media_type,
        headers={"ETag": etag},
    )
    if handed.is_erasable:
        patch_cache_control(response, no_store=True)
    return response


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """What is said of an address with nothing at it; one under which a document once stood leads on."""
    path = request.path_info
    for place in (path, path.removeprefix("/en")):
        address = _former(place)
        if address:
            return HttpResponsePermanentRedirect(reverse("document-detail", kwargs={"address": address}))
    return page_not_found(request, exception)


def _former(path: str) -> str | None:
    """As `documentpages.former`; None as well while the database does not answer."""
    try:
        return None if "\0" in path else documentpages.former(path)
    except DatabaseError:
        return None
