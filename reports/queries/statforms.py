"""The forms the portal knows, loaded once from `data/statforms/`. Reads files, never the database."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from reports.domain.statform import links as linking
from reports.domain.statform.definition import Form
from reports.domain.statform.links import Links
from reports.domain.statform.loading import load

FOLDER = Path(__file__).resolve().parent.parent / "data" / "statforms"
LINKS = "links.toml"


@cache
def all_forms() -> dict[str, Form]:
    """Every form by its id, oldest first. Raises `loading.BadDefinition` naming file, line and cause."""
    forms = []
    for path in sorted(FOLDER.glob("*.toml")):
        if path.name.endswith(".variants.toml") or path.name == LINKS:
            continue
        beside = path.with_name(f"{path.stem}.variants.toml")
        variants = beside.read_text("utf-8") if beside.exists() else ""
        forms.append(load(path.read_text("utf-8"), variants, name=path.name))
    return {form.id: form for form in sorted(forms, key=lambda form: form.first_year)}


def form(form_id: str) -> Form:
    """The form of that id. Raises KeyError."""
    return all_forms()[form_id]


@cache
def links() -> Links:
    """Which cells of two forms count the same. Raises `links.BadDefinition` naming file, line and cause."""
    return linking.load((FOLDER / LINKS).read_text("utf-8"), all_forms(), name=LINKS)


def in_force(year: int) -> list[Form]:
    """The forms whose valid years hold that report year, newest first."""
    forms = [
        f
        for f in all_forms().values()
        if f.first_year <= year and (f.last_year is None or year <= f.last_year)
    ]
    return forms[::-1]
