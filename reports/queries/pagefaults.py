"""Which page of this site a reader's message is about."""

from __future__ import annotations

from django.urls import Resolver404, resolve

LONGEST = 300


def page_of(path: str) -> str:
    """The path as a public page of this site, without query and fragment; "" for anything else."""
    path = path.partition("?")[0].partition("#")[0]
    if not path.startswith("/") or path.startswith("//") or len(path) > LONGEST or "\\" in path:
        return ""
    if not path.isprintable():
        return ""
    try:
        found = resolve(path)
    except Resolver404:
        return ""
    return "" if found.namespace else path
