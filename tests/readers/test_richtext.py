"""Pasted and typed rich text: what stays, what goes, and that what is clean stays as it is."""

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reports.domain.refusal import Refused
from reports.readers.richtext import MAX_BYTES, clean

SECONDS = 10
"""Generous: the slowest takes one on a quiet machine."""


def html(source):
    return clean(source).html


def codes(source):
    return [warned.code for warned in clean(source).warnings]


def test_a_page_pasted_from_word_keeps_its_words_and_loses_its_dress():
    pasted = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{}</style>
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings/></xml><![endif]--></head><body lang=ZH-CN>
<p class=MsoNormal align=center style='text-indent:32pt;mso-char-indent-count:2.0'><span
style='font-family:仿宋;mso-bidi-font-size:16pt' lang=EN-US
>　　根据《办法》&nbsp;&nbsp;&nbsp;第三条<o:p></o:p></span></p>
<p class=MsoNormal><span><o:p>&nbsp;</o:p></span></p>
<p class=MsoNormal><b style='mso-bidi-font-weight:normal'>公开<i>事项</i></b></p></body></html>"""
    assert html(pasted) == ("<p>根据《办法》 第三条</p>\n<p><strong>公开<em>事项</em></strong></p>")
    assert clean(pasted).text == "根据《办法》 第三条\n公开事项"


def test_bullets_that_word_wrote_out_become_a_list_and_numbers_stay_in_the_text():
    item = (
        "<p class=MsoListParagraph style='mso-list:l0 level{} lfo1'><![if !supportLists]><span>"
        "<span style='mso-list:Ignore'>{}<span>&nbsp;&nbsp;</span></span></span><![endif]>{}</p>"
    )
    pasted = item.format(1, "l", "甲") + item.format(2, "o", "乙") + item.format(1, "§", "丙")
    assert html(pasted) == "<ul><li>甲<ul><li>乙</li></ul></li><li>丙</li></ul>"
    assert html(item.format(1, "一、", "甲") + item.format(1, "2.", "乙")) == "<p>一、甲</p>\n<p>2. 乙</p>"


@pytest.mark.parametrize("sign", ["· ", "•", "● ", "■", "·&nbsp;&nbsp;", "o&nbsp;&nbsp; ", "§&nbsp;"])
def test_two_paragraphs_with_the_same_typed_bullet_are_a_list(sign):
    assert html(f"<p>{sign}甲</p><p>{sign}乙</p>") == "<ul><li>甲</li><li>乙</li></ul>"


@pytest.mark.parametrize(
    "source", ["<p>• 甲</p>", "<p>·甲</p><p>·乙</p>", "<p>o k</p><p>o j</p>", "<p>• 甲</p><p>● 乙</p>"]
)
def test_what_is_not_surely_a_list_stays_text(source):
    assert "<ul>" not in html(source)


def test_headings_go_one_level_down_only_where_the_first_level_is_used():
    assert html("<h1>甲</h1><h2>乙</h2><h6>丙</h6>") == "<h2>甲</h2>\n<h3>乙</h3>\n<h6>丙</h6>"
    assert html("<h2>甲</h2><h4>乙</h4>") == "<h2>甲</h2>\n<h4>乙</h4>"


def test_empty_paragraphs_and_runs_of_spaces_collapse_and_two_breaks_part_paragraphs():
    assert html("<p>&nbsp;</p><div> </div><p>甲&nbsp; &nbsp;乙<br>丙<br><br>丁<br></p>") == (
        "<p>甲 乙<br>丙</p>\n<p>丁</p>"
    )


def test_the_end_of_a_source_line_is_no_space_amid_chinese_and_one_between_words():
    assert html("<p>公开\n信息 and\nmore</p>") == "<p>公开信息 and more</p>"


def test_a_table_keeps_its_merged_cells_heads_and_caption():
    source = (
        "<table border=1><caption>表 1</caption><thead><tr><th scope=col colspan=2>甲</th></tr></thead>"
        "<tr><td rowspan=2><p>1</p></td><td>2</td></tr><tr><td>3<ul><li>四</ul></td></tr></table>"
    )
    assert html(source) == (
        '<table><caption>表 1</caption><thead><tr><th colspan="2" scope="col">甲</th></tr></thead><tbody><tr>'
        '<td rowspan="2">1</td><td>2</td></tr><tr><td>3<ul><li>四</li></ul></td></tr></tbody></table>'
    )
    assert clean(source).text == "表 1\n甲\n1\t2\n3 四"


def test_spans_end_with_the_table_and_at_their_limits():
    source = "<table><tr><td rowspan=9999 colspan={}>甲</td><td>乙</td></tr><tr><td>丙</td></tr></table>"
    assert '<td colspan="100" rowspan="2">' in html(source.format(100))
    assert '<td colspan="100" rowspan="2">' in html(source.format(101))
    assert '<td rowspan="2">' in html(source.format("-3"))


def test_a_table_of_a_single_cell_is_only_a_frame():
    assert html("<table><tr><td><h1>甲</h1><p>乙</p></td></tr></table>") == "<p>甲</p>\n<p>乙</p>"


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://www.example.gov.cn/a?b=1&amp;c=2#d", "https://www.example.gov.cn/a?b=1&amp;c=2#d"),
        ("HTTP://example.cn", "HTTP://example.cn"),
        ("mailto:a@example.cn", "mailto:a@example.cn"),
        ("/zh/reports/1", "/zh/reports/1"),
        ("../a.html", "../a.html"),
        ("//example.cn/a", "https://example.cn/a"),
        (" https://example.cn/甲 乙 ", "https://example.cn/甲%20乙"),
    ],
)
def test_links_to_the_web_to_mail_and_inside_stay(address, kept):
    assert html(f"<a href='{address}' target=_blank onclick=x>甲</a>") == (
        f'<p><a href="{kept}" rel="noopener">甲</a></p>'
    )


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "java&#10;script:alert(1)",
        "&#1;javascript:alert(1)",
        "JaVaScRiPt&colon;alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///C:/a.doc",
        "tel:12345",
        "https://www.gov.cn@evil.example/",
        "https:\\\\evil.example",
        "/\\evil.example",
        "http://[::1",
        "http://",
        "甲:乙",
        "https://example.cn/" + "a" * 2000,
    ],
)
def test_other_addresses_go_and_the_words_stay(address):
    found = clean(f'<p><a href="{address}">甲</a></p>')
    assert found.html == "<p>甲</p>"
    assert [warned.code for warned in found.warnings] == ["link-removed"]


def test_a_link_to_a_place_in_the_pasted_page_goes_without_a_word():
    assert clean("<a href=#_Toc1>甲</a>").html == "<p>甲</p>"
    assert codes("<a href=#_Toc1>甲</a>") == []


def test_own_images_stay_and_must_say_what_they_show():
    kept = '<p><img src="/documents/a-1/files/7/" alt="" width="10" height="20"></p>'
    assert html("<img src=/documents/a-1/files/7/ width=10 height=20px onerror=x class=y>") == kept
    assert codes("<img src=/documents/a-1/files/7/>") == ["image-alt"]
    assert codes("<img src=/documents/a-1/files/7/ alt=' '>") == ["image-alt"]
    assert codes("<img src=/documents/a-1/files/7/ alt=示意图>") == []
    assert clean("<img src=/documents/a-1/files/7/ alt=示意图>").text == "示意图"


@pytest.mark.parametrize(
    "src",
    [
        "https://evil.example/a.png",
        "//evil.example/documents/a/files/1/",
        "data:image/png;base64,AAAA",
        "file:///C:/Users/a/clip_image001.png",
        "/documents/../admin/files/1/",
        "/admin/logout",
        "/documents/a/files/1/?x=1",
        "/documents/a/",
        "/documents/a/files/1/\n/admin/",
        "",
    ],
)
def test_other_images_go_and_the_writer_is_told(src):
    found = clean(f'<p>甲<img src="{src}" alt="乙"></p>')
    assert (found.html, [warned.code for warned in found.warnings]) == ("<p>甲</p>", ["image-removed"])


def test_who_calls_may_say_which_images_are_own():
    assert "<img" in clean('<img src="/m/1" alt="甲">', is_own_image="/m/1".__eq__).html


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>甲",
        "<svg><script>alert(1)</script><p>乙</p></svg>甲",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></table></mtext></math>甲",
        "<iframe src=https://evil.example></iframe>甲",
        "<iframe srcdoc='&lt;script&gt;'></iframe>甲",
        "<form action=/x><input name=a value=b><textarea>c</textarea><select><option>d</select>甲</form>",
        "<style>@import 'x'</style>甲",
        "<p id=a class=b style='background:url(javascript:x)' onclick=x data-x=y dir=rtl lang=x>甲</p>",
        "<!-- <script> --><p>甲",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>甲",
        "<object data=x>乙</object><embed src=x><base href=x><link rel=x><meta http-equiv=refresh>甲",
        "<p hidden>乙</p><span style='display: none'>乙</span><span style='mso-hide:all'>乙</span>甲",
        "<button formaction=javascript:x>甲</button>",
        "<template><p>乙</p></template>甲",
        "甲\u202e\u200b\ufeff\x00\x08",
        "<x-a onclick=b>甲</x-a>",
    ],
)
def test_nothing_that_acts_or_hides_is_left(source):
    assert html(source) == "<p>甲</p>"


def test_angle_brackets_in_words_stay_words():
    assert html("<p>1 &lt; 2 &amp;&amp; 3 &gt; 2 &lt;script&gt;</p>") == (
        "<p>1 &lt; 2 &amp;&amp; 3 &gt; 2 &lt;script&gt;</p>"
    )
    assert clean("<p>1 &lt; 2</p>").text == "1 < 2"


def test_remarks_and_struck_changes_of_word_are_not_published():
    source = (
        "<p>甲<del cite='mailto:a' datetime='2024-01-01'>旧</del><ins cite='mailto:a'>新</ins>"
        "<a class=msocomanchor href='#_msocom_1'>[1]</a></p>"
        "<div style='mso-element:comment-list'><p>内部意见</p></div>"
    )
    assert html(source) == "<p>甲<u>新</u></p>"
    assert set(codes(source)) == {"tracked", "remark"}


def test_formatting_around_blocks_is_told_in_each():
    assert html("<b>甲<div>乙</div>丙</b>") == (
        "<p><strong>甲</strong></p>\n<p><strong>乙</strong></p>\n<p><strong>丙</strong></p>"
    )


@pytest.mark.parametrize("source", ["", " \n ", "<p></p>", "<!-- -->", "<table><tr><td></td></tr></table>"])
def test_nothing_stays_nothing(source):
    assert clean(source).html == clean(source).text == ""


def test_text_of_the_largest_size_is_read_and_one_byte_more_refused():
    filling = "<p>" + "甲" * ((MAX_BYTES - 20) // 3)
    largest = filling + "a" * (MAX_BYTES - 5 - len(filling.encode())) + "</p>"
    assert len(largest.encode()) == 2_097_151
    assert clean(largest).text.startswith("甲甲")
    with pytest.raises(Refused, match="text-large"):
        clean(largest + "a")


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("<div>" * 90 + "x", ""),
        ("<div>" * 110 + "x", "text-nested"),
        ("<div>" * 400_000, "text-nested"),
        ("<b>" * 10_000 + "<p>x" * 1000, "text-nested"),
        ("<div hidden>" * 100_000, "text-nested"),
        ("<ul><li>" * 60, "text-nested"),
        ("<br>" * 90_000, ""),
        ("<br>" * 110_000, "text-long"),
        ("<table><tr>" + "<td>1" * 20_001, "text-long"),
        ("<a href=/" + "x" * 1900 + ">" + "<p>x" * 9_000, "text-large"),
        ("<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">x", ""),
        ("".join(f"<p><font color=c{n}>x" for n in range(20_000)), "text-nested"),
        ("<p>" + "x<b>y</b>" * 40_000, ""),
        ("<!--" * 500_000, ""),
        ("<a b='" * 300_000, ""),
        ("&" * 400_000, ""),
        ("&" * 2_000_000, "text-large"),
        ("&lt;" * 500_000, ""),
        ("<" * 2_000_000, "text-large"),
        ("&nbsp;" * 300_000, ""),
        ("<p style='" + "display " * 200_000 + "'>x", ""),
        ("<p>" + "• x</p><p>" * 40_000, ""),
        ("<p>" + " \n" * 900_000 + "x", ""),
    ],
    ids=lambda value: value[:16],
)
def test_a_text_meant_to_harm_is_cleaned_or_refused_in_time(source, code):
    start = time.monotonic()
    try:
        clean(source)
        found = ""
    except Refused as refused:
        found = refused.code
    assert time.monotonic() - start < SECONDS
    assert found == code


PIECES = st.sampled_from(
    [
        *("<p>", "</p>", "<b>", "</b>", "<i>", "</i>", "<sup>", "</sup>", "<del>", "</del>", "<br>", "<hr>"),
        *(
            "<ul>",
            "</ul>",
            "<ol start=3>",
            "</ol>",
            "<li>",
            "</li>",
            "<h1>",
            "</h1>",
            "<h3>",
            "</h3>",
            "<div>",
        ),
        *("</div>", "<table>", "</table>", "<tr>", "<td rowspan=2>", "</td>", "<th>", "<thead>", "<caption>"),
        *(
            "</caption>",
            "<blockquote>",
            "</blockquote>",
            "<a href=/x>",
            "<a href='http://a.cn/?b&c'>",
            "</a>",
        ),
        *(
            "<a href='http://xn--a'>",
            "<img src=/files/attachments/1/ alt='<\"&>'>",
            "<img src='/en/documents/b/files/1/'>",
            "<pre>",
            "</pre>",
        ),
        *(
            "甲",
            "乙 ",
            " ",
            "\n",
            "　",
            "&nbsp;",
            "• ",
            "·",
            "o&nbsp;&nbsp;",
            "<",
            "&",
            "&lt;p&gt;",
            '"',
            "a",
        ),
        *("<span style='mso-list:Ignore'>", "</span>", "<p style='mso-list:l0 level2 lfo1'>", "§", "\u200b"),
        *("<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>l</span>", "</ul></td></table>"),
        *("<span style='font-weight:bold'>", "<svg>", "</svg>", "<!--", "-->", "<![if x]>", "<select>", "\r"),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES | st.text(max_size=4), max_size=30).map("".join))
@example("<table><tr><td><p>• a</table><p>• b")
@example("<b>甲</b> <i>乙</i>")
def test_what_is_clean_stays_as_it_is(source):
    once = clean(source)
    twice = clean(once.html)
    assert twice.html == once.html
    assert twice.text == once.text
    assert not {warned.code for warned in twice.warnings} - {"image-alt"}
