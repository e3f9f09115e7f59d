"""How an act on many rows ended: each row done or refused, shown on a page of its own after a redirect."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from reports.services.revisions import Refused

KEPT = "outcome"
MOST = 500
"""Rows told of each kind; the session holds them until the next act on many rows."""

T = TypeVar("T")


@dataclass
class Outcome:
    """`done`: (name, address); `refused`: (name, address, why). `back`: the list to go on with."""

    title: str
    back: str
    done: list[tuple[str, str]] = field(default_factory=list)
    refused: list[tuple[str, str, str]] = field(default_factory=list)


def each(
    rows: Iterable[T], act: Callable[[T], object], name: Callable[[T], tuple[str, str]], outcome: Outcome
) -> Outcome:
    """Does that to each row, in a transaction of its own (the service's); a refusal stops no other row."""
    for row in rows:
        try:
            act(row)
        except Refused as refused:
            outcome.refused.append((*name(row), str(refused)))
        else:
            outcome.done.append(name(row))
    return outcome


def told(request: HttpRequest, outcome: Outcome) -> HttpResponse:
    """Leads to the page that tells it, so that loading it again does nothing again."""
    kept = asdict(outcome)
    counts = {"done_count": len(outcome.done), "refused_count": len(outcome.refused)}
    request.session[KEPT] = kept | counts | {part: kept[part][:MOST] for part in ("done", "refused")}
    return redirect("admin:outcome")


def page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """The last outcome of this session; without one, the first page."""
    outcome = request.session.get(KEPT)
    if not outcome:
        return redirect(reverse("admin:index"))
    return TemplateResponse(
        request, "admin/outcome.html", context | {"title": outcome["title"], "outcome": outcome}
    )
