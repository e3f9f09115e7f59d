"""What a document is about (主题分类) and what form of official document it is (体裁分类)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TypeVar

from reports.domain.catalogue.loading import Certainty, each_once, rows

LONGEST = 200
_LEVELS = re.compile(r"[\\/＼／>]")
_SIGNS = re.compile(r"[\s,、，;；]+")


@dataclass(frozen=True, slots=True)
class Theme:
    """One of the 22 national themes; `also` are other names seen for it. The code is frozen."""

    code: str
    title: str
    title_en: str
    certainty: Certainty = "K"
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Genre:
    """One form of official document; `also` are other names seen for it. The code is frozen."""

    code: str
    title: str
    title_en: str
    certainty: Certainty = "K"
    also: tuple[str, ...] = ()


Named = TypeVar("Named", Theme, Genre)


def load_themes(text: str) -> tuple[Theme, ...]:
    """The themes of a TOML text, in the national order. Raises BadData."""
    found = rows(text, "theme", Theme)
    each_once((theme.code for theme in found), "theme")
    return found


def load_genres(text: str) -> tuple[Genre, ...]:
    """The forms of a TOML text, in the order of the rules for official documents. Raises BadData."""
    found = rows(text, "genre", Genre)
    each_once((genre.code for genre in found), "genre")
    return found


def named(text: str, among: tuple[Named, ...]) -> Named | None:
    """The theme or form a printed name means, its code too; None when it means none.

    Of a printed path such as 综合政务\\政务公开 the first level counts, however its parts are divided.
    """
    if len(text) > LONGEST:
        return None
    wanted = _plain(_LEVELS.split(text.strip(), maxsplit=1)[0])
    fits = (one for one in among if wanted and wanted in _names(one))
    return next(fits, None)


def _names(one: Theme | Genre) -> set[str]:
    return {one.code, *map(_plain, (one.title, one.title_en, *one.also))}


def _plain(text: str) -> str:
    return _SIGNS.sub("", unicodedata.normalize("NFKC", text)).casefold()
