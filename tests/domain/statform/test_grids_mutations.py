"""Whatever is wrong with a grid, no wrong figure comes out of it, and no printed figure is lost silently."""

import random
import re
from collections import Counter
from dataclasses import replace
from time import process_time

import pytest
from hypothesis import given

from reports.domain.statform.identities import check
from reports.domain.statform.locate import SIMILARITY_CALLS, locate
from reports.domain.statform.locating.labels import HEADER_COLUMNS, Guesser
from reports.domain.statform.table import figures
from reports.queries.statforms import all_forms, form
from tests.domain.statform import real_tables
from tests.domain.statform.gridlocating import (
    FORMS,
    PROSE,
    between,
    chances,
    drawn,
    figures_of,
    form_ids,
    found_in,
    patient,
    style_of,
    told,
    wrong,
    year_of,
)
from tests.gridding import Spot, document

NATIONAL = form("national-2021")
TRUTH = real_tables.figures(real_tables.HUAIAN_2024)
FIGURE = re.compile(r"\d+(\.\d)?")
STRANGE = ("无", "约5件", "见附件", "12 3", "1.5.", "x" * 80)


def is_figure(spot):
    return bool(FIGURE.fullmatch(spot.text))


def labels_of(drawing):
    return [spot for spot in drawing.spots if spot.text and not is_figure(spot)]


def without_a_label(drawing, chance):
    return drawing.with_text(chance.choice(labels_of(drawing)), "")


def with_a_label_misspelt(drawing, chance):
    spot = chance.choice(labels_of(drawing))
    at = chance.randrange(len(spot.text))
    changed = chance.choice(["", "甲", "部", "其", "他", "年", "0", "总"])
    return drawing.with_text(spot, spot.text[:at] + changed + spot.text[at + 1 :])


def with_a_row_twice(drawing, chance):
    return drawing.with_row_twice(chance.randrange(1, drawing.height + 1))


def without_a_row(drawing, chance):
    return drawing.without_row(chance.randrange(1, drawing.height + 1))


def without_a_cell(drawing, chance):
    """One cell left out; what stands right of it moves left."""
    gone = chance.choice([s for s in drawing.spots if drawing.placed(s.row)[-1] != s])
    spots = [s for s in drawing.spots if s != gone]
    return replace(drawing, spots=tuple(_shifted(s, gone, -gone.colspan) for s in spots))


def with_a_cell_too_many(drawing, chance):
    new = chance.choice(drawing.spots)
    spots = tuple(_shifted(s, replace(new, column=new.column - 1), 1) for s in drawing.spots)
    return replace(drawing, spots=(*spots, Spot(new.row, new.column, chance.choice(["", "7", "备注"]))))


def _shifted(spot, after, by):
    return (
        replace(spot, column=spot.column + by)
        if spot.row == after.row and spot.column > after.column
        else spot
    )


def with_a_strange_column(drawing, chance):
    place = chance.randrange(1, drawing.width + 2)
    wider = drawing.with_column(place)
    for spot in [s for s in wider.spots if s.column == place and s.colspan == 1 and not s.text]:
        wider = wider.with_text(spot, "备注" if spot.row <= drawing.heads[0][1] else "77")
    return wider


def with_a_strange_row(drawing, chance):
    place = chance.randrange(1, drawing.height + 2)
    longer = drawing.with_row(place)
    for number, spot in enumerate(s for s in longer.placed(place) if not s.text):
        longer = longer.with_text(spot, chance.choice(["某项", "其他", "总计", ""]) if number == 0 else "55")
    return longer


def turned(drawing, chance):
    return drawing.turned()


def with_text_for_a_figure(drawing, chance):
    filled = [spot for spot in drawing.spots if is_figure(spot)]
    return drawing.with_text(chance.choice(filled), chance.choice(STRANGE)) if filled else drawing


def with_a_merged_cell_parted(drawing, chance):
    spot = chance.choice([s for s in drawing.spots if s.rowspan > 1 or s.colspan > 1] or drawing.spots)
    parted = tuple(replace(s, rowspan=1, colspan=1) if s == spot else s for s in drawing.spots)
    return replace(drawing, spots=parted).whole()


def with_two_figures_merged(drawing, chance):
    spot = chance.choice([s for s in drawing.spots if is_figure(s)] or drawing.spots)
    below = drawing.at(spot.row + 1, spot.column)
    if below is None or (below.rowspan, below.colspan, spot.rowspan) != (1, spot.colspan, 1):
        return drawing
    spots = (replace(s, rowspan=2) if s == spot else s for s in drawing.spots if s != below)
    return replace(drawing, spots=tuple(spots))


MUTATIONS = (
    without_a_label,
    with_a_label_misspelt,
    with_a_row_twice,
    without_a_row,
    without_a_cell,
    with_a_cell_too_many,
    with_a_strange_column,
    with_a_strange_row,
    turned,
    with_text_for_a_figure,
    with_a_merged_cell_parted,
    with_two_figures_merged,
)


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.__name__)
@given(chance=chances, form_id=form_ids)
@patient
def test_no_wrong_figure_comes_out_and_none_is_lost(mutation, chance, form_id):
    form_ = all_forms()[form_id]
    truth = figures_of(form_, chance.randrange(1000), chance.choice([0, 0.3]))
    drawings = drawn(form_, truth, **style_of(chance))
    place = chance.randrange(len(drawings))
    drawings[place] = mutation(drawings[place], chance)
    found = found_in(between(drawings), year=year_of(form_))

    assert wrong(found, truth) == {}
    printed = Counter(spot.text for drawing in drawings for spot in drawing.spots if is_figure(spot))
    read = Counter(cell.raw for cell in found.cells)
    listed = Counter(re.findall(r"\d+(?:\.\d)?", told(found)))
    assert not printed - read - listed


def test_figures_under_a_group_without_its_name_are_told():
    disputes = drawn(form("national-2019"), figures_of(form("national-2019"), 1, 0), header="merged")
    named = next(spot for spot in disputes[2].spots if spot.text == "未经复议直接起诉")
    nameless = [replace(spot, text="") if spot is named else spot for spot in disputes[2].spots]
    disputes[2] = replace(disputes[2], spots=nameless)
    found = found_in(between(disputes), year=2019)
    printed = [spot.text for spot in disputes[2].spots if is_figure(spot)]
    assert len(printed) == 15
    assert not set(printed) - {cell.raw for cell in found.cells} - set(re.findall(r"\d+", told(found)))


@pytest.mark.parametrize("seed", range(8))
def test_figures_go_with_the_labels_over_them_even_where_two_are_swapped(seed):
    chance = random.Random(seed)
    first, second, third = drawn(NATIONAL, TRUTH)
    named = [spot for spot in second.spots if spot.row == second.heads[0][1]]
    left, right = chance.sample(named, 2)
    swapped = second.with_text(left, "?").with_text(right, left.text)
    swapped = swapped.with_text(next(s for s in swapped.spots if s.text == "?"), right.text)
    found = found_in(between([first, swapped, third]), year=2024)

    labels = {column.label: column.code for column in NATIONAL.tables[1].blocks[0].columns}
    codes = {labels[left.text]: labels[right.text], labels[right.text]: labels[left.text]}
    told_of = {key._replace(column=codes.get(key.column, key.column)): value for key, value in TRUTH.items()}
    assert all(cell.value == told_of[cell.key] for cell in found.cells if cell.key.table == "applications")
    assert len(found.cells) == 200


@pytest.mark.parametrize("seed", range(8))
def test_a_figure_moved_to_the_next_column_fails_its_sums(seed):
    chance = random.Random(seed)
    first, second, third = drawn(NATIONAL, TRUTH)
    spot = chance.choice([s for s in second.spots if is_figure(s) and s.text != "0" and s.column < 10])
    beside = second.at(spot.row, spot.column + 1)
    moved = second.with_text(spot, beside.text if beside.text != spot.text else "").with_text(
        beside, spot.text
    )
    found = found_in(between([first, moved, third]), year=2024)

    failing = [
        f for f in check(NATIONAL, figures(found.cells)) if f.status != "holds" and f.kind != "carry-over"
    ]
    assert failing or figures(found.cells) == TRUTH


@given(chances)
@patient
def test_any_grid_of_labels_and_figures_is_survived(chance):
    words = [
        "指标名称",
        "计量单位",
        "2016年度",
        "历年累计",
        "行政复议数",
        "结果维持",
        "总计",
        "条",
        "1",
        "",
        "甲",
    ]
    spots, taken = [], set()
    for row in range(1, 8):
        for column in range(1, 7):
            places = {(row, column)}
            tall, wide = chance.choice([1, 1, 1, 2, 3]), chance.choice([1, 1, 1, 2])
            wanted = {(row + i, column + j) for i in range(tall) for j in range(wide)}
            if places & taken:
                continue
            if wanted & taken:
                tall = wide = 1
            taken |= {(row + i, column + j) for i in range(tall) for j in range(wide)}
            if chance.random() < 0.9:
                spots.append(Spot(row, column, chance.choice(words), tall, wide))
    drawing = replace(drawn(NATIONAL, TRUTH)[0], spots=tuple(spots))

    found_in([PROSE, drawing, drawing], year=2016)


def test_a_grid_made_to_be_slow_costs_a_bounded_number_of_comparisons():
    spent = 0

    def similarity(left, right):
        nonlocal spent
        spent += 1
        return 0.0

    head = [Spot(1, n, text) for n, text in enumerate(("指标名称", "计量单位", "2016年度", "历年累计"), 1)]
    rows = [
        Spot(row, column, text)
        for row in range(2, 2_000)
        for column, text in enumerate((f"受理政府信息公开申请总{'甲乙丙丁'[row % 4]}", "条", "1", "2"), 1)
    ]
    drawing = replace(drawn(NATIONAL, TRUTH)[0], spots=(*head, *rows))
    locate(document([drawing]), FORMS, similarity=similarity, year=2016)

    assert 0 < spent <= SIMILARITY_CALLS


def test_headers_are_sought_within_a_bounded_number_of_columns():
    guesser = Guesser(lambda left, right: 0.0)

    assert guesser.may_look_through(HEADER_COLUMNS)
    assert not guesser.may_look_through(1)
    assert guesser.looked_through == HEADER_COLUMNS


def test_a_grid_of_nothing_but_headers_is_unread_and_done_in_time():
    heads = ("自然人", "商业企业", "科研机构", "总计", "其他", "结果维持")
    spots = [Spot(row, column, text) for row in range(1, 3_001) for column, text in enumerate(heads, 1)]
    started = process_time()
    found = found_in([PROSE, replace(drawn(NATIONAL, TRUTH)[0], spots=tuple(spots))], year=2016)

    assert process_time() - started < 30
    assert (found.cells, len(found.unread) > 2_000) == ((), True)


def test_a_hundred_tables_in_one_document_are_each_looked_at():
    found = found_in(between(drawn(NATIONAL, TRUTH) * 34), year=2024)

    assert {item.reason for item in found.unread} == {"row-twice"}
