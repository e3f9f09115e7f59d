"""An agency is renamed: what it published is renewed by and by, and nothing else waits for that."""

from __future__ import annotations

from threading import Event

import pytest

from reports.models import Agency
from reports.queries import searchengine
from reports.services import agencies, documents, indexing, renewing
from tests.factories import make_agency, make_document, make_publisher, make_writer

pytestmark = pytest.mark.django_db


class AfterSlices(Event):
    """A worker that is told to stop after so many slices."""

    def __init__(self, slices: int) -> None:
        super().__init__()
        self.left = slices

    def is_set(self) -> bool:
        self.left -= 1
        return self.left < 0


def count(text: str) -> int:
    return searchengine.engine().reader().count(searchengine.read(text))


@pytest.fixture
def above(monkeypatch: pytest.MonkeyPatch) -> Agency:
    monkeypatch.setattr(renewing, "SLICE", 2)
    above = make_agency("示例市人民政府")
    below = make_agency("示例市教育局", parent=above)
    for number in range(5):
        make_document(agency=below, title=f"关于榕树的通知之{number}", state="published")
    indexing.rebuild()
    return above


def renamed(agency: Agency, name: str) -> None:
    agency.name = name
    agencies.save(agency=agency, by=make_writer())


def test_publications_and_withdrawals_are_carried_out_before_and_between_the_slices(above: Agency) -> None:
    below = Agency.objects.get(name="示例市教育局")
    renamed(below, "示例市教育委员会")
    new = make_document(title="关于龙舟的通知", state="published")
    indexing.follow(AfterSlices(1))
    assert (count("龙舟"), count("榕树 示例市教育委员会")) == (1, 0)
    documents.withdraw(document=new, reason="文字有误。", by=make_publisher())
    indexing.follow(AfterSlices(2))
    assert (count("龙舟"), count("榕树 示例市教育委员会")) == (0, 2)
    assert searchengine.engine().reader().todo() != ""
    indexing.follow()
    assert (count("榕树 示例市教育委员会"), count("示例市教育局")) == (5, 1)  # its former name
    assert searchengine.engine().reader().todo() == ""
    assert indexing.follow() == 0


def test_a_second_renaming_waits_its_turn_and_a_third_goes_with_it(above: Agency) -> None:
    below = Agency.objects.get(name="示例市教育局")
    for name in ("示例市教育一局", "示例市教育二局", "示例市教育三局"):
        renamed(below, name)
        indexing.follow(AfterSlices(1))
    assert len(renewing.read(searchengine.engine().reader().todo())) == 2
    indexing.follow()
    assert count("榕树 示例市教育三局") == 5


def test_what_is_left_survives_a_rebuild_only_where_it_is_still_needed(above: Agency) -> None:
    renamed(Agency.objects.get(name="示例市教育局"), "示例市教育委员会")
    indexing.follow(AfterSlices(1))
    indexing.rebuild()
    assert searchengine.engine().reader().todo() == ""
    assert count("榕树 示例市教育委员会") == 5


def test_what_is_published_while_a_new_index_is_built_is_found_in_the_old_one(
    above: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reports.search.tantivy.ASIDE", 0.0)
    seen: list[int] = []
    everything = indexing.searchentries.everything

    def slowly():
        for number, entry in enumerate(everything()):
            if number == 1:
                make_document(title="关于龙舟的通知", state="published")
            yield entry
            seen.append(count("龙舟"))

    monkeypatch.setattr(indexing.searchentries, "everything", slowly)
    indexing.rebuild()
    assert seen[0] == 0
    assert seen[-1] == 1
    assert count("龙舟") == 1  # in the new one at once, without another look
    assert indexing.follow() == 0
