"""Files beside a report: judged by content, named harmlessly, kept with their SHA-256."""

import hashlib
import io

import pytest
from PIL import Image

from reports.services import files, reports
from tests.factories import make_report, make_writer, released
from tests.readers import hostile
from tests.readers.office import packed

pytestmark = pytest.mark.django_db

PDF = hostile.pdf()
EMPTY_SHEET = {"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>"}


def picture(kind):
    out = io.BytesIO()
    Image.new("RGB", (9, 9)).save(out, kind)
    return out.getvalue()


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
    ("name", "data", "kept"),
    [
        ("a.pdf", PDF, "a.pdf"),
        ("a.PNG", picture("PNG"), "a.png"),
        ("a.jpeg", picture("JPEG"), "a.jpeg"),
        ("a.docx", hostile.docx(), "a.docx"),
        ("a.pptx", hostile.pptx(), "a.pptx"),
        ("a.ofd", hostile.ofd(), "a.ofd"),
        ("a.csv", "指标,数".encode("gb18030"), "a.csv"),
        ("a.txt", "\ufeff文字".encode(), "a.txt"),
        ("noextension", PDF, "noextension.pdf"),
    ],
)
def test_the_kinds_a_report_carries_are_taken_byte_for_byte(name, data, kept):
    attachment = attach(data, name)
    assert (attachment.name, attachment.size) == (kept, len(data))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", b""),
        ("a.pdf", picture("PNG")),
        ("a.png", PDF),
        ("a.txt", PDF),
        ("a.pdf", b"%PDF-1.4 broken"),
        ("a.pdf", hostile.pdf(catalog="/OpenAction<</S/JavaScript/JS(app.alert(1))>>")),
        ("a.zip", packed({"a.txt": "<x/>"})),
        ("a.docx", packed({"a.txt": "<x/>"})),
        ("a.docx", packed(EMPTY_SHEET)),
        ("a.docx", hostile.docx({"word/vbaProject.bin": b"x"})),
        ("a.docx", b"PK\x03\x04 broken"),
        ("a.html", b"<html><script>alert(1)</script></html>"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("a.txt", b"\x00\x01binary"),
        ("a.exe", b"MZ\x90"),
    ],
)
def test_everything_else_is_refused_with_a_sentence(name, data):
    with pytest.raises(reports.Refused) as refused:
        attach(data, name)
    assert str(refused.value).endswith(("。", "."))


def test_twenty_megabytes_are_the_limit():
    text = b"a" * (20 * 2**20)
    draft = make_report(state="draft")
    assert files.attach(report=draft, data=text, name="a.txt", title="").size == len(text)
    with pytest.raises(reports.Refused, match="20"):
        files.attach(report=draft, data=text + b"a", name="a.txt", title="")


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
