"""The public observatory's scoring of a response's headers, as its source has it (MDN HTTP Observatory 1.x).

Every response begins at 100; what is missing takes away, what is better than needed adds, and what adds
counts only from 90 on. Left out: what needs a second host (CORS by files, preload lists).
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from http.cookies import SimpleCookie

from django.http import HttpResponse

GRADES = ((100, "A+"), (90, "A"), (85, "A-"), (80, "B+"), (70, "B"), (65, "B-"), (60, "C+"), (50, "C"))
GRADES += ((45, "C-"), (40, "D+"), (30, "D"), (25, "D-"), (0, "F"))
EXTRA_FROM = 90
SIX_MONTHS = 15_768_000
BROAD = {"ftp:", "http:", "https:", "*", "http://*", "http://*.*", "https://*", "https://*.*"}
INLINE = {"'unsafe-inline'", "data:"}
PRIVATE = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
UNSAFE = {"origin", "origin-when-cross-origin", "unsafe-url", "no-referrer-when-downgrade"}


def grade(response: HttpResponse) -> tuple[str, int, dict[str, int]]:
    """(grade, points, modifier of each test) of a response given over HTTPS."""
    modifiers = {
        "content-security-policy": _policy(response),
        "cookies": _cookies(response),
        "cross-origin-resource-sharing": _sharing(response),
        "cross-origin-resource-policy": _resource_policy(response),
        "referrer-policy": _referrer(response),
        "strict-transport-security": _transport(response),
        "subresource-integrity": _integrity(response),
        "x-content-type-options": 0 if response.headers.get("X-Content-Type-Options") == "nosniff" else -5,
        "x-frame-options": _framing(response),
    }
    points = 100 + sum(value for value in modifiers.values() if value < 0)
    if points >= EXTRA_FROM:
        points += sum(value for value in modifiers.values() if value > 0)
    points = max(points, 0)
    return next(name for least, name in GRADES if points >= least), points, modifiers


def _directives(response: HttpResponse) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for part in response.headers.get("Content-Security-Policy", "").split(";"):
        name, *sources = part.split()[:1] + part.split()[1:] if part.strip() else [""]
        if name and name.lower() not in found:
            found[name.lower()] = {source.lower() for source in sources}
    return found


def _policy(response: HttpResponse) -> int:
    said = _directives(response)
    if not said:
        return -25
    default = said.get("default-src", {"*"})
    script, style, objects = (said.get(f"{what}-src", default) for what in ("script", "style", "object"))
    passive = said.get("img-src", default) | said.get("media-src", default)
    active = {
        source for name, sources in said.items() if name not in ("img-src", "media-src") for source in sources
    }
    if script & (BROAD | INLINE) or objects & BROAD:
        return -20
    if any(source.startswith(("http:", "ftp:")) for source in active):
        return -20
    if "'unsafe-eval'" in script | style or any(source.startswith(("http:", "ftp:")) for source in passive):
        return -10
    if style & (BROAD | INLINE):
        return 0
    return 10 if said.get("default-src") == {"'none'"} else 5


def _cookies(response: HttpResponse) -> int:
    cookies: SimpleCookie = response.cookies
    if not cookies:
        return 0
    is_remembered = _transport(response) >= 0
    worst = 5 if all(morsel["samesite"] for morsel in cookies.values()) else 0
    for name, morsel in cookies.items():
        is_session = any(word in name.lower() for word in ("login", "sess"))
        if morsel["samesite"] and morsel["samesite"].lower() not in ("lax", "strict"):
            worst = min(worst, -20)
        if "csrf" in name.lower() and not morsel["samesite"]:
            worst = min(worst, -20)
        if not morsel["secure"]:
            worst = min(worst, *((-5, -10) if is_remembered else (-20, -40))[: 1 + is_session])
        if is_session and not morsel["httponly"]:
            worst = min(worst, -30)
    return worst


def _sharing(response: HttpResponse) -> int:
    shared = response.headers.get("Access-Control-Allow-Origin")
    with_credentials = response.headers.get("Access-Control-Allow-Credentials", "").lower() == "true"
    return -50 if shared and with_credentials else 0


def _resource_policy(response: HttpResponse) -> int:
    said = response.headers.get("Cross-Origin-Resource-Policy")
    known = {None: 0, "cross-origin": 0, "same-site": 10, "same-origin": 10}
    return known.get(said.strip().lower() if said else None, -5)


def _referrer(response: HttpResponse) -> int:
    said = response.headers.get("Referrer-Policy")
    if said is None:
        return 0
    valid = [word for word in re.split(r"[\s,]+", said.lower()) if word in PRIVATE | UNSAFE]
    return 5 if valid and valid[-1] in PRIVATE else -5


def _transport(response: HttpResponse) -> int:
    said = re.search(r"max-age=(\d+)", response.headers.get("Strict-Transport-Security", ""))
    if not said:
        return -20
    return 0 if int(said[1]) >= SIX_MONTHS else -10


def _framing(response: HttpResponse) -> int:
    ancestors = _directives(response).get("frame-ancestors")
    if ancestors and not ancestors & BROAD:
        return 5
    return 0 if response.headers.get("X-Frame-Options", "").upper() in ("DENY", "SAMEORIGIN") else -20


class _Scripts(HTMLParser):
    """Where a page's scripts come from: (address, has integrity)."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, bool]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "script" and given.get("src"):
            self.found.append((given["src"] or "", bool(given.get("integrity"))))


def _integrity(response: HttpResponse) -> int:
    if response.streaming or not response.headers.get("Content-Type", "").startswith("text/html"):
        return 0
    scripts = _Scripts(response.content.decode()).found
    elsewhere = [script for script in scripts if re.match(r"(https?:)?//", script[0])]
    is_secure = all(address.startswith("https://") for address, _sealed in elsewhere)
    if not elsewhere:
        return 5 if scripts and all(sealed for _address, sealed in scripts) else 0
    if all(sealed for _address, sealed in elsewhere):
        return 5 if is_secure else -20
    return -5 if is_secure else -50
