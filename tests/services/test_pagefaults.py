from __future__ import annotations

import pytest

from reports.models import Event, PageFault
from reports.queries.access import Denied
from reports.services import pagefaults
from reports.services.pagefaults import BadFault
from reports.services.revisions import Refused
from tests.factories import make_account, make_agency, make_document, make_writer

pytestmark = pytest.mark.django_db


def test_a_fault_on_a_document_goes_to_the_agency_of_that_document() -> None:
    document = make_document(state="published")
    kept = pagefaults.report(
        address=f"https://example.org/en/documents/{document.address}/v1/?page=2#top",
        text="附件打不开",
        contact="reader@example.org",
    )
    assert kept.path == f"/en/documents/{document.address}/v1/"
    assert (kept.agency, kept.text, kept.contact) == (document.agency, "附件打不开", "reader@example.org")
    assert not Event.objects.filter(subject_kind="pagefault").exists()


@pytest.mark.parametrize(
    "path", ["/agencies/police/", "/en/reports/police/2023/", "/register/police/2023/", "/apply/police/"]
)
def test_pages_of_an_agency_are_its_own(path: str) -> None:
    agency = make_agency(slug="police")
    assert pagefaults.agency_of(path) == agency


@pytest.mark.parametrize("path", ["/", "/search/", "/agencies/", "/documents/none/", "/agencies/none/"])
def test_other_pages_are_nobodys(path: str) -> None:
    assert pagefaults.agency_of(path) is None


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("text", {"text": " \u200b…"}),
        ("text", {"text": "字" * 2_001}),
        ("contact", {"contact": "1" * 121}),
        ("address", {"address": "javascript:alert(1)"}),
        ("address", {"address": "http://["}),
        ("address", {"address": "/" + "a" * 300}),
    ],
)
def test_what_cannot_be_taken_is_refused_and_its_field_named(field: str, given: dict[str, str]) -> None:
    with pytest.raises(BadFault) as refused:
        pagefaults.report(**{"address": "/search/", "text": "错字", **given})
    assert refused.value.field == field
    assert not PageFault.objects.exists()


def test_an_identity_number_is_masked_before_it_is_stored() -> None:
    kept = pagefaults.report(address="/", text="页面写着 11010519491231002X 这个号码")
    assert "11010519491231002X" not in kept.text


def test_the_same_words_are_kept_once_and_a_page_takes_no_flood() -> None:
    first = pagefaults.report(address="/a/", text="错字")
    assert pagefaults.report(address="/a/", text="错字") == first
    for number in range(pagefaults.OPEN_OF_ONE_PAGE - 1):
        pagefaults.report(address="/a/", text=f"错字{number}")
    with pytest.raises(BadFault):
        pagefaults.report(address="/a/", text="又一个错字")
    pagefaults.report(address="/b/", text="又一个错字")


def test_settling_tells_what_was_done_and_forgets_the_reader() -> None:
    agency = make_agency(slug="police")
    kept = pagefaults.report(address="/agencies/police/", text="电话不对", contact="reader@example.org")
    with pytest.raises(Refused):
        pagefaults.settle(fault=kept, answer="  ", by=make_writer(agency))
    done = pagefaults.settle(fault=kept, answer="已更正电话", by=make_writer(agency))
    assert (done.contact, done.answer, done.settled_by) == ("", "已更正电话", make_writer(agency))
    event = Event.objects.get(subject_kind="pagefault")
    assert "reader" not in f"{event.changes}{event.reason}{event.subject_name}"
    with pytest.raises(Refused):
        pagefaults.settle(fault=kept, answer="再次", by=make_writer(agency))


def test_nobody_settles_what_is_another_agencys_or_the_whole_portals() -> None:
    make_agency(slug="police")
    elsewhere = make_account("wang", "editor", agency=make_agency("乙市文化局", slug="culture"))
    for address in ("/agencies/police/", "/search/"):
        kept = pagefaults.report(address=address, text="错")
        with pytest.raises(Denied):
            pagefaults.settle(fault=kept, answer="好", by=elsewhere)
