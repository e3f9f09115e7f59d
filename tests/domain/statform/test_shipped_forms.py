"""The forms in `data/statforms` hold every cell and identity of the published ones, and stay as they are."""

from __future__ import annotations

import hashlib
import json

import pytest

from reports.domain.statform.definition import CellKey, Form
from reports.domain.statform.identities import check
from reports.queries.statforms import FOLDER, all_forms, form, in_force
from tests.domain.statform.real_tables import HUAIAN_2024, SUQIAN_2023, figures
from tests.factories import SEED_FIGURES, seed_figures

FROZEN = {
    "fujian-2008": "0f6ccc6ea60fb427dca3335dffa87c30fdde567acccef057581f7b84d5147a84",
    "national-2014": "6c07dfc2aa4dab1a040cd56cce05f65959246ec3e030a92f86c13d4986a49a7a",
    "national-2019": "acf6bdbe2d6c3710be7c111d327e1a28ca95f22b051d9e0a9b4217fdfecb8a02",
    "national-2021": "fefcf689df58c0321d3d20863d0178ce22c851e32197c67106803772d96c3ab3",
}
FROZEN_ADVICE = """
The codes, labels, rows, columns or identities of the published form {id} have changed.
Reports are stored, exported and cited by them, so a published form is frozen:
- another wording of a label belongs in reports/data/statforms/{id}.variants.toml;
- a new version of the form is a new file with a new id, beside the old one;
- English labels, notes and sources may change freely: they are not part of this digest;
- a row or identity forgotten when the form was first written, or a misprint, may be mended: then put the new
  digest, {digest},
  into FROZEN, and say in docs/decisions.md and CHANGELOG.md what changed and why.
"""


def digest(form: Form) -> str:
    """SHA-256 over the codes, printed labels, units, kinds and identities of a form."""
    tables = [
        [
            table.code,
            table.layout,
            [
                [
                    block.code,
                    [[g.code, g.label, g.parent] for g in block.groups],
                    [[c.code, c.label, c.group, c.unit, c.kind] for c in block.columns],
                    [[r.code, r.number, r.label, r.unit, r.parent, r.kind] for r in block.rows],
                ]
                for block in table.blocks
            ],
        ]
        for table in form.tables
    ]
    identities = [
        [i.code, i.kind, i.relation, i.is_hard]
        + [[[str(t.cell), t.sign, t.years_back] for t in side] for side in (i.left, i.right)]
        for i in form.identities
    ]
    said = json.dumps([form.id, tables, identities], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()


@pytest.mark.parametrize("form_id", FROZEN)
def test_a_published_form_is_frozen(form_id):
    found = digest(form(form_id))
    assert found == FROZEN[form_id], FROZEN_ADVICE.format(id=form_id, digest=found)


def test_every_form_in_the_folder_is_frozen_and_has_its_variants():
    assert set(all_forms()) == set(FROZEN)
    for form_id in FROZEN:
        assert (FOLDER / f"{form_id}.variants.toml").exists()


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2007, []),
        (2008, ["fujian-2008"]),
        (2013, ["fujian-2008"]),
        (2014, ["national-2014", "fujian-2008"]),
        (2018, ["national-2014", "fujian-2008"]),
        (2019, ["national-2019"]),
        (2020, ["national-2019"]),
        (2021, ["national-2021"]),
        (2025, ["national-2021"]),
    ],
)
def test_a_year_tells_which_forms_were_in_force(year, expected):
    assert [f.id for f in in_force(year)] == expected


def test_the_short_table_has_16_rows_and_32_cells():
    short = form("fujian-2008")
    (block,) = short.table("statistics").blocks
    printed = [(row.code, row.label, row.unit, row.depth) for row in block.rows]
    assert printed == [
        ("1", "主动公开文件数", "条", 0),
        ("1.1", "政府网站公开数", "条", 1),
        ("1.2", "政府公报公开数", "条", 1),
        ("2", "受理政府信息公开申请总数", "条", 0),
        ("2.1", "当面申请数", "条", 1),
        ("2.2", "网上申请数", "条", 1),
        ("2.3", "信函、传真申请数", "条", 1),
        ("3", "对申请的答复总数", "条", 0),
        ("3.1", "同意公开答复数", "条", 1),
        ("3.2", "同意部分公开答复数", "条", 1),
        ("3.3", "不予公开答复数", "条", 1),
        ("3.4", "其他类型答复数", "条", 1),
        ("4", "政府信息公开收费减免金额", "元", 0),
        ("5", "行政复议数", "件", 0),
        ("6", "行政诉讼数", "件", 0),
        ("7", "接受行政申诉、举报数", "件", 0),
    ]
    assert [(column.code, column.label) for column in block.columns] == [
        ("year", "{year}年度"),
        ("cumulative", "历年累计"),
    ]
    assert len(list(short.keys())) == 32
    assert short.kind(CellKey("statistics", "4", "year")) == "money"
    assert list(SEED_FIGURES) == [row.code for row in block.rows]


def test_the_short_table_has_the_identities_of_its_notice():
    codes = {
        kind: [i.code for i in form("fujian-2008").identities if i.kind == kind]
        for kind in ("down", "within", "to-date", "carry-over", "across", "balance")
    }
    assert codes["down"] == [
        "statistics/2/year:down",
        "statistics/2/cumulative:down",
        "statistics/3/year:down",
        "statistics/3/cumulative:down",
    ]
    assert codes["within"] == [
        "statistics/1.1/year:within",
        "statistics/1.1/cumulative:within",
        "statistics/1.2/year:within",
        "statistics/1.2/cumulative:within",
        "statistics/3/cumulative:within",
    ]
    assert codes["to-date"] == [f"statistics/{row}/year:to-date" for row in SEED_FIGURES]
    assert codes["carry-over"] == [f"carry-over/statistics/{row}/cumulative" for row in SEED_FIGURES]
    assert codes["across"] == codes["balance"] == []
    assert [i.code for i in form("fujian-2008").identities if not i.is_hard] == [
        "statistics/3/cumulative:within"
    ]


def test_the_channels_of_the_short_table_are_bounds_and_never_a_sum():
    for identity in form("fujian-2008").identities:
        if identity.relation == "=" and not identity.crosses_years:
            assert not {"1", "1.1", "1.2"} & {cell.row for cell in identity.cells}


def test_the_national_form_has_10_and_175_and_15_cells():
    national = form("national-2021")
    assert {t.code: len(list(t.keys())) for t in national.tables} == {
        "disclosure": 10,
        "applications": 175,
        "disputes": 15,
    }
    assert national.table("disputes").layout == "line"
    outcomes = [row.code for row in national.table("applications").blocks[0].rows if row.kind != "heading"]
    assert len(outcomes[outcomes.index("3.1") : outcomes.index("3.6.3") + 1]) == 21


def test_the_national_form_prints_its_applications_as_numbered():
    (block,) = form("national-2021").table("applications").blocks
    headings = [(row.number, row.label) for row in block.rows if row.kind == "heading"]
    assert headings == [
        ("三、", "本年度办理结果"),
        ("（三）", "不予公开"),
        ("（四）", "无法提供"),
        ("（五）", "不予处理"),
        ("（六）", "其他处理"),
    ]
    assert [row.number for row in block.rows if row.depth == 0] == ["一、", "二、", "三、", "四、"]
    assert [row.number for row in block.rows if row.parent == "3.5"] == ["1.", "2.", "3.", "4.", "5."]


def test_the_national_form_heads_its_applicants_on_three_levels():
    (block,) = form("national-2021").table("applications").blocks
    assert [(group.label, group.parent) for group in block.groups] == [
        ("申请人情况", ""),
        ("法人或其他组织", "applicants"),
    ]
    assert [column.label for column in block.columns if column.group == "organisations"] == [
        "商业企业",
        "科研机构",
        "社会公益组织",
        "法律服务机构",
        "其他",
    ]


def test_the_national_form_counts_in_cases_but_charges_in_ten_thousand_yuan():
    national = form("national-2021")
    money = CellKey("disclosure", "charges", "amount")
    assert (national.unit(money), national.kind(money)) == ("万元", "money")
    others = set(national.keys()) - {money}
    assert {national.unit(key) for key in others} == {"件"}
    assert {national.kind(key) for key in others} == {"count"}


def test_the_national_form_has_its_identities():
    counted: dict[str, int] = {}
    for identity in form("national-2021").identities:
        counted[identity.kind] = counted.get(identity.kind, 0) + 1
    assert counted == {"balance": 7, "down": 7, "across": 25 + 3, "carry-over": 2 + 7}
    codes = {identity.code: identity for identity in form("national-2021").identities}
    assert codes["applications/balance/total"].cells == (
        CellKey("applications", "1", "total"),
        CellKey("applications", "2", "total"),
        CellKey("applications", "3.7", "total"),
        CellKey("applications", "4", "total"),
    )
    assert len(codes["applications/3.7/natural_person:down"].right) == 21
    assert len(codes["applications/3.7/total:across"].right) == 6
    assert len(codes["disputes/review/total:across"].right) == 4
    assert [code for code, identity in codes.items() if not identity.is_hard] == [
        "carry-over/disclosure/rules/in_force",
        "carry-over/disclosure/normative_documents/in_force",
    ]


def test_the_table_of_2014_has_65_rows_of_which_7_are_printed_without_a_figure():
    table = form("national-2014").table("statistics")
    (block,) = table.blocks
    assert (len(block.rows), len(list(table.keys()))) == (65, 58)
    headings = [row.code for row in block.rows if row.kind == "heading"]
    assert headings == ["1", "1.2", "2", "2.2", "3", "8", "9"]
    assert [column.label for column in block.columns] == ["统计数"]
    assert all(row.parent == row.code.rpartition(".")[0] for row in block.rows)
    deepest = [row.code for row in block.rows if row.depth == 3]
    assert deepest == ["2.2.1.1", "2.2.2.1", *(f"3.3.4.{number}" for number in range(1, 7))]


def test_the_table_of_2014_counts_in_eight_units():
    national = form("national-2014")
    units: dict[str, int] = {}
    for key in list(national.keys()):
        units[national.unit(key)] = units.get(national.unit(key), 0) + 1
    assert units == {"条": 7, "件": 33, "次": 9, "篇": 1, "万元": 2, "个": 2, "人": 3, "人次": 1}
    money = [key.row for key in list(national.keys()) if national.kind(key) == "money"]
    assert money == ["7", "8.4"]


def test_the_table_of_2014_has_its_identities():
    found = {identity.code: identity for identity in form("national-2014").identities}
    sums = {code: len(one.right) for code, one in found.items() if one.kind == "down"}
    assert sums == {
        "statistics/3.1/count:down": 4,
        "statistics/3.2/count:down": 2,
        "statistics/3.3/count:down": 8,
        "statistics/3.3.4/count:down": 6,
        "statistics/4/count:down": 3,
        "statistics/5/count:down": 3,
        "statistics/8.3/count:down": 2,
    }
    bounds = [code for code, one in found.items() if one.kind == "within"]
    assert bounds == [
        "statistics/1.1.1/count:within",
        *(f"statistics/1.2.{number}/count:within" for number in range(1, 6)),
        "statistics/1.1.1/count:within-issued",
        "statistics/2.2.1.1/count:within",
        "statistics/2.2.2.1/count:within",
    ]
    assert [code for code, one in found.items() if not one.is_hard] == [
        "statistics/1.1.1/count:within-issued",
        "statistics/balance/count",
    ]
    assert not any(one.crosses_years for one in found.values())


def test_the_trial_form_has_22_and_161_and_15_cells():
    trial = form("national-2019")
    assert {t.code: len(list(t.keys())) for t in trial.tables} == {
        "disclosure": 22,
        "applications": 161,
        "disputes": 15,
    }
    disclosure = trial.table("disclosure")
    assert [[row.code for row in block.rows] for block in disclosure.blocks] == [
        ["rules", "normative_documents"],
        ["licences", "other_services"],
        ["penalties", "compulsory_measures"],
        ["charges"],
        ["procurement"],
    ]
    assert [[column.code for column in block.columns] for block in disclosure.blocks] == [
        ["made", "opened", "total_open"],
        ["previous", "change", "decisions"],
        ["previous", "change", "decisions"],
        ["previous", "change"],
        ["items", "amount"],
    ]


def test_the_trial_form_takes_signed_changes_and_money_of_no_fixed_unit():
    trial = form("national-2019")
    changes = [str(key) for key in list(trial.keys()) if trial.kind(key) == "change"]
    rows = ("licences", "other_services", "penalties", "compulsory_measures", "charges")
    assert changes == [f"disclosure/{row}/change" for row in rows]
    amount = CellKey("disclosure", "procurement", "amount")
    assert (trial.kind(amount), trial.unit(amount)) == ("money", "")
    assert trial.unit(CellKey("disclosure", "licences", "decisions")) == "件"
    assert trial.unit(CellKey("disclosure", "licences", "previous")) == "项"


def test_the_trial_form_prints_other_handling_as_one_row():
    trial, later = form("national-2019"), form("national-2021")
    rows = [row.code for row in trial.table("applications").blocks[0].rows if row.kind != "heading"]
    assert len(rows) == 23
    assert trial.row(CellKey("applications", "3.6", "total")).kind == "number"
    same = [row for row in later.table("applications").blocks[0].rows if not row.code.startswith("3.6")]
    assert [r for r in trial.table("applications").blocks[0].rows if r.code != "3.6"] == same
    assert trial.table("disputes").blocks == later.table("disputes").blocks


def test_the_trial_form_has_its_identities():
    counted: dict[str, int] = {}
    for identity in form("national-2019").identities:
        counted[identity.kind] = counted.get(identity.kind, 0) + 1
    assert counted == {"within": 4, "carry-over": 5 + 7, "balance": 7, "down": 7, "across": 23 + 3}
    codes = {identity.code: identity for identity in form("national-2019").identities}
    assert [code for code, identity in codes.items() if not identity.is_hard] == [
        "disclosure/rules/opened:within-made",
        "disclosure/normative_documents/opened:within-made",
    ]
    followed = codes["carry-over/disclosure/licences/previous"]
    assert [(str(term.cell), term.sign, term.years_back) for term in followed.right] == [
        ("disclosure/licences/previous", 1, 1),
        ("disclosure/licences/change", 1, 1),
    ]
    assert len(codes["applications/3.7/total:down"].right) == 19


def test_the_figures_of_the_first_report_hold():
    findings = check(form("fujian-2008"), seed_figures())
    assert len(findings) == 25
    assert {finding.status for finding in findings} == {"holds"}


@pytest.mark.parametrize("printed", [HUAIAN_2024, SUQIAN_2023], ids=["huaian-2024", "suqian-2023"])
def test_the_figures_of_two_published_reports_hold(printed):
    values = figures(printed)
    assert set(values) == set(form("national-2021").keys())
    findings = check(form("national-2021"), values)
    assert len(findings) == 42
    assert {finding.status for finding in findings} == {"holds"}


def test_every_label_has_its_english():
    for one in all_forms().values():
        for table in one.tables:
            for block in table.blocks:
                labels = [item.label_en for item in (*block.groups, *block.columns, *block.rows)]
                assert all(label and label.isascii() for label in labels)


def test_every_code_of_every_form_stands_in_the_glossary():
    glossary = (FOLDER.parents[2] / "docs" / "glossary.md").read_text("utf-8")
    for one in all_forms().values():
        for table in one.tables:
            codes = [table.code]
            for block in table.blocks:
                codes += [item.code for item in (*block.columns, *block.rows)]
            assert [code for code in codes if f"`{code}`" not in glossary] == []
