"""Attachments and tables of documents: handed over as downloads, only while they stand, and harmless."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.test import Client
from openpyxl import load_workbook

from reports.models import Agency, Document, DocumentFile
from reports.services import documents
from reports.services.documents import FileEdit, NewFile
from tests.factories import (
    make_agency,
    make_category,
    make_document,
    make_publisher,
    make_reviewer,
    make_writer,
)

PAGE = "/documents/014416330-2024-00001/"


def body_of(client: Client, path: str) -> bytes:
    answer = client.get(path)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


@pytest.fixture
def document(police: Agency) -> Document:
    """With two attachments, of which one has a title of its own."""
    added = [
        NewFile("甲乙丙".encode(), "申请表.txt", "附件1：申请表"),
        NewFile(b"a,b\r\n1,2\r\n", "fees.csv"),
    ]
    return make_document(agency=police, files=FileEdit(added=added), state="published")


def files_of(client: Client, path: str = PAGE) -> list[str]:
    page = client.get(path).content.decode()
    return re.findall(r'<a href="(/documents/[^"]*/files/\d+/)"', page)


def test_attachments_stand_with_type_and_size_and_are_handed_over(client: Client, document: Document) -> None:
    page = client.get(PAGE).content.decode()
    assert "<bdi>附件1：申请表</bdi>" in page
    assert "TXT · 9 B" in page
    assert "CSV · 10 B" in page
    first, second = files_of(client)
    assert body_of(client, first) == "甲乙丙".encode()
    answer = client.get(second)
    assert len(answer.getvalue()) == 10
    assert answer["Content-Disposition"] == 'attachment; filename="fees.csv"'
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_an_unchanged_file_is_not_sent_twice_and_a_withdrawn_one_never(
    client: Client, document: Document
) -> None:
    path = files_of(client)[0]
    answer = client.get(path)
    assert answer.getvalue() == "甲乙丙".encode()
    known = {"If-None-Match": answer["ETag"]}
    assert client.get(path, headers=known).status_code == 304
    documents.withdraw(document=document, reason="内容有误。", by=make_publisher())
    assert client.get(path).status_code == 404
    assert client.get(path, headers=known).status_code == 404


def test_a_file_taken_out_by_a_new_version_is_not_handed_over_any_more(
    client: Client, document: Document
) -> None:
    first, second = files_of(client)
    gone = DocumentFile.objects.get(name="申请表.txt")
    documents.begin_change(document=document, by=make_writer())
    documents.revise(
        document=document,
        by=make_writer(),
        fields={"change_note": "撤下附件。"},
        files=FileEdit(removed=[gone.pk], kept={DocumentFile.objects.get(name="fees.csv").pk: ("", 1)}),
    )
    assert body_of(client, first) == "甲乙丙".encode()  # it stands until the change is public
    documents.submit(document=document, by=make_writer())
    documents.approve(
        document=document, by=make_reviewer(), is_secrecy_reviewed=True, is_privacy_looked_over=True
    )
    documents.publish(document=document, by=make_publisher())
    assert client.get(first).status_code == 404
    assert files_of(client) == files_of(client, f"{PAGE}v1/") == [second]


def test_a_file_of_a_draft_or_of_another_document_is_not_there(
    client: Client, document: Document, police: Agency
) -> None:
    draft = make_document(agency=police, title="草稿", files=FileEdit(added=[NewFile(b"x", "x.txt")]))
    pk = draft.files.get().pk
    assert client.get(f"{PAGE}files/{pk}/").status_code == 404
    assert client.get(f"/documents/{draft.pk}/files/{pk}/").status_code == 404
    other = make_document(agency=police, title="另一份", state="published")
    mine = files_of(client)[0].split("/")[-2]
    assert client.get(f"/documents/{other.address}/files/{mine}/").status_code == 404


@pytest.mark.parametrize(
    "end", ["0/", "99999999999999999999/", "-1/", "../", "..%2f..%2fetc%2fpasswd/", "1/../../", "x/", "%00/"]
)
def test_a_file_that_is_none_is_not_there(client: Client, document: Document, end: str) -> None:
    assert client.get(f"{PAGE}files/{end}").status_code == 404


def penalty(agency: Agency, number: int, **fields: str) -> Document:
    given = {
        "party_kind": "legal_person",
        "party_name": "=示例公司",
        "violation": "占道经营",
        "facts": "占道经营。",
        "basis": "第五条",
        "penalty_types": "fine;warning",
        "content": "罚款200元",
        "fine": "0.02",
        "person_in_charge": "钱多多",
        **fields,
    }
    return make_document(
        agency=agency,
        kind="penalty",
        category=make_category("penalties"),
        title=f"第{number}号处罚决定",
        document_number=f"示公罚决字〔2024〕{number}号",
        fields=given,
        state="published",
    )


def table(client: Client, path: str) -> list[list[str]]:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_penalties_have_a_table_of_their_own_on_the_page(client: Client, police: Agency) -> None:
    penalty(police, 1)
    page = client.get("/agencies/police/disclosure/penalties/?kind=penalty").content.decode()
    heads = re.findall(r'<th scope="col"[^>]*>\s*([^<]*)</th>', page)
    assert heads[:5] == ["标题", "行政相对人名称", "违法行为类型", "处罚类别", "罚款金额"]
    assert "处罚决定日期" in heads
    assert "罚款；警告" in page or "警告；罚款" in page
    assert "0.02 万元" in page
    assert "/documents/kinds/penalty.csv?agency=police&amp;column=penalties" in page


def test_the_table_as_a_file_has_every_public_field_and_no_formula(client: Client, police: Agency) -> None:
    penalty(police, 1)
    heads, line = table(client, "/documents/kinds/penalty.csv")
    told = dict(zip(heads, line, strict=True))
    assert told["索引号"] == "014416330/2024-00001"
    assert told["行政相对人名称"] == "'=示例公司"
    assert told["罚款金额"] == "0.02"
    assert told["处罚决定日期"] == "2024-03-01"
    assert told["网址"] == f"http://testserver{PAGE}"
    assert "法定代表人、负责人或经营者" not in told
    assert "钱多多" not in line
    book = client.get("/documents/kinds/penalty.xlsx")
    rows = list(load_workbook(io.BytesIO(book.content)).active.values)
    assert rows[0] == tuple(heads)
    assert rows[1][5] == "'=示例公司"


def test_a_table_is_narrowed_as_the_page_is(client: Client, police: Agency) -> None:
    other = make_agency("示例市卫生局", slug="health")
    penalty(police, 1)
    penalty(other, 2)
    assert len(table(client, "/documents/kinds/penalty.csv")) == 3
    assert len(table(client, "/documents/kinds/penalty.csv?agency=health&column=penalties")) == 2
    assert len(table(client, "/documents/kinds/penalty.csv?agency=health&column=licences")) == 1
    assert len(table(client, "/documents/kinds/penalty.csv?year=2025")) == 3
    assert len(table(client, "/documents/kinds/licence.csv")) == 1


@pytest.mark.parametrize(
    "path",
    [
        *("kinds/nothing.csv", "kinds/document.csv", "kinds/penalty.pdf", "kinds/penalty.json"),
        *("kinds/penalty.csv?agency=nobody", "kinds/penalty.csv?agency=police&column=nothing"),
        *("kinds/penalty.csv?column=penalties", "kinds/penalty.csv?agency=police&column=%00"),
    ],
)
def test_a_table_that_is_none_is_not_there(client: Client, police: Agency, path: str) -> None:
    make_category()
    assert client.get(f"/documents/{path}").status_code == 404


def test_budgets_and_licences_have_tables_too(client: Client, police: Agency) -> None:
    page = client.get("/documents/").content.decode()
    for code in ("licence", "penalty", "budget", "final_account"):
        assert f"kind={code}" in page
