"""The page of components, as developers see it."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.test import RequestFactory

from reports.views.gallery import gallery


def test_it_shows_each_component_without_the_database(rf: RequestFactory) -> None:
    answer = gallery(rf.get("/gallery/"))
    assert answer.status_code == 200
    template = Path(settings.BASE_DIR, "templates/gallery/gallery.html").read_text()
    for component in Path(settings.BASE_DIR, "templates/components").glob("[!_]*.html"):
        assert template.count(f"components/{component.name}") == 1, component.name
