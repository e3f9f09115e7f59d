"""The gate for files from outside: what it takes, and each way in which a file may be meant to harm."""

import io
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from reports.domain.refusal import Refused
from reports.readers.incoming import names
from reports.readers.intake import CITIZENS, STAFF, check, check_all
from tests.readers import office, printed
from tests.readers.gate import code, sheet, taken
from tests.readers.hostile import (
    docx,
    image,
    located,
    ofd,
    pdf,
    pptx,
)

TEXT = "申请公开的政府信息".encode()


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("申请.pdf", printed.printed("公开信息"), "pdf"),
        ("申请.pdf", pdf(), "pdf"),
        ("照片.jpeg", image(), "jpg"),
        ("照片.png", image("PNG"), "png"),
        ("申请.docx", docx(), "docx"),
        ("说明.txt", TEXT, "txt"),
        ("说明.txt", TEXT.decode().encode("gb18030"), "txt"),
        ("说明.txt", TEXT.decode().encode("utf-16"), "txt"),
    ],
)
def test_what_an_applicant_may_send_is_taken(name, data, kind):
    found = taken(name, data, CITIZENS)
    assert (found.kind, found.safe_name, found.size, found.data) == (kind, name, len(data), data)


def test_its_digest_belongs_to_the_bytes_that_are_kept():
    assert taken("a.txt", b"abc").sha256 == (
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("表.xlsx", sheet(), "xlsx"),
        ("表.csv", "甲,乙".encode(), "csv"),
        ("会.pptx", pptx(), "pptx"),
        ("公.ofd", ofd(), "ofd"),
    ],
)
def test_what_only_staff_may_attach_is_refused_from_applicants(name, data, kind):
    assert taken(name, data).kind == kind
    assert code(name, data, CITIZENS) in ("kind", "")
    assert kind == "csv" or code(name, data, CITIZENS) == "kind"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.png", image()),
        ("a.pdf", image("PNG")),
        ("a.docx", sheet()),
        ("a.exe", TEXT),
        ("a.html", TEXT),
        ("a.pdf", TEXT),
        ("a.svg", pdf()),
        ("a.pdf.js", pdf()),
        ("a.docm", docx()),
    ],
)
def test_a_name_that_says_another_kind_is_refused(name, data):
    assert code(name, data) == "mismatch"


@pytest.mark.parametrize("name", ["报告", "报告.", "报告.2024", "报告.final", "报告.第3版"])
def test_a_name_that_says_nothing_gets_the_ending_of_the_content(name):
    assert taken(name, pdf()).safe_name.endswith(".pdf")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\某人\\附件.pdf", "附件.pdf"),
        ("a\x00.exe\x00.pdf", "a_exe.pdf"),
        ("invoice\u202efdp.exe.pdf", "invoicefdp_exe.pdf"),
        ("shell.php.pdf", "shell_php.pdf"),
        ("..pdf", "pdf.pdf"),
        ("....", "file.pdf"),
        ("", "file.pdf"),
        (".pdf", "pdf.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("lpt1", "_lpt1.pdf"),
        ("a:b*c?d\"e<f>g|h'i.pdf", "a_b_c_d_e_f_g_h_i.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
        ("附件1.2 版本.pdf", "附件1.2 版本.pdf"),
        ("ａ．pdf", "ａ．pdf.pdf"),
        ("-rf.pdf", "rf.pdf"),
    ],
)
def test_names_are_made_harmless(name, safe):
    assert taken(name, pdf()).safe_name == safe


def test_a_very_long_name_is_cut_and_keeps_its_ending():
    assert taken("a" * 115 + ".pdf", pdf()).safe_name == "a" * 115 + ".pdf"
    assert taken("a" * 9_000_000 + ".pdf", pdf()).safe_name == "a" * 116 + ".pdf"
    assert len(taken("信" * 500 + ".pdf", pdf()).safe_name.encode()) <= 240


@pytest.mark.parametrize("data", [b"", b"\x00" * 9, b" \n"])
def test_an_empty_file_is_refused(data):
    assert code("a.txt", data) == "empty"


def test_both_sides_of_the_largest_size():
    assert code("a.txt", b"a" * 1000, largest=1000) == ""
    assert code("a.txt", b"a" * 1001, largest=1000) == "too-large"


def test_no_more_is_read_than_the_limit():
    source = io.BytesIO(b"a" * 5000)
    with pytest.raises(Refused, match="too-large"):
        check("a.txt", source, STAFF, largest=1000)
    assert source.tell() == 1001


def test_files_together_are_bounded_in_number_and_size_and_taken_once():
    def sent(*texts):
        return [(f"{number}.txt", io.BytesIO(text)) for number, text in enumerate(texts)]

    assert len(check_all(sent(b"aa", b"bb"), STAFF, most=2, together=4)) == 2
    assert len(check_all(sent(b"aa", b"aa"), STAFF, most=2)) == 1
    for files, more, why in (
        (sent(b"a", b"b", b"c"), {"most": 2}, "many-files"),
        (sent(b"aa", b"bbb"), {"most": 2, "together": 4}, "large-together"),
        (sent(b"aa", b"MZ\x00\x00"), {"most": 2}, "program"),
    ):
        with pytest.raises(Refused, match=why):
            check_all(files, STAFF, **more)


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.zip", office.packed({"a.txt": "a"}), "archive"),
        ("a.docx", office.packed({"a.txt": "a"}), "archive"),
        ("a.docx", office.packed({"META-INF/MANIFEST.MF": "a", "A.class": "a"}), "archive"),
        ("a.rar", b"Rar!\x1a\x07\x01\x00" + b"\x00" * 50, "archive"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c" + b"\x00" * 50, "archive"),
        ("a.txt", b"\x1f\x8b\x08" + b"\x00\x01" * 50, "archive"),
        ("a.txt", b"a\x00" * 128 + b"\x00ustar\x00", "archive"),
        ("a.pdf", b"MZ\x90\x00" + b"\x00" * 99, "program"),
        ("a.txt", b"#!/bin/sh\nrm x", "program"),
        ("a.jpg", b"\x7fELF" + b"\x00" * 99, "program"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "markup"),
        ("a.png", b"<?xml version='1.0'?><svg/>", "markup"),
        ("a.txt", b"  \n<!DOCTYPE html><p>", "markup"),
        ("a.txt", "<html>".encode("utf-16"), "markup"),
        ("a.txt", b"\xef\xbb\xbf<script>alert(1)</script>", "markup"),
        ("a.txt", b"hello <script>alert(1)</script>", "markup"),
        ("a.csv", b"<table><tr><td>1", "markup"),
        ("a.txt", b"\x00\x01\x02\x03abc", "unknown"),
        ("a.gif", b"GIF89a\x01\x00\x01\x00", "kind"),
        ("a.jpg", b"RIFF\x10\x00\x00\x00WEBPVP8 \x00\x00", "kind"),
        ("a.jpg", b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "kind"),
        ("a.txt", b"{\\rtf1 x}", "kind"),
        ("a.odt", office.packed({"mimetype": "application/vnd.oasis.opendocument.text"}), "kind"),
        ("a.csv", b"a,b\n=cmd|'/c calc'!A1,2\n", "dynamic"),
        ("a.csv", b"\"@SUM(1)*cmd|'/c calc'!A0\"", "dynamic"),
    ],
)
def test_what_is_no_document_is_refused(name, data, why):
    assert code(name, data) == why


def test_plain_text_that_only_looks_a_little_like_something_else_is_taken():
    for text in ("MZ是名称缩写，公开信息", "BM公开信息", "a < b and c > d", "# 公开信息", "=1+1,公开|信息"):
        assert code("a.txt", text.encode()) == "", text


def test_a_photograph_written_anew_stands_upright_and_tells_nothing_else():
    sent = located()
    assert b"certain person" in sent and Image.open(io.BytesIO(sent)).getexif().get_ifd(0x8825)
    found = taken("IMG_1.JPG", sent, CITIZENS, reencode=True)
    kept = Image.open(io.BytesIO(found.data))
    assert (kept.format, kept.size, found.safe_name) == ("JPEG", (20, 40), "IMG_1.jpg")
    assert not kept.getexif() and "comment" not in kept.info
    assert b"certain person" not in found.data and b"secret" not in found.data
    assert found.size == len(found.data)
    assert taken("IMG_1.JPG", sent).data == sent


def test_what_stands_behind_an_image_is_gone_when_it_is_written_anew():
    assert b"TRAILER" not in taken("a.png", image("PNG") + b"TRAILER", reencode=True).data
    transparent = io.BytesIO()
    Image.new("RGBA", (2, 2), (1, 2, 3, 4)).save(transparent, "PNG")
    kept = Image.open(io.BytesIO(taken("a.png", transparent.getvalue(), reencode=True).data))
    assert kept.getpixel((0, 0)) == (1, 2, 3, 4)


def test_both_sides_of_the_pixels_of_an_image():
    def png(width, height):
        out = io.BytesIO()
        Image.new("1", (width, height)).save(out, "PNG")
        return out.getvalue()

    assert code("a.png", png(10_000, 5_000)) == ""
    assert code("a.png", png(10_000, 5_001)) == "many-pixels"
    assert code("a.png", png(20_001, 1)) == "many-pixels"


def test_an_image_cut_short_is_refused():
    assert code("a.png", image("PNG", (300, 300))[:-40]) == "damaged"
    assert code("a.jpg", b"\xff\xd8\xff" + b"x" * 99) == "damaged"


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300))
def test_whatever_a_file_is_called_its_name_becomes_harmless(name):
    safe = names.safe_name(name, "pdf")
    assert safe.endswith(".pdf") and len(safe) <= 120 and len(safe.encode()) <= 240
    assert not set(safe) & set('/\\:*?"<>|\r\n\x00\u202e') and not safe.startswith((".", "-"))
    assert names.safe_name(safe, "pdf") == safe


@pytest.mark.parametrize(
    "data", [b"\n" * 19_000_000 + b"a", b"=" * 19_000_000, b"=|" * 9_000_000, b"< " * 9_000_000]
)
def test_a_text_meant_to_cost_time_does_not(data):
    start = time.monotonic()
    code("a.csv", data)
    assert time.monotonic() - start < 20
