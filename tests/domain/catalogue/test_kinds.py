"""Kinds of document: fields checked, names masked, lines of files there and back. All names are made up."""

from time import perf_counter

import pytest

from reports.domain.catalogue import categories
from reports.domain.catalogue.kinds import (
    FieldError,
    from_columns,
    load,
    masked_public,
    masked_text,
    named_in,
    to_columns,
    validate,
)
from reports.domain.catalogue.loading import BadData
from tests.domain.catalogue.data import text

KINDS = load(text("kinds"))
PENALTY, LICENCE = KINDS["penalty"], KINDS["licence"]


def penalty(**changes: str) -> dict[str, str]:
    fields = {
        "party_kind": "natural_person",
        "party_name": "张三",
        "violation": "无照经营",
        "facts": "张三于2024年1月2日无照经营。",
        "basis": "《某条例》第一条",
        "penalty_types": "fine",
        "content": "罚款0.1万元",
        "fine": "0.1",
    }
    return {code: value for code, value in {**fields, **changes}.items() if value}


def test_every_kind_of_the_portal_is_defined():
    assert list(KINDS) == [
        "document",
        "normative_document",
        "interpretation",
        "question_and_answer",
        "licence",
        "penalty",
        "power_list_item",
        "service_guide",
        "budget",
        "final_accounts",
        "press_conference",
        "interview",
        "public_response",
    ]


def test_kinds_and_columns_know_one_another():
    columns = categories.load(text("categories"))
    for category in columns.all:
        assert set(category.kinds) <= set(KINDS), category.code
    for kind in KINDS.values():
        assert kind.code in columns[kind.category].kinds, kind.code


def test_every_field_has_both_names_and_fits_the_database():
    for kind in KINDS.values():
        assert len(kind.code) <= 40
        for one in kind.fields:
            assert one.label and one.label_en and bool(one.help) == bool(one.help_en), (kind.code, one.code)
            assert bool(one.unit) == bool(one.unit_en), (kind.code, one.code)


def test_only_licences_and_penalties_name_persons():
    assert [kind.code for kind in KINDS.values() if kind.masks_names] == ["licence", "penalty"]
    assert not PENALTY.field("person_in_charge").is_public


def test_kinds_call_common_fields_by_their_own_names():
    assert [(one.code, one.label, one.required) for one in PENALTY.common] == [
        ("made_on", "处罚决定日期", True),
        ("document_number", "行政处罚决定书文号", True),
    ]


def test_a_whole_penalty_stands_as_it_was_cleaned():
    checked = validate(
        PENALTY, penalty(penalty_types="罚款；警告", fine="1,000.50", shown_until="2027年1月2日")
    )
    assert checked.errors == ()
    assert checked.clean == penalty(penalty_types="warning;fine", fine="1000.5", shown_until="2027-01-02")


def test_an_empty_penalty_names_all_it_needs():
    checked = validate(PENALTY, {})
    assert checked.clean == {}
    assert [(error.field, error.fault) for error in checked.errors] == [
        ("party_kind", "required"),
        ("party_name", "required"),
        ("violation", "required"),
        ("facts", "required"),
        ("basis", "required"),
        ("penalty_types", "required"),
        ("content", "required"),
    ]


def test_blanks_alone_are_nothing():
    assert validate(PENALTY, penalty(violation=" \u3000\u200b")).errors == (
        FieldError("violation", "required"),
    )


@pytest.mark.parametrize(
    ("code", "typed", "fault"),
    [
        ("party_kind", "外星人", "choice"),
        ("penalty_types", "罚款；鞭笞", "choice"),
        ("fine", "一千元", "money"),
        ("shown_until", "2024-02-30", "date"),
        ("credit_code", "11370883004325769C", "credit_code"),
        ("violation", "a\x00b", "control"),
    ],
)
def test_a_wrong_value_is_named_and_the_others_stand(code, typed, fault):
    checked = validate(PENALTY, penalty(**{code: typed}))
    assert checked.errors == (FieldError(code, fault, typed),)
    assert code not in checked.clean
    assert checked.clean["basis"] == "《某条例》第一条"


def test_the_longest_value_is_taken_and_one_sign_more_is_not():
    assert validate(PENALTY, penalty(violation="违" * 300)).errors == ()
    assert validate(PENALTY, penalty(violation="违" * 301)).errors == (
        FieldError("violation", "too_long", "违" * 60, "300"),
    )


def test_a_field_that_the_kind_does_not_have_is_told():
    assert validate(KINDS["document"], {"fine": "1"}).errors == (FieldError("fine", "unknown"),)


def test_an_end_before_its_beginning_is_refused():
    licence = penalty(licence_type="general", valid_from="2024-01-02", valid_until="2024-01-02")
    del licence["violation"], licence["facts"], licence["basis"], licence["penalty_types"], licence["fine"]
    assert validate(LICENCE, licence).errors == ()
    earlier = validate(LICENCE, {**licence, "valid_until": "2024-01-01"})
    assert earlier.errors == (FieldError("valid_until", "too_early", "2024-01-01", "2024-01-02"),)
    assert "valid_until" not in earlier.clean


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", "'; DROP TABLE x; --", "=cmd|' /C calc'!A0", "{{7*7}}"]
)
def test_hostile_words_stay_words(hostile):
    assert validate(PENALTY, penalty(violation=hostile)).clean["violation"] == hostile


def test_a_million_characters_in_every_field_are_refused_in_no_time():
    started = perf_counter()
    checked = validate(PENALTY, {one.code: "1," * 500_000 for one in PENALTY.fields})
    assert {error.fault for error in checked.errors} == {"too_long"}
    assert len(checked.errors) == len(PENALTY.fields)
    assert all(len(error.given) == 60 for error in checked.errors)
    for code in ("fine", "shown_until", "credit_code", "party_name"):
        validate(PENALTY, penalty(**{code: "1," * 100}))
    assert perf_counter() - started < 2


def test_the_name_of_a_natural_person_is_masked_wherever_it_stands():
    public = masked_public(PENALTY, penalty())
    assert public["party_name"] == "张某"
    assert public["facts"] == "张某于2024年1月2日无照经营。"
    assert masked_text(PENALTY, penalty(), "关于张三无照经营的处罚") == "关于张某无照经营的处罚"


def test_the_name_of_an_organisation_is_not():
    fields = penalty(party_kind="legal_person", party_name="三元食品有限公司", facts="该公司无照经营。")
    assert masked_public(PENALTY, fields)["party_name"] == "三元食品有限公司"


def test_a_party_of_no_kind_is_masked_to_be_safe():
    assert masked_public(PENALTY, penalty(party_kind=""))["party_name"] == "张某"
    assert masked_public(PENALTY, penalty(party_kind="外星人"))["party_name"] == "张某"


def test_who_is_in_charge_is_for_staff_and_hidden_elsewhere():
    fields = penalty(
        party_kind="legal_person", party_name="三元公司", person_in_charge="李四", facts="李四承认。"
    )
    public = masked_public(PENALTY, fields)
    assert "person_in_charge" not in public
    assert public["facts"] == "李某承认。"


def test_a_business_called_by_its_operators_name_is_masked():
    fields = penalty(party_kind="individual_business", party_name="李四", person_in_charge="李四")
    assert masked_public(PENALTY, fields)["party_name"] == "李某"
    shop = penalty(party_kind="individual_business", party_name="李四小吃店", person_in_charge="王五")
    assert masked_public(PENALTY, shop)["party_name"] == "李四小吃店"


def test_no_name_is_left_in_anything_public():
    fields = penalty(content="对张 三罚款", basis="张三", violation="张三")
    assert "三" not in "".join(masked_public(PENALTY, fields).values())


def test_a_name_left_in_an_attached_file_is_pointed_at():
    assert named_in(PENALTY, penalty(), "被处罚人：张三") == ((5, 7),)
    assert named_in(PENALTY, penalty(party_kind="legal_person"), "被处罚人：张三") == ()


def test_a_stranger_among_the_fields_is_never_public():
    assert "identity_number" not in masked_public(PENALTY, {**penalty(), "identity_number": "x"})


def test_a_budget_is_figures_of_a_year():
    typed = {
        "year": "2024年度",
        "scope": "部门",
        "revenue": "1,234.56",
        "expenditure": "１２３４",
        "vehicles": "0",
    }
    checked = validate(KINDS["budget"], typed)
    assert checked.errors == ()
    assert checked.clean == {
        "year": "2024",
        "scope": "department",
        "revenue": "1234.56",
        "expenditure": "1234",
        "vehicles": "0",
    }


def test_a_service_guide_names_every_gap_and_slip_at_once():
    typed = {"audience": "Persons", "legal_days": "二十", "online": "javascript:alert(1)", "fee": "不收费"}
    checked = validate(KINDS["service_guide"], typed)
    assert checked.clean == {"audience": "persons", "fee": "不收费"}
    assert [(error.field, error.fault) for error in checked.errors] == [
        ("conditions", "required"),
        ("materials", "required"),
        ("procedure", "required"),
        ("legal_days", "number"),
        ("place", "required"),
        ("hours", "required"),
        ("phone", "required"),
        ("online", "url"),
    ]


@pytest.mark.parametrize("english", [False, True])
def test_a_line_of_a_file_reads_back_as_it_was_written(english):
    fields = penalty(penalty_types="warning;fine", shown_until="2027-01-02", facts="第一行\n第二行；完")
    line = to_columns(PENALTY, fields, english=english)
    assert len(line) == len(PENALTY.fields)
    assert validate(PENALTY, from_columns(PENALTY, line)) == validate(PENALTY, fields)


def test_files_carry_labels_not_codes():
    line = to_columns(PENALTY, penalty(penalty_types="warning;fine"))
    assert (line["相对人类别"], line["处罚类别"]) == ("自然人", "警告；罚款")


def test_headings_are_known_with_blanks_marks_and_by_code():
    line = {"处罚 类别*": "罚款", "FINE": "1", "party_name": "张三", "备注": "x"}
    assert from_columns(PENALTY, line) == {"penalty_types": "罚款", "fine": "1", "party_name": "张三"}


DUTY = '[[duty]]\ncode="general"\ndays=20\nlaw="l"\nlaw_en="l"\narticle="a"\narticle_en="a"\ncertainty="S"\n'
KIND = '[[kind]]\ncode="a"\nlabel="a"\nlabel_en="a"\ncategory="c"\nlaw="l"\ncertainty="S"\n'


def test_a_new_kind_is_a_few_lines_of_data():
    kind = load(DUTY + KIND + '[[kind.fields]]\ncode="f"\nlabel="甲"\nlabel_en="A"\nrequired=true\n')["a"]
    assert validate(kind, {"f": " x "}).clean == {"f": "x"}
    assert kind.duty.days == 20


def test_a_number_of_a_document_is_printed_as_it_ought_to_be():
    field = '[[kind.fields]]\ncode="n"\nlabel="文号"\nlabel_en="Number"\ntype="doc_number"\n'
    kind = load(DUTY + KIND + field)["a"]
    assert validate(kind, {"n": "榕政办[2022]73号"}).clean == {"n": "榕政办〔2022〕73号"}
    assert validate(kind, {"n": "榕政办 73"}).clean == {"n": "榕政办 73"}


FIELD = '[[kind.fields]]\ncode="f"\nlabel="甲"\nlabel_en="A"\n'


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (DUTY, "no kind"),
        (KIND, "no duty"),
        (DUTY + KIND + KIND, "kind a stands twice"),
        (DUTY + KIND + 'duty="never"\n', "kind a: no duty 'never'"),
        (DUTY + KIND + 'table=["f"]\n', "no public field 'f'"),
        (DUTY + KIND + 'table=["f"]\n' + FIELD + "is_public=false\n", "no public field 'f'"),
        (DUTY + KIND + FIELD + FIELD, "kind a, field f stands twice"),
        (DUTY + KIND + FIELD + FIELD.replace('"f"', '"g"'), "column 甲 stands twice"),
        (DUTY + KIND + FIELD + 'type="colour"\n', "the type 'colour'"),
        (DUTY + KIND + FIELD + 'type="choice"\n', "has choices, or needs them"),
        (DUTY + KIND + FIELD + 'not_before="g"\n', "names 'g', which is none"),
        (DUTY + KIND + FIELD + 'unless_field="g"\n', "names 'g', which is none"),
        (DUTY + 'counts_from="f"\n' + KIND, "counts from 'f'"),
        (DUTY + 'counts_from="f"\n' + KIND + FIELD, "counts from 'f'"),
        (DUTY + KIND + FIELD + "colour=1\n", "colour"),
    ],
)
def test_a_bad_definition_is_refused_with_its_place(data, complaint):
    with pytest.raises(BadData, match=complaint):
        load(data)
