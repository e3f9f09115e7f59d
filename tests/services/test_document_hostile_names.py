"""Names of a penalty decision that try to slip through: divided, respelt, left in logs and in reasons."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from reports.models import DocumentVersion
from reports.queries import documenthints, search, searchengine
from reports.queries.search import Asked
from reports.queries.searchfacets import Bodies
from reports.services import documents, indexing
from reports.services.documents import FileEdit, NewFile
from reports.services.revisions import Refused
from tests.admin.test_documents import at, editor, form_of
from tests.factories import make_agency, make_category, make_document, make_publisher, make_writer
from tests.services.test_document_erasure import FIELDS, NAME, make_penalty

pytestmark = pytest.mark.django_db


def penalty(body: str, state: str = "published", **given: object):
    return make_document(
        kind="penalty",
        category=make_category("penalties"),
        title="行政处罚决定书",
        document_number="示公罚决字〔2024〕12号",
        body=body,
        fields=FIELDS,
        state=state,
        **given,
    )


@pytest.mark.parametrize(
    "written",
    [
        "欧<b>阳</b>震华",
        "<b>欧阳</b><i>震</i>华",
        "欧阳<br>震华",
        '<a href="https://example.test/">欧阳</a>震华',
        "欧阳" + "\u3000" * 6 + "震华",
        "欧\u034f阳震华",
        "欧\ufe0f阳震华",
        "欧阳·震华",
        "欧&#38451;震&shy;华",
        "歐陽震華",
        "歐\u3000陽震\u0301華",
    ],
)
def test_a_name_is_masked_however_it_is_divided(written: str) -> None:
    penalty(f"<p>当事人{written}占道经营。</p>")
    version = DocumentVersion.objects.get()
    for text in (version.body, version.body_text):
        assert "当事人" in text and "欧阳某" in text and "占道经营。" in text
        assert "震" not in text and "华" not in text


@pytest.mark.parametrize(
    "body",
    [
        "<p>当事人歐<b>陽</b>震\u0301華占道经营。</p>",
        "<table><tbody><tr><td>欧</td><td>阳</td><td>震</td><td>华</td></tr></tbody></table>",
        "<p>当事人欧阳</p><p>震华</p>",
        '<p><a href="https://example.test/?q=%E6%AC%A7%E9%98%B3%E9%9C%87%E5%8D%8E">另见</a></p>',
    ],
)
def test_what_cannot_be_masked_by_itself_is_hinted_at_before_the_approval(body: str) -> None:
    document = penalty(body, "draft")
    found = [hint for hint in documenthints.of(document) if hint.masked == "欧阳某"]
    assert found and NAME not in repr(found)


def test_a_penalty_without_its_name_in_other_words_gives_no_hint() -> None:
    assert documenthints.of(penalty(f"<p>当事人{NAME}占道经营。</p>", "draft")) == []


def test_nobody_is_found_by_the_traditional_spelling_in_an_attachment() -> None:
    file = NewFile("當事人歐陽震華，歐\u0301陽震華".encode(), "歐陽震華.txt", "歐陽震華決定書")
    penalty("<p>占道经营。</p>", files=FileEdit(added=[file]))
    indexing.rebuild()
    found = search.ask(Asked("占道经营"), searchengine.read("占道经营"), Bodies())
    assert len(found.finds) == 1
    for typed in (NAME, "歐陽震華", "震华"):
        assert not search.ask(Asked(typed), searchengine.read(typed), Bodies()).finds
    document = DocumentVersion.objects.get()
    page = Client().get(f"/documents/{document.address}/").content.decode()
    record = Client().get(f"/api/v1/documents/{document.address}/").content.decode()
    assert "震" not in page and "震" not in record and "欧阳某決定書" in page


def test_the_issuing_body_names_nobody_either() -> None:
    penalty("<p>占道经营。</p>", issued_by=f"执法人员{NAME}")
    assert DocumentVersion.objects.get().issued_by == "执法人员欧阳某"


@pytest.mark.parametrize("reason", ["欧阳 震华已缴清", "歐陽震華已缴清", "欧\u200b阳震华", "欧阳·震华"])
def test_a_reason_that_names_the_person_otherwise_is_refused_too(reason: str) -> None:
    document = make_penalty()
    with pytest.raises(Refused):
        documents.withdraw(document=document, reason=reason, by=make_publisher())


def test_who_was_named_in_what_stands_is_known_while_a_change_is_written() -> None:
    document = make_penalty()
    documents.begin_change(document=document, by=make_writer(), change_note="更正当事人。")
    other = {**FIELDS, "party_name": "钱多多", "facts": "占道经营。", "content": "罚款"}
    documents.revise(document=document, by=make_writer(), fields={"title": "决定书", "fields": other})
    with pytest.raises(Refused):
        documents.withdraw(document=document, reason=f"{NAME}并未占道", by=make_publisher())


def test_another_kind_does_not_become_a_penalty_since_the_log_has_its_title() -> None:
    document = make_document(title=f"对{NAME}的处罚", category=make_category("penalties"))
    with pytest.raises(documents.BadDocument) as refused:
        documents.revise(document=document, by=make_writer(), fields={"kind": "penalty", "fields": FIELDS})
    assert list(refused.value.errors) == ["kind"]


def test_the_stock_log_of_the_admin_holds_no_word_of_a_document() -> None:
    agency = make_agency(index_prefix="014416330")
    client = editor()
    form = form_of(client.get(at("document_add") + "?kind=penalty")) | {
        "agency": str(agency.pk),
        "category": str(make_category("penalties").pk),
        "title": f"对{NAME}的行政处罚决定书",
        "kind_party_name": NAME,
        "files-0-file": SimpleUploadedFile(f"{NAME}.txt", "决定书".encode()),
    }
    assert client.post(at("document_add"), form).status_code == 302
    assert not LogEntry.objects.exists()
