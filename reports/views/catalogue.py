"""The disclosure home of an agency, its columns, and the lists of documents, as pages and as files."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from reports.domain.catalogue.validity import STANDING, State
from reports.forms.documentfilter import DocumentFilter
from reports.models import Agency, DocumentVersion
from reports.models.application import ApplicationKind
from reports.queries import addresses, agencies, cataloguedata, cataloguepages, categories, documentforce
from reports.queries import kindwords as words
from reports.queries.cataloguepages import Wanted
from reports.queries.stattables import local
from reports.tables.documents import DocumentTable, KindTable, Words
from reports.views.access import moved
from reports.writers import rows as row_writer

WRITERS = {"csv": row_writer.write, "xlsx": row_writer.write_book}


def home(request: HttpRequest, slug: str) -> HttpResponseBase:
    """What the agency publishes, column by column; empty ones are not shown."""
    agency = cataloguepages.agency_at(slug)
    if agency is None:
        return moved(request, slug) or _no_agency()
    page = cataloguepages.home(agency, on=timezone.localdate())
    return render(request, "catalogue/home.html", {"agency": agency, "page": page})


def column(request: HttpRequest, slug: str, code: str) -> HttpResponseBase:
    """One column of an agency: what stands under it, and its documents, 20 a page."""
    agency = cataloguepages.agency_at(slug)
    if agency is None:
        return moved(request, slug) or _no_agency()
    category = cataloguepages.column(agency, code)
    if category is None:
        raise Http404(_("This agency has no such column."))
    held = cataloguepages.holds(category)
    if held == "reports":
        return HttpResponseRedirect(reverse("agency-detail", args=[agency.slug]))
    if held == "applications":
        kind = {"slug": agency.slug, "kind": ApplicationKind.APPLICATION.value}
        return HttpResponseRedirect(reverse("apply-form", kwargs=kind))
    context = {
        "agency": agency,
        "category": category,
        "name": cataloguepages.name_of(category),
        "above": [(one, cataloguepages.name_of(one)) for one in categories.path(category)[:-1]],
        "columns": cataloguepages.under(agency, category, on=timezone.localdate()),
        "is_group": held == "group",
        "tables": [(kind, words.kind_name(kind.code)) for kind in cataloguepages.tables_of(category)],
    }
    if held == "group":
        return render(request, "catalogue/column.html", context)
    return _list(request, "catalogue/column.html", Wanted(agency=agency, category=category), context)


def listing(request: HttpRequest) -> HttpResponseBase:
    """Every public document of every agency, or of one, narrowed, 20 a page."""
    agency = _agency_asked(request)
    context = {
        "agency": agency,
        "tables": [(kind, words.kind_name(kind.code)) for kind in cataloguepages.tables_of(None)],
    }
    return _list(request, "catalogue/list.html", Wanted(agency=agency), context)


def table(request: HttpRequest, kind: str, suffix: str) -> HttpResponse:
    """The documents of one kind as a file, of one agency and column if so asked."""
    found = cataloguedata.all_kinds().get(kind)
    if found is None or not found.table or suffix not in WRITERS:
        raise Http404(_("There is no such table. Tables are kept as CSV and XLSX."))
    agency = _agency_asked(request)
    code = request.GET.get("column", "")[:60]
    category = cataloguepages.column(agency, code) if agency and code and "\0" not in code else None
    if code and category is None:
        raise Http404(_("This agency has no such column."))
    wanted = Wanted(agency=agency, category=category, kind=kind)
    narrowed = _filter(request, wanted)
    wanted = replace(wanted, **{**narrowed.chosen, "kind": kind})
    rows = cataloguepages.listed(wanted, on=timezone.localdate())
    lines = cataloguepages.lines(rows, found, request.build_absolute_uri("/").rstrip("/"))
    response = HttpResponse(WRITERS[suffix](lines), content_type=row_writer.MEDIA_TYPES[suffix])
    parts = (agency.name if agency else "", words.kind_name(kind), str(wanted.year or ""))
    name = f"{'-'.join(filter(None, parts))}.{suffix}"
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    if found.erase_on_withdrawal:
        patch_cache_control(response, no_store=True)
    return response


def _list(
    request: HttpRequest, template: str, wanted: Wanted, context: dict[str, object]
) -> HttpResponseBase:
    narrowed = _filter(request, wanted)
    wanted = replace(wanted, **narrowed.chosen)
    today = timezone.localdate()
    part = cataloguepages.part(
        cataloguepages.listed(wanted, on=today),
        total=cataloguepages.counted(wanted),
        sort=narrowed.order,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    kind = cataloguedata.all_kinds().get(wanted.kind)
    shown = _words(request)
    is_of_all = wanted.agency is None
    table = (
        KindTable(part.rows, kind=kind, words=shown, is_of_all=is_of_all)
        if kind and kind.table
        else DocumentTable(part.rows, words=shown, is_of_all=is_of_all)
    )
    more = {
        "filter": narrowed,
        "part": part,
        "table": table,
        "kind": kind if kind and kind.table else None,
        "kind_name": words.kind_name(wanted.kind) if wanted.kind else "",
        "many": cataloguepages.MANY,
        "most_lines": cataloguepages.MOST_LINES,
    }
    response = render(request, template, context | more)
    if any(cataloguedata.kind(one.kind).erase_on_withdrawal for one in part.rows):
        patch_cache_control(response, no_store=True)
    return response


def _filter(request: HttpRequest, wanted: Wanted) -> DocumentFilter:
    return DocumentFilter(
        request.GET,
        years=cataloguepages.years(wanted),
        kinds=[(code, words.kind_name(code)) for code in cataloguedata.all_kinds()],
        themes=[(code, words.theme_name(code)) for code in cataloguedata.all_themes()],
        genres=[(code, words.genre_name(code)) for code in cataloguedata.all_genres()],
        validities=[(state.value, str(name)) for state, name in documentforce.NAMES.items()],
    )


def _words(request: HttpRequest) -> Words:
    is_large, today = request.GET.get("view") == "large", timezone.localdate()

    def address(version: DocumentVersion) -> str:
        return addresses.carried(reverse("document-detail", args=[version.address]), is_large=is_large)

    def agency(version: DocumentVersion) -> tuple[str, str]:
        one = version.agency
        path = addresses.carried(reverse("disclosure-home", args=[one.slug]), is_large=is_large)
        return path, local(one.name, one.name_en or one.name)

    def force(version: DocumentVersion) -> tuple[str, str] | None:
        state = documentforce.state_of(version, on=today)
        if state is None:
            return None
        mark = "holds" if state in STANDING else "open" if state == State.NOT_YET else "fails"
        return mark, str(documentforce.NAMES[state])

    return Words(address, agency, force, is_english=local("", "en") == "en")


def _agency_asked(request: HttpRequest) -> Agency | None:
    """The agency that a list of all is narrowed to by its address. Raises Http404 for one nobody knows."""
    slug = request.GET.get("agency", "")[:80]
    if not slug:
        return None
    found = None if "\0" in slug else cataloguepages.agency_at(agencies.moved(slug) or slug)
    return found or _no_agency()


def _no_agency() -> HttpResponseBase:
    raise Http404(_("No agency has this address."))
