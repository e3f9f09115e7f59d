"""The site map of a large portal: every document once in each language, and no page reads all of them."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reports.models import DocumentVersion
from reports.sitemaps import Many
from tests.factories import make_document, make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in (1, 2, 3):
        make_document(title=f"第{number}号通知", state="published")
    make_report()
    monkeypatch.setattr(Many, "limit", 3)


def locations(client: Client, path: str) -> list[str]:
    answer = client.get(path)
    assert answer.status_code == 200
    return re.findall("<loc>http://testserver(.*?)</loc>", answer.content.decode())


def test_every_document_stands_once_in_each_language_whatever_the_page_it_falls_on(
    client: Client, three: None
) -> None:
    assert "/sitemap-documents.xml?p=2" in locations(client, "/sitemap.xml")
    found = locations(client, "/sitemap-documents.xml") + locations(client, "/sitemap-documents.xml?p=2")
    plain = {f"/documents/014416330-2024-0000{number}/" for number in (1, 2, 3)}
    assert sorted(found) == sorted(plain | {f"/en{path}" for path in plain})
    assert client.get("/sitemap-documents.xml?p=3").status_code == 404


def test_the_index_and_a_page_read_no_more_rows_than_they_show(client: Client, three: None) -> None:
    for path in ("/sitemap.xml", "/sitemap-documents.xml", "/sitemap-reports.xml"):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        for table in ("reports_documentversion", "reports_report"):
            reading = [
                one["sql"]
                for one in asked
                if f'FROM "{table}"' in one["sql"] and not re.search("COUNT|MAX|LIMIT|GROUP BY", one["sql"])
            ]
            assert reading == [], path


def test_the_last_change_is_that_of_the_newest(client: Client, three: None) -> None:
    newest = DocumentVersion.objects.latest("released_at")
    page = client.get("/sitemap.xml").content.decode()
    assert f"{newest.released_at:%Y-%m-%d}" in page
