"""Another portal on loopback that says whatever a test wants: sound records, or hostile ones."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from reports.domain import exchange

Answer = tuple[int, dict[str, str], bytes]
AGENCY = {
    "id": 7,
    "facts": {
        "name": "示例县教育局",
        "short_name": "",
        "slug": "jiaoyu",
        "level": "county",
        "kind": "department",
        "division_code": "",
        "credit_code": "",
    },
}


def content(number: str = "014416330/2024-00101", **changed: Any) -> dict[str, Any]:
    """The public content of a document; `changed`: what is otherwise."""
    texts = dict.fromkeys((*exchange.LINES, "summary", "replaced_by"), "")
    return {
        **texts,
        **dict.fromkeys(exchange.DAYS, ""),
        "index_number": number,
        "kind": "document",
        "title": "关于校园绿化的通知",
        "made_on": "2024-03-01",
        "published_at": "2024-03-02T01:00:00.000000+00:00",
        "body": "<p>各学校要种树。</p>",
        "fields": {},
        "links": [],
        "files": [],
        **changed,
    }


class OtherPortal:
    """`with OtherPortal() as other:` answers at `other.address` until the end of the block."""

    def __init__(self) -> None:
        self.changes: list[dict[str, Any]] = []
        self.answers: dict[str, Answer | Callable[[], Answer]] = {}
        self.asked: list[str] = []
        self.head: int | None = None
        portal = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                portal.asked.append(self.path)
                status, headers, body = portal._answer(self.path)
                self.send_response(status)
                if "Content-Length" not in headers:
                    self.send_header("Content-Length", str(len(body)))
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *words: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> OtherPortal:
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()
        return self

    def __exit__(self, *problem: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def change(self, action: str = "created", address: str = "/documents/a/", **given: Any) -> None:
        """Adds a change to the feed."""
        kind = given.pop("kind", "document")
        record = "" if action == "withdrawn" else f"/api/v1{address}"
        self.changes.append(
            {
                "sequence": len(self.changes) + 1,
                "action": action,
                "at": "2024-03-02T01:00:00.000000+00:00",
                "kind": kind,
                "address": address,
                "record": record,
                "digest": "",
                "reason": "",
                **given,
            }
        )

    def publish(
        self, said: dict[str, Any], address: str = "/documents/a/", *, action: str = "created", **given: Any
    ) -> None:
        """Publishes a document with that content, and tells of it."""
        self.put(said, address, **given)
        self.change(action, address)

    def put(self, said: dict[str, Any], address: str = "/documents/a/", **given: Any) -> None:
        """Lets a document stand at that address, told of or not."""
        record = {
            "layout": 1,
            "kind": "document",
            "address": address,
            "agency": AGENCY,
            "columns": ["statutory", "regulations"],
            "change_note": "改正了一处。",
            "content": said,
            "content_sha256": exchange.digest(said),
            "downloads": {one["sha256"]: f"/files/{one['sha256']}/" for one in said["files"]},
            **given,
        }
        self.answers[f"/api/v1{address}"] = _json(record)

    def file(self, data: bytes, name: str, *, is_inline: bool = False) -> dict[str, Any]:
        """A file at hand there, as a document's content names it."""
        sha256 = hashlib.sha256(data).hexdigest()
        self.answers[f"/files/{sha256}/"] = (200, {}, data)
        facts = {"title": name, "name": name, "sha256": sha256, "size": len(data), "is_inline": is_inline}
        return facts

    def withdraw(self, address: str = "/documents/a/", reason: str = "文字有误。") -> None:
        """Withdraws what stands there."""
        self.answers[f"/api/v1{address}"] = (410, {}, b"{}")
        self.change("withdrawn", address, reason=reason)

    def _answer(self, path: str) -> Answer:
        parts = urlsplit(path)
        answer = self.answers.get(parts.path)
        if answer is None and parts.path == "/api/v1/changes":
            since = int(parse_qs(parts.query)["since"][0])
            limit = int(parse_qs(parts.query)["limit"][0])
            rest = self.changes[since:]
            head = len(self.changes) if self.head is None else self.head
            return _json(
                {"layout": 1, "head": head, "changes": rest[:limit], "next": "", "more": len(rest) > limit}
            )
        if answer is None:
            return 404, {}, b"nothing here"
        return answer() if callable(answer) else answer


def _json(data: object) -> Answer:
    return 200, {"Content-Type": "application/json"}, json.dumps(data).encode()
