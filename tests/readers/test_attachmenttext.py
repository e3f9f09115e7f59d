"""The words of attached files, for the search."""

import io

import pytest
from openpyxl import Workbook

from reports.readers.attachmenttext import Limits, extract
from tests.readers import office, printed
from tests.readers.hostile import image, ofd, pdf, pptx

WORDS = "本机关公开的政府信息"


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("txt", WORDS.encode()),
        ("txt", b"\xef\xbb\xbf" + WORDS.encode()),
        ("txt", WORDS.encode("gb18030")),
        ("txt", WORDS.encode("utf-16")),
        ("csv", f"甲,{WORDS}".encode()),
        ("docx", office.word(office.p(WORDS))),
        ("pdf", printed.printed(WORDS)),
    ],
)
def test_words_are_found_in_every_kind_and_encoding(kind, data):
    found = extract(kind, data)
    assert WORDS in found.text and (found.is_whole, found.reason) == (True, "")


def test_slides_and_ofd_pages_have_words_too():
    assert extract("pptx", pptx()).text == "新闻发布会"
    assert extract("ofd", ofd()).text == "公开指南"


def test_pages_of_a_pdf_and_paragraphs_stand_on_lines_of_their_own():
    assert extract("docx", office.word(office.p("甲") + office.p("乙"))).text == "甲\n乙"


def test_what_has_no_words_says_why():
    assert extract("jpg", image()).reason == "not-read"
    assert extract("pdf", pdf()).reason == "scanned"
    assert extract("docx", office.word("")).reason == "empty"
    assert extract("txt", b"\x00\x01").reason == "encoding"
    assert extract("docx", b"PK\x03\x04broken").reason == "damaged"
    assert extract("pdf", printed.printed("甲", password="x")).reason == "locked"


def test_both_sides_of_the_longest_text():
    assert extract("txt", b"a" * 100, Limits(characters=100)).is_whole
    cut = extract("txt", b"a" * 101, Limits(characters=100))
    assert (cut.text, cut.is_whole) == ("a" * 100, False)
    cut = extract("txt", ("信" * 5000).encode(), Limits(characters=4000))
    assert (len(cut.text), cut.is_whole, cut.reason) == (4000, False, "")


def test_time_and_memory_are_bounded():
    body = office.p("x" * 100) * 19_000
    assert extract("docx", office.word(body), Limits(memory=64 * 2**20)).reason in ("swollen", "damaged")


def test_signs_that_are_not_seen_are_left_out():
    assert extract("txt", "公\u200b开\u202e信息".encode()).text == "公开信息"


def test_a_table_of_a_workbook_is_read_row_by_row():
    book, out = Workbook(), io.BytesIO()
    for row in (["甲", "乙"], ["丙", "丁"]):
        book.active.append(row)
    book.save(out)
    assert extract("xlsx", out.getvalue()).text == "甲\t乙\n丙\t丁"
