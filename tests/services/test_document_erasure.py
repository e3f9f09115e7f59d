"""A penalty decision taken back leaves nobody's name behind: not in rows, files, log, feed or history."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from reports.models import Document, DocumentFile, DocumentVersion, PageFault
from reports.models.road import State
from reports.services import documents
from reports.services.documents import FileEdit, NewFile
from reports.services.revisions import Refused
from tests.factories import make_category, make_document, make_publisher, make_reviewer, make_writer

pytestmark = pytest.mark.django_db

NAME = "欧阳震华"
FIELDS = {
    "party_kind": "natural_person",
    "party_name": NAME,
    "violation": "占道经营",
    "facts": f"{NAME}于3月1日占道经营。",
    "basis": "城市市容管理条例第五条",
    "penalty_types": "罚款",
    "content": f"对{NAME}罚款200元",
    "fine": "0.02",
}


def make_penalty(state: str = "published") -> Document:
    return make_document(
        kind="penalty",
        category=make_category("penalties"),
        title=f"对{NAME}的行政处罚决定书",
        document_number="示公罚决字〔2024〕12号",
        body=f"<p>当事人{NAME}，占道经营。</p>",
        fields=FIELDS,
        files=FileEdit(added=[NewFile("决定书".encode(), f"{NAME}.txt", f"{NAME}决定书")]),
        state=state,
    )


def everything_stored() -> str:
    """Every value of every row of the portal's own tables."""
    found = []
    for model in apps.get_app_config("reports").get_models():
        for row in model._default_manager.values_list():
            found.append(repr(row))
    return "\n".join(found)


def test_the_public_version_never_held_the_name():
    document = make_penalty()
    version = DocumentVersion.objects.standing().get()
    told = f"{version.title}{version.body}{version.body_text}{version.fields}{version.summary}"
    assert NAME not in told and "欧阳某" in told
    assert NAME in document.title


def test_after_the_withdrawal_the_name_stands_nowhere(django_capture_on_commit_callbacks):
    document = make_penalty()
    stored = document.files.get().file.name
    assert default_storage.exists(stored) and NAME in everything_stored()
    documents.begin_change(document=document, by=make_writer(), change_note="更正事实。")
    documents.revise(document=document, by=make_writer(), fields={"summary": f"{NAME}一案"})
    with django_capture_on_commit_callbacks(execute=True):
        documents.withdraw(document=document, reason="原处罚决定已被依法撤销", by=make_publisher())
    assert NAME not in everything_stored()
    assert not default_storage.exists(stored)
    assert (document.state, document.title, document.body, document.fields) == (State.WITHDRAWN, "", "", {})
    assert document.index_number and document.withdrawal_reason == "原处罚决定已被依法撤销"
    assert DocumentVersion.objects.get().digest == ""


def test_what_readers_wrote_about_its_page_goes_with_it():
    document = make_penalty()
    for path in (f"/documents/{document.address}/", f"/en/documents/{document.address}/v1/", "/documents/"):
        PageFault.objects.create(path=path, text=f"{NAME}写错了", contact="010-0000", answer=f"{NAME}已改")
    documents.withdraw(document=document, reason="原处罚决定已被依法撤销", by=make_publisher())
    kept = PageFault.objects.order_by("pk").values_list("text", "contact", "answer")
    assert list(kept) == [("…", "", "")] * 2 + [(f"{NAME}写错了", "010-0000", f"{NAME}已改")]


def test_a_reason_that_names_the_person_is_refused_and_nothing_is_erased():
    document = make_penalty()
    with pytest.raises(Refused):
        documents.withdraw(document=document, reason=f"{NAME}已缴清", by=make_publisher())
    document.refresh_from_db()
    assert document.state == State.PUBLISHED and document.title


def test_what_was_erased_is_not_written_anew():
    document = make_penalty()
    documents.withdraw(document=document, reason="已撤销", by=make_publisher())
    with pytest.raises(Refused):
        documents.begin_change(document=document, by=make_writer())


def test_the_reason_for_sending_back_names_nobody_either():
    document = make_penalty("in_review")
    with pytest.raises(Refused):
        documents.send_back(document=document, reason=f"{NAME}的名字有误", by=make_reviewer())
    documents.send_back(document=document, reason="当事人名称有误", by=make_reviewer())


def test_a_change_given_up_brings_back_the_names_that_staff_see():
    document = make_penalty()
    documents.begin_change(document=document, by=make_writer(), change_note="更正。")
    documents.revise(document=document, by=make_writer(), fields={"title": "乱写"})
    documents.discard(document=document, by=make_writer())
    assert document.title == f"对{NAME}的行政处罚决定书"
    assert document.fields["party_name"] == NAME


def test_a_published_version_is_frozen_by_the_database_itself():
    make_document(state="published")
    for change in ({"title": "改"}, {"body": "改"}, {"digest": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            DocumentVersion.objects.update(**change)
    DocumentVersion.objects.update(is_standing=False)


def test_files_of_a_draft_that_is_deleted_go_with_it(django_capture_on_commit_callbacks):
    document = make_penalty("draft")
    stored = document.files.get().file.name
    with django_capture_on_commit_callbacks(execute=True):
        documents.discard(document=document, by=make_writer())
    assert not default_storage.exists(stored)
    assert not DocumentFile.objects.exists()
