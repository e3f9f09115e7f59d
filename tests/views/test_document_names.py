"""A natural person fined by an agency is named on no public page, before and after the decision is undone.

To try another public address, add it to PLACES.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import pytest
from django.http.response import HttpResponseBase
from django.test import Client

from reports.models import Agency, Document
from reports.models.document import Relation
from reports.services import documents
from reports.services.documents import FileEdit, NewFile
from tests.factories import make_category, make_document, make_publisher, make_reviewer, make_writer

NAME, OTHER = "欧阳震华", "钱多多"
PAGE = "/documents/014416330-2024-00002/"
PLACES = (
    *("/", "/documents/", "/documents/?kind=penalty", "/documents/?agency=police&kind=penalty"),
    *("/agencies/police/", "/agencies/police/disclosure/", "/agencies/police/disclosure/statutory/"),
    *("/agencies/police/disclosure/penalties/", "/agencies/police/disclosure/penalties/?kind=penalty"),
    *(
        "/documents/kinds/penalty.csv",
        "/documents/kinds/penalty.xlsx",
        "/documents/kinds/penalty.csv?agency=police",
    ),
    *(PAGE, f"{PAGE}v1/", f"{PAGE}v2/", f"{PAGE}qr.svg", f"/page-error/?page={PAGE}"),
    *("/sitemap.xml", "/sitemap-documents.xml", "/sitemap-columns.xml", "/robots.txt"),
    *("/search/?q=欧阳震华", "/search/?q=占道经营", "/verify/manifest.json"),
    *("/feeds/latest.atom", "/feeds/latest.rss", "/feeds/search/latest.atom?q=占道经营"),
    *("/feeds/agencies/police/latest.atom", "/feeds/agencies/police/columns/penalties/latest.rss"),
    *("/api/v1/changes?since=0", "/api/v1/documents/014416330-2024-00002/", "/api/v1/agencies/police/"),
)


def places() -> Iterator[str]:
    for path in PLACES:
        yield path
        yield f"/en{path}"


def told(answer: HttpResponseBase) -> str:
    """Everything an answer says: its headers, its text, the parts of a workbook."""
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            data = b"\n".join(book.read(name) for name in book.namelist())
    return text + data.decode("utf-8", "replace")


def links_of(page: str) -> list[str]:
    """Where a page leads to among the documents, what was asked of them left out."""
    return [part.split('"')[0].split("?")[0] for part in page.split('href="/documents/')[1:]]


@pytest.fixture
def penalty(police: Agency) -> Document:
    """A decision against 欧阳震华 in two versions, named in every field that a clerk can fill."""
    make_document(agency=police, category=make_category("guide"), title="指南", state="published")
    document = make_document(
        agency=police,
        kind="penalty",
        category=make_category("penalties"),
        title=f"对{NAME}的行政处罚决定书",
        document_number="示公罚决字〔2024〕12号",
        summary=f"{NAME}占道经营",
        keywords=f"处罚,{NAME}",
        body=f"<p>当事人{NAME}（负责人{OTHER}），占道经营。</p>",
        fields={
            "party_kind": "natural_person",
            "party_name": NAME,
            "person_in_charge": OTHER,
            "violation": "占道经营",
            "facts": f"{NAME}于3月1日占道经营，{OTHER}在场。",
            "basis": "城市市容管理条例第五条",
            "penalty_types": "fine",
            "content": f"对{NAME}罚款200元",
            "fine": "0.02",
        },
        files=FileEdit(added=[NewFile("决定书".encode(), f"{NAME}.txt", f"{NAME}决定书")]),
        state="published",
    )
    documents.begin_change(document=document, by=make_writer())
    documents.revise(document=document, by=make_writer(), fields={"change_note": "更正了日期。"})
    documents.submit(document=document, by=make_writer())
    documents.approve(
        document=document, by=make_reviewer(), is_secrecy_reviewed=True, is_privacy_looked_over=True
    )
    documents.publish(document=document, by=make_publisher())
    make_document(
        agency=police,
        title="关于占道经营处罚的问答",
        kind="question_and_answer",
        category=make_category("response-interpretation"),
        fields={"question": "罚多少？"},
        links=[(Relation.ANSWERS, document)],
        state="published",
    )
    return document


def every_answer(client: Client) -> Iterator[tuple[str, str]]:
    """(address, everything it says) of every place, of what their pages lead to, and of the files."""
    seen: set[str] = set()
    waiting = list(places())
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        said = told(client.get(path))
        yield path, said
        waiting += [f"/documents/{rest}" for rest in links_of(said)]


def test_the_names_are_on_no_public_page_while_the_decision_stands(client: Client, penalty: Document) -> None:
    read = dict(every_answer(client))
    assert any("欧阳某" in said for said in read.values())
    for path, said in read.items():
        about = said.replace("/search/?q=欧阳震华", "").replace('value="欧阳震华"', "")
        if "search" not in path:
            assert NAME not in about, path
        assert OTHER not in said, path


def test_the_file_is_handed_over_under_another_name(client: Client, penalty: Document) -> None:
    page = client.get(f"/documents/{penalty.address}/").content.decode()
    path = next(f"/documents/{rest}" for rest in links_of(page) if "/files/" in rest)
    answer = client.get(path)
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == "决定书".encode()
    assert "%E6%AC%A7%E9%98%B3%E9%9C%87%E5%8D%8E" not in answer["Content-Disposition"]
    assert "%E6%AC%A7%E9%98%B3%E6%9F%90" in answer["Content-Disposition"]


def test_nothing_of_it_is_left_after_it_was_undone(client: Client, penalty: Document) -> None:
    page = f"/documents/{penalty.address}/"
    files = [
        f"/documents/{rest}"
        for rest in links_of(client.get(page).content.decode())
        if rest.startswith(f"{penalty.address}/files/")
    ]
    assert files
    documents.withdraw(document=penalty, reason="行政处罚决定被依法撤销。", by=make_publisher())
    for path, said in every_answer(client):
        if "search" not in path:
            assert NAME not in said, path
        assert OTHER not in said, path
        assert "欧阳" not in said or "search" in path, path
    assert all(client.get(path).status_code == 404 for path in files)
    for path in (page, f"{page}v1/", f"{page}v2/"):
        answer = client.get(path)
        assert answer.status_code == 410
        assert "行政处罚决定被依法撤销。" in answer.content.decode()
        assert "<h1>文件 014416330/2024-00002</h1>" in answer.content.decode()


def test_no_cache_keeps_a_page_or_list_with_a_penalty(client: Client, penalty: Document) -> None:
    for path in (
        f"/documents/{penalty.address}/",
        "/documents/?kind=penalty",
        "/documents/kinds/penalty.csv",
    ):
        assert "no-store" in client.get(path)["Cache-Control"]
    assert 'content="noindex, noarchive"' in client.get(f"/documents/{penalty.address}/").content.decode()
