"""Every rule over every sentence of the corpus and over the published reports: no miss, no false alarm."""

import pytest

from reports.domain.prose.checking.every import every
from reports.domain.prose.checking.findings import Matter, Other
from reports.domain.prose.passages import prose_of
from tests.domain.prose.judging import false_alarms, is_met, loud, matter, prose, real_matter, rules
from tests.domain.prose.sentences import REPORTS, all_cases, findings, real

CASES = all_cases()
FILES = real()["file"] if REPORTS.is_dir() else []
PAIRS = real()["pair"] if REPORTS.is_dir() else []
ONLY_FAILURES = {
    "12_b_culture_bureau_2017_bad.txt": {("sum", "9", "12"), ("shares-total", "120", "100")},
    "13_a_xinghua_2010.txt": {
        ("share", "30", "31"),
        ("share", "75", "69"),
        ("shares-total", "105", "100"),
    },
    "16_a_sanming_2018.txt": {("period", "2018年11日至2018年1231日", "2018-01-01/2018-12-31")},
}
"""Every failure in the published reports; the others have none."""


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_case_gives_what_it_expects_and_no_failure_besides(case):
    found = every(matter(case))
    assert [item for item in case.expect + case.beside if not is_met(item, found)] == []
    assert false_alarms(case, found) == []
    assert loud(case, found) == []


@pytest.mark.parametrize("entry", FILES, ids=lambda entry: entry["name"])
def test_a_published_report_gives_what_was_read_by_eye(entry):
    found = every(real_matter(entry))
    assert [item for item in findings(entry["finding"]) if not is_met(item, found)] == []


@pytest.mark.skipif(not FILES, reason="the published reports are not here")
def test_no_published_report_raises_a_false_alarm(capsys):
    failures = {}
    for entry in FILES:
        failed = {(f.rule, f.found, f.expected) for f in every(real_matter(entry)) if f.status == "fails"}
        if failed:
            failures[entry["name"]] = failed
    false = sum(len(failed - ONLY_FAILURES.get(name, set())) for name, failed in failures.items())
    with capsys.disabled():
        print(f"\nchecks of prose: {false} false alarms in {len(FILES)} published reports", end=" ")
    assert failures == ONLY_FAILURES


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair["name"])
def test_two_reports_that_say_the_same_of_nothing_are_no_copies(pair):
    files = {entry["name"]: entry for entry in FILES}
    mine, theirs = real_matter(files[pair["name"]]), real_matter(files[pair["other"]])
    other = Other(pair["other_is"], theirs.prose, theirs.agency_name)
    found = every(Matter(prose=mine.prose, agency_name=mine.agency_name, others=(other,)))
    assert [f for f in found if f.rule == "copied" and f.status == "fails"] == []


# ---------------------------------------------------------------- codes that decisions bind to

SENTENCE = "在答复完毕的9件申请里，同意公开7件，部分公开1件，不予公开1件，信息不存在1件。"


def codes(text: str) -> list[str]:
    return [f.check for f in every(Matter(prose=prose(text), year=2023)) if f.status == "fails"]


def test_a_code_stays_when_other_sentences_change_around_it():
    assert codes(SENTENCE) == codes(f"一、总体情况\n本局工作平稳。{SENTENCE}其他如常。")


def test_a_code_and_its_digest_change_with_the_words_they_judge():
    other = SENTENCE.replace("信息不存在1件", "信息不存在2件")
    assert codes(SENTENCE) != codes(other)


def test_the_same_sentence_twice_gives_two_codes():
    twice = codes(f"{SENTENCE}\n{SENTENCE}")
    assert len(set(twice)) == 2
    assert twice[1] == f"{twice[0]}.2"


def test_a_digest_covers_the_values_of_the_cells():
    cell = {"form": "national-2021", "text": "本年度新收政府信息公开申请3191件。"}
    case = next(c for c in CASES if c.rule == "jump" and c.figures)
    first, *_ = every(matter(case))
    doubled = Matter(
        prose=prose_of(),
        year=case.year,
        form=matter(case).form,
        figures={key: value * 2 for key, value in case.figures.items() if value},
        previous=case.previous,
        rules=rules(),
    )
    second, *_ = every(doubled)
    assert cell["form"]
    assert first.check == second.check
    assert first.values_digest != second.values_digest


def test_a_quote_is_what_stands_at_its_place_as_printed():
    text = "一、总体情况\n全年\u3000登记申请　１２ 件，其中网上８件，信函５件。"
    found = next(f for f in every(Matter(prose=prose(text), year=2023)) if f.rule == "sum")
    assert found.status == "fails"
    assert found.quote is not None
    assert found.quote.text == "１２ 件"
    passage = next(p for p in prose(text) if p.section == found.quote.section)
    assert passage.text[found.quote.start : found.quote.end] == "１２ 件"


# ---------------------------------------------------------------- hostile text

HOSTILE = {
    "digits": "1" * 200_000,
    "counts": "1件" * 100_000,
    "of which": "其中1件," * 40_000,
    "brackets": "1件(" * 50_000,
    "shares": "占1%," * 50_000,
    "periods": "统计期限2023年1月1日至" * 14_000,
    "han": "亿" * 200_000,
    "words of opening": "共计" * 100_000,
    "open quotes": "《" * 200_000,
    "lines": "1\n" * 100_000,
    "fees": "收取信息处理费1元" * 22_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_looked_at_within_a_bound(name):
    passages = prose_of(preamble=HOSTILE[name], chapters=[("六", "其他需要报告的事项", HOSTILE[name])])
    found = every(Matter(prose=passages, year=2023))
    assert len(found) < 3_000
