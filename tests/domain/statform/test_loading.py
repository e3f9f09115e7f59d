"""A form file that contradicts itself is refused, with the file, the line and the cause."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.domain.statform.definition import CellKey
from reports.domain.statform.loading import BadDefinition, load
from tests.domain.statform.made_forms import LIKE_2014, SMALL


def line_of(text: str, part: str) -> int:
    """The line, from 1, on which that part stands for the first time."""
    return next(n for n, line in enumerate(text.split("\n"), 1) if part in line)


def refused(text: str, variants: str = "") -> BadDefinition:
    with pytest.raises(BadDefinition) as caught:
        load(text, variants, name="small.toml")
    return caught.value


def test_a_sound_file_loads_with_everything_it_says():
    form = load(SMALL, '[figures]\ntitle = ["数字"]\n[figures.rows]\n1 = ["新收"]\n', name="small.toml")
    assert (form.id, form.title, form.short_title_en) == ("small", "小表", "Small")
    assert (form.first_year, form.last_year) == (2010, 2012)
    assert list(map(str, form.keys()))[:4] == [
        "figures/1/man",
        "figures/1/firm",
        "figures/1/total",
        "figures/2/man",
    ]
    assert form.table("figures").variants == ("数字",)
    assert form.row(CellKey("figures", "1", "man")).variants == ("新收",)
    assert form.row(CellKey("figures", "2.1", "man")).depth == 1
    assert form.unit(CellKey("figures", "2.1", "man")) == "件"
    assert [identity.code for identity in form.identities] == [
        "figures/2/man:down",
        "figures/2/firm:down",
        "figures/2/total:down",
        "figures/1/total:across",
        "figures/2/total:across",
        "figures/2.1/total:across",
        "figures/2.2/total:across",
    ]


def test_a_missing_last_year_means_still_in_force():
    assert load(SMALL.replace("last_year = 2012\n", "")).last_year is None


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm():
    assert load("\ufeff" + SMALL.replace("\n", "\r\n")).id == "small"


PIECES = [
    # what is changed, into what, where it is reported, what is said
    ('id = "small"', 'id = "Small form"', 'id = "Small form"', "may hold small letters"),
    ('id = "small"', 'id = "other"', 'id = "other"', "is not the name of the file"),
    ("first_year = 2010", "first_year = 2013", "last_year", "the years are reversed"),
    ("first_year = 2010", 'first_year = "2010"', "first_year", "must be a year"),
    ("first_year = 2010", "first_year = 201", "first_year", "must be a year"),
    ("first_year = 2010\n", "", "[form]", "'first_year' is missing"),
    ('title_en = "Small form"\n', "", "[form]", "'title_en' is missing"),
    ('title_en = "Small form"', 'tite_en = "Small form"', "tite_en", "did you mean 'title_en'"),
    ("[[table]]", "[[tabel]]", "[[tabel]]", "unknown key 'tabel'; did you mean 'table'"),
    ('unit = "件"', 'unit = "桶"', 'unit = "桶"', "unknown unit '桶'"),
    ('unit = "件"\n', "", 'code = "1"', "'unit' is missing"),
    ('unit = "件"', 'layout = "lines"', "layout", "unknown layout 'lines'"),
    ('unit = "件"', 'unit = "件"\nhas_unit_column = 1', "has_unit_column", "must be true or false"),
    ('unit = "件"', 'unit = "件"\nnote = "注"', "[[table]]", "'note_en' is missing"),
    ('corner_en = "Item"\n', "", "[[table.block]]", "'corner_en' is missing"),
    ('code = "2.2", parent = "2"', 'code = "2.1", parent = "2"', "不公开", "row code '2.1' is used twice"),
    ('code = "firm"', 'code = "man"', "法人", "column code 'man' is used twice"),
    ('code = "firm"', 'code = "fi/rm"', "fi/rm", "a code may hold"),
    ('code = "2.2", parent = "2"', 'code = "2.2", parent = "3"', "2.2", "parent '3' is not defined"),
    ('code = "2", ', 'code = "2", parent = "2.1", ', 'code = "2",', "circle"),
    ('code = "2.2", parent = "2"', 'code = "2.2", parent = "1"', "2.2", "not printed among its children"),
    ('label = "办结"', 'kind = "sum", label = "办结"', "办结", "unknown kind 'sum'"),
    ('label = "办结"', 'kind = "money", unit = "件", label = "办结"', "办结", "cannot be counted in '件'"),
    ('label = "办结"', 'unit = "元", label = "办结"', "办结", "cannot be counted in '元'"),
    ('label = "办结"', 'kind = "heading", unit = "件", label = "办结"', "办结", "has no unit"),
    ('label = "办结"', 'label = "收到"', 'code = "2",', "already that of '1'"),
    ('label = "法人"', 'label = "自然人"', "firm", "already that of 'man'"),
    ('label = "法人"', 'label = "法人{x}"', "法人{x}", "only {year} may stand in braces"),
    ('label = "法人", label_en = "Firms"', 'label = "法人"', "法人", "'label_en' is missing"),
    ('label_en = "Firms"', 'label_en = " "', "法人", "'label_en' is blank"),
    ('label_en = "Firms"', "label_en = 3", "法人", "must be text in quotation marks"),
    ('label = "法人"', 'lable = "法人", label = "法人"', "lable", "unknown key 'lable'"),
    ('label = "法人"', 'group = "x", label = "法人"', 'group = "x"', "group 'x' is not defined"),
    ('label = "法人"', 'kind = "change", unit = "元", label = "法人"', "法人", "cannot be counted in '元'"),
    ('kind = "down"', 'kind = "upward"', 'kind = "upward"', "unknown kind 'upward'"),
    ('parts = ["2.1", "2.2"]', 'parts = ["2.1", "2.9"]', "2.9", "the table has no row '2.9'"),
    ('parts = ["man", "firm"]', 'parts = ["man", "form"]', '"form"]', "the table has no column 'form'"),
    ('total = "2"', 'total = "22"', 'total = "22"', "the table has no row '22'"),
    ('total = "2"\n', "", "[[table.identity]]", "'total' is missing"),
    ('parts = ["2.1", "2.2"]\n', "", "[[table.identity]]", "'parts' is missing"),
    ('parts = ["2.1", "2.2"]', 'parts = "2.1"', 'parts = "2.1"', "must be a list of texts"),
    ('parts = ["2.1", "2.2"]', 'parts = ["2.1", "2.1"]', "[[table.identity]]", "stands twice"),
    ('parts = ["2.1", "2.2"]', 'parts = ["2", "2.2"]', "[[table.identity]]", "figures/2/man stands twice"),
    ('columns = "*"', 'columns = ["man", "x"]', '"x"', "the table has no column 'x'"),
    ('columns = "*"', "columns = []", "columns = []", "'columns' is empty"),
    ('columns = "*"', 'rows = "*"', 'rows = "*"', "done for 'columns', not for 'rows'"),
    ('columns = "*"\n', "", "[[table.identity]]", "either for which 'columns' or for which 'rows'"),
    ('columns = "*"', 'columns = "*"\nhard = "no"', 'hard = "no"', "must be true or false"),
    ('columns = "*"', 'columns = "*"\nsoft = true', "soft", "unknown key 'soft'"),
]


@pytest.mark.parametrize(("old", "new", "place", "cause"), PIECES)
def test_a_mistake_is_reported_with_file_line_and_cause(old, new, place, cause):
    text = SMALL.replace(old, new, 1)
    assert text != SMALL
    error = refused(text)
    assert cause in error.cause
    assert str(error) == f"small.toml, line {line_of(text, place)}: {error.cause}"


def test_a_repeated_identity_is_refused_at_its_second_place():
    again = '\n[[table.identity]]\nkind = "down"\ntotal = "2"\nparts = ["2.1"]\ncolumns = ["man"]\n'
    error = refused(SMALL + again)
    assert "'figures/2/man:down' would stand twice; tell the two apart by 'how'" in error.cause
    assert error.line == len(SMALL.split("\n")) + 1


def test_a_heading_row_cannot_be_summed():
    text = LIKE_2014.replace('total = "3.3"', 'total = "3"').replace("made-2014", "small")
    assert "the row '3' is a heading and holds no figures" in refused(text).cause


def test_figures_of_different_units_are_never_added():
    text = LIKE_2014.replace("made-2014", "small").replace(
        '"涉及商业秘密", label_en = "Trade secrets", unit = "件"',
        '"涉及商业秘密", label_en = "Trade secrets", unit = "条"',
    )
    error = refused(text)
    assert "'statistics/3.3.4/count:down' would add figures of different units: '件', '条'" in error.cause
    assert text.split("\n")[error.line - 1] == "[[table.identity]]"


def test_money_without_a_fixed_unit_is_never_added():
    text = SMALL.replace('unit = "件"\n', "").replace('label = "', 'kind = "money", label = "')
    assert "would add figures of different units: no unit" in refused(text).cause


def test_the_same_label_may_stand_under_two_parents():
    form = load(LIKE_2014)
    assert form.row(CellKey("statistics", "4.2", "count")).label == "被依法纠错数"
    assert form.row(CellKey("statistics", "5.2", "count")).label == "被依法纠错数"


def test_a_group_must_have_columns_that_stand_side_by_side():
    groups = 'groups = [{ code = "g", label = "组", label_en = "Group" }]\ncolumns = ['
    text = SMALL.replace("columns = [", groups, 1)
    assert "the group 'g' has no columns" in refused(text).cause
    text = text.replace('code = "man",', 'code = "man", group = "g",')
    assert load(text).id == "small"
    text = text.replace('code = "total",', 'code = "total", group = "g",')
    assert "do not stand side by side" in refused(text).cause


VARIANTS = [
    ('[figure.rows]\n1 = ["新收"]', 1, "unknown key 'figure'; did you mean 'figures'"),
    ('[figures.row]\n1 = ["新收"]', 1, "unknown key 'row'; did you mean 'rows'"),
    ('# seen\n[figures.rows]\n1 = ["新收"]\n9 = ["九"]', 4, "unknown key '9'"),
    ('[figures.rows]\n1 = "新收"', 2, "'1' must be a list of texts"),
    ("[figures.rows", 1, "this is not TOML"),
]


@pytest.mark.parametrize(("variants", "line", "cause"), VARIANTS)
def test_a_mistake_in_the_variants_names_their_own_file(variants, line, cause):
    error = refused(SMALL, variants)
    assert cause in error.cause
    assert str(error).startswith(f"small.variants.toml, line {line}: ")


def test_a_variant_that_is_another_rows_label_is_refused():
    error = refused(SMALL, '[figures.rows]\n"2.1" = ["不 公开"]')
    assert "the label or variant '不公开' is already that of '2.1'" in error.cause


def test_a_variant_that_repeats_its_own_label_is_refused():
    assert "stands twice at '2.1'" in refused(SMALL, '[figures.rows]\n"2.1" = ["公开"]').cause


NOT_A_FORM = [
    ("", 1, "[form] is missing"),
    ("form = 3", 1, "[form] is missing"),
    ("这不是表", 1, "this is not TOML"),
    ("%PDF-1.7\n\x00\x01", 1, "this is not TOML"),
    ("<script>alert(1)</script>", 1, "this is not TOML"),
    ("a = " + "[" * 100_000, 1, "this is not TOML"),
    ('[form]\nid = "small\n', 2, "this is not TOML"),
    (SMALL[: SMALL.index("[[table]]")], 1, "it has no [[table]]"),
    (SMALL[: SMALL.index("[[table.block]]")], 12, "it has no [[table.block]]"),
    (SMALL[: SMALL.index("columns = [")], 18, "it has no columns"),
    (SMALL[: SMALL.index("rows = [")], 18, "it has no rows"),
    ("table = 3\n" + SMALL[: SMALL.index("[[table]]")], 1, "'table' must be a list of tables"),
]


@pytest.mark.parametrize(("text", "line", "cause"), NOT_A_FORM)
def test_what_is_no_form_is_refused_in_a_sentence(text, line, cause):
    error = refused(text)
    assert cause in error.cause
    assert error.line == line


@given(st.text(), st.integers(0, len(SMALL)), st.integers(0, 40))
def test_no_text_makes_it_fail_otherwise(inserted, start, length):
    """Whatever is cut from a form and put into it: it loads, or is refused with a line of the file."""
    text = SMALL[:start] + inserted + SMALL[start + length :]
    try:
        load(text, name="small.toml")
    except BadDefinition as error:
        assert 1 <= error.line <= text.count("\n") + text.count("\r") + 1
