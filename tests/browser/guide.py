"""Makes the pictures of the staff guides: `make pictures`."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

from tests.browser import guidecatalogue, guidedoor, guideoffice, guideroad, guidewriting, scenes
from tests.browser.album import Album
from tests.browser.ownsite import ROOT, own_site
from tests.browser.walk import Walk

FOLDER = ROOT / "docs" / "pictures" / "guide"
MODULES = (guidedoor, guidewriting, guideroad, guideoffice, guidecatalogue)
"""In the order in which they are played: later ones need what earlier ones did."""
SCENES = scenes.of_modules(module.__name__ for module in MODULES)
GUIDES = {"zh": ROOT / "docs" / "staff-guide.zh-CN.md", "en": ROOT / "docs" / "staff-guide.md"}
"""Language → its guide."""


def folder(language: str) -> Path:
    """Where the pictures in that language are kept."""
    return FOLDER / language


def make(browser: Browser, language: str) -> None:
    """All pictures of one language, from a site of its own; those that no scene makes are removed."""
    with own_site() as site:
        scenes.play(Walk(browser, site, language, Album(folder(language))), SCENES)
    made = {name for one in SCENES for name in one.pictures}
    for path in folder(language).glob("*.png"):
        if path.stem not in made:
            path.unlink()
