"""Web pages to lines: encodings, what ends a line, what is not shown, titles."""

import hashlib

import pytest

from reports.domain.document import Unreadable
from reports.readers.html import read
from reports.readers.text import MAX_BYTES

TITLE = "示例市公安局2016年度政府信息公开工作报告"
PAGE = "<html><head>{}</head><body><h1>" + TITLE + "</h1><p>全年公开信息。</p></body></html>"


def lines_of(html):
    return [line.text for line in read(html.encode()).lines]


def reason(data):
    with pytest.raises(Unreadable) as caught:
        read(data)
    return caught.value.reason


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8-BOM"),
        ("gb18030", "GB18030"),
        ("gbk", "GB18030"),
        ("utf-16", "UTF-16"),
    ],
)
@pytest.mark.parametrize("declared", ["", "utf-8", "gb2312", "big5", "nonsense"])
def test_the_bytes_tell_the_encoding_whatever_the_page_declares(codec, name, declared):
    data = PAGE.format(f'<meta charset="{declared}">' if declared else "").encode(codec)

    document = read(data)

    assert document.encoding == name
    assert document.format == "html"
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    assert [line.text for line in document.lines] == [TITLE, "全年公开信息。"]


def test_a_page_in_xhtml_with_a_declaration_is_read():
    html = '<?xml version="1.0" encoding="GB2312"?><html xmlns="http://www.w3.org/1999/xhtml"><p>甲</p><br/>乙</html>'
    assert lines_of(html) == ["甲", "乙"]


@pytest.mark.parametrize(
    "data",
    [
        "<p>発佈政府資訊公開</p>".encode("big5", "ignore"),
        "<p>情報公開の報告</p>".encode("shift-jis"),
        b"<p>\xff\xff</p>",
    ],
)
def test_any_other_encoding_is_refused(data):
    assert reason(data) == "encoding"


def test_bytes_no_text_has_are_binary():
    assert reason(b"<html>\x00\x01\x02</html>") == "binary"


@pytest.mark.parametrize(
    "data", [b"", b"  \n", b"<html><body></body></html>", b"<!-- nothing -->", b"<p>&nbsp;</p>"]
)
def test_a_page_that_shows_nothing_is_empty(data):
    assert reason(data) == "empty"


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("甲<b>乙</b><span>丙</span>", ["甲乙丙"]),
        ("甲<br>乙<br/><br/>丙", ["甲", "乙", "丙"]),
        ("<p>甲<p>乙<div>丙<div>丁</div>戊</div>己", ["甲", "乙", "丙", "丁", "戊", "己"]),
        ("<h2>一、概述</h2>全年<h3>（一）</h3>", ["一、概述", "全年", "（一）"]),
        ("<ul><li>甲<li>乙<ul><li>丙</ul></ul><ol><li>丁</ol>", ["甲", "乙", "丙", "丁"]),
        ("<dl><dt>甲<dd>乙</dl>", ["甲", "乙"]),
        ("公开信息\n    情况", ["公开信息情况"]),
        ("共\n 5743 件", ["共 5743 件"]),
        ("公开&nbsp;信息&amp;情况&#12290;", ["公开 信息&情况。"]),
        ("　　全年&emsp;", ["全年"]),
        ("<pre>甲\n  乙  丙</pre>丁", ["甲", "乙  丙", "丁"]),
        ("面积m<sup>2</sup>，共12<sup>①</sup>件", ["面积m^2，共12^①件"]),
        ("共<del>12</del><s>13</s>14件", ["共~~12~~~~13~~14件"]),
        ("年份<select><option>2023<option selected>2024</select>", ["年份2024"]),
        ("甲\x0b乙\u2028丙", ["甲", "乙", "丙"]),
        ("公\u200b开\ufeff信息", ["公开信息"]),
        ("a < b &lt; c &unknown; &#1;d", ["a < b < c &unknown; d"]),
        ("<P>甲</P></BODY></HTML>乙", ["甲", "乙"]),
    ],
)
def test_lines_end_where_a_browser_ends_them(html, lines):
    assert lines_of(html) == lines


def test_lines_are_numbered_in_reading_order_and_cut_at_wide_gaps():
    document = read("<p>甲</p><p> </p><p>规章&nbsp;&nbsp;&nbsp;11</p><p>规章|1|</p>".encode())

    assert [(line.position.line, line.cells) for line in document.lines] == [
        (1, ("甲",)),
        (2, ("规章", "11")),
        (3, ("规章", "1")),
    ]


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>document.write('<p>乙</p>')</script>",
        "<style>p{color:red}</style>",
        "<template><p>乙</p></template>",
        "<noscript>乙</noscript>",
        "<nav>首页 <a>乙</a></nav>",
        '<div role="navigation">乙</div>',
        "<!-- 乙 --><![CDATA[乙]]><?php echo 1 ?>",
        "<p hidden>乙</p>",
        '<div style="color:red; DISPLAY : none">乙<p>丙</p></div>',
        '<span style="visibility:hidden">乙</span>',
        "<svg><title>乙</title><text>丙</text></svg>",
        "<iframe>乙</iframe><object>乙</object><video>乙</video><canvas>乙</canvas>",
        "<dialog>乙</dialog><datalist><option>乙</datalist>",
        '<input type="hidden" value="乙"><input type="checkbox" value="乙">',
    ],
)
def test_what_a_browser_does_not_show_is_left_out(hidden):
    assert lines_of(f"<p>甲{hidden}</p>{hidden}<p>丁</p>") == ["甲", "丁"]


def test_what_stands_around_a_report_stays_for_the_prose_to_judge():
    html = "<header>示例市人民政府</header><main>甲</main><footer>版权所有：示例市</footer>"
    assert lines_of(html) == ["示例市人民政府", "甲", "版权所有：示例市"]


def test_the_title_of_the_window_is_read_where_the_page_shows_none():
    html = f"<title>{TITLE}-示例市人民政府网站</title><p>一、概述</p><p>全年公开信息。</p>"
    assert lines_of(html)[0] == f"{TITLE}-示例市人民政府网站"


@pytest.mark.parametrize(
    "body", [f"<h1>{TITLE}</h1>", "<h1>示例市公安局<br>2016年度政府信息公开<br>工作报告</h1>", "<p>甲</p>"]
)
def test_the_title_of_the_window_is_left_out_where_it_tells_nothing_more(body):
    window = TITLE if "2016" in body else "示例市人民政府"
    assert lines_of(f"<title>{window}</title>{body}") == lines_of(body)


def test_a_page_may_be_five_megabytes_and_no_more():
    line = "<p>公开信息" + "开" * 10_000 + "</p>"
    data = (line * (MAX_BYTES // len(line.encode()))).encode()

    assert len(read(data).lines) == 174
    assert reason(data.ljust(MAX_BYTES + 1)) == "too-large"
