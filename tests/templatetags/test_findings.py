"""How all checks of a report stand, in one sentence."""

from __future__ import annotations

import pytest
from django.utils import translation

from reports.queries.checks import Summary
from reports.templatetags.findings import in_words


@pytest.mark.parametrize(
    ("summary", "english", "chinese"),
    [
        (
            Summary(open=1),
            "1 check cannot tell: figures are blank or not comparable",
            "有数字未填写或不可比，1 项均无法判断",
        ),
        (
            Summary(held=3, open=2),
            "3 checks hold, 2 cannot tell: figures are blank or not comparable",
            "3 项相符，2 项数据未填写或不可比、无法判断",
        ),
    ],
)
def test_the_whole_is_told_in_a_sentence(summary: Summary, english: str, chinese: str) -> None:
    with translation.override("en"):
        assert in_words(summary) == english
    with translation.override("zh-hans"):
        assert in_words(summary) == chinese
