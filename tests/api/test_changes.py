"""The feed of changes: complete, in order, resumable; and the records that it leads to."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime

import pytest
from django.test import Client

from reports.domain import exchange
from reports.services import documents, publishing
from reports.services.documents import FileEdit, NewFile
from tests.factories import (
    SHANGHAI,
    make_agency,
    make_category,
    make_document,
    make_publisher,
    make_report,
    make_reviewer,
    make_writer,
)

pytestmark = pytest.mark.django_db

ROAD = "/api/v1/documents/014416330-2024-00001/"


def told(client: Client, path: str, status: int = 200) -> dict:
    response = client.get(path)
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/json"
    return json.loads(response.content)


def penalty():
    return make_document(
        kind="penalty",
        category=make_category("penalties"),
        title="对张三丰的行政处罚决定",
        document_number="示公罚〔2024〕3号",
        body="<p>张三丰违反规定。</p>",
        made_on=date(2024, 3, 1),
        fields=PENALTY,
        files=FileEdit(added=[NewFile("决定书".encode(), "张三丰.txt", "张三丰决定书")]),
        state="published",
    )


PENALTY = {
    "party_kind": "natural_person",
    "party_name": "张三丰",
    "violation": "占道经营",
    "facts": "张三丰于3月1日占道经营。",
    "basis": "城市市容管理条例第五条",
    "penalty_types": "罚款",
    "content": "对张三丰罚款200元",
    "fine": "0.02",
}


def test_changes_come_in_order_and_are_read_on_from_any_number(client):
    first, second = make_document(state="published"), make_document(title="乙", state="published")
    documents.withdraw(document=first, reason="文字有误。", by=make_publisher())
    page = told(client, "/api/v1/changes?limit=2")
    assert [(one["sequence"], one["action"], one["kind"]) for one in page["changes"]] == [
        (1, "created", "document"),
        (2, "created", "document"),
    ]
    assert (page["head"], page["more"], page["next"]) == (3, True, "/api/v1/changes?since=2&limit=2")
    assert page["changes"][1]["record"] == f"/api/v1/documents/{second.address}/"
    rest = told(client, page["next"])
    assert [(one["sequence"], one["action"]) for one in rest["changes"]] == [(3, "withdrawn")]
    assert (rest["more"], rest["next"]) == (False, "/api/v1/changes?since=3&limit=2")
    assert told(client, rest["next"])["changes"] == []


def test_a_tombstone_says_why_and_bears_neither_title_nor_digest(client):
    document = make_document(state="published")
    documents.withdraw(document=document, reason="文字有误。", by=make_publisher())
    last = told(client, "/api/v1/changes?since=1")["changes"][0]
    assert {name: last[name] for name in ("action", "address", "record", "digest", "reason")} == {
        "action": "withdrawn",
        "address": "/documents/014416330-2024-00001/",
        "record": "",
        "digest": "",
        "reason": "文字有误。",
    }
    assert "绿化" not in json.dumps(last, ensure_ascii=False)
    gone = told(client, ROAD, 410)
    assert set(gone) == {"withdrawn_at", "reason"} and gone["reason"] == "文字有误。"


@pytest.mark.parametrize(
    "query",
    [
        "since=-1",
        "since=x",
        "since=%00",
        "since=1e3",
        "since=٣",
        "limit=0",
        "limit=1001",
        f"since={'9' * 60}",
    ],
)
def test_a_wrong_question_is_answered_with_what_is_wrong(client, query):
    assert "error" in told(client, f"/api/v1/changes?{query}", 400)


def test_a_thousand_changes_at_once_are_allowed_and_a_number_to_come_has_none(client):
    make_document(state="published")
    assert len(told(client, "/api/v1/changes?limit=1000")["changes"]) == 1
    ahead = told(client, "/api/v1/changes?since=999999999")
    assert (ahead["changes"], ahead["head"]) == ([], 1)


def test_who_has_the_newest_is_told_so_in_no_words(client):
    make_document(state="published")
    first = client.get("/api/v1/changes")
    assert first["ETag"] and "max-age=0" in first["Cache-Control"]
    assert client.get("/api/v1/changes", headers={"If-None-Match": first["ETag"]}).status_code == 304
    make_document(title="乙", state="published")
    assert client.get("/api/v1/changes", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_page_of_changes_costs_the_same_however_many_there_are(client, django_assert_num_queries):
    for place in range(3):
        done = make_document(title=f"第{place}件", state="published")
        documents.withdraw(document=done, reason="文字有误。", by=make_publisher())
    with django_assert_num_queries(3):
        client.get("/api/v1/changes")


def test_a_record_holds_every_public_word_and_its_own_digest(client):
    document = make_document(
        state="published",
        document_number="示政〔2024〕5号",
        summary="概述",
        keywords="绿化,城市",
        files=FileEdit(added=[NewFile("绿化面积".encode(), "附表.txt", "附表一", 1)]),
    )
    record = told(client, ROAD)
    content = record["content"]
    assert content["title"] == "关于加强城市绿化管理的通知"
    assert (content["document_number"], content["made_on"]) == ("示政〔2024〕5号", "2024-03-01")
    assert content["body"] == "<p>现将城市绿化管理有关事项通知如下。</p>"
    assert record["columns"][-1] == "regulations"
    assert record["content_sha256"] == exchange.digest(content)
    assert record["digest"] == document.versions.get().digest
    assert record["agency"]["facts"]["name"] == "示例市公安局"
    [file] = content["files"]
    assert (file["title"], file["name"], file["size"]) == ("附表一", "附表.txt", 12)
    bytes_of = client.get(record["downloads"][file["sha256"]])
    data = b"".join(bytes_of.streaming_content)
    assert hashlib.sha256(data).hexdigest() == file["sha256"]
    assert bytes_of["Content-Disposition"].startswith("attachment")


def test_nothing_for_staff_is_in_a_record(client):
    make_document(state="published", ground_note="内部说明")
    text = client.get(ROAD).content.decode()
    assert "内部说明" not in text and "chen" not in text and "ground" not in text


def test_a_file_of_a_draft_or_of_what_is_withdrawn_is_not_given_out(client):
    files = FileEdit(added=[NewFile("绿化面积".encode(), "附表.txt")])
    document = make_document(state="published", files=files)
    kept = document.files.get()
    address = told(client, ROAD)["downloads"][kept.sha256]
    assert b"".join(client.get(address).streaming_content) == "绿化面积".encode()
    documents.withdraw(document=document, reason="文字有误。", by=make_publisher())
    assert client.get(address).status_code == 404
    draft = make_document(title="草稿", index_number="014416330/2024-00009")
    assert told(client, f"/api/v1/documents/{draft.address}/", 404)


def test_what_is_written_anew_stays_unseen_until_it_is_published(client):
    document = make_document(state="published")
    documents.begin_change(document=document, by=make_writer(), change_note="改标题。")
    documents.revise(document=document, by=make_writer(), fields={"title": "新标题"})
    assert told(client, ROAD)["content"]["title"] == "关于加强城市绿化管理的通知"
    documents.submit(document=document, by=make_writer())
    documents.approve(document=document, by=make_reviewer(), is_secrecy_reviewed=True)
    documents.publish(document=document, by=make_publisher())
    record = told(client, ROAD)
    assert (record["content"]["title"], record["version"], record["change_note"]) == ("新标题", 2, "改标题。")
    assert [one["action"] for one in told(client, "/api/v1/changes")["changes"]] == ["created", "changed"]


def test_a_penalty_names_nobody_in_its_record_nor_in_its_tombstone(client):
    document = penalty()
    record = client.get(f"/api/v1/documents/{document.address}/").content.decode()
    assert "张某" in record and "张三丰" not in record
    documents.withdraw(document=document, reason="处罚决定已撤销。", by=make_publisher())
    after = client.get("/api/v1/changes").content.decode()
    after += client.get(f"/api/v1/documents/{document.address}/").content.decode()
    assert "处罚决定已撤销。" in after
    assert "张" not in after and "占道" not in after


def test_no_cache_keeps_the_record_of_a_penalty(client):
    assert "no-store" in client.get(f"/api/v1/documents/{penalty().address}/")["Cache-Control"]
    other = make_document(state="published")
    assert "no-store" not in client.get(f"/api/v1/documents/{other.address}/")["Cache-Control"]


def test_a_report_has_a_record_with_its_exact_content_and_figures(client):
    report = make_report(agency=make_agency(slug="gongan"))
    publishing.after_publication(report)
    [change] = told(client, "/api/v1/changes")["changes"]
    assert (change["kind"], change["record"]) == ("report", "/api/v1/reports/gongan/2016/")
    record = told(client, change["record"])
    assert record["content"]["cells"]["statistics/1/year"]["value"] == "4047"
    assert record["content_sha256"] == change["digest"]
    assert record["tables"] == ["/reports/gongan/2016/tables/statistics.json"]
    assert client.get(record["tables"][0]).status_code == 200


def test_a_withdrawn_report_leaves_its_reason_and_no_record(client):
    report = make_report(
        agency=make_agency(slug="gongan"),
        state="withdrawn",
        withdrawal_reason="数字有误。",
        withdrawn_at=datetime(2017, 3, 1, 9, 0, tzinfo=SHANGHAI),
        withdrawn_by=make_publisher(),
    )
    publishing.after_publication(report)
    [change] = told(client, "/api/v1/changes")["changes"]
    assert (change["action"], change["record"], change["reason"]) == ("withdrawn", "", "数字有误。")
    assert told(client, "/api/v1/reports/gongan/2016/", 410)["reason"] == "数字有误。"
    assert told(client, "/api/v1/reports/gongan/2017/", 404)["error"]


def test_an_agency_has_a_record_and_a_former_address_leads_to_it(client):
    agency = make_agency(slug="gongan")
    agency.former_addresses.create(slug="old")
    assert told(client, "/api/v1/agencies/gongan/")["agency"]["facts"]["name"] == "示例市公安局"
    assert client.get("/api/v1/agencies/old/")["Location"] == "/api/v1/agencies/gongan/"
    assert told(client, "/api/v1/agencies/nobody/", 404)["error"]


def test_the_record_is_the_same_in_both_languages(client):
    make_document(state="published")
    assert client.get(f"/en{ROAD}").content == client.get(ROAD).content
    assert client.get("/en/api/v1/changes").content == client.get("/api/v1/changes").content
