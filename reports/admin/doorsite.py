"""The addresses of the door; they stand before the stock admin's and take the place of three of them."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from reports.admin import assessment, board, dooraccounts, doorpages, outcome, sessionstate, years


def urls(site: AdminSite) -> tuple[list[URLPattern | URLResolver], str, str]:
    """What `site.urls` is, with our door. Its first pages are open to sessions that are not through yet."""
    inside = {
        "door/": ("door", dooraccounts.mine),
        "door/end/": ("door_end", dooraccounts.end),
        "door/codes/": ("door_codes", dooraccounts.codes),
        "door/forget/": ("door_forget", dooraccounts.forget),
        "door/help/<int:account_id>/": ("door_help", dooraccounts.help_back_in),
        "board/": ("board", board.page),
        "board/file/": ("board_file", board.file),
        "board/remind/": ("board_remind", board.remind),
        "board/receive/": ("board_receive", board.receive),
        "assessment/": ("assessment", assessment.page),
        "assessment/file/": ("assessment_file", assessment.file),
        "owed/": ("owed", board.owed),
        "outcome/": ("outcome", outcome.page),
        "years/": ("years", years.index),
        "years/<int:agency_id>/<int:year>/": ("year", years.page),
        "years/<int:agency_id>/<int:year>/cases/": ("year_cases", years.cases),
        "years/<int:agency_id>/<int:year>/explain/": ("year_explain", years.explain),
    }
    before = {
        "login/": ("login", doorpages.sign_in),
        "logout/": ("logout", doorpages.sign_out),
        "password_change/": ("password_change", doorpages.password),
        "door/code/": ("door_code", doorpages.code),
        "door/phone/": ("door_enrol", doorpages.enrol),
        "door/proof/": ("door_prove", doorpages.prove),
        "session/": ("session", sessionstate.state),
    }
    patterns = [path(route, _page(site, view), name=name) for route, (name, view) in before.items()]
    patterns += [
        path(route, site.admin_view(_page(site, view)), name=name) for route, (name, view) in inside.items()
    ]
    # Not the stock page that leads from any id to what it stands for: it tells which ids there are.
    stock = [one for one in site.get_urls() if getattr(one, "name", None) != "view_on_site"]
    return [*patterns, *stock], "admin", site.name


def _page(site: AdminSite, view: doorpages.Page) -> Any:
    @never_cache
    @sensitive_post_parameters()
    def opened(request: HttpRequest, **parts: Any) -> HttpResponse:
        request.current_app = site.name
        return view(request, site.each_context(request), **parts)

    return opened
