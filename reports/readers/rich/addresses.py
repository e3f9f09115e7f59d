"""Which addresses a text may lead to or show."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from urllib.parse import urlsplit

import nh3

LONGEST = 2_000
"""Characters of an address; browsers and proxies give up beyond."""
SCHEMES = ("http", "https", "mailto")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_DROPPED = re.compile(r"[\t\n\r]")
_ODD = re.compile('[\x00-\x20\x7f-\xa0"<>\\\\^`{|}\u2028\u2029]')
"""Signs that an address may not hold; a browser takes a backslash for a slash."""


@lru_cache(maxsize=4096)
def link(address: str) -> str:
    """The address as it may stand in a link; "" for one that may not: another scheme, a name before the host.

    An address without a scheme stays inside of the portal; one that begins with // gets https.
    """
    found = _DROPPED.sub("", address).strip(" \x00\xa0\u3000")
    if found.startswith("//"):
        found = f"https:{found}"
    found = found.replace(" ", "%20")
    scheme = _SCHEME.match(found)
    if not found or len(found) > LONGEST or _ODD.search(found) or found.startswith("#"):
        return ""
    if scheme is None:
        return "" if found.startswith("//") or ":" in found.partition("/")[0] else found
    if scheme[1].lower() not in SCHEMES:
        return ""
    is_plain = scheme[1].lower() == "mailto" or _has_plain_host(found)
    return found if is_plain and _is_kept(found) else ""


def _is_kept(address: str) -> bool:
    """Whether the sanitiser, which reads addresses as browsers do, would leave it in its link."""
    return "href=" in nh3.clean(f'<a href="{escape(address)}"></a>', url_schemes=set(SCHEMES))


def _has_plain_host(address: str) -> bool:
    """Whether a host stands in it, and nothing before it that could be taken for one."""
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and "@" not in parts.netloc and (parts.port or 1) > 0
    except ValueError:
        return False
