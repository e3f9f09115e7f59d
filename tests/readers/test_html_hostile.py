"""Web pages meant to harm, and broken ones: always a document or a reason, in bounded time."""

import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.domain.document import Document, Unreadable
from reports.readers.html import read

SECONDS = 10
"""Generous: the slowest takes two on a quiet machine."""
MEMORY = 400 * 1024 * 1024
PAGE = """<!DOCTYPE html><html><head><meta charset=gbk><title>甲</title></head><body>
<p>示例市2016年公开信息报告<table border=1><tr><th rowspan=2>项目<th colspan="2">数量<tr><td>上年<td>本年
<tr><td>规章&nbsp;<td>1<td>2</table>
<ul><li>甲<b>乙<i>丙</b></ul><script>if (a<b) "</p>"</script><!-- 注 --></body></html>"""


def outcome(data):
    """ "read" or the reason why not, within SECONDS."""
    start = time.monotonic()
    try:
        read(data)
        found = "read"
    except Unreadable as problem:
        found = problem.reason
    assert time.monotonic() - start < SECONDS
    return found


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"<div>" * 100_000, "nested"),
        (b"<table><tr><td>" * 100_000, "nested"),
        (b"<b>" * 100_000 + b"<p>x" * 1000, "nested"),
        (b"<div hidden>" * 100_000 + b"x", "nested"),
        (b"<p>" * 600_000, "too-long"),
        (b"<p>x" * 150_000, "too-long"),
        (b"<table><tr>" + b"<td>1" * 501, "too-long"),
        (b"<table>" + b"<tr><td rowspan=65534 colspan=1000>1" * 20_000, "too-long"),
        (b"<table>" + b"<tr><td>1<td>2" * 25_000, "too-long"),
        (b"<p>" + b"x" * 5_000_000, "line-too-long"),
        (b"<" * 5_000_000, "line-too-long"),
        (b"<table><tr><td>a<td>" + b"b " * 2_000_000, "line-too-long"),
        (b"&" * 5_000_000, "line-too-long"),
        (b"<p " + b" ".join(b"a%d=1" % n for n in range(400_000)) + b">x", "read"),
        (b'<p style="' + b"display:" * 600_000 + b'">x', "read"),
        (b'<a b="' * 800_000, "empty"),
        (b"<!--" * 1_000_000, "empty"),
        (b"<p>" + b" \n" * 2_400_000 + b"x", "read"),
        ("<p>中".encode() + b"\n " * 2_000_000 + b"x", "read"),
        (b"<select>" + b"<option>1" * 190_000 + b"</select>x", "read"),
    ],
    ids=lambda value: value if isinstance(value, str) else value[:16].decode("utf-8", "replace"),
)
def test_a_page_meant_to_harm_is_read_or_refused_in_time(data, found):
    assert outcome(data) == found


@pytest.mark.parametrize("depth", [190, 198, 199, 200])
def test_tags_may_stand_in_one_another_two_hundred_deep(depth):
    # html and body are two more.
    assert outcome(b"<div>" * depth + b"x") == ("read" if depth <= 198 else "nested")


def test_entities_are_never_expanded():
    html = b"""<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>
        <p>&b;&f;</p>"""
    assert [line.text for line in read(html).lines][-1] == "&b;&f;"


def test_the_largest_pages_stay_within_the_stated_memory():
    tracemalloc.start()
    outcome(b"<p><b>x</b>y" * 30_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < MEMORY


@given(st.integers(0, 600))
@settings(max_examples=60, deadline=None)
def test_a_page_cut_anywhere_is_read_or_refused(at):
    for codec in ("utf-8", "gb18030"):
        try:
            assert isinstance(read(PAGE.encode(codec)[:at]), Document)
        except Unreadable as problem:
            assert problem.reason in {"empty", "encoding"}


@given(st.binary(max_size=400))
@settings(max_examples=100, deadline=None)
def test_random_bytes_are_read_or_refused(data):
    try:
        read(data)
    except Unreadable as problem:
        assert problem.reason in {"empty", "encoding", "binary"}


_PARTS = """<table> </table> <tr> </tr> <td> </td> <td/rowspan=3> <td/colspan=0> <th/colspan=9> <thead>
<tfoot> <caption> <p> </p> <br> <div> </div> <b> <form> 甲 1 &nbsp;"""
PARTS = _PARTS.split()


@given(st.lists(st.sampled_from(PARTS), max_size=40))
@settings(max_examples=200, deadline=None)
def test_no_two_cells_of_any_table_cover_the_same_place_and_every_line_has_its_own_number(parts):
    try:
        document = read("".join(parts).replace("/", " ").replace("< ", "</").encode())
    except Unreadable:
        return
    for grid in document.grids:
        places = [
            (row, column)
            for slot in grid.slots
            for row in range(slot.row, slot.row + slot.rowspan)
            for column in range(slot.column, slot.column + slot.colspan)
        ]
        assert len(places) == len(set(places))
        assert all(grid.lines[0] <= (slot.position.line or 0) <= grid.lines[1] for slot in grid.slots)
    numbers = [line.position.line for line in document.lines]
    assert numbers == sorted(set(numbers))
