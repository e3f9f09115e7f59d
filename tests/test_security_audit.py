"""`make audit` fails when it cannot find out: whatever the reason, silence is no good news."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from portal import audit

ROOT = Path(__file__).resolve().parent.parent
WEAKNESS = {
    "id": "PYSEC-0000-1",
    "modified": "2026-01-01T00:00:00Z",
    "published": "2026-01-01T00:00:00Z",
    "summary": "made up",
    "affected": [
        {
            "package": {"name": "x", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "9999"}]}],
        }
    ],
}


class Source:
    """A source of weaknesses on this machine; `weak` says of which packages it tells."""

    def __init__(self, weak: Callable[[str], bool], status: int = 200) -> None:
        class Answer(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                name = asked["package"]["name"].lower()
                told = json.loads(json.dumps(WEAKNESS).replace('"x"', f'"{name}"'))
                body = json.dumps({"vulns": [told]} if weak(name) else {}).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def options(self) -> list[str]:
        return ["-s", "osv", "--osv-url", f"http://127.0.0.1:{self.server.server_port}/v1/query"]


@pytest.fixture
def sources() -> Iterator[list[Source]]:
    started: list[Source] = []
    yield started
    for source in started:
        source.server.shutdown()
        source.server.server_close()


def run(*options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "portal" / "audit.py"), *options],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )


def test_it_fails_when_the_source_cannot_be_reached() -> None:
    done = run("-s", "osv", "--osv-url", "http://127.0.0.1:9/v1/query", "--timeout", "2")
    assert done.returncode == 2
    assert done.stderr.startswith("Nothing was found out.")


def test_it_fails_when_the_source_has_no_data(sources: list[Source]) -> None:
    sources.append(Source(weak=lambda name: False))
    done = run(*sources[0].options)
    assert done.returncode == 2
    assert "no data to answer with" in done.stderr


def test_it_fails_when_the_source_breaks(sources: list[Source]) -> None:
    sources.append(Source(weak=lambda name: True, status=500))
    assert run(*sources[0].options).returncode == 2


def test_it_fails_for_a_weakness_and_names_it(sources: list[Source]) -> None:
    sources.append(Source(weak=lambda name: name in ("django", "segno")))
    done = run(*sources[0].options)
    assert done.returncode == 1
    assert "segno 1.6.6: PYSEC-0000-1, mended in 9999" in done.stdout


def test_it_passes_when_only_what_we_do_not_run_on_is_weak(
    sources: list[Source], monkeypatch: pytest.MonkeyPatch
) -> None:
    sources.append(Source(weak=lambda name: name == "django"))
    monkeypatch.setattr(audit, "pins", lambda: ["segno==1.6.6", "whitenoise==6.12.0"])
    assert audit.main(sources[0].options) == 0


def test_every_pin_is_asked_about_once_without_extras() -> None:
    pins = audit.pins()
    assert "psycopg==3.3.9" in pins and "pytest==9.2.0" in pins
    assert len(pins) == len(set(pins)) and not any("[" in pin for pin in pins)
