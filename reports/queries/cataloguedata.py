"""The facts of the catalogue, loaded once from `data/`. Reads files, never the database."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from reports.domain.catalogue import categories as columns
from reports.domain.catalogue import indexnumber, kinds, openness, themes
from reports.domain.catalogue.categories import Categories
from reports.domain.catalogue.indexnumber import Rule
from reports.domain.catalogue.kinds import Kind
from reports.domain.catalogue.openness import Rules
from reports.domain.catalogue.themes import Genre, Theme

FOLDER = Path(__file__).resolve().parent.parent / "data"


def _text(name: str) -> str:
    return (FOLDER / name).read_text("utf-8")


@cache
def categories() -> Categories:
    """The national columns."""
    return columns.load(_text("categories.toml"))


@cache
def all_themes() -> dict[str, Theme]:
    """The national themes by code, in their order."""
    return {theme.code: theme for theme in themes.load_themes(_text("themes.toml"))}


@cache
def all_genres() -> dict[str, Genre]:
    """The forms of official documents by code, in their order."""
    return {genre.code: genre for genre in themes.load_genres(_text("genres.toml"))}


@cache
def index_rules() -> tuple[Rule, ...]:
    """The rules of index numbers, in the order in which they are tried."""
    return indexnumber.load(_text("indexnumbers.toml"))


@cache
def openness_rules() -> Rules:
    """The ways of being open, and the grounds for staying closed."""
    return openness.load(_text("openness.toml"))


@cache
def all_kinds() -> dict[str, Kind]:
    """The kinds of document by code, in their order."""
    return kinds.load(_text("kinds.toml"))


def kind(code: str) -> Kind:
    """The kind of that code. Raises KeyError."""
    return all_kinds()[code]
