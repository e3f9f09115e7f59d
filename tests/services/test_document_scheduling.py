"""Documents published at a time set before; what may not be published then is taken off, with why."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from reports.models import Appointment, DocumentVersion
from reports.services import documents, documentscheduling
from reports.services.revisions import Refused
from tests.factories import make_document, make_publisher

pytestmark = pytest.mark.django_db


def scheduled():
    document = make_document(state="approved")
    at = timezone.now() + timedelta(hours=2)
    documentscheduling.schedule(document=document, at=at, by=make_publisher())
    return document, at.isoformat()


def test_it_is_published_when_its_time_has_come_and_only_once():
    document, at = scheduled()
    assert documentscheduling.publish_due_document.call(document.pk, at) == "published"
    assert documentscheduling.publish_due_document.call(document.pk, at) == "not scheduled"
    assert DocumentVersion.objects.standing().get().released_by == make_publisher()


def test_a_time_gone_by_or_too_far_is_refused():
    document = make_document(state="approved")
    for at in (timezone.now() - timedelta(minutes=1), timezone.now() + timedelta(days=367)):
        with pytest.raises(Refused):
            documentscheduling.schedule(document=document, at=at, by=make_publisher())


def test_whose_publisher_lost_the_role_is_taken_off_with_why():
    document, at = scheduled()
    Appointment.objects.filter(account=make_publisher()).delete()
    assert documentscheduling.publish_due_document.call(document.pk, at) == "refused"
    document.refresh_from_db()
    assert document.scheduled_at is None and document.events.last().act == "unscheduled"


def test_a_withdrawal_or_a_sending_back_takes_it_off():
    document, at = scheduled()
    documents.send_back(document=document, reason="补充", by=make_publisher())
    assert document.scheduled_at is None
    assert documentscheduling.publish_due_document.call(document.pk, at) == "not scheduled"
