"""PDFs to lines: pages, printed lines, what is refused and why."""

import hashlib
import io
from collections.abc import Callable

import pytest
from django.utils import translation
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from reports.domain.document import Position, Unreadable
from reports.domain.prose.outline import outline
from reports.queries.places import place
from reports.readers.keeping import packed, unpacked
from reports.readers.pdf import MAX_BYTES, read
from reports.services import reading
from tests.readers.printed import FONT, drawn, gap, printed, written

TITLE = "示例市公安局2016年度政府信息公开工作报告"
HELVETICA = b"<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
HELLO = b"BT /F1 12 Tf 72 700 Td (Hello 12) Tj ET"


def lines_of(data):
    return [line.text for line in read(data).lines]


def reason(data):
    with pytest.raises(Unreadable) as caught:
        read(data)
    return caught.value.reason


def test_printed_lines_bear_their_number_and_page():
    data = printed(TITLE, gap(660), "二、问题")

    document = read(data)

    assert document.format == "pdf"
    assert document.encoding == ""
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    assert [(line.position, line.text) for line in document.lines] == [
        (Position(line=1, page=1), TITLE),
        (Position(line=2, page=1), "- 1 -"),
        (Position(line=3, page=2), "二、问题"),
        (Position(line=4, page=2), "- 2 -"),
    ]


def test_paragraphs_broken_at_the_edge_of_the_page_become_whole_again_in_the_outline():
    long = "全年公开信息共十二件，其中主动公开的有五件，依申请公开的有七件，均在期限之内办结，没有收费。"
    report = read(
        printed(TITLE, "一、概述", *[f"（{n}）{long * 4}" for n in "一二三四五六"], "二、问题", "没有。")
    )

    found = outline(report)

    assert found.title == TITLE
    assert [chapter.heading for chapter in found.chapters] == ["概述", "问题"]
    assert found.chapters[0].text.split("\n") == [f"（{n}）{long * 4}" for n in "一二三四五六"]
    assert {item.rule for item in found.furniture} == {"page-number"}


@pytest.mark.parametrize("foot", ["{}", "{} / 9", "{}/9"])
def test_bare_page_numbers_that_count_on_are_told_by_the_pages_alone(foot):
    texts = lines_of(printed("甲", gap(660), "乙", gap(660), "丙", foot=foot))
    assert texts == ["甲", "乙", "丙"]


def test_a_lone_number_at_the_foot_of_one_page_stays():
    assert lines_of(printed("甲", foot="{}")) == ["甲", "1"]


def test_numbers_at_the_foot_that_do_not_count_on_stay():
    assert lines_of(printed("甲", gap(660), "乙", foot="7")) == ["甲", "7", "乙", "7"]


def test_a_running_head_stays_where_it_stands_first():
    texts = lines_of(printed("甲", gap(660), "乙", gap(660), "丙", foot="示例市人民政府 第{}页 公报"))
    assert texts == ["甲", "示例市人民政府 第1页 公报", "乙", "丙"]


def test_letters_in_one_line_are_parted_by_their_gaps():
    data = drawn((72, 700, "规章"), (97, 700, "11"), (150, 700, "12"), (164, 700, "3"), (170, 700, "4"))
    (line,) = read(data).lines
    assert line.cells == ("规章11", "12 34")


def test_letters_printed_twice_for_a_bolder_look_are_read_once():
    assert lines_of(drawn((72, 700, "公开信息112件"), twice=True)) == ["公开信息112件"]


def test_a_raised_note_mark_is_no_digit_of_the_figure():
    page = b"BT /F1 12 Tf 72 700 Td (12) Tj ET BT /F1 7 Tf 85.5 705 Td (1) Tj ET"
    assert lines_of(written(page, resources=HELVETICA)) == ["12^1"]


def test_text_beyond_the_edge_of_the_page_is_not_read():
    assert lines_of(drawn((72, 700, "甲"), (700, 600, "乙"), (72, -50, "丙"))) == ["甲"]


def test_characters_stored_as_radicals_are_read_as_what_they_look_like():
    assert lines_of(drawn((72, 700, "⼀、⼈⺠"))) == ["一、人民"]


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", "empty"),
        (written(b""), "empty"),
        (b"plain text", "other-format"),
        (b"%PDF-1.4 nothing more", "damaged"),
        (drawn((72, 700, "全年公开信息"), mode=3), "scanned"),
        (written(b"0 0 100 100 re f"), "scanned"),
        (printed("甲", password="secret"), "locked"),
        (written(HELLO, resources=HELVETICA, pages=101), "many-pages"),
        (b"%PDF".ljust(MAX_BYTES + 1), "too-large"),
    ],
    ids=["empty", "blank", "text", "junk", "hidden-text", "picture", "locked", "101-pages", "large"],
)
def test_what_cannot_be_read_is_refused_with_its_reason(data, found):
    assert reason(data) == found


# ---------------------------------------------------------------- pages that are pictures


def pages(*draw: Callable[[Canvas], None]) -> bytes:
    """A4 pages, each drawn so."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    for one in draw:
        one(canvas)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def words(text: str, *, mode: int = 0, y: float = 700) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        line = canvas.beginText(72, y)
        line.setFont(FONT, 12)
        line.setTextRenderMode(mode)
        line.textOut(text)
        canvas.drawText(line)

    return draw


def scan(part: float = 1.0) -> Callable[[Canvas], None]:
    """A picture over that part of the height of the page."""
    picture = ImageReader(Image.new("L", (60, 80), 200))
    return lambda canvas: canvas.drawImage(picture, 0, 0, A4[0], A4[1] * part)


def both(*draw: Callable[[Canvas], None]) -> Callable[[Canvas], None]:
    return lambda canvas: [one(canvas) for one in draw] and None


def curves(count: int) -> Callable[[Canvas], None]:
    return lambda canvas: [canvas.line(9, at, 90, at + 1) for at in range(count)] and None


@pytest.mark.parametrize(
    ("page", "is_picture"),
    [
        (scan(), True),
        (scan(0.41), True),
        (scan(0.39), False),
        (both(scan(), words("- 2 -", y=30)), True),
        (both(scan(), words("新收申请12件", mode=3)), True),
        (both(scan(), words("新收申请12件", mode=3), words("- 2 -", y=30)), True),
        (
            both(
                scan(),
                words("附图说明：图中为窗口与公开栏的位置，共有十二处，均在一楼大厅之内，可自行查阅。"),
            ),
            False,
        ),
        (curves(200), True),
        (curves(199), False),
        (lambda canvas: None, False),
    ],
    ids=[
        "scan",
        "large",
        "photograph",
        "page-number",
        "hidden-text",
        "hidden-text-and-number",
        "caption",
        "shapes",
        "rules",
        "blank",
    ],
)
def test_a_page_that_is_a_picture_is_named_and_nothing_hidden_is_read(page, is_picture):
    document = read(pages(words(TITLE), page, words("二、问题")))
    assert document.pictures == ((2,) if is_picture else ())
    assert not any("新收" in line.text for line in document.lines)
    assert [line.position.page for line in document.lines if line.text in (TITLE, "二、问题")] == [1, 3]
    assert unpacked(packed(document)) == document


def test_a_page_that_is_a_picture_is_listed_as_unread():
    data = pages(words(TITLE), scan(), words("一、概述"))
    (part,) = reading.read(data, name="报告.pdf").unread
    assert (part.reason, part.position) == ("page-without-text", Position(page=2))
    with translation.override("zh-hans"):
        assert place(part.position) == "第2页"


def test_a_hundred_pages_are_read():
    assert len(read(written(HELLO, resources=HELVETICA, pages=100)).lines) == 100


def test_fonts_that_do_not_say_what_they_draw_are_refused_not_guessed():
    font = (
        b"<</Font<</F1<</Type/Font/Subtype/Type0/BaseFont/Odd/Encoding/Identity-H/DescendantFonts"
        b"[<</Type/Font/Subtype/CIDFontType2/BaseFont/Odd/CIDSystemInfo"
        b"<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor"
        b"<</Type/FontDescriptor/FontName/Odd/Flags 4/FontBBox[0 0 1000 1000]/ItalicAngle 0/Ascent 800"
        b"/Descent -200/CapHeight 700/StemV 80>>>>]>>>>>>"
    )
    page = b"BT /F1 12 Tf 72 700 Td <0012001300140015001600170018> Tj ET"
    assert reason(written(page, resources=font)) == "unmapped"


def test_mail_before_the_head_of_a_file_does_no_harm():
    assert lines_of(b"\r\n" + written(HELLO, resources=HELVETICA)) == ["Hello 12"]
