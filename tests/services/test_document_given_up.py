"""A change of what is public, given up after every detour it can take: everything is as it was."""

from __future__ import annotations

import pytest

from reports.models import Document, DocumentVersion
from reports.models.road import State
from reports.services import documents
from reports.services.revisions import Refused
from tests.factories import make_document, make_publisher, make_reviewer, make_writer

pytestmark = pytest.mark.django_db


def changed() -> Document:
    document = make_document(state="published")
    documents.begin_change(document=document, by=make_writer(), change_note="更正第二条。")
    return document


def test_after_it_came_back_from_review() -> None:
    document = changed()
    documents.submit(document=document, by=make_writer())
    documents.send_back(document=document, reason="不必更正。", by=make_reviewer())
    documents.discard(document=document, by=make_writer())
    assert (document.state, document.secrecy_verdict) == (State.PUBLISHED, "clear")
    assert document.secrecy_by == make_reviewer() and document.submitted_at is None


def test_after_it_was_closed_in_the_draft() -> None:
    document = changed()
    fields = {"openness": "closed", "ground": "state_secret", "ground_note": "待定"}
    try:
        documents.revise(document=document, by=make_writer(), fields=fields)
    except documents.BadDocument as refused:
        pytest.fail(str(refused))
    documents.discard(document=document, by=make_writer())
    assert (document.state, document.openness, document.ground) == (State.PUBLISHED, "open", "")
    assert DocumentVersion.objects.standing().get().document == document


def test_a_withdrawal_in_the_middle_of_a_review_can_be_followed_by_a_new_version() -> None:
    document = changed()
    documents.submit(document=document, by=make_writer())
    documents.withdraw(document=document, reason="文字有误。", by=make_publisher())
    documents.begin_change(document=document, by=make_writer())
    documents.discard(document=document, by=make_writer())
    assert document.state == State.WITHDRAWN


def test_a_draft_that_a_published_version_refers_to_is_kept_and_why_is_said():
    draft = make_document(title="草案")
    linked = make_document(title="解读", links=[("interprets", draft)], state="published")
    replaced = make_document(title="旧办法", replaced_by=draft, state="published")
    for document in (linked, replaced):
        documents.begin_change(document=document, by=make_writer(), change_note="不再提及")
        cleared = {"replaced_by": None}
        documents.revise(document=document, by=make_writer(), fields=cleared, links=[])
    with pytest.raises(Refused):
        documents.discard(document=draft, by=make_writer())
    assert Document.objects.filter(pk=draft.pk).exists()


def test_a_draft_that_another_names_as_its_successor_is_kept():
    draft = make_document(title="草案")
    make_document(title="旧办法", replaced_by=draft)
    with pytest.raises(Refused):
        documents.discard(document=draft, by=make_writer())
