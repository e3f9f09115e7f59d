"""`manage.py pull_changes`: what it says, how it ends, and what it refuses before it asks anybody."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import call_command

from reports.models import Agency, Document, FeedSource
from tests.api.otherportal import OtherPortal, content
from tests.factories import make_agency, make_category

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> tuple[int, str, str]:
    """Exit code, what was said, what was said on standard error."""
    said, faults = io.StringIO(), io.StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("pull_changes", *arguments, stdout=said, stderr=faults)
    return int(end.value.code or 0), said.getvalue(), faults.getvalue()


@pytest.fixture
def other():
    make_category()
    make_agency("示例市人民政府", slug="shili", kind="government")
    with OtherPortal() as portal:
        yield portal


def test_it_tells_of_each_change_and_ends_well(other):
    other.publish(content())
    other.change(kind="report", address="/reports/jiaoyu/2023/")
    code, said, faults = run(other.address, "--once", "--under", "shili")
    assert (code, faults) == (0, "")
    assert said.splitlines() == [
        "1 /documents/a/ 已接收",
        "2 /reports/jiaoyu/2023/ 略过",
        "2条变更；已接收到第2条。",
    ]


def test_where_it_stops_it_says_why_and_goes_on_from_there_with_a_map(other, tmp_path: Path):
    other.publish(content())
    code, _said, faults = run(f"{other.address}/api/v1/changes", "--once")
    assert code == 1 and "--agency-map" in faults
    agencies = tmp_path / "map.toml"
    agencies.write_text('jiaoyu = "shili"\n', "utf-8")
    code, _said, faults = run(other.address, "--once", "--agency-map", str(agencies))
    assert (code, faults) == (0, "")
    assert Document.objects.get().agency == Agency.objects.get(slug="shili")
    assert FeedSource.objects.get().fault == ""


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["javascript:alert(1)"], "https://"),
        (["http://127.0.0.1:1", "--under", "nobody"], "nobody"),
        (["http://127.0.0.1:1", "--agency-map", "/no/such/file"], "/no/such/file"),
        (["http://127.0.0.1:1", "--every", "5"], "--every"),
    ],
)
def test_a_wrong_option_is_one_sentence(arguments, word):
    code, said, faults = run(*arguments, "--once")
    assert (code, said) == (1, "") and word in faults
    assert not FeedSource.objects.exists()


@pytest.mark.parametrize("text", ["= x", 'jiaoyu = "nobody"', "\ufffe"])
def test_a_map_that_is_none_is_refused(tmp_path: Path, text):
    agencies = tmp_path / "map.toml"
    agencies.write_text(text, "utf-8")
    code, _said, faults = run("http://127.0.0.1:1", "--once", "--agency-map", str(agencies))
    assert code == 1 and ("map.toml" in faults or "nobody" in faults)


def test_a_portal_that_is_down_leaves_its_fault_for_staff():
    code, _said, faults = run("http://127.0.0.1:1", "--once")
    assert code == 1
    assert FeedSource.objects.get().fault in faults
