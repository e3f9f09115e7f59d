"""The index folder is deleted, locked, half written or of an older layout while the worker and pages run."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from reports.queries import searchengine
from reports.search.engine import WriterBusy
from reports.search.script import folding
from reports.search.tantivy import Tantivy
from reports.services import indexing
from tests.factories import make_document

pytestmark = pytest.mark.django_db


def deleted(folder: Path) -> None:
    shutil.rmtree(folder)


def half_written(folder: Path) -> None:
    for path in folder.glob("generation-*/*.term"):
        path.write_bytes(path.read_bytes()[:20])


def older(folder: Path) -> None:
    current = folder / "CURRENT"
    name = current.read_text("ascii")
    (folder / name).rename(folder / "generation-1-old")
    current.write_text("generation-1-old", "ascii")


def not_a_folder(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("x", "ascii")


@pytest.mark.parametrize("spoil", [deleted, half_written, older])
def test_the_page_answers_and_the_follower_mends_it(client: Client, settings: Settings, spoil) -> None:
    make_document(title="关于榕树的通知", state="published")
    indexing.rebuild()
    assert client.get("/search/", {"q": "榕树"}).status_code == 200
    spoil(Path(settings.SEARCH_DIR))
    assert client.get("/search/", {"q": "榕树"}).status_code in (200, 503)
    indexing.follow()
    answer = client.get("/search/", {"q": "榕树"})
    assert answer.status_code == 200
    assert "关于<mark>榕树</mark>的通知" in answer.content.decode()


def test_a_file_in_the_place_of_the_folder_is_said_and_the_page_still_answers(
    client: Client, settings: Settings
) -> None:
    indexing.rebuild()
    not_a_folder(Path(settings.SEARCH_DIR))
    assert client.get("/search/", {"q": "榕树"}).status_code == 503
    with pytest.raises(OSError, match="exists"):
        indexing.follow()


def test_while_another_process_writes_the_follower_waits_and_the_page_reads_on(
    client: Client, settings: Settings
) -> None:
    indexing.rebuild()
    make_document(title="关于榕树的通知", state="published")
    with Tantivy(Path(settings.SEARCH_DIR), folding()).writer():
        with pytest.raises(WriterBusy):
            indexing.follow()
        assert client.get("/search/", {"q": "榕树"}).status_code == 200
    indexing.follow()
    assert searchengine.engine().reader().count(searchengine.read("榕树")) == 1


@pytest.mark.parametrize("page", ["1000000", "99999999999999999999", "-1", "x"])
def test_a_page_far_beyond_the_end_is_the_last_one(client: Client, page: str) -> None:
    make_document(title="关于榕树的通知", state="published")
    indexing.rebuild()
    answer = client.get("/search/", {"q": "榕树", "page": page})
    assert answer.status_code == 200
    assert "榕树" in answer.content.decode()
