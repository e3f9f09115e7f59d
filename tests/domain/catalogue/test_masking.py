"""Names of natural persons as the public reads them. All names here are made up."""

from time import perf_counter

import pytest

from reports.domain.catalogue.masking import masked, places, without


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("张三", "张某"),
        ("张三丰", "张某"),
        ("张 三", "张某"),
        ("欧阳明月", "欧阳某"),
        ("欧阳明", "欧阳某"),
        ("欧阳", "欧某"),
        ("阿明·热木", "阿某"),
        ("John Doe", "J."),
        ("john", "J."),
        ("王", "王某"),
        ("张三、李四", "张某、李某"),
        ("张三；李四\n王五", "张某、李某、王某"),
        ("7号", "某"),
        ("", ""),
        ("、、", ""),
    ],
)
def test_only_the_family_name_is_left(name, printed):
    assert masked(name) == printed


def test_a_name_is_hidden_wherever_it_stands():
    assert without(["张三"], "对张三的处罚：张 三承认。") == "对张某的处罚：张某承认。"
    assert without(["张三、李四"], "张三和李四") == "张某和李某"
    assert without(["Straße"], "STRASSE, straße") == "STRASSE, S."
    assert without(["John Doe"], "JOHN DOE, Johndoe; John Does") == "J., J.; John Does"


def test_unseen_signs_hide_no_name():
    assert without(["张三"], "张\u200b三、张\xa0三、张\ufeff三、张　三") == "张某、张某、张某、张某"


def test_the_places_of_a_name_are_told_for_warnings():
    assert places(["张三", "李四"], "对张三、 李 四的处罚") == ((1, 3), (5, 8))
    assert places(["张三"], "对张某的处罚") == ()
    assert places(["王"], "王府井") == ()
    assert places([], "张三") == ()


def test_a_longer_name_goes_before_one_that_it_holds():
    assert without(["张三", "张三丰"], "张三丰与张三") == "张某与张某"


def test_a_name_of_one_sign_is_left_in_texts():
    assert without(["王"], "王府井") == "王府井"
    assert without([], "张三") == "张三"
    assert without([""], "张三") == "张三"


@pytest.mark.parametrize("name", ["(.*)+", "a|b", "[", "\\", "ſtephen", "İK"])
def test_names_are_never_read_as_expressions(name):
    assert "某" not in without([name], "普通文字")
    without([name], "i k İK stephen")


def test_a_hundred_thousand_characters_are_read_in_no_time():
    started = perf_counter()
    without(["张三丰"] * 50, "张三" * 50_000)
    places(["张三丰"] * 50, "张三" * 50_000)
    without(["张 三"], "张" + " " * 100_000)
    masked("张三、" * 30_000)
    assert perf_counter() - started < 2
