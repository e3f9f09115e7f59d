"""The staff guides keep up with the portal: sections, scenes, pictures and the words on the pages."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import django.contrib.admin
import polib
import pytest

from tests.browser import guide
from tests.browser.ownsite import ROOT

PICTURE = re.compile(r"!\[[^\]]+\]\((pictures/guide/(\w+)/([\w-]+)\.png)\)")
SECTION = re.compile(r'^<a id="([\w-]+)"></a>\n## ', re.MULTILINE)
NO_SCENE = {"keyboard", "sources"}
"""Sections without pictures: one shows no page, the other needs a second portal."""
LARGEST = 6 * 2**20
"""Bytes of all pictures together."""
LABEL = {"zh": "label", "en": "label_en"}
"""Language → where data/kinds.toml names a field in it."""
BOTH = pytest.mark.parametrize("language", sorted(guide.GUIDES))


def text_of(language: str) -> str:
    return guide.GUIDES[language].read_text("utf-8")


def made() -> set[str]:
    return {name for one in guide.SCENES for name in one.pictures}


def words(language: str) -> set[str]:
    """Every phrase of the portal's pages, and of the stock pages that it uses, in that language."""
    stock = Path(django.contrib.admin.__file__).parent / "locale"
    files = [ROOT / "reports/locale/zh_Hans/LC_MESSAGES/django.po", stock / "zh_Hans/LC_MESSAGES/django.po"]
    entries = [entry for path in files for entry in polib.pofile(str(path))]
    kinds = tomllib.loads((ROOT / "reports/data/kinds.toml").read_text("utf-8"))["kind"]
    of_kinds = {one[LABEL[language]] for kind in kinds for one in kind.get("fields", ())}
    if language == "en":
        known = {entry.msgid for entry in entries}
        return of_kinds | known | {one[:1].upper() + one[1:] for one in known}
    return of_kinds | {
        said for entry in entries for said in (entry.msgstr, *entry.msgstr_plural.values()) if said
    }


@BOTH
def test_each_picture_of_a_guide_is_made_and_kept_and_none_is_left_out(language: str) -> None:
    shown = PICTURE.findall(text_of(language))
    assert {folder for _path, folder, _name in shown} == {language}
    assert {name for _path, _folder, name in shown} == made()
    assert {path.stem for path in guide.folder(language).glob("*.png")} == made()


@BOTH
def test_each_section_has_its_scene_and_each_scene_its_section(language: str) -> None:
    sections = SECTION.findall(text_of(language))
    assert len(sections) == len(set(sections))
    assert set(sections) == {one.section for one in guide.SCENES} | NO_SCENE


def test_both_guides_have_the_same_sections_with_the_same_pictures() -> None:
    def outline(language: str) -> list[tuple[str, list[str]]]:
        _before, *parts = SECTION.split(text_of(language))
        names = [[name for _path, _folder, name in PICTURE.findall(text)] for text in parts[1::2]]
        return list(zip(parts[::2], names, strict=True))

    assert outline("zh") == outline("en")


@BOTH
def test_a_picture_stands_in_the_section_of_its_scene(language: str) -> None:
    _before, *parts = SECTION.split(text_of(language))
    shown = {
        name: section
        for section, text in zip(parts[::2], parts[1::2], strict=True)
        for _path, _folder, name in PICTURE.findall(text)
    }
    assert shown == {name: one.section for one in guide.SCENES for name in one.pictures}


@BOTH
def test_every_bold_word_of_a_guide_stands_on_a_page(language: str) -> None:
    told = {" ".join(found.split()) for found in re.findall(r"\*\*([^*]+)\*\*", text_of(language))}
    assert sorted(told - words(language)) == []


def test_links_within_the_guides_lead_to_a_section_or_a_file() -> None:
    for language, path in guide.GUIDES.items():
        text = text_of(language)
        assert set(re.findall(r"\]\(#([\w-]+)\)", text)) == set(SECTION.findall(text))
        for target in re.findall(r"\]\(([\w./-]+\.(?:md|png))\)", text):
            assert (path.parent / target).is_file(), target


def test_all_pictures_together_are_small() -> None:
    assert sum(path.stat().st_size for path in guide.FOLDER.rglob("*.png")) < LARGEST
