"""A page of text as a Word document, set as official letters are (GB/T 9704-2012): A4, 仿宋.

The same page makes the same bytes: no time, no author.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from reports.writers.page import Block, Kind, Page, fit

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EARLY = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
EARLY_ZIP = (2000, 1, 1, 0, 0, 0)
BODY, HEADING = "仿宋", "宋体"
SIZE, TITLE_SIZE, FOOT_SIZE = 16, 22, 14
"""Points: 三号, 二号, 四号."""
LINE = 28
ALIGNED = {
    Kind.TITLE: WD_ALIGN_PARAGRAPH.CENTER,
    Kind.CENTRED: WD_ALIGN_PARAGRAPH.CENTER,
    Kind.PLAIN: WD_ALIGN_PARAGRAPH.LEFT,
    Kind.INDENTED: WD_ALIGN_PARAGRAPH.JUSTIFY,
    Kind.SIGNED: WD_ALIGN_PARAGRAPH.RIGHT,
}


def write(page: Page) -> bytes:
    """The document."""
    document = Document()
    _about(document, page)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    _font(document.styles["Normal"], BODY, SIZE)
    _foot(section.footer.paragraphs[0])
    for number, block in enumerate(page.blocks):
        following = page.blocks[number + 1 : number + 2]
        _put(document.add_paragraph(), block, is_kept=bool(following and following[0].kind is Kind.SIGNED))
    out = io.BytesIO()
    document.save(out)
    return _timeless(out.getvalue())


def _about(document: Any, page: Page) -> None:
    about = document.core_properties
    about.author, about.last_modified_by, about.comments = "", "", ""
    about.title, about.language = fit(page.title), "zh-CN"
    about.created = about.modified = EARLY
    about.revision = 1


def _put(paragraph: Any, block: Block, *, is_kept: bool) -> None:
    run = paragraph.add_run(fit(block.text))
    form = paragraph.paragraph_format
    paragraph.alignment = ALIGNED[block.kind]
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(LINE)
    form.space_before = form.space_after = Pt(0)
    form.keep_with_next = is_kept
    if block.kind is Kind.TITLE:
        _font(run, HEADING, TITLE_SIZE)
        run.bold = True
        form.line_spacing, form.space_after = Pt(LINE * 1.25), Pt(LINE / 2)
    elif block.kind is Kind.CENTRED:
        form.space_after = Pt(LINE)
    elif block.kind is Kind.INDENTED:
        form.first_line_indent = Pt(SIZE * 2)
    elif block.kind is Kind.SIGNED:
        form.right_indent = Pt(SIZE * 2)


def _foot(paragraph: Any) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _font(paragraph.add_run("— "), HEADING, FOOT_SIZE)
    run = paragraph.add_run()
    _font(run, HEADING, FOOT_SIZE)
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        part.text = text
        run._r.append(part)
    _font(paragraph.add_run(" —"), HEADING, FOOT_SIZE)


def _font(styled: Any, name: str, size: int) -> None:
    styled.font.name, styled.font.size = name, Pt(size)
    fonts = styled.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), name)


def _timeless(made: bytes) -> bytes:
    """The same archive with every part dated alike."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as before, zipfile.ZipFile(out, "w") as after:
        for part in before.infolist():
            plain = zipfile.ZipInfo(part.filename, EARLY_ZIP)
            plain.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(plain, before.read(part))
    return out.getvalue()
