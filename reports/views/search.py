"""The search: one box over everything that is public."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from reports.domain.text.query import QueryRefused
from reports.forms.search import SearchForm
from reports.queries import search, searchengine, searchfacets
from reports.queries.search import Asked
from reports.queries.searchfacets import Bodies
from reports.search.engine import IndexDamaged, IndexMissing
from reports.services import throttle
from reports.services.throttle import Limit

SEARCHES = Limit("search", 600, timedelta(minutes=10))
"""Of one network; a reader does not notice, a machine that reads the site page by page does."""


def page(request: HttpRequest) -> HttpResponse:
    """What is found, or the box alone; every address of it can be kept and sent on."""
    bodies = Bodies()
    form = SearchForm(request.GET, agencies=_Addresses(bodies), values=searchfacets.values())
    asked = Asked(form.text, form.chosen, "date" if form.sort == "date" else "relevance")
    context = {"form": form, "asked": asked, "wrong": form.wrong}
    if asked.is_blank:
        return render(request, "search/search.html", context)
    if not throttle.passes(SEARCHES, request):
        return _said(request, context | {"is_throttled": True}, 429)
    try:
        query = searchengine.read(asked.text)
    except QueryRefused as refused:
        return _said(request, context | {"refusal": _sentence(refused)}, 400)
    try:
        results = search.ask(asked, query, bodies, number=form.page)
    except (IndexMissing, IndexDamaged):
        answer = _said(request, context | {"is_being_built": True}, 503)
        answer.headers["Retry-After"] = "60"
        return answer
    numbers = results.page.paginator.get_elided_page_range(results.page.number, on_each_side=2, on_ends=1)
    return render(request, "search/search.html", context | {"results": results, "numbers": numbers})


class _Addresses:
    """The addresses of all agencies, read only when one is looked for."""

    def __init__(self, bodies: Bodies) -> None:
        self._bodies = bodies

    def __contains__(self, slug: object) -> bool:
        return slug in self._bodies.by_slug

    def __iter__(self) -> Iterator[str]:
        return iter(self._bodies.by_slug)

    def __len__(self) -> int:
        return len(self._bodies.by_slug)


def _said(request: HttpRequest, context: dict[str, object], status: int) -> HttpResponse:
    """The page without finds, which nobody keeps."""
    answer = render(request, "search/search.html", context, status=status)
    add_never_cache_headers(answer)
    return answer


def _sentence(refused: QueryRefused) -> str:
    if refused.code == "too_long":
        return _("Search for at most %(limit)d characters.") % {"limit": refused.limit}
    if refused.code == "too_many":
        return _("Search for at most %(limit)d words at a time.") % {"limit": refused.limit}
    return _("There is no letter, figure or character to search for in it.")
