"""Drafts below the public door: found by their key alone, sent once, lost with their key without an error."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django.fixtures import Settings

from reports.models import Application, ApplicationDraft
from reports.models.encrypted import keyed_indexes
from reports.services import applicationdrafts
from reports.services.applicationdrafts import Slot
from reports.services.applications import Asked
from tests.factories import make_agency

ASKED = Asked("application", "online", "natural_person", "2023年的预算", way="online")
WHO = {"name": "林晓月", "telephone": "13800138000"}


def make_slot(**fields) -> Slot:
    return Slot(**{"key": "k" * 43, "agency": make_agency(), "kind": "application", **fields})


def send(slot: Slot, draft: ApplicationDraft) -> applicationdrafts.Sent | None:
    return applicationdrafts.send(slot, draft, asked=ASKED, person=WHO)


@pytest.mark.django_db
def test_a_draft_is_found_by_its_three_parts_and_by_no_two_of_them() -> None:
    slot = make_slot()
    draft = applicationdrafts.save(slot, {"name": "林晓月"})
    assert applicationdrafts.find(slot) == draft
    assert applicationdrafts.find(Slot("x" * 43, slot.agency, slot.kind)) is None
    assert applicationdrafts.find(Slot(slot.key, make_agency("另一局"), slot.kind)) is None
    assert applicationdrafts.find(Slot(slot.key, slot.agency, "complaint")) is None
    assert applicationdrafts.find(Slot("", slot.agency, slot.kind)) is None


@pytest.mark.django_db
def test_saving_again_changes_the_one_draft_and_keeps_it_longer(monkeypatch) -> None:
    slot = make_slot()
    first = applicationdrafts.save(slot, {"name": "林"})
    later = timezone.now() + timedelta(days=3)
    monkeypatch.setattr(timezone, "now", lambda: later)
    second = applicationdrafts.save(slot, {"name": "林晓月"})
    assert (second.pk, second.expires_at) == (first.pk, later + timedelta(days=14))
    assert applicationdrafts.answers(second) == {"name": "林晓月"}


@pytest.mark.django_db
def test_an_expired_draft_gives_way_to_a_new_one(monkeypatch) -> None:
    slot = make_slot()
    applicationdrafts.save(slot, {"name": "林"})
    later = timezone.now() + timedelta(days=15)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert applicationdrafts.find(slot) is None
    applicationdrafts.save(slot, {"name": "新"})
    assert ApplicationDraft.objects.count() == 1


@pytest.mark.django_db
def test_a_changed_key_still_finds_it_and_a_lost_one_only_loses_it(settings: Settings) -> None:
    slot = make_slot()
    applicationdrafts.save(slot, {"name": "林晓月"})
    old = settings.PERSONAL_KEYS
    settings.PERSONAL_KEYS = ["n" * 50, *old]
    assert applicationdrafts.find(slot) is not None
    index = keyed_indexes(slot.text, "application draft")[0]
    ApplicationDraft.objects.update(key_index=index)
    settings.PERSONAL_KEYS = ["n" * 50]
    assert applicationdrafts.find(slot) is None
    assert applicationdrafts.save(slot, {"name": "再来"})
    assert ApplicationDraft.objects.count() == 1


@pytest.mark.django_db
def test_a_draft_sent_twice_is_one_case_with_one_code() -> None:
    slot = make_slot()
    draft = applicationdrafts.save(slot, {"stamp": "s"})
    first, second = send(slot, draft), send(slot, draft)
    assert first == second and Application.objects.count() == 1


@pytest.mark.django_db
def test_a_draft_thrown_away_meanwhile_is_not_sent() -> None:
    slot = make_slot()
    draft = applicationdrafts.save(slot, {})
    applicationdrafts.throw_away(ApplicationDraft.objects.get())
    assert send(slot, draft) is None
    assert not Application.objects.exists()


@pytest.mark.django_db
def test_what_fails_half_way_leaves_the_draft_and_no_case(monkeypatch) -> None:
    slot = make_slot()
    draft = applicationdrafts.save(slot, {})

    def fail(*_args: object) -> None:
        raise OSError

    monkeypatch.setattr(applicationdrafts.notices, "queue", fail)
    with pytest.raises(OSError):
        send(slot, draft)
    assert applicationdrafts.find(slot) == draft
    assert not Application.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite has one writer at a time")
def test_two_clicks_at_once_are_one_case() -> None:
    slot = make_slot()
    draft = applicationdrafts.save(slot, {"stamp": "s"})
    start, codes = threading.Barrier(2), []

    def click() -> None:
        start.wait()
        found = send(slot, draft)
        codes.append(found.query_code if found else "")
        connection.close()

    threads = [threading.Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Application.objects.count() == 1
    assert len(set(codes)) == 1 and codes[0]
