"""Any table of any form, drawn in any way files have them, is read back as it was printed."""

from hypothesis import given
from hypothesis import strategies as st

from reports.domain.statform.table import figures
from reports.queries.statforms import all_forms
from tests.domain.statform.gridlocating import (
    PROSE,
    between,
    chances,
    drawn,
    figures_of,
    form_ids,
    found_in,
    patient,
    style_of,
    year_of,
)


def families(rows, chance):
    """The rows in another order, each with those that stand under it."""
    found = []
    for row in rows:
        if row.parent in {member.code for family in found[-1:] for member in family}:
            found[-1].append(row)
        else:
            found.append([row])
    chance.shuffle(found)
    return [row for family in found for row in family]


def assert_read(parts, form, truth):
    found = found_in(parts, year=year_of(form))

    assert found.form_id == form.id
    assert found.unread == ()
    assert figures(found.cells) == truth


@given(chances, form_ids, st.sampled_from([0.0, 0.3, 0.8, 1.0]))
@patient
def test_figures_and_blanks_in_any_style_come_back(chance, form_id, blanks):
    form = all_forms()[form_id]
    truth = figures_of(form, chance.randrange(1000), blanks)

    assert_read(between(drawn(form, truth, **style_of(chance))), form, truth)


@given(chances, form_ids)
@patient
def test_families_of_rows_in_any_order_come_back(chance, form_id):
    form = all_forms()[form_id]
    truth = figures_of(form, chance.randrange(1000), 0.2)
    style = style_of(chance) | {"has_levels": False, "rows": lambda rows: families(rows, chance)}

    assert_read(between(drawn(form, truth, **style)), form, truth)


@given(chances, form_ids.filter(lambda form_id: form_id != "national-2014"))
@patient
def test_rows_in_any_order_beside_their_group_labels_come_back(chance, form_id):
    form = all_forms()[form_id]
    truth = figures_of(form, chance.randrange(1000), 0.2)
    style = style_of(chance) | {"has_levels": True, "rows": lambda rows: chance.sample(rows, len(rows))}

    assert_read(between(drawn(form, truth, **style)), form, truth)


@given(chances, form_ids)
@patient
def test_blank_rows_and_columns_anywhere_change_nothing(chance, form_id):
    form = all_forms()[form_id]
    truth = figures_of(form, chance.randrange(1000), 0.2)
    drawings = []
    for drawing in drawn(form, truth, **style_of(chance)):
        for _ in range(chance.randrange(1, 4)):
            if chance.random() < 0.5:
                drawing = drawing.with_row(chance.randrange(1, drawing.height + 2))
            else:
                drawing = drawing.with_column(chance.randrange(1, drawing.width + 2))
        drawings.append(drawing)

    assert_read(between(drawings), form, truth)


@given(chances, form_ids, st.booleans(), st.sampled_from(["repeat", "blank", "halves"]))
@patient
def test_tables_cut_by_pages_come_back(chance, form_id, header, labels):
    form = all_forms()[form_id]
    truth = figures_of(form, chance.randrange(1000), 0.2)
    parts = []
    for drawing in drawn(form, truth, **style_of(chance)):
        row = chance.randrange(drawing.heads[0][1] + 1, drawing.height + 1)
        pieces = drawing.cut(row, header=header, labels=labels)
        is_joined = chance.random() < 0.5
        parts += [PROSE, pieces[0].over(pieces[1])] if is_joined else [PROSE, pieces[0], "- 3 -", pieces[1]]

    assert_read(parts, form, truth)


@given(chances, form_ids)
@patient
def test_all_tables_of_a_form_in_one_grid_come_back(chance, form_id):
    form = all_forms()[form_id]
    truth = figures_of(form, chance.randrange(1000), 0.2)
    first, *others = drawn(form, truth, **style_of(chance) | {"has_titles": True})
    for other in others:
        first = first.over(other)

    assert_read([PROSE, first], form, truth)
