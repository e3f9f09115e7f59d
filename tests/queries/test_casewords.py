"""Every code that the rules of casework may say has words, in both languages."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils.translation import override

from reports.domain.casework.deadline import Reason
from reports.domain.casework.pauses import Party
from reports.domain.casework.states import Code, Refusal
from reports.domain.casework.steps import StepKind
from reports.domain.casework.transitions import State
from reports.queries import caserules, casewords

VALUES = {
    "state": "accepted",
    "who": "applicant",
    "needs": "give_reasons",
    "after": "delay",
    "ref": "c1",
    "most": "20",
    "outcome": "disclosed",
    **dict.fromkeys(("on", "today", "earliest", "last_day", "until"), "2024-02-09"),
}
REASONS = ("received", "answer", "extension", "pause", "supplement", "fee", "delay")
NOTES = ("supplement_notice_late", "too_late", "no_ground", "too_long")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("code", Code)
def test_every_refusal_is_a_sentence_with_its_values(code: Code, language: str) -> None:
    with override(language):
        sentence = casewords.refusal(Refusal(code, StepKind.EXTEND, VALUES))
    assert "%(" not in sentence
    assert sentence.endswith("。" if language == "zh-hans" else ".") or code == Code.UNKNOWN_OUTCOME


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("code", [*REASONS, *NOTES])
def test_every_stretch_of_a_deadline_is_a_sentence_with_its_article(code: str, language: str) -> None:
    values = {
        "why": "third_party,fee",
        "days": "20",
        "lost": "3",
        "step": "extend",
        "asked": "30",
        "most": "20",
    }
    law = ("《条例》", "Regulations", "第三十三条", "article 33", "read")
    found = Reason(code, date(2024, 2, 2), date(2024, 3, 8), *law, counted=7, not_counted=2, values=values)
    with override(language):
        sentence, article = casewords.reason(found), casewords.article(found)
    assert "%(" not in sentence
    assert ("第三十三条" if language == "zh-hans" else "article 33") in article


@pytest.mark.parametrize("code", ["supplement", "fee"])
def test_what_has_not_come_yet_is_not_said_to_have_come(code: str) -> None:
    law = ("《条例》", "Regulations", "第三十条", "article 30", "read")
    values = {"lost": "6", "open": "yes"}
    found = Reason(code, date(2026, 11, 18), date(2026, 12, 2), *law, not_counted=10, values=values)
    sentence = casewords.reason(found)
    assert "，2026年12月2日收到补正" not in sentence and "2026年12月2日缴费" not in sentence
    assert "2026年12月2日" in sentence and "6个工作日不计入" in sentence


def test_every_state_party_and_outcome_has_a_name() -> None:
    assert all(casewords.state(state) and casewords.plain_state(state) for state in State)
    assert all(casewords.party(party) for party in Party)
    assert all(casewords.outcome(code) for code in caserules.outcomes().outcomes)
    assert casewords.step("extend") == "延长答复期限"


def test_a_refusal_tells_the_last_day_in_chinese() -> None:
    found = Refusal(Code.TOO_LATE, StepKind.ASK_SUPPLEMENT, {"last_day": "2024-02-20"})
    assert casewords.refusal(found) == "“通知补正”的最后期限是2024年2月20日，已经过了。"
