"""The house keeps its own rules; and the rules notice when they are broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.architecture import complaints

ROOT = Path(__file__).resolve().parent.parent


def test_the_house_keeps_its_rules() -> None:
    assert complaints(ROOT) == []


SOUND = {
    "reports/domain/sums.py": "from decimal import Decimal\nfrom reports.domain.cells import Cell\n",
    "reports/readers/text.py": "import rapidfuzz\nfrom reports.domain import document\n",
    "reports/search/engine.py": "import tantivy\nfrom reports.domain import document\n",
    "reports/models/report.py": "from django.db import models\nfrom reports.domain import cells\n",
    "reports/queries/home.py": "from reports.models import Report\nfirst = Report.objects.first\n",
    "reports/services/road.py": "from reports.queries import home\nfrom reports.search import engine\n",
    "reports/views/home.py": "from reports.services import road\nfrom reports.queries.home import page\n",
    "reports/urls.py": "from reports.views import home\n",
    "portal/urls.py": "from reports import urls\n",
}


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def test_a_sound_tree_has_no_complaints(tmp_path: Path) -> None:
    write(tmp_path, SOUND)
    assert complaints(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("reports/domain/a.py", "import django\n", "1 domain imports django"),
        ("reports/domain/a.py", "from rapidfuzz import fuzz\n", "1 domain imports rapidfuzz"),
        ("reports/domain/a.py", "from pathlib import Path\n", "1 domain imports pathlib"),
        ("reports/domain/a.py", "from reports.models import Report\n", "1 domain imports models"),
        ("reports/domain/a.py", "from ..models import Report\n", "1 domain imports models"),
        (
            "reports/domain/a.py",
            "from datetime import date\nd = date.today()\n",
            "2 domain asks the clock (today)",
        ),
        ("reports/domain/a.py", "text = open('x').read()\n", "1 domain opens a file"),
        ("reports/readers/a.py", "from django.db import models\n", "1 readers imports django.db"),
        ("reports/readers/a.py", "from reports.writers import csv\n", "1 readers imports writers"),
        ("reports/search/a.py", "from django.conf import settings\n", "1 search imports django.conf"),
        ("reports/search/a.py", "from reports.readers import text\n", "1 search imports readers"),
        ("reports/models/a.py", "from reports.search import engine\n", "1 models imports search"),
        ("reports/models/a.py", "from reports import queries\n", "1 models imports queries"),
        ("reports/queries/a.py", "from reports.services import road\n", "1 queries imports services"),
        ("reports/services/a.py", "from reports.views import home\n", "1 services imports views"),
        ("reports/forms/a.py", "from reports.queries import home\n", "1 forms imports queries"),
        ("reports/views/a.py", "from reports.admin import site\n", "1 views imports admin"),
        ("reports/admin/a.py", "from reports.templatetags import numbers\n", "1 admin imports templatetags"),
        ("reports/views/a.py", "from reports import urls\n", "1 views imports urls"),
        (
            "reports/views/a.py",
            "from reports.wiring import x\n",
            "1 imports reports.wiring, which stands on no floor",
        ),
        (
            "reports/services/a.py",
            "from portal import settings\n",
            "1 imports the installation, which stands on top",
        ),
        ("reports/models/a.py", "from django.db.models.signals import post_save\n", "1 imports signals"),
        ("reports/models/a.py", "from django.dispatch import receiver\n", "1 imports signals"),
        ("reports/queries/a.py", "def f():\n    import json\n", "2 imports inside f"),
        (
            "tests/test_a.py",
            "class T:\n    def f(self):\n        from json import loads\n",
            "3 imports inside f",
        ),
        (
            "reports/views/a.py",
            "from reports.models import Report\n\nx = Report.objects.all()\n",
            "3 asks the database (.objects); that is for queries and services",
        ),
        ("reports/services/utils.py", "x = 1\n", "1 has a name that says nothing"),
        ("static/js/helpers.js", "let x = 1;\n", "1 has a name that says nothing"),
        ("templates/misc/page.html", "<p>\n", "1 has a name that says nothing"),
        ("static/css/page.css", "p { }\n" * 401, "401 has more than 400 lines"),
        ("tests/test_a.py", "x = 1\n" * 401, "401 has more than 400 lines"),
    ],
)
def test_a_broken_rule_is_named_with_its_line(tmp_path: Path, name: str, text: str, complaint: str) -> None:
    write(tmp_path, {**SOUND, name: text})
    assert f"{name}:{complaint}" in complaints(tmp_path)


def test_four_hundred_lines_are_still_a_file(tmp_path: Path) -> None:
    write(tmp_path, {"tests/test_a.py": "x = 1\n" * 400})
    assert complaints(tmp_path) == []


def test_migrations_and_what_is_not_ours_are_left_alone(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "reports/migrations/0001_a.py": "x = 1\n" * 500,
            ".venv/lib/utils.py": "def f():\n    import x\n",
            "var/static/helpers.js": "x",
        },
    )
    assert complaints(tmp_path) == []
