"""Why something is not taken, in words."""

import re
from pathlib import Path

import pytest
from django.utils import translation

from reports.domain.refusal import Refused
from reports.queries.refusals import _SENTENCES, WARNINGS, sentence, warning

READERS = Path(__file__).parents[2] / "reports"
SOURCES = [
    *(READERS / "readers" / "incoming").glob("*.py"),
    *(READERS / "readers" / "rich").glob("*.py"),
    *(READERS / "readers" / name for name in ("intake.py", "richtext.py")),
    READERS / "services" / "scanning.py",
]


def test_every_code_that_is_raised_has_its_sentence():
    text = "".join(path.read_text("utf-8") for path in SOURCES)
    raised = set(re.findall(r'(?:Refused|Unreadable)\(\s*"([a-z-]+)"', text)) - {"encoding"}
    assert len(raised) > 20
    assert raised <= set(_SENTENCES)


def test_every_warning_has_its_sentence():
    text = "".join(path.read_text("utf-8") for path in SOURCES)
    assert set(re.findall(r'told\("([a-z-]+)"', text)) == set(WARNINGS)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("code", [*_SENTENCES, "no-such-code"])
def test_each_is_a_sentence_with_the_name_of_the_file(language, code):
    with translation.override(language):
        said = sentence(Refused(code, name="某<a>.pdf", limit=20))
    assert "%" not in said and said[-1] in ".。"
    assert "某<a>.pdf" in said or code.startswith("text-") or code in ("many-files", "large-together")


def test_warnings_end_with_what_they_are_about():
    with translation.override("en"):
        assert warning("hidden", "") == "Hidden words were left out."
        assert warning("link-removed", "javascript:x").endswith("javascript:x")
