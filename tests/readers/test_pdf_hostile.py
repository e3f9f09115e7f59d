"""PDFs meant to harm, and broken ones: always a document or a reason, in bounded time and memory."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.domain.document import Unreadable
from reports.readers.bounded import Bounds, run
from reports.readers.pdf import BOUNDS, read
from tests.readers.printed import printed, ruled, stream, table, written

FONT = b"<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
HELLO = b"BT /F1 12 Tf 72 700 Td (Hello 12) Tj ET "
FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<<%s>>>>"
SHORT = Bounds(seconds=2, memory=BOUNDS.memory, answer=BOUNDS.answer)
REASONS = {"damaged", "swollen", "nested", "slow", "scanned", "empty", "other-format", "locked", "unmapped"}


def outcome(data, bounds=BOUNDS):
    """ "read" or the reason why not, within the limits of time."""
    start = time.monotonic()
    try:
        run("reports.readers.paper.child", data, bounds, kind="PDF")
        found = "read"
    except Unreadable as problem:
        found = problem.reason
    assert time.monotonic() - start < bounds.seconds * 2 + 5
    return found


def forms(drawing, count):
    """A page that draws a form which draws others: `drawing` gives the content and the name of the next."""
    more = [
        stream(drawing(number), FORM % (b"/X%d %d 0 R" % (number + 1, number + 1)))
        for number in range(5, count)
    ]
    return written(HELLO + b"/X5 Do", resources=FONT[:-2] + b"/XObject<</X5 5 0 R>>>>", more=more)


RULES = b"".join(b"10 %d m 590 %d l S %d 10 m %d 830 l S " % (n, n, n, n) for n in range(12, 590, 4))


@pytest.mark.parametrize(
    "data",
    [
        written(HELLO + b"q Q " * 5_000_000, resources=FONT),
        written(HELLO + b"10 10 100 0.5 re f " * 200_000, resources=FONT),
        written(HELLO + RULES, resources=FONT),
        written(b"[" * 200_000 + HELLO, resources=FONT),
        written(b"q " * 200_000 + HELLO, resources=FONT),
        forms(lambda number: b"/X%d Do " % (number + 1) * 10, 25),
        forms(lambda number: b"/X5 Do /X5 Do ", 6),
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj "
        b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj trailer<</Root 1 0 R>>",
        b"%PDF-1.4\n" + b"1 0 obj " + b"[" * 1_000_000,
    ],
    ids=["operators", "boxes", "rules", "arrays", "states", "tree", "loop", "page-loop", "nesting"],
)
def test_a_file_meant_to_harm_is_read_or_refused_within_its_bounds(data):
    assert outcome(data, SHORT) in {"read", *REASONS}


def test_a_file_that_unpacks_to_more_than_memory_allows_is_swollen():
    bounds = Bounds(seconds=10, memory=200 * 1024 * 1024, answer=BOUNDS.answer)
    assert outcome(written(HELLO + b" " * 250_000_000, resources=FONT), bounds) == "swollen"


REPORT = printed(
    "示例市公安局2016年度政府信息公开工作报告",
    table([["项目", "数量", ""], ["规章", "1", "2"]], *ruled(((1, 0), (2, 0)))),
)


@given(st.integers(0, len(REPORT)))
@settings(max_examples=8, deadline=None)
def test_a_file_cut_anywhere_is_read_or_refused(at):
    try:
        read(REPORT[:at])
    except Unreadable as problem:
        assert problem.reason in REASONS


@given(st.integers(0, 10**6))
@settings(max_examples=8, deadline=None)
def test_a_file_with_broken_bytes_is_read_or_refused(seed):
    chance = random.Random(seed)
    data = bytearray(REPORT)
    for _ in range(30):
        data[chance.randrange(len(data))] = chance.randrange(256)
    try:
        read(bytes(data))
    except Unreadable as problem:
        assert problem.reason in REASONS


@given(st.binary(max_size=300))
@settings(max_examples=8, deadline=None)
def test_random_bytes_are_refused(data):
    for head in (b"", b"%PDF-1.7\n"):
        with pytest.raises(Unreadable) as caught:
            read(head + data)
        assert caught.value.reason in REASONS
