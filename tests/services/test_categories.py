"""Columns: the national ones from the data file, an agency's own below them, never lost while in use."""

from __future__ import annotations

import pytest

from reports.models import Category
from reports.queries import cataloguedata
from reports.queries import categories as columns
from reports.services import categories
from reports.services.categories import BadCategory
from reports.services.revisions import NotAllowed, Refused
from tests.factories import make_agency, make_category, make_document, make_publisher, make_writer

pytestmark = pytest.mark.django_db


def own(code: str = "own", parent: Category | None = None, **more: object) -> Category:
    row = Category(agency=make_agency(), parent=parent or make_category(), code=code, name="自设", **more)
    return categories.save(category=row, by=make_publisher())


def test_the_national_columns_come_once_and_what_the_file_drops_is_switched_off():
    assert categories.take_in_national() == len(cataloguedata.categories().all)
    assert categories.take_in_national() == 0
    Category.objects.create(code="gone", name="旧栏目")
    assert categories.take_in_national() == 1
    assert not Category.objects.get(code="gone").is_active


def test_a_column_that_is_used_is_never_deleted():
    row = own()
    make_document(category=row)
    with pytest.raises(Refused):
        categories.delete(category=row, by=make_publisher())
    row.code = "other"
    with pytest.raises(BadCategory):
        categories.save(category=row, by=make_publisher())
    empty = own("empty")
    categories.delete(category=empty, by=make_publisher())
    assert not Category.objects.filter(code="empty").exists()


def test_columns_make_no_loop_and_stand_under_nobody_elses():
    row = own()
    below = own("below", parent=row)
    row.parent = below
    with pytest.raises(BadCategory):
        categories.save(category=row, by=make_publisher())
    other = Category(agency=make_agency("乙局"), parent=below, code="x", name="x")
    with pytest.raises(BadCategory):
        categories.save(category=other, by=make_publisher())


def test_national_columns_are_nobodys_to_change_and_own_ones_not_the_editors():
    with pytest.raises(Refused):
        categories.delete(category=make_category(), by=make_publisher())
    with pytest.raises(BadCategory):
        categories.save(category=make_category(), by=make_publisher())
    with pytest.raises(NotAllowed):
        categories.save(
            category=Category(agency=make_agency(), parent=make_category(), code="x", name="x"),
            by=make_writer(),
        )


def test_a_column_counts_what_stands_below_it_and_the_public_is_spared_empty_ones(
    django_assert_num_queries,
):
    document = make_document(state="published", category=own())
    day, agency = document.released_at.date(), document.agency
    with django_assert_num_queries(4):
        found = columns.of(agency, on=day)
    by_code = {one.category.code: one for one in found}
    assert (by_code["own"].count, by_code["regulations"].count, by_code["statutory"].count) == (1, 1, 1)
    assert by_code["guide"].is_missing and not by_code["regulations"].is_missing
    assert "guide" not in {one.category.code for one in columns.public(found)}
    assert [one.depth for one in found if one.category.code == "own"] == [2]
