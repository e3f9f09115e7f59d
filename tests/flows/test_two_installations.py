"""Two installations on loopback stay equal: through creation, change, withdrawal and a killed transfer."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.xdist_group("two-installations")
PENALTY = {
    "party_kind": "natural_person",
    "party_name": "张三丰",
    "violation": "占道经营",
    "facts": "张三丰占道经营。",
    "basis": "城市市容管理条例第五条",
    "penalty_types": "罚款",
    "content": "对张三丰罚款200元",
}


class Installation:
    """One, in a process and a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with (folder / "log").open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.flows.installation"],
                cwd=ROOT,
                env=_environment(folder),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )

    def do(self, *act: Any) -> Any:
        """Does that and returns what it says."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps(act) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, (self.folder / "log").read_text("utf-8")[-3000:]
        return json.loads(line)

    def end(self) -> None:
        """Stops it."""
        self.process.communicate(timeout=20)


class Line:
    """The line between the two: hands on what is asked, and can be held in the middle of a file."""

    def __init__(self, target: str) -> None:
        self.holds = threading.Event()
        self.is_held = threading.Event()
        self.goes_on = threading.Event()
        line = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                try:
                    with urllib.request.urlopen(f"{target}{self.path}", timeout=20) as answer:
                        status, body = answer.status, answer.read()
                except urllib.error.HTTPError as refusal:
                    status, body = refusal.code, refusal.read()
                    refusal.close()
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                half = len(body) // 2
                self.wfile.write(body[:half])
                if "/files/" in self.path and line.holds.is_set():
                    line.is_held.set()
                    line.goes_on.wait(30)
                    return
                self.wfile.write(body[half:])

            def log_message(self, *words: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()

    def end(self) -> None:
        """Cuts it."""
        self.goes_on.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Installation, Installation, Line]]:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    theirs.mkdir()
    with ExitStack() as stack:
        upper = Installation(theirs)
        stack.callback(upper.end)
        upper.do("prepare")
        shutil.copytree(theirs, ours)
        own = Installation(ours)
        stack.callback(own.end)
        line = Line(upper.do("serve"))
        stack.callback(line.end)
        yield upper, own, line


def test_they_stay_equal_through_everything(pair):
    upper, own, line = pair
    first = upper.do("publish", "绿化通知", {"附表.txt": "树种名录"})
    second = upper.do("publish", "采购公告", {})
    penalty = upper.do("publish", "对张三丰的处罚", {"张三丰.txt": "决定书"}, "penalty", PENALTY)
    assert "exit 0" in own.do("pull", line.address)
    assert_equal(upper, own, [first, second, penalty], [])

    upper.do("change", first, "绿化通知（修订）")
    upper.do("withdraw", second, "公告有误。")
    upper.do("withdraw", penalty, "处罚决定已撤销。")
    assert "exit 0" in own.do("pull", line.address)
    state = assert_equal(upper, own, [first], [second, penalty])
    assert state["gone"] == {second: "公告有误。", penalty: "处罚决定已撤销。"}
    assert state["names"] is False

    upper.do("report", 2016, "own")
    upper.do("report", 2016, "roll_up")
    assert "exit 0" in own.do("pull", line.address)
    assert_equal_reports(upper, own, line, ["2016 own 1", "2016 roll_up 1"])

    upper.do("report", 2016, "own", "更正概述。")
    last = upper.do("publish", "大附件", {"大.txt": "绿" * 400_000})
    upper.do("withdraw_report", 2016, "roll_up", "汇总有误。")
    reports = own.do("annual")
    killed_in_the_middle(own, line)
    assert (own.do("contents"), own.do("annual")) == (state, reports)
    assert "exit 0" in own.do("pull", line.address)
    assert_equal(upper, own, [first, last], [second, penalty])
    found = assert_equal_reports(upper, own, line, ["2016 own 1", "2016 own 2", "2016 roll_up 1"])
    assert found["2016 roll_up 1"]["content"][1:3] == ["withdrawn", "汇总有误。"]
    assert [found[name]["signed"] for name in found] == [1, 2, 1]
    assert "exit 0" in own.do("pull", line.address) and own.do("annual") == found


def assert_equal_reports(
    upper: Installation, own: Installation, line: Line, names: list[str]
) -> dict[str, Any]:
    """Word for word, figure for figure, with the same verdicts; here with the address it was taken from."""
    there, here = upper.do("annual"), own.do("annual")
    assert sorted(here) == sorted(there) == names
    assert {name: here[name]["content"] for name in names} == {name: there[name]["content"] for name in names}
    for name in names:
        assert here[name]["content"][4][2] == 2  # two checks, explained there
        origin = {"2016 own 1": "2016/v1/", "2016 own 2": "2016/v2/", "2016 roll_up 1": "2016/roll-up/v1/"}
        assert here[name]["origin"] == f"{line.address}/reports/jiaoyu/{origin[name]}"
    return here


def killed_in_the_middle(own: Installation, line: Line) -> None:
    """Pulls, and kills the process when half of a file has come."""
    line.holds.set()
    command = [sys.executable, "manage.py", "pull_changes", line.address, "--once", "--under", "shili"]
    pulling = subprocess.Popen(
        command,
        cwd=ROOT,
        env=_environment(own.folder),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert line.is_held.wait(60)
    pulling.kill()
    pulling.wait(20)
    line.holds.clear()
    line.goes_on.set()


def assert_equal(
    upper: Installation, own: Installation, public: list[str], gone: list[str]
) -> dict[str, Any]:
    there, here = upper.do("contents"), own.do("contents")
    assert sorted(here["public"]) == sorted(public) and sorted(here["gone"]) == sorted(gone)
    assert here["public"] == there["public"] and here["gone"] == there["gone"]
    return here


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    own = {"DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "portal.settings", "PYTHONUTF8": "1"}
    return {**kept, "HOME": "/nonexistent", **own, "SAMPLE_DATA": "0"}
