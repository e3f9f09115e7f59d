"""Files beside a report: judged by content, named harmlessly, kept with their SHA-256."""

import hashlib
import io
import zipfile

import pytest

from reports.services import files, reports
from tests.factories import make_report, make_writer, released

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


def office(*parts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for part in parts:
            archive.writestr(part, "<x/>")
    return buffer.getvalue()


def attach(data, name="附件.pdf"):
    return files.attach(report=make_report(state="draft"), data=data, name=name, title="附件一")


def test_a_kept_file_has_its_bytes_its_hash_and_a_name_from_its_content():
    attachment = attach(PDF)
    with attachment.file as kept:
        assert kept.read() == PDF
    assert attachment.sha256 == hashlib.sha256(PDF).hexdigest()
    assert (attachment.name, attachment.size) == ("附件.pdf", len(PDF))
    assert attachment.file.name.endswith(f"{attachment.sha256}.pdf")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", PDF),
        ("a.PNG", PNG),
        ("a.jpeg", b"\xff\xd8\xff\xe0"),
        ("a.docx", office("[Content_Types].xml", "word/document.xml")),
        ("a.xlsx", office("[Content_Types].xml", "xl/workbook.xml")),
        ("a.csv", "指标,数".encode("gb18030")),
        ("a.txt", "﻿文字".encode()),
    ],
)
def test_the_kinds_a_report_carries_are_taken(name, data):
    assert files.fault(data, name) == ""


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", b""),
        ("a.pdf", PNG),
        ("a.png", PDF),
        ("a.txt", PDF),
        ("a.zip", office("a.txt")),
        ("a.docx", office("a.txt")),
        ("a.docx", office("[Content_Types].xml", "xl/workbook.xml")),
        ("a.docx", office("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")),
        ("a.docx", b"PK\x03\x04 broken"),
        ("a.html", b"<script>alert(1)</script>"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("a.txt", b"\x00\x01binary"),
        ("a.exe", b"MZ\x90"),
        ("noextension", PDF),
    ],
)
def test_everything_else_is_refused_with_a_sentence(name, data):
    assert files.fault(data, name).endswith(("。", "."))
    with pytest.raises(reports.Refused):
        attach(data, name)


def test_twenty_megabytes_are_the_limit():
    assert files.fault(PDF + bytes(20 * 2**20 - len(PDF)), "a.pdf") == ""
    assert "20" in files.fault(PDF + bytes(20 * 2**20 - len(PDF) + 1), "a.pdf")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\a\\报告.pdf", "报告.pdf"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("a\x00b\n.pdf", "ab.pdf"),
        ('"<b>".pdf', "_b_.pdf"),
        ("...", "file"),
        ("长" * 300 + ".pdf", "长" * 116 + ".pdf"),
    ],
)
def test_names_are_neutralised(given, kept):
    assert files.neutral_name(given) == kept


def test_a_published_report_takes_no_attachment():
    with pytest.raises(reports.Refused):
        files.attach(report=make_report(), data=PDF, name="a.pdf", title="")


def test_a_correction_shares_the_files_of_what_it_corrects():
    report = make_report(state="draft")
    files.attach(report=report, data=PDF, name="a.pdf", title="附件一")
    files.keep_source(report=report, data="文字".encode(), name="报告.txt", encoding="utf-8")
    released(report)
    copy = reports.new_revision(report=report, by=make_writer())
    assert copy.attachments.get().file.name == report.attachments.get().file.name
    assert copy.sources.get().sha256 == report.sources.get().sha256
