"""The database stores the codes that the files of facts define."""

from reports.domain.catalogue import categories, kinds, openness
from reports.domain.catalogue.validity import State
from reports.models.agency import AgencyKind, Level
from reports.models.document import Document
from reports.models.documentcontent import Openness, Validity
from tests.domain.catalogue.data import text


def test_ways_of_being_open_are_the_same():
    assert {way.code for way in openness.load(text("openness")).ways} == set(Openness.values)


def test_states_that_a_source_may_tell_are_states():
    assert set(Validity.values) == set(State) - {State.NOT_YET}


def test_columns_are_asked_of_agencies_that_there_can_be():
    for category in categories.load(text("categories")).all:
        assert set(category.agency_kinds) <= set(AgencyKind.values), category.code
        assert set(category.levels) <= set(Level.values), category.code


def test_kinds_name_common_fields_that_documents_have():
    having = {field.name for field in Document._meta.get_fields()}
    for kind in kinds.load(text("kinds")).values():
        assert {one.code for one in kind.common} <= having, kind.code
