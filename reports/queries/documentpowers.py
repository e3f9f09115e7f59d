"""Where a catalogue document stands, seen by one person; who wrote what is to be published next."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import Max

from reports.domain.documentroad import DocumentPlace
from reports.domain.road import Place
from reports.models import Account, Document, Event
from reports.models.event import Act
from reports.queries import powers


def writers(document: Document) -> frozenset[int]:
    """The ids of everyone who wrote any of it since it last became public, or ceased to be."""
    done = Event.objects.of("document", document.pk)
    last = done.filter(act__in=(Act.PUBLISHED, Act.WITHDRAWN)).aggregate(last=Max("sequence"))["last"]
    wrote = done.filter(act__in=powers.WRITING, by__isnull=False, sequence__gt=last or 0)
    return frozenset({*wrote.values_list("by", flat=True), document.begun_by_id})


def place(document: Document, account: Account | AnonymousUser) -> DocumentPlace:
    """Where that document stands for that person. Three queries and what `access` needs."""
    return DocumentPlace(
        Place(
            state=document.state,
            rights=powers.rights(account, document.agency_id),
            is_writer=account.pk in writers(document),
            is_approved=document.reviewed_at is not None,
            is_scheduled=document.scheduled_at is not None,
            is_one_person=document.agency.is_one_person,
        ),
        is_public=document.versions.standing().exists(),
        is_erased=document.erased_at is not None,
    )
