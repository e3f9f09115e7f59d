"""`manage.py import_report` on published reports of the trial form, where they are at hand."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "reports"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the published reports are not at hand")


def run(number: str, form: str = "json") -> str:
    [path] = FOLDER.glob(f"{number}_*.txt")
    out = StringIO()
    with pytest.raises(SystemExit) as left:  # something is unread in each of them
        call_command("import_report", str(path), dry_run=True, format=form, stdout=out)
    assert left.value.code == 2
    return out.getvalue()


def read(number: str) -> dict[str, Any]:
    return dict(json.loads(run(number)))


@pytest.mark.parametrize(
    ("number", "form", "year", "cells", "is_blank"),
    [
        ("22", "national-2019", 2020, 22, False),
        ("24", "national-2019", 2019, 0, False),
        ("25", "national-2019", None, 37, False),
        ("26", "national-2019", None, 195, True),
        ("37", None, None, 0, False),
    ],
)
def test_each_file_gives_what_is_printed_and_no_more(number, form, year, cells, is_blank):
    found = read(number)
    assert (found["form"], found["year"], len(found["cells"])) == (form, year, cells)
    assert found["published_blank"] is is_blank


def test_an_amount_without_a_unit_keeps_its_text_and_names_none():
    [amount] = [cell for cell in read("22")["cells"] if cell["cell"] == "disclosure/procurement/amount"]
    assert (amount["raw"], amount["value"], amount["unit"]) == ("8040", "8040", "")


def test_no_check_fails_on_any_of_them():
    for number in ("22", "24", "25", "26"):
        assert not [finding for finding in read(number)["findings"] if finding["status"] == "fails"]


def test_a_clerk_is_told_of_a_table_published_blank():
    assert "该统计表公布时只有指标名称，没有可以读出的数字。" in run("26", "text")
    assert "公布时只有指标名称" not in run("22", "text")
