"""Bytes to lines: encodings, line numbers, cells, and what is refused."""

import pytest

from reports.domain.document import Unreadable
from reports.readers.text import MAX_BYTES, MAX_CELLS, MAX_LINE_LENGTH, MAX_LINES, read

REPORT = "示例市公安局2016年度政府信息公开工作报告\n一、概述\n全年公开信息。\n"


def lines_of(text):
    return [(line.position.line, line.text) for line in read(text.encode()).lines]


def reason(data):
    with pytest.raises(Unreadable) as caught:
        read(data)
    return caught.value.reason


@pytest.mark.parametrize(
    ("codec", "name"), [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8-BOM"), ("gb18030", "GB18030")]
)
def test_it_reads_the_three_encodings_alike(codec, name):
    document = read(REPORT.encode(codec))

    assert document.encoding == name
    assert [line.text for line in document.lines] == REPORT.split()


def test_the_digest_is_that_of_the_bytes():
    digest = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
    assert read(b"hello").sha256 == digest


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_line_keeps_its_number_whatever_ends_the_lines(end):
    assert lines_of(end.join(["甲", "", "  ", "乙", "丙"])) == [(1, "甲"), (4, "乙"), (5, "丙")]


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\x0b", "\x0c", "\x85"])
def test_a_line_separator_between_words_ends_a_line_like_any_other(mark):
    assert lines_of(f"甲{mark}乙\n丙") == [(1, "甲"), (2, "乙"), (3, "丙")]


def test_a_form_feed_beside_a_line_end_does_not_count():
    assert lines_of("甲\n\x0c乙\x0c\n丙\x0c\x0c\u2028 \n丁") == [(1, "甲"), (2, "乙"), (3, "丙"), (4, "丁")]


def test_line_separators_count_among_the_lines_a_file_may_have():
    assert reason("\x0c".join("甲" * (MAX_LINES + 1)).encode()) == "too-long"


def test_odd_spaces_become_spaces_and_hidden_characters_go():
    assert lines_of("\u3000\u3000公\u200b开\u00a0信\ufeff息\u3000") == [(1, "公开 信息")]


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("规章\t1\t\t11", ("规章", "1", "", "11")),
        ("规章 | 1 | | 11 |", ("规章", "1", "", "11")),
        ("| 规章 | 1 | 0 |", ("规章", "1", "0")),
        ("｜规章｜1｜", ("规章", "1")),
        ("规章   1  0\u3000\u300011", ("规章", "1", "0", "11")),
        ("指\u3000标 名 称", ("指\u3000标 名 称",)),
        ("\t行政复议\t行政诉讼", ("", "行政复议", "行政诉讼")),
        ("|", ()),
        ("  只有一格  ", ("只有一格",)),
    ],
)
def test_a_line_is_cut_into_cells(line, cells):
    assert read(line.encode()).lines[0].cells == cells


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"   \r\n\t\n", "\u3000\u200b\n".encode()])
def test_nothing_to_read_is_empty(data):
    assert reason(data) == "empty"


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n%\xe2\xe3",
        b"PK\x03\x04\x14\x00",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 20,
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0",
        b"GIF89a",
        b"{\\rtf1 abc}",
        b"  <!DOCTYPE HTML><html>",
    ],
)
def test_other_formats_are_told_by_how_they_begin(data):
    assert reason(data) == "other-format"


@pytest.mark.parametrize(
    "data",
    [b"abc\x00def", "公开\x01信息".encode(), "1件公开".encode("utf-16-le"), b"\x7fELF\x02\x01\x01\x00"],
)
def test_characters_no_text_has_are_binary(data):
    assert reason(data) == "binary"


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xfe" + REPORT.encode("utf-16-le")[:-1],
        b"\xff\xfe\x00\xd8\x00\xd8",
        REPORT.encode("utf-32"),
        "發佈政府資訊公開".encode("big5"),
        "情報公開の報告について".encode("shift-jis"),
        "Übersicht der Veröffentlichungen".encode("latin-1"),
        REPORT.encode()[:-2],
        b"\xef\xbb\xbf\xff\xff",
    ],
    ids=[
        "utf-16 cut in a character",
        "utf-16 with half a character",
        "utf-32",
        "big5",
        "shift-jis",
        "latin-1",
        "utf-8 cut in a character",
        "bad bom",
    ],
)
def test_any_other_encoding_is_refused_and_not_read_as_nonsense(data):
    assert reason(data) == "encoding"


@pytest.mark.parametrize(("codec", "mark"), [("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff")])
def test_utf_16_with_its_mark_is_read_like_any_text(codec, mark):
    document = read(mark + REPORT.encode(codec))
    assert document.encoding == "UTF-16"
    assert document.lines == read(REPORT.encode()).lines


def test_characters_no_text_has_are_binary_in_utf_16_too():
    assert reason("公开\x00信息".encode("utf-16")) == "binary"


def test_a_file_may_be_five_megabytes_and_no_more():
    block = ("公开" * 4 + "。") * 1000 + "\n"
    text = (block * (MAX_BYTES // len(block.encode()) + 1)).encode()

    read(text[: MAX_BYTES // 27_001 * 27_001])
    assert reason(text[:MAX_BYTES] + b"a") == "too-large"


def test_a_line_may_be_long_but_not_absurd():
    read(b"a" * MAX_LINE_LENGTH)
    assert reason(b"a" * (MAX_LINE_LENGTH + 1)) == "line-too-long"


def test_lines_and_cells_are_limited():
    read(b"\n".join([b"1"] * MAX_LINES))
    assert reason(b"\n".join([b"1"] * (MAX_LINES + 1))) == "too-long"
    assert reason(b"\n".join([b"1|" * 20_000] * (MAX_CELLS // 20_000 + 1))) == "too-long"
