"""PDF files for tests: printed by ReportLab, or written object by object as no program would."""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence

from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table

FONT = "STSong-Light"
SIZE = 10
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
STYLE = ParagraphStyle("text", fontName=FONT, fontSize=12, leading=20, wordWrap="CJK")
CELL = ParagraphStyle("cell", fontName=FONT, fontSize=SIZE, leading=14, wordWrap="CJK")
RULED = ("GRID", (0, 0), (-1, -1), 0.5, "black")


def printed(*parts: Flowable | str, foot: str = "- {} -", password: str = "") -> bytes:
    """A4 pages of these paragraphs and tables, with a page number at the foot of each."""
    file = io.BytesIO()

    def number(canvas: Canvas, document: SimpleDocTemplate) -> None:
        canvas.setFont(FONT, SIZE)
        canvas.drawCentredString(A4[0] / 2, 30, foot.format(document.page))

    encrypt = StandardEncryption(password, canPrint=0) if password else None
    document = SimpleDocTemplate(file, pagesize=A4, encrypt=encrypt)
    flowables = [Paragraph(part, STYLE) if isinstance(part, str) else part for part in parts]
    document.build(flowables, onFirstPage=number, onLaterPages=number)
    return file.getvalue()


def table(
    rows: Sequence[Sequence[str]], *style: tuple, widths: Sequence[float] | None = None, header: int = 0
) -> Table:
    """A ruled table; `style` are ReportLab's commands ("SPAN", first, last), `header` the rows repeated."""
    commands = [("FONT", (0, 0), (-1, -1), FONT, SIZE), *(style or (RULED,))]
    return Table([list(row) for row in rows], colWidths=widths, repeatRows=header, style=commands)


def ruled(*spans: tuple[tuple[int, int], tuple[int, int]]) -> tuple[tuple, ...]:
    """The style of a ruled table with these merged cells: (column, row) of the first and the last."""
    return (RULED, *(("SPAN", first, last) for first, last in spans))


def wrapped(text: str) -> Paragraph:
    """The text of a cell that runs over lines where it is too long."""
    return Paragraph(text, CELL)


def gap(height: float) -> Spacer:
    """Blank paper, in points."""
    return Spacer(1, height)


def drawn(*texts: tuple[float, float, str], size: float = SIZE, mode: int = 0, twice: bool = False) -> bytes:
    """One page with texts at places in points from the lower left corner; `mode` 3 is not seen."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    for x, y, words in texts:
        for shift in (0, 0.3) if twice else (0,):
            text = canvas.beginText(x + shift, y)
            text.setFont(FONT, size)
            text.setTextRenderMode(mode)
            text.textOut(words)
            canvas.drawText(text)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def written(
    content: bytes, *, resources: bytes = b"<<>>", more: Sequence[bytes] = (), pages: int = 1
) -> bytes:
    """A file of pages with that packed content stream; `more` are objects from number 4 + `pages` on."""
    kids = b" ".join(b"%d 0 R" % (4 + number) for number in range(pages))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R/Resources %s>>" % resources
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids),
        stream(content),
        *[page] * pages,
        *more,
    ]
    file = io.BytesIO(b"%PDF-1.7\n")
    file.seek(0, io.SEEK_END)
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(file.tell())
        file.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = file.tell()
    file.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    file.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    file.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))
    return file.getvalue()


def stream(content: bytes, extra: bytes = b"") -> bytes:
    """A packed stream object."""
    packed = zlib.compress(content, 9)
    return b"<</Filter/FlateDecode/Length %d%s>>stream\n%s\nendstream" % (len(packed), extra, packed)
