"""Tables of documents in the admin: imported after a rehearsal, taken along as the list shows them."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from reports.models import Agency, Document, Event
from reports.readers import rows as reader
from tests.admin.pages import fields, signed_in, text
from tests.factories import make_account, make_agency, make_category, make_document

pytestmark = pytest.mark.django_db
TABLE = "标题,生成日期,正文\n绿化通知,2024-03-01,第一段\n道路通知,2024-03-02,第二段\n"


def at(name: str, *args: object) -> str:
    return reverse(f"admin:reports_document_{name}", args=args)


@pytest.fixture
def agency() -> Agency:
    make_category()
    return make_agency(index_prefix="014416330")


def handed_in(client: Client, agency: Agency, content: str | bytes = TABLE, name: str = "a.csv"):
    data = content.encode() if isinstance(content, str) else content
    form = {"agency": str(agency.pk), "kind": "document", "category": str(make_category().pk)}
    return client.post(at("import"), form | {"file": SimpleUploadedFile(name, data)}, follow=True)


def test_a_table_is_shown_first_then_stored_as_drafts(agency: Agency) -> None:
    client = signed_in("chen", "editor")
    page = handed_in(client, agency)
    assert "绿化通知" in text(page)
    assert not Document.objects.exists()
    answer = client.post(at("import"), fields(page, ""), follow=True)
    assert answer.status_code == 200
    assert list(Document.objects.values_list("title", "state")) == [
        ("道路通知", "draft"),
        ("绿化通知", "draft"),
    ]
    again = handed_in(client, agency)
    assert "_do" not in fields(again, "")


def test_wrong_rows_are_named_and_cannot_be_stored(agency: Agency) -> None:
    client = signed_in("chen", "editor")
    page = handed_in(client, agency, TABLE + "坏行,2024-02-30,\n<script>alert(1)</script>,,\n")
    assert "2024-02-30" in text(page)
    assert "<script>alert" not in page.content.decode()
    assert "_do" not in fields(page, "")
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01\x02\xff" * 50, b"PK\x03\x04 broken", b"x" * (3 * 2**20 + 1)]
)
def test_what_is_no_table_gets_a_sentence(agency: Agency, content: bytes) -> None:
    page = handed_in(signed_in("chen", "editor"), agency, content)
    assert page.status_code == 200
    assert "message" in text(page) or "errorlist" in text(page)
    assert not Document.objects.exists()


def test_a_yes_that_was_tampered_with_stores_nothing(agency: Agency) -> None:
    client = signed_in("chen", "editor")
    form = fields(handed_in(client, agency), "")
    for changed in ({"content": "!!!"}, {"digest": "0" * 64}, {"kind": "none"}, {"agency": "9" * 30}):
        client.post(at("import"), form | changed)
        assert not Document.objects.exists()


def test_a_clerk_is_offered_only_their_agency_and_hands_in_for_no_other(agency: Agency) -> None:
    client = Client()
    client.force_login(make_account("wang", "editor", agency=make_agency("乙市文化局", slug="culture")))
    assert agency.name not in text(client.get(at("import")))
    page = handed_in(client, agency)
    assert "preview" not in (page.context or {})
    assert not Document.objects.exists()


def test_the_list_is_taken_along_as_filtered_and_the_log_says_so(agency: Agency) -> None:
    make_document(agency=agency, title="草稿")
    make_document(agency=agency, title="公开的", state="published")
    make_document(agency=agency, title="解读", kind="interpretation")
    client = signed_in("chen", "editor")
    assert "take-along" not in text(client.get(at("changelist")))
    assert "take-along" in text(client.get(at("changelist"), {"kind": "document"}))
    for ending in ("csv", "xlsx"):
        answer = client.post(f"{at('export')}?kind=document&state=published", {"as": ending})
        assert "no-store" in answer["Cache-Control"]
        (_line, heads), *rows = reader.read(answer.content, most=10)
        assert [cells[heads.index("标题")] for _number, cells in rows] == ["公开的"]
    assert Event.objects.filter(act="exported", subject_kind="documents").count() == 2
    assert client.get(at("export")).status_code == 405
    assert client.post(at("export"), {"as": "csv"}).status_code == 302
    assert client.post(f"{at('export')}?kind=document&agency__id__exact=x", {}).status_code == 302


def test_nobody_takes_along_what_they_may_not_see(agency: Agency) -> None:
    make_document(agency=agency, title="草稿")
    client = Client()
    client.force_login(make_account("wang", "editor", agency=make_agency("乙市文化局", slug="culture")))
    answer = client.post(f"{at('export')}?kind=document", {"as": "csv"})
    assert "草稿" not in answer.content.decode()


def test_an_empty_table_of_each_kind_is_offered(agency: Agency) -> None:
    client = signed_in("chen", "editor")
    page = text(client.get(at("import")))
    assert at("table", "normative_document") in page
    answer = client.get(at("table", "penalty"))
    ((_line, heads),) = reader.read(answer.content, most=2)
    assert {"标题", "行政处罚决定书文号", "违法事实"} <= set(heads)
    assert client.get(at("table", "none")).status_code == 404
