"""The catalogue's part of the desks: each role is told what waits for it, and nothing of other agencies."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from reports.models import Account, Agency, Document
from reports.queries import categories, desks
from reports.queries.deskitems import Pile
from reports.services import documents, documentscheduling, pagefaults
from tests.admin.pages import signed_in, text
from tests.factories import (
    SHANGHAI,
    make_account,
    make_agency,
    make_category,
    make_document,
    make_publisher,
    make_reviewer,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 6, 3, 12, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def police() -> Agency:
    return make_agency("示例市公安局", slug="police")


def piles(name: str, *roles: str, agency: Agency | None = None) -> dict[str, Pile]:
    account = Account.objects.get(pk=make_account(name, *roles, agency=agency).pk)
    return {one.key: one for desk in desks.of(account, now=NOW) for one in desk.piles}


def titles(name: str, key: str, *roles: str, agency: Agency | None = None) -> list[str]:
    found = piles(name, *roles, agency=agency)
    return [item.text for item in found[key].items] if key in found else []


def test_a_writer_finds_what_came_back_and_no_longer_once_it_is_sent_again(police: Agency) -> None:
    document = make_document(agency=police, title="退回的", state="in_review")
    documents.send_back(document=document, reason="缺附件", by=make_reviewer())
    found = piles("wang", "editor", agency=police)["documents-sent-back"]
    assert [(item.text, item.reason) for item in found.items] == [("退回的", "缺附件")]
    documents.submit(document=document, by=make_account("chen", "editor"))
    assert "documents-sent-back" not in piles("wang", "editor", agency=police)


def test_a_document_is_late_after_its_last_day_not_on_it(police: Agency) -> None:
    late = make_document(agency=police, title="逾期的")
    today = make_document(agency=police, title="当天的")
    Document.objects.filter(pk=late.pk).update(due_on=date(2024, 6, 2))
    Document.objects.filter(pk=today.pk).update(due_on=date(2024, 6, 3))
    assert titles("wang", "documents-late", "editor", agency=police) == ["逾期的"]
    assert piles("wang", "editor", agency=police)["documents-late"].items[0].is_late


def test_reviewers_and_publishers_find_what_waits_for_them(police: Agency) -> None:
    make_document(agency=police, title="待审的", state="in_review")
    make_document(agency=police, title="待公开的", state="approved")
    timed = make_document(agency=police, title="定时的", state="approved")
    documentscheduling.schedule(
        document=timed, at=datetime(2024, 6, 4, 9, tzinfo=SHANGHAI), by=make_publisher()
    )
    assert titles("sun", "documents-to-review", "reviewer", agency=police) == ["待审的"]
    assert titles("zhou", "documents-to-publish", "publisher", agency=police) == ["待公开的"]
    assert titles("zhou", "documents-scheduled", "publisher", agency=police) == ["定时的"]


def test_what_stays_closed_comes_back_to_the_reviewer_on_its_day(police: Agency) -> None:
    for title, day in (("到期的", date(2024, 6, 3)), ("未到期的", date(2024, 6, 4))):
        make_document(
            agency=police, title=title, openness="closed", ground="internal", reevaluate_on=day, made_on=None
        )
    assert titles("sun", "documents-reconsider", "reviewer", agency=police) == ["到期的"]


def test_writers_are_told_which_columns_the_law_asks_for_and_they_lack(police: Agency) -> None:
    make_category()
    before = piles("wang", "editor", agency=police)["columns-lacking"]
    assert before.count == len(categories.lacking(categories.of(police, on=NOW.date())))
    make_document(agency=police, state="published", category=make_category("guide"))
    after = piles("wang", "editor", agency=police)["columns-lacking"]
    assert after.count == before.count - 1
    Agency.objects.filter(pk=police.pk).update(valid_until=date(2024, 6, 2))
    assert "columns-lacking" not in piles("wang", "editor", agency=police)


def test_lacking_columns_of_many_agencies_take_three_queries(police: Agency) -> None:
    make_category()
    agencies = [police, *(make_agency(f"示例市{n}局") for n in "甲乙丙")]
    with CaptureQueriesContext(
        connection,
    ) as found:
        rows = categories.lacking_of(agencies, on=NOW.date())
    assert len(found) == 3
    assert [(one.pk, column.category.pk) for one, column in rows] == [
        (one.pk, column.category.pk)
        for one in agencies
        for column in categories.lacking(categories.of(one, on=NOW.date()))
    ]


def test_readers_reports_reach_the_writers_of_the_page_and_are_settled_once(police: Agency) -> None:
    fault = pagefaults.report(address="/agencies/police/", text="电话不对", contact="reader@example.org")
    assert titles("wang", "page-faults", "editor", agency=police) == ["/agencies/police/"]
    other = make_agency("乙市文化局", slug="culture")
    assert titles("zheng", "page-faults", "editor", agency=other) == []
    client = signed_in("wang", "editor")
    address = reverse("admin:reports_pagefault_change", args=[fault.pk])
    page = text(client.get(address))
    assert "reader@example.org" in page and "电话不对" in page
    assert client.post(address, {"answer": " "}).status_code == 200
    fault.refresh_from_db()
    assert fault.settled_at is None
    client.post(address, {"answer": "已更正"})
    fault.refresh_from_db()
    assert (fault.answer, fault.contact, fault.settled_by.username) == ("已更正", "", "wang")
    assert titles("wang", "page-faults", "editor", agency=police) == []
    listed = reverse("admin:reports_pagefault_changelist")
    assert "/agencies/police/" in text(client.get(listed, {"settled": "yes"}))
    assert not client.get(listed, {"settled": "no"}).context["cl"].result_count
    client.post(address, {"answer": "再改"})
    fault.refresh_from_db()
    assert fault.answer == "已更正"


def test_a_hostile_report_is_shown_as_words(police: Agency) -> None:
    pagefaults.report(address="/agencies/police/", text="<script>alert(1)</script>' OR 1=1")
    client = signed_in("wang", "editor")
    for address in (reverse("admin:index"), reverse("admin:reports_pagefault_changelist")):
        assert "<script>alert" not in client.get(address).content.decode()


def test_each_line_leads_to_a_list_of_the_same_documents(police: Agency) -> None:
    document = make_document(agency=police, state="in_review")
    documents.send_back(document=document, reason="补正", by=make_reviewer())
    make_document(agency=police, title="待审的", state="in_review")
    make_document(agency=police, title="待公开的", state="approved")
    client = signed_in("wang", "editor", "reviewer", "publisher")
    for key, pile in piles("wang", "editor", "reviewer", "publisher").items():
        if key.startswith("documents-"):
            assert client.get(pile.address).context["cl"].result_count == pile.count, key
