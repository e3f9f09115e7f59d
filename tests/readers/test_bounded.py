"""A reader in a process of its own: what it may use, what its answer may be, how it ends."""

import sys
import textwrap
import time

import pytest

from reports.domain.document import Unreadable
from reports.readers.bounded import Bounds, run

BOUNDS = Bounds(seconds=2, memory=256 * 1024 * 1024, answer=100_000)


@pytest.fixture
def outcome(tmp_path, monkeypatch):
    """What a module whose `work` has this body answers, or the reason why it has no answer."""
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])

    def of(body, data=b"12"):
        head = "import ctypes, os, sys, time\nfrom reports.domain.document import Unreadable\n"
        head += "from reports.readers.bounded import serve\ndef work(data):\n"
        code = head + textwrap.indent(body, "    ") + "\nserve(work)\n"
        (tmp_path / "reading.py").write_text(code, "utf-8")
        try:
            return run("reading", data, BOUNDS, kind="PDF")
        except Unreadable as problem:
            return problem.reason, problem.detail

    return of


def test_it_answers_with_what_the_module_makes_of_the_bytes(outcome):
    assert outcome("return [len(data), data.decode(), None]", b"\x31" * 3) == [3, "111", None]


def test_what_the_module_refuses_is_refused_with_its_reason(outcome):
    assert outcome("raise Unreadable('locked', line=3)") == (
        "locked",
        {"kind": "PDF", "limit": None, "line": 3},
    )


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("raise ValueError('broken')", "damaged"),
        ("os._exit(3)", "damaged"),
        ("os._exit(0)", "damaged"),
        ("ctypes.string_at(0)", "damaged"),
        ("os.write(sys.stdout.fileno(), b'{}'); return 1 / 0", "damaged"),
        ("return 'x' * 200_000", "damaged"),
        ("return {1, 2}", "damaged"),
        ("return len(bytes(400_000_000))", "swollen"),
        (
            "try:\n    bytes(400_000_000)\nexcept MemoryError as problem:\n    raise ValueError(problem)",
            "swollen",
        ),
        ("os.abort()", "swollen"),
        ("def deep():\n    return deep()\nreturn deep()", "nested"),
        ("while True:\n    pass", "slow"),
    ],
)
def test_a_module_that_fails_is_a_reason_and_nothing_worse(outcome, body, reason):
    assert outcome(body)[0] == reason


def test_a_module_that_sleeps_is_ended_by_the_clock(outcome):
    start = time.monotonic()
    assert outcome("time.sleep(60)")[0] == "slow"
    assert time.monotonic() - start < 10


def test_what_the_module_prints_is_no_answer(outcome):
    assert outcome("print('[1]'); return 2") == 2


def test_the_environment_is_not_handed_on(outcome, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "of the portal")
    assert outcome("return 'SECRET_KEY' in os.environ") is False
