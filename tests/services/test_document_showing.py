"""Penalties that are shown for a time: withdrawn by themselves when it is over, with no name left behind."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from reports.models import ColumnCount, Document, DocumentVersion, PublicChange
from reports.queries import desks, documenthints
from reports.queries.deskitems import Pile
from reports.services import documents, documentversions, documentwithdrawal
from reports.services.revisions import Refused
from tests.factories import (
    SHANGHAI,
    make_account,
    make_agency,
    make_category,
    make_document,
    make_publisher,
    make_reviewer,
    make_writer,
)
from tests.services.test_document_erasure import FIELDS, NAME, everything_stored

pytestmark = pytest.mark.django_db
MADE = datetime(2024, 3, 4, 9, tzinfo=SHANGHAI)
LAST = date(2024, 6, 30)
LAST_MINUTE = datetime(2024, 6, 30, 23, 59, tzinfo=SHANGHAI)
MIDNIGHT = datetime(2024, 7, 1, 0, 0, tzinfo=SHANGHAI)
REASON = "依法公示的期限已满。"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """What time it is: the last entry."""
    times = [MADE]
    monkeypatch.setattr(timezone, "now", lambda: times[-1])
    return times


def make_penalty(shown_until: str = "2024-06-30", *, state: str = "published", **given: object) -> Document:
    given.setdefault("document_number", "示公罚决字〔2024〕12号")
    given.setdefault("fields", FIELDS | ({"shown_until": shown_until} if shown_until else {}))
    return make_document(
        kind="penalty",
        category=make_category("penalties"),
        title=f"对{NAME}的行政处罚决定书",
        body=f"<p>当事人{NAME}，占道经营。</p>",
        state=state,
        **given,
    )


def test_it_stays_to_the_last_minute_of_its_day_and_goes_with_the_next(
    clock: list[datetime], client: Client
) -> None:
    document = make_penalty()
    address = f"/documents/{document.address}/"
    clock.append(LAST_MINUTE)
    assert documentwithdrawal.withdraw_ended.call() == 0
    assert client.get(address).status_code == 200
    clock.append(MIDNIGHT)
    assert documentwithdrawal.withdraw_ended.call() == 1
    answer = client.get(address)
    assert answer.status_code == 410 and REASON in answer.content.decode()
    assert NAME not in everything_stored() and "欧阳某" not in answer.content.decode()
    assert documentwithdrawal.withdraw_ended.call() == 0


def test_the_log_names_the_system_and_the_feed_tells_that_it_went(clock: list[datetime]) -> None:
    document = make_penalty()
    clock.append(MIDNIGHT)
    documentwithdrawal.withdraw_ended.call()
    document.refresh_from_db()
    event = document.events.last()
    assert (event.act, event.by.username, event.reason) == ("withdrawn", "worker", REASON)
    assert (document.state, document.title, document.withdrawn_by.username) == ("withdrawn", "", "worker")
    last = PublicChange.objects.order_by("-sequence").first()
    assert (last.action, last.subject_id, last.digest) == ("withdrawn", document.pk, "")
    assert not ColumnCount.objects.filled().exists()


def test_what_bears_no_last_day_stays(clock: list[datetime]) -> None:
    make_penalty("")
    clock.append(datetime(2034, 1, 1, tzinfo=SHANGHAI))
    assert documentwithdrawal.withdraw_ended.call() == 0


def test_a_longer_time_counts_once_it_is_published(clock: list[datetime]) -> None:
    document = make_penalty()
    documents.begin_change(document=document, by=make_writer(), change_note="延长公示。")
    longer = FIELDS | {"shown_until": "2024-12-31"}
    documents.revise(document=document, by=make_writer(), fields={"fields": longer})
    documents.submit(document=document, by=make_writer())
    documents.approve(
        document=document, by=make_reviewer(), is_secrecy_reviewed=True, is_privacy_looked_over=True
    )
    documents.publish(document=document, by=make_publisher())
    clock.append(MIDNIGHT)
    assert documentwithdrawal.withdraw_ended.call() == 0
    clock.append(datetime(2025, 1, 1, tzinfo=SHANGHAI))
    assert documentwithdrawal.withdraw_ended.call() == 1


def test_what_ends_today_is_queued_for_midnight(clock: list[datetime]) -> None:
    make_penalty()
    assert not documentwithdrawal.plan(now=LAST_MINUTE - timedelta(days=1))
    assert documentwithdrawal.plan(now=datetime(2024, 6, 30, 2, 30, tzinfo=SHANGHAI))
    assert DBTaskResult.objects.get().run_after == MIDNIGHT


def test_what_is_published_on_its_last_day_goes_at_midnight(clock: list[datetime]) -> None:
    draft = make_penalty(state="approved")
    clock.append(datetime(2024, 6, 30, 15, tzinfo=SHANGHAI))
    documents.publish(document=draft, by=make_publisher())
    assert DBTaskResult.objects.get().run_after == MIDNIGHT


def test_one_that_cannot_be_withdrawn_keeps_no_other_waiting(
    clock: list[datetime], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken, sound = make_penalty(), make_penalty(document_number="示公罚决字〔2024〕13号")
    erase = documentversions.erase

    def breaking(row: Document, *, at: datetime) -> None:
        if row.pk == broken.pk:
            raise OSError
        erase(row, at=at)

    monkeypatch.setattr(documentversions, "erase", breaking)
    clock.append(MIDNIGHT)
    assert documentwithdrawal.withdraw_ended.call() == 1
    broken.refresh_from_db()
    sound.refresh_from_db()
    assert (broken.state, sound.state) == ("published", "withdrawn") and str(broken.pk) in caplog.text


def test_nobody_publishes_what_could_be_shown_no_more(clock: list[datetime]) -> None:
    document = make_penalty(state="approved")
    clock.append(MIDNIGHT)
    with pytest.raises(Refused, match="公示截止期"):
        documents.publish(document=document, by=make_publisher())
    clock.append(LAST_MINUTE)
    documents.publish(document=document, by=make_publisher())
    assert DocumentVersion.objects.get().shown_until == LAST


def piles(now: datetime) -> dict[str, Pile]:
    account = make_account("wang", "editor", agency=make_agency())
    return {one.key: one for desk in desks.of(account, now=now) for one in desk.piles}


def test_writers_are_told_thirty_days_before_and_after(clock: list[datetime]) -> None:
    document = make_penalty()
    assert "documents-ending" not in piles(datetime(2024, 5, 30, 12, tzinfo=SHANGHAI))
    found = piles(datetime(2024, 5, 31, 12, tzinfo=SHANGHAI))["documents-ending"]
    assert [item.note for item in found.items] == ["公示至 2024-06-30"]
    clock.append(MIDNIGHT)
    documentwithdrawal.withdraw_ended.call()
    found = piles(datetime(2024, 7, 31, 12, tzinfo=SHANGHAI))
    assert [item.text for item in found["documents-ended"].items] == [document.index_number]
    assert "documents-ending" not in found
    assert "documents-ended" not in piles(datetime(2024, 8, 1, 12, tzinfo=SHANGHAI))


def test_whoever_enters_no_last_day_is_told_and_who_enters_one_is_not() -> None:
    assert any("公示截止期" in str(one) for one in make_penalty("", state="draft").text_warnings)
    assert not make_penalty(state="draft").text_warnings


def test_a_penalty_of_a_minor_is_warned_of_and_has_to_be_looked_at() -> None:
    young = make_penalty("", state="in_review", fields=FIELDS | {"facts": "当事人17岁，占道经营。"})
    assert [hint.masked for hint in documenthints.of(young) if "未成年" in hint.kind] == ["17岁"]
    with pytest.raises(Refused):
        documents.approve(document=young, by=make_reviewer(), is_secrecy_reviewed=True)
    grown = make_penalty("", state="draft", fields=FIELDS | {"facts": "当事人18岁，占道经营。"})
    assert not [hint for hint in documenthints.of(grown) if "未成年" in hint.kind]
    plain = make_document(title="关于17岁学生体检的通知")
    assert not [hint for hint in documenthints.of(plain) if "未成年" in hint.kind]
