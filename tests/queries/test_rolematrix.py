"""The matrix of roles in docs/."""

from pathlib import Path

import pytest

from reports.domain.roles import Action, Role
from reports.queries import rolematrix

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_the_matrix_in_docs_is_current():
    assert (DOCS / "roles.md").read_text("utf-8") == rolematrix.markdown(), (
        "run: .venv/bin/python manage.py role_matrix"
    )


def test_it_says_who_reaches_how_far_in_both_languages():
    rows = {line.split(" | ")[0]: line for line in rolematrix.markdown().splitlines() if line[:2] == "| "}
    publishing = next(line for start, line in rows.items() if "publish, schedule" in start)
    assert publishing.count("本机构 own agency") == 1 and publishing.count("–") == 7
    assert "编辑 editor" in next(iter(rows.values()))
    assert rows["| 机构管理员 agency administrator"].count(",") == 3


@pytest.mark.parametrize("name", [*Role, *Action])
def test_the_glossary_knows_every_role_and_action(name):
    assert f"`{name}`" in (DOCS / "glossary.md").read_text("utf-8")
