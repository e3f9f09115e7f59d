"""The corpus of sentences itself: its form, its counts, its arithmetic worked out a second time."""

import re
import tomllib
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations
from pathlib import Path

import pytest

from reports.domain import deadlines
from reports.domain.text.normalise import plain
from tests.domain.prose.sentences import FOLDER, REPORTS, RULES, Case, Expected, all_cases, cases, real

ALL = all_cases()
FORMS = {"", "fujian-2008", "national-2014", "national-2019", "national-2021"}
FIELDS = set(Case.__slots__) - {"rule", "number"}
EXPECT_FIELDS = set(Expected.__slots__)
LIMITS = Path(__file__).parents[3] / "reports" / "data" / "limits"

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?|[零一二两三四五六七八九十百千]+")
PERCENT = re.compile(r"(\d+(?:\.\d+)?)%|百分之([零一二三四五六七八九十百]+)")
HAN = {c: v for v, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
OFFICIAL = (
    "政府信息公开工作年度报告",
    "中华人民共和国政府信息公开条例",
    "收到和处理政府信息公开申请",
    "第二十条第（六）项\n行政处罚\n行政强制",
    "政府信息公开行政复议、行政诉讼情况",
    "存在的主要问题及改进情况",
    "其他需要报告的事项",
    "主动公开政府信息情况",
    "政府信息公开信息处理费",
    "政府信息公开行政复议",
    "存储文本到此为止/storedtextendshere",
    "因政府信息公开工作被申请行政复议、提起行政诉讼情况",
)
"""Words of the law and of the form itself, which every report has; official headings are not copied."""


def value_of(text: str) -> Decimal:
    """A number, Arabic or Chinese below ten thousand."""
    if text[0].isdecimal():
        return Decimal(text.replace(",", ""))
    total, digit = 0, 0
    for character in text:
        unit = {"十": 10, "百": 100, "千": 1000}.get(character)
        if unit:
            total, digit = total + (digit or 1) * unit, 0
        else:
            digit = HAN[character]
    return Decimal(total + digit)


def numbers_of(text: str) -> list[Decimal]:
    return [value_of(match[0]) for match in NUMBER.finditer(plain(text))]


def percents_of(text: str) -> list[Decimal]:
    return [value_of(match[1] or match[2]) for match in PERCENT.finditer(plain(text))]


def rounded(value: Decimal, like: str) -> Decimal:
    """Half up, away from zero, at the precision `like` is printed with."""
    return value.quantize(Decimal(1).scaleb(-places_of(like)), ROUND_HALF_UP)


def places_of(number: str) -> int:
    return len(number.partition(".")[2])


def sums_of(values: list[Decimal]) -> set[Decimal]:
    """The sums of every two or more of them."""
    reached = {(Decimal(0), 0)}
    for value in values:
        reached |= {(total + value, min(count + 1, 2)) for total, count in reached}
    return {total for total, count in reached if count == 2}


def own(rule: str) -> list[tuple[Case, Expected]]:
    """Every finding of one rule that any case expects."""
    return [(case, found) for case in ALL for found in case.expect + case.beside if found.rule == rule]


def ids(pairs):
    return [f"{case}-{found.found}" for case, found in pairs]


# ---------------------------------------------------------------- form


def test_every_rule_has_its_file_and_no_file_is_left_over():
    assert {path.stem for path in FOLDER.glob("*.toml")} == {*RULES, "real"}


@pytest.mark.parametrize("rule", RULES)
def test_a_file_names_its_rule_and_uses_known_fields_only(rule):
    document = tomllib.loads((FOLDER / f"{rule}.toml").read_text(encoding="utf-8"))
    assert document["rule"] == rule
    assert set(document) <= {"rule", "defaults", "passages", "case"}
    for entry in document["case"]:
        assert {**document["defaults"], **entry}.keys() <= FIELDS
        for found in entry.get("expect", []) + entry.get("beside", []):
            assert found.keys() <= EXPECT_FIELDS


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_has_enough_that_holds_that_fails_and_that_must_stay_silent(rule):
    kinds = Counter(found.status for case in cases(rule) for found in case.expect if found.rule == rule)
    assert kinds["holds"] >= 8
    assert kinds["fails"] >= 8
    assert sum(case.silent for case in cases(rule)) >= 15


@pytest.mark.parametrize("case", ALL, ids=str)
def test_a_case_either_expects_findings_of_its_rule_or_is_silent_and_says_why(case):
    assert case.form in FORMS
    assert case.report_kind in ("own", "roll_up")
    if case.silent:
        assert not case.expect
        assert case.why
        assert all(found.rule != case.rule for found in case.beside)
    else:
        assert any(found.rule == case.rule for found in case.expect)
        assert not case.beside
        assert not case.may_hold


@pytest.mark.parametrize("case", ALL, ids=str)
def test_a_quote_is_a_substring_and_is_empty_only_where_no_word_is_marked(case):
    for found in case.expect + case.beside:
        assert found.rule in RULES
        assert found.status in ("holds", "fails")
        assert found.quote in case.text
        may_be_empty = found.rule in ("chapters-missing", "late", "jump") or found.found == "0"
        assert found.quote or may_be_empty


def test_no_case_stands_twice():
    seen = Counter((c.rule, c.text, str(c.figures), str(c.previous), c.other, c.year, c.form,
                    c.published, c.agency_kind, c.report_kind, c.is_imported, c.previous_form,
                    c.other_is) for c in ALL)  # fmt: skip
    assert [key for key, count in seen.items() if count > 1] == []


# ---------------------------------------------------------------- arithmetic


@pytest.mark.parametrize(("case", "finding"), own("sum"), ids=ids(own("sum")))
def test_a_sum_is_printed_and_its_parts_make_what_is_expected(case, finding):
    numbers = numbers_of(case.text)
    found, expected = Decimal(finding.found), Decimal(finding.expected)
    assert found in numbers or found in sums_of(numbers)
    assert expected in sums_of(numbers)
    assert (found == expected) == (finding.status == "holds")


@pytest.mark.parametrize(("case", "finding"), own("shares-total"), ids=ids(own("shares-total")))
def test_shares_make_the_total_and_hold_within_half_a_unit_each(case, finding):
    shares = percents_of(case.text)
    assert sum(shares) == Decimal(finding.found)
    assert finding.expected == "100"
    slack = sum(Decimal(5).scaleb(-places_of(str(share)) - 1) for share in shares)
    assert (abs(sum(shares) - 100) <= slack) == (finding.status == "holds")


@pytest.mark.parametrize(("case", "finding"), own("share"), ids=ids(own("share")))
def test_a_share_is_that_of_two_counts_of_its_sentence(case, finding):
    numbers = numbers_of(case.text)
    exact = {100 * part / whole for whole, part in combinations(numbers, 2) if whole}
    near = {share for share in exact if rounded(share, finding.found) == Decimal(finding.expected)}
    assert near
    half = Decimal(5).scaleb(-places_of(finding.found) - 1)
    is_close = any(abs(share - Decimal(finding.found)) <= half for share in near)
    assert is_close == (finding.status == "holds")


@pytest.mark.parametrize(("case", "finding"), own("growth"), ids=ids(own("growth")))
def test_growth_is_that_of_two_figures(case, finding):
    numbers = numbers_of(case.text)
    pairs = list(combinations(numbers, 2))
    if case.previous:
        pairs = [(case.figures[cell], last) for cell, last in case.previous.items()]
    made = set()
    for now, last in pairs:
        if last:
            change = rounded(100 * (now - last) / last, finding.found)
            made |= {change, now - last, (now - last) / last, now / last}
    assert Decimal(finding.expected) in made
    assert (Decimal(finding.found) == Decimal(finding.expected)) == (finding.status == "holds")


@pytest.mark.parametrize(("case", "finding"), own("cell"), ids=ids(own("cell")))
def test_a_count_is_printed_and_the_cells_hold_what_is_expected(case, finding):
    assert Decimal(finding.found) in numbers_of(case.text)
    values = [value for value in case.figures.values() if value is not None]
    expected = Decimal(finding.expected)
    if finding.cells:
        assert sum(case.figures[cell] for cell in finding.cells) == expected
    else:
        assert expected in values or expected in sums_of(values)
    assert (Decimal(finding.found) == expected) == (finding.status == "holds")


@pytest.mark.parametrize(("case", "finding"), own("year"), ids=ids(own("year")))
def test_a_year_is_quoted_and_compared_with_the_report_year(case, finding):
    quote = "".join(str(HAN.get(character, character)) for character in plain(finding.quote))
    assert quote == f"{finding.found}年"
    assert finding.expected == str(case.year)
    assert (finding.found == finding.expected) == (finding.status == "holds")


@pytest.mark.parametrize(("case", "finding"), own("period"), ids=ids(own("period")))
def test_a_period_holds_only_as_the_whole_report_year(case, finding):
    assert finding.expected == f"{case.year}-01-01/{case.year}-12-31"
    assert (finding.found == finding.expected) == (finding.status == "holds")
    assert finding.found == finding.quote or re.fullmatch(r"(?:/?\d{4}-\d\d-\d\d){2}", finding.found)


@pytest.mark.parametrize(("case", "finding"), own("chapters-missing"), ids=ids(own("chapters-missing")))
def test_the_chapters_found_and_missing_are_six(case, finding):
    assert int(finding.found) + len(finding.missing) == 6 == int(finding.expected)
    assert (not finding.missing) == (finding.status == "holds")


@pytest.mark.parametrize(("case", "finding"), own("none-beside-fee"), ids=ids(own("none-beside-fee")))
def test_what_chapter_six_says_of_the_fee_stands_in_it(case, finding):
    assert finding.quote in case.text.partition("六、")[2]
    assert (finding.found == finding.expected) == (finding.status == "holds")


@pytest.mark.parametrize(("case", "finding"), own("late"), ids=ids(own("late")))
def test_a_report_is_late_after_the_day_the_law_names(case, finding):
    rules = deadlines.load("\n".join(path.read_text() for path in sorted(LIMITS.glob("*.toml"))))
    due = deadlines.due(case.year, case.agency_kind, case.report_kind, rules)
    assert finding.expected == due.day.isoformat()
    assert finding.found == case.published.isoformat()
    assert (case.published <= due.day) == (finding.status == "holds")


@pytest.mark.parametrize(("case", "finding"), own("jump"), ids=ids(own("jump")))
def test_a_question_is_asked_above_fivefold_and_at_zero(case, finding):
    now, last = Decimal(finding.found), Decimal(finding.expected)
    cell = next(iter(case.figures))
    assert (case.figures[cell], case.previous[cell]) == (now, last)
    asks = max(now, last) >= 10 and last > 0 and (now == 0 or now > 5 * last)
    assert asks == (finding.status == "fails")


def counted(text: str) -> list[str]:
    """The sentences of a text that `copied` counts, without numbers, each once."""
    kept = {}
    for sentence in re.split(r"[。！？；\n]", text):
        words = re.sub(r"[\W\d一二两三四五六七八九十]", "", plain(sentence))
        is_nothing = re.search(r"没有|未发生|全年无|本年度无|统计期限|电话|^[一二三四五六]、", sentence)
        if len(re.sub(r"\W", "", plain(sentence))) >= 15 and not is_nothing:
            kept[words] = sentence
    return list(kept)


@pytest.mark.parametrize(("case", "finding"), own("copied"), ids=ids(own("copied")))
def test_the_share_of_shared_sentences_is_that_of_the_two_texts(case, finding):
    mine, theirs = counted(case.text), counted(case.other)
    assert len(mine) >= 5 and len(theirs) >= 5
    shared = [words for words in mine if words in theirs]
    assert rounded(Decimal(100 * len(shared)) / len(mine), "1") == Decimal(finding.found)
    assert (Decimal(finding.found) < 50) == (finding.status == "holds")
    first = re.sub(r"[\W\d一二两三四五六七八九十]", "", plain(finding.quote))
    assert first == (shared[0] if shared else "")


@pytest.mark.parametrize("case", [c for c in cases("copied") if c.silent], ids=str)
def test_a_silent_pair_of_texts_has_fewer_than_five_sentences_on_a_side(case):
    assert case.other is None or min(len(counted(case.text)), len(counted(case.other))) < 5


# ---------------------------------------------------------------- real reports


@pytest.mark.parametrize("entry", real()["file"], ids=lambda entry: entry["name"])
def test_the_arithmetic_of_a_real_report_is_right(entry):
    assert {found["rule"] for found in entry["finding"]} <= set(RULES)
    for found in entry["finding"]:
        assert found["status"] in ("holds", "fails")
        assert (found["found"] == found["expected"]) == (found["status"] == "holds") or found[
            "rule"
        ] == "late"
        parts = [Decimal(part) for part in found.get("parts", [])]
        if found["rule"] == "sum" and len(parts) == 4 and found["found"] == "467":
            assert parts[0] + parts[1] == parts[2] + parts[3] == Decimal(found["found"])
        elif found["rule"] == "sum":
            assert sum(parts) == Decimal(found["expected"])
        elif found["rule"] == "shares-total":
            assert sum(parts) == Decimal(found["found"])


@pytest.mark.skipif(not REPORTS.is_dir(), reason="the published reports are not here")
def test_every_published_report_is_listed_and_its_figures_stand_in_it():
    listed = {entry["name"]: entry for entry in real()["file"]}
    assert set(listed) == {path.name for path in REPORTS.iterdir()} - {"README.md"}
    for name, entry in listed.items():
        if not name.endswith(".txt"):
            continue
        numbers = set(numbers_of((REPORTS / name).read_text(encoding="utf-8")))
        for found in entry["finding"]:
            if found["rule"] in ("sum", "cell"):
                parts = found.get("parts", [])
                printed = {*parts, found["found"]} - {"467"}
                assert {Decimal(part) for part in printed} <= numbers, (name, printed)


@pytest.mark.skipif(not REPORTS.is_dir(), reason="the published reports are not here")
def test_no_fifteen_characters_are_copied_from_a_published_report():
    published = "\n".join(plain(path.read_text(encoding="utf-8")) for path in sorted(REPORTS.glob("*.txt")))
    copied = set()
    for case in ALL:
        for text in (case.text, case.other or ""):
            for phrase in pieces(plain(text)):
                windows = (phrase[start : start + 15] for start in range(len(phrase) - 14))
                copied |= {(str(case), window) for window in windows if window in published}
    assert copied == set()


def pieces(text: str) -> list[str]:
    """The text between words of the law or the form and between dates, which nobody can word otherwise."""
    fixed = "|".join(map(re.escape, sorted(map(plain, OFFICIAL), key=len, reverse=True)))
    dates = r"\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?|\d{2,4}年11日至\d{4}年1231日|12月31日"
    return re.split(f"{fixed}|{dates}", text)
