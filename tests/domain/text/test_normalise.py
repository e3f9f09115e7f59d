"""Labels brought to one spelling."""

import pytest

from reports.domain.text.normalise import bare, numbered, plain


@pytest.mark.parametrize(
    "printed",
    [
        "其中：1.政府网站公开数",
        "其中:１．政府网站公开数",
        "1、政府网站公开数",
        "（1）政府网站公开数",
        "①政府网站公开数",
        "⑴ 政府网站\n公开数",
        "政 府\u3000网 站 公 开 数",
        "其中政府网站公开数",
        "一、“政府网站”公开数",
        "（一）政府网站（公开）数",
        "㈠政府网站公开数",
        "1.1 政府网站公开数",
        "政府网站公开数 *",
    ],
)
def test_the_same_label_compares_equal(printed):
    assert bare(printed) == "政府网站公开数"


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("（六）其他处理", "六其他处理"),
        ("3.其他", "3其他"),
        ("其中：2.网上", "2网上"),
        ("三、", "三"),
        ("、", ""),
    ],
)
def test_the_numbering_can_be_kept(printed, expected):
    assert numbered(printed) == expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("2016年度", "2016年度"),
        ("十分重要", "十分重要"),
        ("本年增/减", "本年增减"),
        ("12.5%", "125%"),
        ("三、", ""),
    ],
)
def test_what_is_no_numbering_stays(printed, expected):
    assert bare(printed) == expected


def test_plain_keeps_punctuation_in_half_width():
    assert plain("（区分处理的，\u3000只计这一情形）") == "(区分处理的,只计这一情形)"
