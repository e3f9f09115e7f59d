"""Lines broken at the edge of a page."""

from reports.domain.prose.wrapping import paragraphs, width_of

PRINTED = [
    "全年共公开信息若干条其中网站公开的占大多数其余在公报",
    "和查阅点公开并且按月自查发现问题后当月改正然后再复核一遍",
    "最后向群众说明。",
    "（一）主动公开情况。这一段的第一行缩进两个字所以短一点",
    "第二行又是满的一直写到页边才换行这样才能看出来是断开的行",
    "到此为止。",
] * 3


def test_broken_lines_become_paragraphs_again():
    width = width_of(PRINTED)
    text = paragraphs(PRINTED[:6], width)

    assert width == 56
    assert text.count("\n") == 1
    assert text.startswith("全年共公开信息若干条其中网站公开的占大多数其余在公报和查阅点公开")
    assert text.split("\n")[1].startswith("（一）主动公开情况。")


def test_a_new_number_begins_a_paragraph_even_after_a_full_line():
    full = "甲" * 28
    assert paragraphs([full, "（二）乙"], 56) == f"{full}\n（二）乙"
    assert paragraphs([full, "乙"], 56) == f"{full}乙"


def test_latin_words_keep_a_space_between_them():
    assert paragraphs(["甲" * 25 + "open", "government"], 54) == "甲" * 25 + "open government"


def test_lines_that_are_paragraphs_stay_lines():
    assert width_of(["甲" * 900, "乙" * 20, "丙"] * 10) is None
    assert width_of(["短行。"] * 30) is None
    assert width_of(PRINTED[:11]) is None
    assert paragraphs(["甲", "乙"], None) == "甲\n乙"


def test_many_lines_are_joined_in_one_go():
    assert len(paragraphs(["甲" * 28] * 20_000, 56)) == 560_000
