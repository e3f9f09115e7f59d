"""Documents in the manifest: entered signed at each publication, provable, and silent once erased."""

from __future__ import annotations

import hashlib
import json
from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.exceptions import IrreversibleError
from django.test import Client

from reports.models import Document, DocumentVersion, Publication, appendonly, frozen
from reports.models.documentversion import DocumentVersionQuerySet
from reports.queries import documentpublic
from reports.queries import manifest as queries
from reports.services import documents, manifest, verification
from reports.services.documents import FileEdit, NewFile
from tests.factories import (
    make_agency,
    make_document,
    make_publisher,
    make_report,
    make_reviewer,
    make_writer,
)
from tests.services.test_document_erasure import NAME, make_penalty

pytestmark = pytest.mark.django_db


def entered() -> list[tuple[str, str, str]]:
    return [(entry.kind, entry.act, entry.address) for entry in queries.entries()]


def found() -> list[tuple[str, str]]:
    return [(fault.reason, fault.title) for fault in verification.faults()]


def make_rules(**fields: object) -> Document:
    file = NewFile("附件的正文".encode(), "附件.txt", "附件")
    return make_document(
        title="示例办法", body="<p>第一条</p>", files=FileEdit(added=[file]), state="published", **fields
    )


def changed(document: Document, body: str) -> Document:
    documents.begin_change(document=document, by=make_writer(), change_note="改正第一条")
    documents.revise(document=document, by=make_writer(), fields={"body": body})
    documents.submit(document=document, by=make_writer())
    documents.approve(document=document, by=make_reviewer(), is_secrecy_reviewed=True)
    documents.publish(document=document, by=make_publisher())
    return document


def altered(version: DocumentVersion, **values: object) -> None:
    """Behind the portal's back: without the trigger that freezes versions."""
    frozen.thaw(connection)
    DocumentVersion.objects.filter(pk=version.pk).update(**values)
    frozen.freeze(connection, frozen.SALTED)


def test_each_version_and_a_withdrawal_are_entered_and_hold():
    document = changed(make_rules(), "<p>第一条（新）</p>")
    documents.withdraw(document=document, reason="办法已被废止", by=make_publisher())
    path = f"/documents/{document.address}/"
    assert entered() == [
        ("document", "published", f"{path}v1/"),
        ("document", "published", f"{path}v2/"),
        ("document", "withdrawn", path),
    ]
    assert found() == []


def test_the_record_of_a_version_is_what_was_entered_and_its_page_leads_there(client: Client):
    document = changed(make_rules(), "<p>第一条（新）</p>")
    for number, body in ((1, "<p>第一条</p>"), (2, "<p>第一条（新）</p>")):
        record = client.get(f"/documents/{document.address}/v{number}/record.json")
        print_of = hashlib.sha256(record.content).hexdigest()
        page = client.get(f"/documents/{document.address}/v{number}/").content.decode()
        assert f"/verify/?fingerprint={print_of}" in page
        assert f"/documents/{document.address}/v{number}/record.json" in page
        content = json.loads(record.content)
        assert (content["body"], content["version"]) == (body, number)
        assert content["files"] == [hashlib.sha256("附件的正文".encode()).hexdigest()]


def test_a_fingerprint_or_an_attachment_tells_what_became_of_the_version(client: Client):
    document = make_rules()
    first = DocumentVersion.objects.get().digest
    assert "现行" in client.get("/verify/", {"fingerprint": first}).content.decode()
    changed(document, "<p>第一条（新）</p>")
    page = client.get("/verify/", {"fingerprint": first}).content.decode()
    assert "示例办法" in page and "已由第 2 版取代" in page
    of_file = hashlib.sha256("附件的正文".encode()).hexdigest()
    assert "附件.txt" in client.get("/verify/", {"fingerprint": of_file}).content.decode()
    documents.withdraw(document=document, reason="办法已被废止", by=make_publisher())
    page = client.get("/verify/", {"fingerprint": first}).content.decode()
    assert "撤回" in page and "示例办法" not in page


def test_words_changed_behind_the_portals_back_are_found():
    make_rules()
    version = DocumentVersion.objects.get()
    altered(version, body="<p>第二条</p>")
    assert found() == [("changed", f"{version.index_number} v1")]


def test_a_version_put_in_or_taken_back_behind_the_portals_back_is_found():
    make_rules()
    version = DocumentVersion.objects.get()
    DocumentVersion.objects.filter(pk=version.pk).update(is_standing=False, withdrawn_at=version.released_at)
    assert found() == [("state", f"/documents/{version.address}/v1/")]
    DocumentVersion.objects.filter(pk=version.pk).update(is_standing=True, withdrawn_at=None)
    assert found() == []
    version.pk, version.number, version.is_standing = None, 2, False
    version.save(force_insert=True)
    assert found() == [("unlisted", f"{version.index_number} v2")]


def test_what_is_published_or_withdrawn_while_all_is_looked_through_is_no_fault(monkeypatch):
    whole, gone = documentpublic.whole, make_rules()
    ready = [make_document(title=f"第{place}件", state="approved") for place in range(2)]

    def meanwhile(versions: DocumentVersionQuerySet) -> DocumentVersionQuerySet:
        if ready:
            documents.publish(document=ready.pop(), by=make_publisher())
        else:
            documents.withdraw(document=gone, reason="办法已被废止", by=make_publisher())
        return whole(versions)

    monkeypatch.setattr(documentpublic, "whole", meanwhile)
    assert found() == []


def test_nobody_can_tell_from_the_manifest_what_an_erased_document_said():
    document = make_penalty()
    version = DocumentVersion.objects.get()
    record = queries.of_version(version)
    assert record is not None and len(version.salt) == 32
    documents.withdraw(document=document, reason="处罚决定已被撤销", by=make_publisher())
    version.refresh_from_db()
    assert (version.salt, version.digest) == ("", "")
    assert found() == []
    assert NAME not in repr(list(Publication.objects.values_list()))


def test_the_record_of_a_penalty_names_nobody_and_no_cache_keeps_it(client: Client):
    document = make_penalty()
    record = client.get(f"/documents/{document.address}/v1/record.json")
    assert NAME not in record.content.decode() and "no-store" in record["Cache-Control"]
    documents.withdraw(document=document, reason="处罚决定已被撤销", by=make_publisher())
    assert client.get(f"/documents/{document.address}/v1/record.json").status_code == 410


def test_who_knows_an_attachment_is_not_told_the_name_that_its_page_masks(client: Client):
    make_penalty()
    of_file = hashlib.sha256("决定书".encode()).hexdigest()
    page = client.get("/verify/", {"fingerprint": of_file}).content.decode()
    assert NAME not in page and "欧阳某" in page


def test_what_was_public_before_is_entered_once_beside_reports_that_stand_in_it_already(capsys):
    manifest.record(make_report(agency=make_agency("示例市交通局")))
    document = make_rules(agency=make_agency())
    altered(DocumentVersion.objects.get(), salt="", digest="0" * 64)
    with appendonly.lifted(connection):  # the manifest as it was before it held documents
        Publication.objects.filter(subject_kind="document").delete()
    assert found() == [("unlisted", f"{document.index_number} v1")]
    assert manifest.begin() == 1
    assert manifest.begin() == 0
    call_command("verify_publications")
    assert "All 2 entries hold" in capsys.readouterr().out


def test_there_is_no_way_back_before_the_salt_once_a_version_bears_one() -> None:
    make_rules()
    migration = import_module("reports.migrations.0091_documents_in_manifest")
    with pytest.raises(IrreversibleError, match="1 public versions of documents bear a salt"):
        migration.unfreeze(apps, connection.schema_editor())
    assert found() == []


def test_what_may_have_to_be_erased_is_salted_before_it_is_entered() -> None:
    penalty, rules = make_penalty(), make_rules()
    migration = import_module("reports.migrations.0091_documents_in_manifest")
    frozen.thaw(connection)
    DocumentVersion.objects.update(salt="")
    migration.salt(apps, None)
    frozen.freeze(connection, frozen.SALTED)
    salts = dict(DocumentVersion.objects.values_list("document", "salt"))
    assert len(salts[penalty.pk]) == 32
    assert salts[rules.pk] == ""
