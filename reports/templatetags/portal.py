"""What every template may ask: who runs the site, the reader's view, addresses, names. No database."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.urls import reverse, translate_url
from django.utils.encoding import escape_uri_path
from django.utils.html import format_html
from django.utils.http import escape_leading_slashes
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from reports.domain.statform.definition import Table
from reports.models import Agency, Report
from reports.queries import addresses
from reports.queries.stattables import local

register = template.Library()

_UNSAFE_IN_SCRIPT = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


@register.simple_tag
def site() -> Any:
    """The installation's identity (portal/site.py)."""
    return settings.SITE


@register.simple_tag
def site_name() -> str:
    """The site's name in the active language."""
    return local(settings.SITE.name, settings.SITE.name_en or settings.SITE.name)


@register.simple_tag
def site_organ() -> str:
    """The name of the organ behind the site in the active language."""
    return local(settings.SITE.organ, settings.SITE.organ_en or settings.SITE.organ)


@register.simple_tag(takes_context=True)
def is_large(context: Context) -> bool:
    """Whether the reader asked for large text (?view=large)."""
    request = getattr(context, "request", None)
    return request is not None and request.GET.get("view") == "large"


@register.simple_tag(takes_context=True)
def address(context: Context, name: str, *args: object, query: str = "", **kwargs: object) -> str:
    """The address of a page by name, with the reader's view kept. `query`: what follows the question mark."""
    path = reverse(name, args=args or None, kwargs=kwargs or None)
    return addresses.carried(f"{path}?{query}" if query else path, is_large=is_large(context))


@register.simple_tag(takes_context=True)
def report_address(
    context: Context, report: Report, fragment: str = "", *, pinned: bool | None = None
) -> str:
    """The address of a report's page, with the reader's view kept."""
    path = addresses.of_report(report, is_pinned=pinned)
    return addresses.carried(f"{path}#{fragment}" if fragment else path, is_large=is_large(context))


@register.simple_tag
def part_address(report: Report, page: str, *, pinned: bool | None = None, **parts: str) -> str:
    """The stable address of what belongs to a report: a table as a file, its QR code."""
    return addresses.of_report(report, page, is_pinned=pinned, **parts)


@register.simple_tag(takes_context=True)
def here(context: Context, *, large: bool) -> str:
    """This page's own address in the large view, or without it."""
    query = context.request.GET.copy()
    query.pop("view", None)
    kept = query.urlencode()
    path = escape_leading_slashes(escape_uri_path(context.request.path))
    return addresses.carried(f"{path}?{kept}" if kept else path, is_large=large)


@register.simple_tag(takes_context=True)
def here_in(context: Context, language: str) -> str:
    """This page's own address in another language, with all that was asked of it."""
    # two slashes in front would name another host
    return translate_url(escape_leading_slashes(context.request.get_full_path()), language)


@register.simple_tag(takes_context=True)
def alternate(context: Context, language: str) -> str:
    """The same page in another language for search engines: absolute, without what was asked of it."""
    return context.request.build_absolute_uri(translate_url(context.request.path, language))


@register.simple_tag(takes_context=True)
def absolute(context: Context, path: str) -> str:
    """The path with scheme and host, as other sites need it."""
    return context.request.build_absolute_uri(path)


@register.filter
def agency_name(agency: Agency) -> SafeString:
    """The agency's name in the active language; a Chinese name in an English page says that it is Chinese."""
    if not (get_language() or "").startswith("en"):
        return format_html("{}", agency.name)
    if agency.name_en:
        return format_html("{}", agency.name_en)
    return format_html('<span lang="zh-Hans">{}</span>', agency.name)


@register.filter
def agency_text(agency: Agency) -> str:
    """The agency's name in the active language, for places that take no markup."""
    return local(agency.name, agency.name_en or agency.name)


@register.filter
def table_title(table: Table) -> str:
    """A form's table by its title in the active language."""
    return local(table.title, table.title_en)


@register.simple_tag
def linked_data(data: Mapping[str, object]) -> SafeString:
    """A JSON-LD block: data, never run, so outside the policy on scripts. No `<` in it can close it."""
    text = json.dumps(data, ensure_ascii=False).translate(_UNSAFE_IN_SCRIPT)
    # Every sign that could end the block is escaped above.
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # nosec B308 B703
