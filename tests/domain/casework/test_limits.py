"""The statutory periods as data."""

from __future__ import annotations

from datetime import date

import pytest

from reports.domain.casework.limits import BadLimits, law_on, load
from tests.domain.casework.notices import DATA, LIMITS

TEXT = (DATA / "applications.toml").read_text("utf-8")


def test_the_lengths_of_both_versions() -> None:
    old, new = LIMITS
    assert (old.answer.days, old.extension.days, old.supplement.days, old.third_party.days) == (
        15,
        15,
        None,
        None,
    )
    assert (new.answer.days, new.extension.days, new.supplement.days, new.third_party.days) == (20, 20, 7, 15)
    assert new.other_organ and new.other_organ.days == 15
    assert new.fee and new.fee.days == 20
    assert (old.other_organ, old.fee, old.delay) == (None, None, None)


@pytest.mark.parametrize(("day", "law"), [(date(2019, 5, 14), "2007-492"), (date(2019, 5, 15), "2019-711")])
def test_the_version_is_chosen_by_the_day_of_receipt(day: date, law: str) -> None:
    assert law_on(day, LIMITS).id == law


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("received_until = 2019-05-14", "received_until = 2019-05-15", "2007-492 reaches into"),
        ("received_until = 2019-05-14", "", "2007-492 reaches into"),
        ('certainty = "read"', 'certainty = "sure"', "certainty"),
        ("days = 15", "days = 0", "at least one"),
        ("days = 15\n", "", "need a length"),
        ("[law.answer]", "[law.reply]", "2007-492"),
        ("\n[[law]]\n", "\n[[law\n", "line"),
        ('id = "2007-492"\n', "", "number 1"),
    ],
)
def test_a_wrong_file_is_refused_by_name(old: str, new: str, said: str) -> None:
    with pytest.raises(BadLimits, match=said):
        load(TEXT.replace(old, new, 1))


@pytest.mark.parametrize("text", ["", "law = 1", "[law.answer]\ndays = 15"])
def test_a_file_without_a_law_is_refused(text: str) -> None:
    with pytest.raises(BadLimits, match="no law"):
        load(text)
