"""Which cells of two forms count the same: the shipped file is whole, a wrong one refused with its line."""

from __future__ import annotations

import pytest

from reports.domain.statform.definition import CellKey, Form
from reports.domain.statform.links import BadDefinition, Links, load
from reports.domain.statform.loading import load as load_form
from reports.queries.statforms import all_forms, form, links
from tests.domain.statform.made_forms import SMALL

OLD = load_form(SMALL)
NEW = load_form(
    SMALL.replace('"small"', '"small-later"')
    .replace("first_year = 2010", "first_year = 2013")
    .replace("last_year = 2012", "last_year = 2014")
    .replace(
        '    { code = "2.2", parent = "2", label = "不公开", label_en = "Refused" },\n',
        '    { code = "2.2", parent = "2", label = "保密", label_en = "Secret" },\n'
        '    { code = "2.3", parent = "2", label = "其他", label_en = "Other" },\n',
    )
    .replace('parts = ["2.1", "2.2"]', 'parts = ["2.1", "2.2", "2.3"]')
)
FORMS = {one.id: one for one in (OLD, NEW)}

SOUND = """\
[[link]]
from = "small"
to = "small-later"
source = "测试"

[[link.equal]]
cells = ["figures/1/*", "figures/2.1/*"]
reason = "相同"
reason_en = "Same"

[[link.equal]]
from = "figures/2.2/*"
to = ["figures/2.2/*", "figures/2.3/*"]
reason = "分为两行"
reason_en = "Became two"

[[link.apart]]
from = ["figures/2/*"]
to = ["figures/2/total"]
reason = "口径不同"
reason_en = "Counted otherwise"
"""


def key(address: str) -> CellKey:
    return CellKey.parse(address)


def parts(found: Links, address: str, of: str, within: str) -> list[str]:
    return [str(cell) for cell in found.parts(key(address), of=of, within=within)]


def refused(text: str, forms: dict[str, Form] = FORMS) -> BadDefinition:
    with pytest.raises(BadDefinition) as caught:
        load(text, forms)
    return caught.value


def line_of(text: str, part: str) -> int:
    return next(n for n, line in enumerate(text.split("\n"), 1) if part in line)


def test_cells_at_the_same_address_are_linked_both_ways():
    found = load(SOUND, FORMS)
    assert parts(found, "figures/1/man", "small", "small-later") == ["figures/1/man"]
    assert parts(found, "figures/2.1/total", "small-later", "small") == ["figures/2.1/total"]


def test_one_row_that_became_two_is_their_sum_and_neither_is_it():
    found = load(SOUND, FORMS)
    assert parts(found, "figures/2.2/firm", "small", "small-later") == [
        "figures/2.2/firm",
        "figures/2.3/firm",
    ]
    assert parts(found, "figures/2.2/firm", "small-later", "small") == []


def test_what_is_apart_says_why_from_either_side():
    found = load(SOUND, FORMS)
    told = {"of": "small", "within": "small-later"}
    assert found.why_apart(key("figures/2/man"), **told) == ("口径不同", "Counted otherwise")
    told = {"of": "small-later", "within": "small"}
    assert found.why_apart(key("figures/2/total"), **told) == ("口径不同", "Counted otherwise")
    assert found.why_apart(key("figures/2.3/man"), **told) == ("分为两行", "Became two")
    assert found.why_apart(key("figures/2/man"), **told) == ("", "")


def test_forms_without_a_link_share_nothing():
    found = Links(())
    assert found.path("small", "small-later") is None
    assert parts(found, "figures/1/man", "small", "small-later") == []
    assert parts(found, "figures/1/man", "small", "small") == ["figures/1/man"]


WRONG = [
    (
        'from = "small"',
        'from = "smal"',
        'from = "smal"',
        "there is no form 'smal'; known are small, small-later",
    ),
    ('from = "small"', 'from = "small-later"', 'from = "small-later"', "'small-later' is not older"),
    ('"figures/1/*", ', '"figures/9/*", ', "figures/9/*", "the form 'small' has no cell 'figures/9/*'"),
    ('"figures/1/*", ', "", "[[link]]", "the cell figures/1/man of 'small' stands in no entry"),
    ('from = ["figures/2/*"]', 'from = ["figures/2*/*"]', "[[link.apart]]", "stands in two entries"),
    ('"figures/2.3/*"]', '"figures/2.9/*"]', 'from = "figures/2.2/*"', "has no cell 'figures/2.9/man'"),
    ('"figures/2.3/*"]', '"figures/2.1/*"]', "[[link]]", "is called equal twice"),
    ('"figures/2.3/*"]', '"2.3"]', 'from = "figures/2.2/*"', "'2.3' is no address of a cell"),
    ('reason = "口径不同"', 'why = "口径不同"', "why", "unknown key 'why'"),
    ('reason_en = "Became two"\n', "", 'from = "figures/2.2/*"', "'reason_en' is missing"),
    ('source = "测试"\n', "", "[[link]]", "'source' is missing"),
]


@pytest.mark.parametrize(("part", "instead", "place", "said"), WRONG, ids=[item[3] for item in WRONG])
def test_a_wrong_file_is_refused_with_its_line_and_cause(part, instead, place, said):
    text = SOUND.replace(part, instead, 1)
    error = refused(text)
    assert said in error.cause
    assert error.name == "links.toml"
    assert str(error).startswith(f"links.toml, line {error.line}: ")
    assert abs(error.line - line_of(text, place)) <= 1


def test_money_and_counts_are_never_equal():
    text = SOUND.replace('"figures/1/*", ', "")
    money = load_form(
        SMALL.replace('"small"', '"small-later"')
        .replace("first_year = 2010", "first_year = 2013")
        .replace("last_year = 2012", "last_year = 2014")
        .replace('{ code = "1", label', '{ code = "1", kind = "money", unit = "元", label')
        .replace('parts = ["man", "firm"]\nrows = "*"', 'parts = ["man", "firm"]\nrows = ["2"]')
    )
    text = SOUND.replace('to = ["figures/2.2/*", "figures/2.3/*"]', 'to = "figures/2.2/*"')
    assert "are counted in different units" in refused(text, {"small": OLD, money.id: money}).cause


def test_what_is_no_toml_is_refused():
    assert "this is not TOML" in refused("[[link]\n").cause


def test_two_links_of_the_same_forms_are_refused():
    assert "are linked twice" in refused(SOUND + SOUND).cause


def test_every_cell_of_every_older_form_is_told_of():
    told = {(link.older, link.newer) for link in links().links}
    assert told == {
        ("fujian-2008", "national-2014"),
        ("fujian-2008", "national-2019"),
        ("national-2014", "national-2019"),
        ("national-2019", "national-2021"),
    }
    for link in links().links:
        named = [cell for entry in (*link.equal, *link.apart) for cell in entry.older]
        assert sorted(named) == sorted(form(link.older).keys())
        assert link.source
        assert all(entry.reason and entry.reason_en.isascii() for entry in (*link.equal, *link.apart))


def test_the_forms_of_consecutive_years_are_all_linked():
    for older in all_forms().values():
        for newer in all_forms().values():
            if older.last_year and older.first_year < newer.first_year <= older.last_year + 1:
                assert any((link.older, link.newer) == (older.id, newer.id) for link in links().links)


@pytest.mark.parametrize("column", ["natural_person", "other", "total"])
def test_what_2020_carried_on_is_what_2021_carried_in(column):
    found = parts(links(), f"applications/4/{column}", "national-2021", "national-2019")
    assert found == [f"applications/4/{column}"]


def test_other_handling_of_2019_is_the_sum_of_three_rows_of_2021():
    assert parts(links(), "applications/3.6/total", "national-2019", "national-2021") == [
        "applications/3.6.1/total",
        "applications/3.6.2/total",
        "applications/3.6.3/total",
    ]
    assert parts(links(), "applications/3.6.3/total", "national-2021", "national-2019") == []


def test_documents_in_force_are_not_what_was_open_in_all():
    address = key("disclosure/rules/in_force")
    assert links().parts(address, of="national-2021", within="national-2019") == ()
    reason, _ = links().why_apart(address, of="national-2021", within="national-2019")
    assert "口径不同" in reason


def test_requests_are_followed_from_the_short_table_to_the_form_of_today():
    found = parts(links(), "applications/1/total", "national-2021", "fujian-2008")
    assert found == ["statistics/2/year"]
    assert parts(links(), "applications/1/total", "national-2021", "national-2014") == [
        "statistics/3.1/count"
    ]
    assert parts(links(), "statistics/2.3/year", "fujian-2008", "national-2014") == [
        "statistics/3.1.2/count",
        "statistics/3.1.4/count",
    ]
