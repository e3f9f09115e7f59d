"""Check characters of unified social credit codes (GB 32100)."""

import pytest

from reports.domain.creditcode import check_character, fault


def test_the_check_character_of_the_example_in_the_standard_is_found():
    assert check_character("91350100M000100Y4") == "3"


def test_a_government_organs_code_is_sound():
    assert fault("11370883004325769B") == ""


@pytest.mark.parametrize("code", ["11370883004325769C", "11370883004325796B", "11370883004325768B"])
def test_one_changed_or_two_swapped_characters_are_noticed(code):
    assert fault(code) == "check"


@pytest.mark.parametrize("code", ["", "1137088300432576", "11370883004325769", "11370883004325769BB"])
def test_a_code_of_another_length_is_named_so(code):
    assert fault(code) == "length"


@pytest.mark.parametrize("sign", ["I", "O", "S", "V", "Z", "b", "\uff11", " ", "’"])
def test_letters_that_could_be_mistaken_for_digits_do_not_occur(sign):
    assert fault(f"1137088300432576{sign}B") == "character"
