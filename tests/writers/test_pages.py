"""Pages as PDF and Word, read back: every word there, the same bytes each time, nothing hostile acts."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx as word
import pdfplumber
import pytest

from reports.writers import docx, pdf
from reports.writers.lines import broken
from reports.writers.page import Block, Kind, Page

LONG = "依照规定，本机关决定不予公开（具体情况：2024年度共计1,234件）。" * 100


def page(*texts: str, name: str = "林晓月") -> Page:
    return Page(
        "告知书",
        (
            Block("政府信息公开告知书", Kind.TITLE),
            Block("〔2026〕第12号", Kind.CENTRED),
            Block(f"{name}：", Kind.PLAIN),
            *(Block(text) for text in texts or ("本机关答复如下。",)),
            Block("示例市统计局", Kind.SIGNED),
            Block("2026年3月5日", Kind.SIGNED),
        ),
    )


def words(made: bytes) -> list[str]:
    with pdfplumber.open(io.BytesIO(made)) as file:
        return [sheet.extract_text() or "" for sheet in file.pages]


def paragraphs(made: bytes) -> list[str]:
    return [each.text for each in word.Document(io.BytesIO(made)).paragraphs]


def test_a_letter_is_one_sheet_of_a4_with_all_its_words_and_its_number() -> None:
    made = pdf.write(page())
    [text] = words(made)
    assert text.splitlines() == [
        "政府信息公开告知书",
        "〔2026〕第12号",
        "林晓月：",
        "本机关答复如下。",
        "示例市统计局",
        "2026年3月5日",
        "— 1 —",
    ]
    with pdfplumber.open(io.BytesIO(made)) as file:
        assert (round(file.pages[0].width), round(file.pages[0].height)) == (595, 842)
    assert len(made) < 10_000


def test_the_first_line_is_set_in_by_two_characters() -> None:
    with pdfplumber.open(io.BytesIO(pdf.write(page("甲" * 60)))) as file:
        signs = [sign for sign in file.pages[0].chars if sign["text"] == "甲"]
    tops = sorted({round(sign["top"]) for sign in signs})
    starts = [min(round(s["x0"]) for s in signs if round(s["top"]) == top) for top in tops]
    assert starts == [111, 79, 79]  # 28 mm are 79 points; two signs of 16 more on the first


def test_title_and_signature_stand_in_the_middle_and_on_the_right() -> None:
    with pdfplumber.open(io.BytesIO(pdf.write(page()))) as file:
        lines = {line["text"]: line for line in file.pages[0].extract_text_lines()}
    title, signed = lines["政府信息公开告知书"], lines["示例市统计局"]
    middle = (title["x0"] + title["x1"]) / 2
    assert 298 < middle < 303
    assert 486 < signed["x1"] < 491  # 210 mm less 26 mm less two signs


def test_a_long_text_flows_over_sheets_without_losing_a_word() -> None:
    found = words(pdf.write(page(LONG)))
    assert len(found) > 5
    assert [sheet.splitlines()[-1] for sheet in found] == [f"— {n} —" for n in range(1, len(found) + 1)]
    body = "".join(line for sheet in found for line in sheet.splitlines()[:-1])
    assert LONG in body


@pytest.mark.parametrize("count", range(14, 22))
def test_the_signature_never_stands_alone_on_a_sheet(count: int) -> None:
    *_, last = words(pdf.write(page(*["本机关答复如下。"] * count)))
    lines = last.splitlines()
    assert lines[lines.index("示例市统计局") - 1] == "本机关答复如下。"
    assert "2026年3月5日" in lines


def test_no_line_begins_with_a_comma_or_ends_with_an_opening_bracket() -> None:
    for sheet in words(pdf.write(page(LONG))):
        for line in sheet.splitlines()[:-1]:
            assert line[0] not in "，。）：、"
            assert line[-1] not in "（〔"


def test_numbers_and_words_are_not_broken_unless_longer_than_a_line() -> None:
    assert broken("甲甲甲1234", lambda text: len(text), 5) == ["甲甲甲", "1234"]
    assert broken("a" * 12, lambda text: len(text), 5) == ["aaaaa", "aaaaa", "aa"]
    assert broken("", lambda text: len(text), 5) == [""]
    assert broken("，" * 12, lambda text: len(text), 5) == ["，，，，，", "，，，，，", "，，"]
    assert broken("甲乙丙丁戊，己", lambda text: len(text), 5) == ["甲乙丙丁", "戊，己"]
    assert broken("甲乙丙丁（己", lambda text: len(text), 5) == ["甲乙丙丁", "（己"]


@pytest.mark.parametrize("write", [pdf.write, docx.write])
def test_the_same_page_makes_the_same_bytes(write: object) -> None:
    assert write(page(LONG)) == write(page(LONG))
    assert write(page("甲")) != write(page("乙"))


HOSTILE = "<script>alert(1)</script> {reason} &amp; ]]> \\ (x) \x00\x1b甲\u202e乙\ud800丙"


def test_hostile_words_stay_words_in_both() -> None:
    safe = "<script>alert(1)</script> {reason} &amp; ]]> \\ (x) 甲乙丙"
    assert safe in "".join(words(pdf.write(page(HOSTILE)))[0].splitlines())
    assert safe in paragraphs(docx.write(page(HOSTILE)))


def test_a_sign_beyond_the_font_is_named_and_does_not_break_the_pdf() -> None:
    rare = page(name="林𠮷㐂😀")
    assert pdf.unset(rare.text) == ("𠮷", "😀")
    assert "林〓㐂〓：" in words(pdf.write(rare))[0]
    assert "林𠮷㐂😀：" in paragraphs(docx.write(rare))


def test_a_word_file_is_laid_out_as_a_letter_and_names_nobody() -> None:
    made = docx.write(page())
    document = word.Document(io.BytesIO(made))
    assert [each.text for each in document.paragraphs] == [block.text for block in page().blocks]
    assert document.paragraphs[3].paragraph_format.first_line_indent.pt == 32
    assert (document.core_properties.author, document.core_properties.title) == ("", "告知书")
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert "PAGE" in section.footer._element.xml
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(2000, 1, 1, 0, 0, 0)}
    assert len(made) < 60_000


def test_a_font_file_is_embedded_and_a_wrong_one_named(tmp_path: Path) -> None:
    wrong = tmp_path / "letter.ttf"
    wrong.write_bytes(b"no font")
    with pytest.raises(pdf.BadFont, match=r"letter\.ttf"):
        pdf.write(page(), (wrong,))
    font = next(Path("/usr/share/fonts").rglob("DroidSansFallback*.ttf"), None)
    if font is None:
        pytest.skip("No TrueType font with Chinese signs here.")
    made = pdf.write(page(), (font,))
    assert b"/FontFile2" in made
    assert "本机关答复如下。" in words(made)[0]
