"""Which reader a file goes to, and what is said of one that has none."""

from __future__ import annotations

import pytest

from reports.domain.document import Unreadable
from reports.forms import importing
from reports.readers import opening
from reports.readers.opening import read
from tests.gridding import Drawing, Spot
from tests.readers import writing
from tests.readers.office import excel, p, packed, word

TEXT = "示例市公安局2016年度政府信息公开工作报告\n一、概述\n全年公开信息。\n".encode()
PAGE = b"<!DOCTYPE html><html><body><p>" + TEXT + b"</p></body></html>"
DRAWING = Drawing((Spot(1, 1, "甲"), Spot(1, 2, "1")))
HEADER = "\ufeffcell,row,column,row_label,column_label,unit,value,raw"
OURS = f"{HEADER}\r\nstatistics/1/year,1,year,,,,1,1\r\n".encode()
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500


def refusal(data: bytes, name: str) -> tuple[str, dict[str, object]]:
    with pytest.raises(Unreadable) as caught:
        read(data, name=name)
    return caught.value.reason, caught.value.detail


@pytest.mark.parametrize(
    ("data", "name", "format"),
    [
        (TEXT, "报告.txt", "text"),
        (TEXT, "report.md", "text"),
        (TEXT, "报告", "text"),
        (TEXT, "", "text"),
        (TEXT, "报告.v2", "text"),
        (b"a,1\nb,2\n", "t.csv", "csv"),
        (b"a\t1\nb\t2\n", "t.TSV", "csv"),
        (b"a,1\nb,2\n", "t.txt", "text"),
        (OURS, "t.txt", "csv"),
        (OURS, "t", "csv"),
        (OURS.replace(b",", b"\t"), "t.txt", "csv"),
        (PAGE, "报告.html", "html"),
        (PAGE, "报告.HTM", "html"),
        (PAGE, "报告", "html"),
        (PAGE, "报告.xls", "html"),
        (PAGE, "报告.doc", "html"),
        (TEXT, "报告.html", "html"),
        (word(p("甲")), "报告.docx", "docx"),
        (word(p("甲")), "报告", "docx"),
        (word(p("甲")), "报告.doc", "docx"),
        (writing.docx(["甲"]), "a\\b\\报告.docx", "docx"),
        (writing.xlsx([DRAWING]), "表.xlsx", "xlsx"),
        (writing.xlsx([DRAWING]), "表.xls", "xlsx"),
    ],
)
def test_a_file_goes_to_the_reader_of_its_content(data: bytes, name: str, format: str) -> None:
    assert read(data, name=name).format == format


@pytest.mark.parametrize(
    ("data", "name", "reason", "detail"),
    [
        (b"", "a.docx", "empty", {}),
        (b"%PDF-1.7\n", "a.txt", "other-format", {"kind": "PDF"}),
        (word(p("甲")), "a.csv", "other-format", {"kind": "Word, Excel or ZIP"}),
        (PAGE, "a.txt", "other-format", {"kind": "HTML"}),
        (TEXT, "a.docx", "mismatch", {"named": "Word", "kind": "TXT"}),
        (TEXT, "a.pdf", "mismatch", {"named": "PDF", "kind": "TXT"}),
        (PAGE, "a.pdf", "mismatch", {"named": "PDF", "kind": "HTML"}),
        (word(p("甲")), "a.xlsx", "mismatch", {"named": "Excel", "kind": "Word"}),
        (b"%PDF-1.7\n", "a.docx", "mismatch", {"named": "Word", "kind": "PDF"}),
        (OLE, "a.doc", "old-format", {"kind": "Office 97-2003"}),
        (OLE + "WordDocument".encode("utf-16-le"), "a.doc", "old-format", {"kind": "Word 97-2003"}),
        (OLE + "Workbook".encode("utf-16-le"), "a.xls", "old-format", {"kind": "Excel 97-2003"}),
        (OLE + "WordDocument".encode("utf-16-le"), "a.docx", "old-format", {"kind": "Word 97-2003"}),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx", "locked", {}),
        (word(p("甲"), macros=True), "a.docm", "macros", {"kind": "Office"}),
        (excel("<sheetData/>", macros=True), "a.xlsm", "macros", {"kind": "Office"}),
        (packed({"[Content_Types].xml": "", "word/vbaProject.bin": "x"}), "a", "macros", {"kind": "Office"}),
        (packed({"a.txt": "甲"}), "a.zip", "not-read", {"kind": "ZIP"}),
        (packed({"OFD.xml": "x"}), "a.ofd", "not-read", {"kind": "OFD"}),
        (packed({"mimetype": "x"}), "a.odt", "not-read", {"kind": "OpenDocument"}),
        (b"PK\x03\x04rest", "a.docx", "damaged", {"kind": "ZIP"}),
        (b"{\\rtf1", "a.doc", "not-read", {"kind": "RTF"}),
        (b"\x89PNG\r\n", "a.png", "not-read", {"kind": "PNG"}),
        (b"\xff\xd8\xff\xe0", "a.jpg", "not-read", {"kind": "JPEG"}),
        (b"Rar!\x1a", "a.rar", "not-read", {"kind": "RAR"}),
        (b"MIME-Version: 1.0\n", "a.mht", "not-read", {"kind": "MHTML"}),
        (b"<?xml version='1.0'?><a/>", "a.xml", "not-read", {"kind": "XML"}),
        (b'{"a": 1}', "a.json", "not-read", {"kind": "JSON"}),
        (b"\x00\x01\x02", "a", "binary", {}),
    ],
)
def test_what_is_not_read_says_what_it_is(
    data: bytes, name: str, reason: str, detail: dict[str, object]
) -> None:
    assert refusal(data, name) == (reason, detail)


def test_the_form_of_the_admin_names_the_same_endings() -> None:
    assert importing.ACCEPTED.split(",") == list(opening.ACCEPTED)


def test_a_part_locked_in_the_archive_is_told() -> None:
    data = bytearray(word(p("甲"), numbering=""))
    place = data.index(b"PK\x01\x02")
    for _ in range(2):
        data[place + 8] |= 1
        place = data.index(b"PK\x01\x02", place + 4)
    with pytest.raises(Unreadable) as caught:
        read(bytes(data), name="a.docx")
    assert caught.value.reason == "locked"
