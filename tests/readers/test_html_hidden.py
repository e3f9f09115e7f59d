"""What a reader of a web page does not see is not read: hidden by its sheets, too small, white on white."""

from __future__ import annotations

import time

import pytest

from reports.domain.document import Unreadable
from reports.readers.html import read


def shown(body: str, css: str = "", *, head: str = "") -> list[str]:
    page = f"<html><head>{head}<style>{css}</style></head><body><h2>甲</h2>{body}</body></html>"
    return [line.text for line in read(page.encode()).lines][1:]


@pytest.mark.parametrize(
    "css",
    [
        ".a{display:none}",
        "p.a { DISPLAY : none }",
        "#b{visibility:hidden}",
        "p#b.a{visibility:collapse;color:red}",
        ".x,.a{display:none}",
        ".a{opacity:0}",
        ".a{font-size:0}",
        ".a{font-size:0.5px}",
        ".a{mso-hide:all}",
        "div .a{display:none}",
        "div > .a{display:none}",
        "body div.o p{display:none}",
        "@media screen{.a{display:none}}",
        "@media only screen{.a{display:none}}",
        ".a{display:block}.a{display:none}",
        "#b{display:none}.a{display:block}",
        ".a{display:none!important}.a{display:block}",
        "/* .a{display:block} */.a{display:none}/* ",
        "<!-- .a{display:none} -->",
        "@font-face{src:url(x)}.a{display:none}",
        "@import url(x);.a{display:none}",
        ".a{color:#fff}",
        ".a{color:white}",
        "p{color:rgb(255, 255, 255)}",
        "p{color:rgba(0,0,0,0)}",
    ],
)
def test_what_a_sheet_of_the_page_hides_is_not_read(css: str) -> None:
    assert shown('<div class="o"><p class="a c" id="b">12件</p></div>', css) == []


@pytest.mark.parametrize(
    "css",
    [
        "",
        ".A{display:none}",
        ".aa{display:none}",
        "span.a{display:none}",
        ".a.z{display:none}",
        "#c{display:none}",
        "section .a{display:none}",
        "body > .a{display:none}",
        ".a:hover{display:none}",
        ".a::after{display:none}",
        "[data-x]{display:none}",
        ".o + .a{display:none}",
        "@media print{.a{display:none}}",
        "@media (max-width:600px){.a{display:none}}",
        "@media screen and (max-width:600px){.a{display:none}}",
        "@page{.a{display:none}}",
        ".a{display:none}.a{display:block}",
        ".a{display:none}p.a{display:block}",
        ".a{display:none}.a{display:block!important}",
        "/* .a{display:none} */",
        ".a{font-size:.5em}",
        ".a{font-size:0.9rem}",
        ".a{font-size:9px}",
        ".a{opacity:.5}",
        ".a{color:#fffff}",
        ".a{color:#eee}",
        ".a{color:#fff;background:#1a5fb4}",
        ".o{background-color:navy}.a{color:#fff}",
    ],
)
def test_what_a_reader_sees_is_read(css: str) -> None:
    assert shown('<div class="o"><p class="a c" id="b">12件</p></div>', css) == ["12件"]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ('<p style="color:#FFF">12件</p>', []),
        ('<p style="color: white !important">12件</p>', []),
        ('<p><font color="#ffffff">12件</font></p>', []),
        ('<p style="font-size:0px">12件</p>', []),
        ('<p style="font-size:1px">12件</p>', []),
        ('<p style="opacity:0.0">12件</p>', []),
        ('<p style="color:#fff;background:#c00">12件</p>', ["12件"]),
        ('<div style="background:#c00"><p style="color:#fff">12件</p></div>', ["12件"]),
        ('<table bgcolor="#c00"><tr><td style="color:#fff">12件</td></tr></table>', ["12件"]),
        ('<div style="background:none"><p style="color:#fff">12件</p></div>', []),
        ('<div style="color:#fff"><p style="color:#000">12件</p></div>', ["12件"]),
        ('<div style="font-size:0"><span style="font-size:14px">12件</span></div>', ["12件"]),
        ('<div style="font-size:0">3<span style="font-size:14px">12件</span></div>', ["12件"]),
        ('<p style="font-size:0.5em">12件</p>', ["12件"]),
    ],
)
def test_white_and_tiny_letters_are_those_that_nobody_sees(body: str, found: list[str]) -> None:
    assert shown(body) == found


@pytest.mark.parametrize(
    ("css", "head"),
    [
        (".a{color:#fff} tr:nth-child(1){background:navy}", ""),
        (".a{color:#fff}", "<link rel=stylesheet href=a>"),
    ],
)
def test_white_letters_of_a_class_are_read_where_the_ground_is_not_known(css: str, head: str) -> None:
    assert shown('<p class="a">12件</p>', css, head=head) == ["12件"]
    assert shown('<p style="color:#fff">12件</p>', css, head=head) == []


def test_a_style_of_the_tag_wins_over_the_sheet_unless_that_is_important() -> None:
    body = '<p class="a" style="display:block">12件</p>'
    assert shown(body, ".a{display:none}") == ["12件"]
    assert shown(body, ".a{display:none!important}") == []


def test_a_sheet_behind_the_table_hides_as_well() -> None:
    html = '<p>甲</p><p class="a">12件</p><style>.a{display:none}</style>'
    assert [line.text for line in read(html.encode()).lines] == ["甲"]


def test_a_hidden_figure_is_no_figure_of_its_cell() -> None:
    css = ".old{display:none}.white{color:#fff}.zero{font-size:0}"
    cells = "".join(
        f'<td>{shown_part}<span class="{name}">9</span></td>'
        for shown_part, name in (("1", "old"), ("2", "white"), ("3", "zero"), ("", "old"))
    )
    head = "".join(f"<td>{sign}</td>" for sign in "甲乙丙丁")
    page = f"<style>{css}</style><table><tr>{head}</tr><tr>{cells}</tr></table>"
    (grid,) = read(page.encode()).grids
    assert [slot.text for slot in grid.slots if slot.row == 2] == ["1", "2", "3", ""]


@pytest.mark.parametrize(
    "html",
    [
        "<style>" * 200_000,
        "<style>" + "{" * 500_000,
        "<style>" + "a{}" * 300_000 + "</style><p>x",
        "<style>" + "div " * 200 + "{display:none}</style>" + "<div>" * 150 + "<div>x</div>" * 30_000,
        "<style>" + "div div div p{color:red}" * 20_000 + "</style>" + "<p class='a'>x" * 20_000,
        "<style>" + "@media screen{" * 30_000 + "</style><p>x",
        "<style>" + "/*" * 200_000 + "</style><p>x",
        "<style>" + ",".join(".a" for _ in range(100_000)) + "{display:none}</style><p>x",
    ],
    ids=range(8),
)
def test_a_sheet_meant_to_harm_takes_no_long_time(html: str) -> None:
    start = time.process_time()
    try:
        read(html.encode())
    except Unreadable as problem:
        assert problem.reason in {"empty", "nested", "too-long"}
    assert time.process_time() - start < 8
