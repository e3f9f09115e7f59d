"""Asking another installation over HTTP: that host alone, bounded in time and size, never led elsewhere."""

from __future__ import annotations

import ipaddress
import re
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import SplitResult, urljoin, urlsplit

from django.utils.translation import gettext as _

from reports.services.revisions import Refused

SILENCE = 20
"""Seconds without a byte after which a connection is given up."""
MOST_REDIRECTS = 3
PORTS = {"http": 80, "https": 443}
PIECE = 64 * 1024
FEED = "/api/v1/changes"
HOST = re.compile(r"[\w.:%-]{1,253}")
"""The signs of a host's name or number, in whatever script."""
WRAPPED = ("64:ff9b::/96", "::/96")
"""Ways to write an address of version 4 in the last 32 bits of one of version 6 (RFC 6052, RFC 4291)."""
Address = tuple[str, int]
Number = ipaddress.IPv4Address | ipaddress.IPv6Address


class Unreached(Refused):
    """The other installation did not answer as it should; nothing is wrong with ours. Worth another try."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What it said. `data`: the whole body."""

    status: int
    data: bytes


class Peer:
    """Another installation, by its address: "https://host" or "http://127.0.0.1:8000".

    Every request goes to that host and port. A host inside of our own network is refused, so that nobody can
    make us ask for what only we may see, unless `allow_private` or it is named as loopback outright. Raises
    Refused for an address that is none.
    """

    def __init__(self, address: str, *, allow_private: bool = False) -> None:
        parts = _split(address)
        self.scheme, self.host = parts.scheme, parts.hostname or ""
        self.port = parts.port or PORTS[self.scheme]
        shown = f"[{self.host}]" if ":" in self.host else self.host
        own = "" if self.port == PORTS[self.scheme] else f":{self.port}"
        self.base = f"{self.scheme}://{shown}{own}"
        self._allow_private = allow_private

    def get(self, path: str, *, most: int, seconds: float) -> Answer:
        """What stands at a path of that host, at most `most` bytes, within `seconds`. Raises Unreached."""
        end = time.monotonic() + seconds
        for _turn in range(MOST_REDIRECTS + 1):
            answer, leads_to = self._ask(path, most, end)
            if leads_to is None:
                return answer
            path = self._own_path(path, leads_to)
        raise Unreached(
            _("%(host)s leads from one address to the next without an end.") % {"host": self.base}
        )

    def _own_path(self, path: str, leads_to: str) -> str:
        """Where a redirect leads, if it stays at the host. Raises Unreached."""
        try:
            target = urlsplit(urljoin(f"{self.base}{path}", leads_to))
            same = (target.scheme, target.hostname, target.port or PORTS.get(target.scheme))
        except ValueError:
            same = None
        if same != (self.scheme, self.host, self.port):
            raise Unreached(
                _("%(host)s leads to another host (%(target)s). That is not followed.")
                % {"host": self.base, "target": leads_to[:100]}
            )
        return f"{target.path}?{target.query}" if target.query else target.path

    def _ask(self, path: str, most: int, end: float) -> tuple[Answer, str | None]:
        connection = self._connection()
        try:
            with _given_up_at(connection, end):
                connection.request(
                    "GET",
                    path,
                    headers={"Accept-Encoding": "identity", "User-Agent": "mingce-exchange/1"},
                )
                response = connection.getresponse()
                if response.status in (301, 302, 303, 307, 308):
                    return Answer(response.status, b""), response.headers.get("Location", "")
                return Answer(response.status, self._body(response, most)), None
        except ssl.SSLCertVerificationError as problem:
            raise Unreached(
                _("The certificate of %(host)s is not valid, or not its own: %(why)s.")
                % {"host": self.base, "why": problem.verify_message}
            ) from problem
        # AttributeError: what TLS says of a connection that was cut while it was being read
        except (OSError, HTTPException, ValueError, AttributeError) as problem:
            if time.monotonic() >= end:
                raise Unreached(
                    _("%(host)s takes too long to send %(path)s.") % {"host": self.base, "path": path[:200]}
                ) from problem
            raise self._cut_off(path) from problem
        finally:
            connection.close()

    def _body(self, response: HTTPResponse, most: int) -> bytes:
        if response.headers.get("Content-Encoding", "identity") != "identity":
            raise Unreached(_("%(host)s packs its answers, which was not asked for.") % {"host": self.base})
        data = bytearray()
        while piece := response.read1(PIECE):
            data += piece
            if len(data) > most:
                raise Unreached(
                    _("%(host)s sends more than %(limit)s bytes where fewer were expected.")
                    % {"host": self.base, "limit": most}
                )
        told = response.headers.get("Content-Length")
        if told is not None and told != str(len(data)):
            raise HTTPException("cut off")
        return bytes(data)

    def _cut_off(self, path: str) -> Unreached:
        return Unreached(
            _("%(host)s does not answer, or its answer to %(path)s was cut off. Try again later.")
            % {"host": self.base, "path": path[:200]}
        )

    def _connection(self) -> _Pinned | _PinnedSecure:
        address = self._resolved()
        if self.scheme == "https":
            return _PinnedSecure(self.host, self.port, address)
        return _Pinned(self.host, self.port, address)

    def _resolved(self) -> Address:
        """The network address to connect to: asked once and looked at, so that no second answer slips in."""
        try:
            found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as problem:
            raise Unreached(_("There is no host %(host)s.") % {"host": self.base}) from problem
        numbers = [str(one[4][0]) for one in found]
        if not all(self._may(number) for number in numbers):
            raise Unreached(
                _(
                    "%(host)s stands inside of a private network, where nothing is fetched from. If it is "
                    "meant, say so with --allow-private."
                )
                % {"host": self.base}
            )
        return numbers[0], self.port

    def _may(self, number: str) -> bool:
        address = _meant(number.partition("%")[0])
        if address.is_multicast or address.is_unspecified:
            return False
        is_named_so = address.is_loopback and _is_loopback(self.host)
        return self._allow_private or is_named_so or _is_outside(address)


class _Pinned(HTTPConnection):
    """Connects to a network address that was looked at, whatever its name says by now."""

    def __init__(self, host: str, port: int, address: Address) -> None:
        super().__init__(host, port, timeout=SILENCE)
        self._address = address

    def connect(self) -> None:
        self.sock = socket.create_connection(self._address, SILENCE)

    def agree(self) -> None:
        """Nothing is to be agreed upon before asking."""


class _PinnedSecure(HTTPSConnection):
    """The same over TLS, its certificate checked against the name."""

    def __init__(self, host: str, port: int, address: Address) -> None:
        self._tls = ssl.create_default_context()
        super().__init__(host, port, timeout=SILENCE, context=self._tls)
        self._address = address

    def connect(self) -> None:
        plain = socket.create_connection(self._address, SILENCE)
        self.sock = self._tls.wrap_socket(plain, server_hostname=self.host, do_handshake_on_connect=False)

    def agree(self) -> None:
        """The handshake, apart from connecting: the other side may draw it out, so it is timed as well."""
        self.sock.do_handshake()


@contextmanager
def _given_up_at(connection: _Pinned | _PinnedSecure, end: float) -> Iterator[None]:
    """Cuts the connection at that time, however slowly bytes may still trickle in, also of its handshake."""
    connection.connect()
    taken = connection.sock  # the connection forgets it once the last answer has begun

    def cut() -> None:
        with suppress(OSError, ValueError):
            socket.socket.shutdown(taken, socket.SHUT_RDWR)  # below TLS, whose own state is another thread's

    timer = threading.Timer(max(end - time.monotonic(), 0), cut)
    timer.daemon = True
    timer.start()
    try:
        connection.agree()
        yield
    finally:
        timer.cancel()


def _split(address: str) -> SplitResult:
    """The parts of an address of a portal. Raises Refused."""
    try:
        parts = urlsplit(address.strip())
        is_plain = not (parts.username or parts.password or parts.query or parts.fragment)
        is_named = bool(HOST.fullmatch(parts.hostname or ""))
        is_known = parts.scheme in PORTS and is_named and parts.path.rstrip("/") in ("", FEED)
        is_right = bool(is_known and is_plain and parts.port != 0)
    except ValueError:
        is_right = False
    if not is_right:
        raise Refused(
            _("“%(address)s” is no address of a portal. Give it as https://host, without anything after it.")
            % {"address": address.rpartition("@")[2][:200]}  # never a password that was typed before it
        )
    return parts


def is_public(peer: Peer) -> bool:
    """Whether it is asked safely (https) and its address names no place within a private network.

    What a name leads to is looked at with each connection.
    """
    try:
        number = _meant(peer.host)
    except ValueError:
        return peer.scheme == "https" and peer.host != "localhost"
    return peer.scheme == "https" and _is_outside(number) and not number.is_multicast


def _meant(number: str) -> Number:
    """The network address that is reached in the end: one of version 6 may wrap one of version 4."""
    address = ipaddress.ip_address(number)
    if address.version == 4 or address.is_loopback or address.is_unspecified:
        return address
    if any(address in ipaddress.IPv6Network(way) for way in WRAPPED):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


def _is_outside(address: Number) -> bool:
    """Whether it stands in the public network."""
    return address.is_global and not getattr(address, "is_site_local", False)


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
