"""Over HTTPS the certificate must fit the name, though we connect to an address that was looked at before."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.utils import timezone

from reports.services.fetching import Peer, Unreached


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *words: object) -> None:
        pass


class Server(HTTPServer):
    def handle_error(self, *what: object) -> None:
        """A refused handshake is what the test is about."""


def certificate(folder: Path, name: str, at: datetime) -> tuple[Path, Path]:
    """A certificate of its own for that name, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    named = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    built = (
        x509.CertificateBuilder()
        .subject_name(named)
        .issuer_name(named)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / f"{name}.pem", folder / f"{name}.key"
    paths[0].write_bytes(built.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    paths[1].write_bytes(key.private_bytes(serialization.Encoding.PEM, form, plain))
    return paths


@pytest.fixture(params=["localhost", "other.example"])
def served(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, str, Path]]:
    public, private = certificate(tmp_path, request.param, timezone.now())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    server = Server(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield f"https://localhost:{server.server_port}", request.param, public
    server.shutdown()
    thread.join()
    server.server_close()


def test_only_a_trusted_certificate_of_that_name_will_do(served, monkeypatch):
    address, name, public = served
    with pytest.raises(Unreached, match="证书"):
        Peer(address).get("/", most=10, seconds=10)
    monkeypatch.setenv("SSL_CERT_FILE", str(public))
    if name == "localhost":
        assert Peer(address).get("/", most=10, seconds=10).data == b"ok"
    else:
        with pytest.raises(Unreached, match="证书"):
            Peer(address).get("/", most=10, seconds=10)


def test_a_handshake_that_is_drawn_out_is_given_up():
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def trickle() -> None:
            taken = server.accept()[0]
            with taken, suppress(OSError):
                taken.sendall(b"\x16\x03\x03\x40\x00")  # a record of 16 KB begins, a byte at a time
                while not over.wait(0.05):
                    taken.sendall(b"\x02")

        thread = threading.Thread(target=trickle)
        thread.start()
        begun = time.monotonic()
        with pytest.raises(Unreached):
            Peer(f"https://localhost:{server.getsockname()[1]}").get("/", most=10, seconds=0.3)
        taken = time.monotonic() - begun
        over.set()
        thread.join()
    assert taken < 5
