"""What is typed about an applicant is not kept in the browser, as the words of reports are."""

from __future__ import annotations

from pathlib import Path

import pytest

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
ABOUT_APPLICANTS = sorted(
    path.relative_to(TEMPLATES).as_posix()
    for folder in ("admin/reports/application", "admin/reports/letter", "application", "progress")
    for path in (TEMPLATES / folder).rglob("*.html")
)


@pytest.mark.parametrize("template", ABOUT_APPLICANTS)
def test_no_page_about_applicants_keeps_what_is_typed(template: str) -> None:
    text = (TEMPLATES / template).read_text("utf-8")
    assert "kept.js" not in text
    assert "unsaved.js" not in text
    assert "data-unsaved" not in text
