"""Taking over another portal's documents: entered, changed, withdrawn, and nothing of our own touched."""

from __future__ import annotations

import json
from datetime import date

import pytest

from reports.models import Agency, Document, DocumentVersion, FeedSource
from reports.services import agencies as agencies_services
from reports.services import documents, exchange
from reports.services.exchange import Pulled
from reports.services.exchangeagencies import Places
from reports.services.fetching import Peer
from tests.api.otherportal import AGENCY, OtherPortal, content
from tests.factories import make_agency, make_category, make_document, make_publisher, make_writer

pytestmark = pytest.mark.django_db


@pytest.fixture
def other():
    make_category()
    with OtherPortal() as portal:
        yield portal


@pytest.fixture
def under() -> Agency:
    return make_agency("示例市人民政府", slug="shili", kind="government")


def pull(other: OtherPortal, under: Agency | None = None, skip: int = 0, **named: Agency) -> Pulled:
    return exchange.pull(Peer(other.address), Places(under, named), skip=skip)


def standing() -> list[DocumentVersion]:
    return list(DocumentVersion.objects.standing().order_by("index_number"))


def test_a_document_is_entered_with_its_agency_files_and_dates(other, under):
    file = other.file("树种名录".encode(), "附表.txt")
    other.publish(content(files=[file], keywords="绿化,学校", document_number="示教〔2024〕2号"))
    done = pull(other, under)
    assert (done.fault, done.counts, done.at) == ("", {"taken": 1}, 1)
    [version] = standing()
    assert (version.title, version.body) == ("关于校园绿化的通知", "<p>各学校要种树。</p>")
    assert (version.made_on, version.published_at.isoformat()) == (
        date(2024, 3, 1),
        "2024-03-02T01:00:00+00:00",
    )
    assert (version.agency.name, version.agency.parent, version.agency.slug) == (
        "示例县教育局",
        under,
        "jiaoyu",
    )
    assert version.document.origin == f"{other.address}/documents/a/"
    assert version.category.code == "regulations"
    [kept] = version.files.all()
    with kept.file.open("rb") as bytes_here:
        assert (kept.name, bytes_here.read().decode()) == ("附表.txt", "树种名录")
    source = FeedSource.objects.get()
    assert (source.last_sequence, source.fault) == (1, "")
    assert source.taken_at is not None


def test_what_is_taken_already_is_not_asked_for_again(other, under):
    other.publish(content())
    pull(other, under)
    other.asked.clear()
    assert pull(other, under).counts == {}
    assert other.asked == ["/api/v1/changes?since=1&limit=200"]
    assert DocumentVersion.objects.count() == 1


def test_a_change_becomes_the_next_version_and_only_new_files_are_fetched(other, under):
    first, second = other.file(b"eins", "a.txt"), other.file(b"zwei", "b.txt")
    other.publish(content(files=[first]))
    pull(other, under)
    other.asked.clear()
    other.publish(content(title="新标题", files=[second, first]), action="changed")
    assert pull(other, under).counts == {"taken": 1}
    [version] = standing()
    assert (version.number, version.title, version.change_note) == (2, "新标题", "改正了一处。")
    assert [row.file.name for row in version.file_rows.all()] == ["b.txt", "a.txt"]
    assert [path for path in other.asked if path.startswith("/files/")] == [f"/files/{second['sha256']}/"]


def test_a_withdrawal_is_carried_out_with_its_reason_and_a_new_publication_too(other, under):
    other.publish(content())
    pull(other, under)
    other.withdraw()
    assert pull(other, under).counts == {"withdrawn": 1}
    document = Document.objects.get()
    assert (standing(), document.state, document.withdrawal_reason) == ([], "withdrawn", "文字有误。")
    other.publish(content(title="重新发布"))
    assert pull(other, under).counts == {"taken": 1}
    assert [one.title for one in standing()] == ["重新发布"]


def test_what_came_and_went_before_we_asked_never_stands_here(other, under):
    other.publish(content())
    other.withdraw()
    assert pull(other, under).counts == {"gone": 2}
    assert Document.objects.count() == 0


def test_a_picture_in_the_text_is_shown_from_here(other, under):
    png = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8ffff3f00"
        "05fe02fea72d994b0000000049454e44ae426082"
    )
    picture = other.file(png, "tu.png", is_inline=True)
    body = f'<p>图：<img src="files/{picture["sha256"]}" alt="校门"></p>'
    other.publish(content(files=[picture], body=body))
    done = pull(other, under)
    assert done.fault == ""
    [version] = standing()
    assert f"/documents/{version.address}/files/{version.files.get().pk}/" in version.body


def test_a_penalty_withdrawn_over_there_leaves_no_word_here(other, under):
    fields = {
        "party_kind": "natural_person",
        "party_name": "张某",
        "violation": "占道经营",
        "facts": "张某占道经营。",
        "basis": "城市市容管理条例第五条",
        "penalty_types": "other",
        "content": "对张某罚款200元",
    }
    said = content(
        kind="penalty",
        title="对张某的行政处罚决定书",
        document_number="示公罚决字〔2024〕12号",
        fields=fields,
        body="<p>当事人张某。</p>",
    )
    other.publish(said, columns=["statutory", "penalties"])
    assert pull(other, under).fault == ""
    other.withdraw(reason="张某的处罚决定已撤销。")
    assert pull(other, under).counts == {"withdrawn": 1}
    document = Document.objects.get()
    assert document.erased_at is not None and "张" not in document.withdrawal_reason
    assert list(DocumentVersion.objects.values_list("title", "body", "digest")) == [("", "", "")]


def test_links_lead_to_the_copies_here(other, under):
    other.publish(content())
    link = {"relation": "interprets", "to": "014416330/2024-00101"}
    other.publish(content("014416330/2024-00102", title="解读", links=[link]), "/documents/b/")
    assert pull(other, under).fault == ""
    interpretation = standing()[1]
    assert [row.target.index_number for row in interpretation.link_rows.all()] == ["014416330/2024-00101"]


def test_reports_are_passed_over(other, under):
    other.change(kind="report", address="/reports/jiaoyu/2023/")
    assert pull(other, under).counts == {"passed": 1}


class TestAgencies:
    def test_without_a_parent_or_a_map_none_is_entered(self, other):
        other.publish(content())
        done = pull(other)
        assert "--under" in done.fault and "示例县教育局" in done.fault
        assert (Agency.objects.count(), FeedSource.objects.get().last_sequence) == (0, 0)
        assert FeedSource.objects.get().fault == done.fault

    def test_one_of_our_own_with_that_name_is_left_alone(self, other, under):
        ours = make_agency("示例县教育局", slug="own", telephone="1234567")
        other.publish(content())
        assert "--agency-map" in pull(other, under).fault
        assert (Agency.objects.count(), Document.objects.count()) == (2, 0)
        assert pull(other, under, jiaoyu=ours).counts == {"taken": 1}
        ours.refresh_from_db()
        assert (ours.telephone, ours.documents.count()) == ("1234567", 1)

    def test_one_that_was_entered_follows_its_facts_until_somebody_here_changes_it(self, other, under):
        other.publish(content())
        pull(other, under)
        facts = {**AGENCY["facts"], "telephone": "0591-1"}
        record = {"layout": 1, "agency": {"id": 7, "facts": facts}}
        other.answers["/api/v1/agencies/jiaoyu/"] = (200, {}, json.dumps(record).encode())
        other.change("changed", "/agencies/jiaoyu/", kind="agency")
        assert pull(other, under).counts == {"taken": 1}
        agency = Agency.objects.get(slug="jiaoyu")
        assert agency.telephone == "0591-1"
        agency.telephone = "0591-2"
        agencies_services.save(agency=agency, by=make_writer())
        other.change("changed", "/agencies/jiaoyu/", kind="agency")
        pull(other, under)
        agency.refresh_from_db()
        assert agency.telephone == "0591-2"

    def test_another_portal_cannot_write_into_it(self, other, under):
        other.publish(content())
        pull(other, under)
        with OtherPortal() as third:
            third.publish(content("014416330/2024-00777"))
            assert "示例县教育局" in pull(third, under).fault
        assert Document.objects.count() == 1


class TestOurOwn:
    def test_a_tombstone_of_a_document_of_ours_does_nothing(self, other, under):
        ours = make_document(state="published")
        other.withdraw(f"/documents/{ours.address}/")
        assert pull(other, under).counts == {"gone": 1}
        assert [one.document for one in standing()] == [ours]

    def test_an_index_number_of_ours_is_not_taken(self, other, under):
        ours = make_document(state="published")
        other.publish(content(ours.index_number), f"/documents/{ours.address}/")
        assert ours.index_number in pull(other, under).fault
        assert [one.title for one in standing()] == ["关于加强城市绿化管理的通知"]

    def test_a_copy_withdrawn_here_stays_so(self, other, under):
        other.publish(content())
        pull(other, under)
        documents.withdraw(document=Document.objects.get(), reason="本站不再刊载。", by=make_publisher())
        other.publish(content(title="新标题"), action="changed")
        assert pull(other, under).counts == {"passed": 1}
        assert standing() == []

    def test_a_copy_under_change_here_is_waited_for_but_withdrawn_at_once(self, other, under):
        other.publish(content())
        pull(other, under)
        copy = Document.objects.get()
        documents.begin_change(document=copy, by=make_writer(), change_note="试。")
        other.publish(content(title="新标题"), action="changed")
        assert copy.index_number in pull(other, under).fault
        other.withdraw()
        done = pull(other, under)
        assert (done.at, done.counts, standing()) == (3, {"gone": 1, "withdrawn": 1}, [])


class TestStops:
    def test_a_change_that_cannot_be_taken_is_passed_over_only_by_its_number(self, other, under):
        other.publish(content(kind="nonsense"))
        other.publish(content("014416330/2024-00102"), "/documents/b/")
        assert (pull(other, under).at, len(standing())) == (0, 0)
        assert (pull(other, under, skip=2).at, len(standing())) == (0, 0)
        assert pull(other, under, skip=1).counts == {"passed": 1, "taken": 1}

    def test_a_withdrawal_behind_it_is_carried_out_all_the_same(self, other, under):
        other.publish(content())
        pull(other, under)
        other.publish(content("014416330/2024-00102", kind="nonsense"), "/documents/b/")
        other.withdraw()
        done = pull(other, under)
        assert (done.at, done.counts, standing()) == (1, {"withdrawn": 1}, [])

    def test_a_portal_set_back_from_a_backup_is_told(self, other, under):
        other.publish(content())
        pull(other, under)
        other.changes.clear()
        assert "1" in pull(other, under).fault
        assert len(standing()) == 1
