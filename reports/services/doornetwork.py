"""Where a request of the staff comes from."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str | None:
    """The network address of whoever asks; None where there is none (a local socket) or it is not one.

    X-Forwarded-For is believed with TRUST_PROXY only, and of it only the last entry: the one that the single
    proxy in front wrote. Everything before it is what the client claims.
    """
    given = request.META.get("REMOTE_ADDR", "")
    if settings.TRUST_PROXY and request.META.get("HTTP_X_FORWARDED_FOR", "").strip():
        given = request.META["HTTP_X_FORWARDED_FOR"].rsplit(",", 1)[-1]
    found = _read(given.strip())
    return str(found) if found else None


def network_of(request: HttpRequest) -> str | None:
    """The unit that failures are counted by: an IPv4 address, or an IPv6 network of 64 bits, which one
    subscriber holds whole."""
    address = address_of(request)
    if address is None or ":" not in address:
        return address
    return str(IPv6Network(f"{address}/64", strict=False).network_address)


def _read(text: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(text.split("%", 1)[0])
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found
