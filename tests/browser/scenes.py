"""Scenes of the guide: which section each belongs to, and which pictures it makes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tests.browser.walk import Walk

Act = Callable[[Walk], None]


@dataclass(frozen=True, slots=True)
class Scene:
    """One job done on the real pages. `section` is its heading's id in the guides."""

    section: str
    pictures: tuple[str, ...]
    act: Act


_ENTERED: dict[str, list[Scene]] = {}


def scene(section: str, *pictures: str) -> Callable[[Act], Act]:
    """Enters a function as the scene of a section that makes exactly those pictures."""

    def entered(act: Act) -> Act:
        _ENTERED.setdefault(act.__module__, []).append(Scene(section, pictures, act))
        return act

    return entered


def of_modules(names: Iterable[str]) -> list[Scene]:
    """The scenes of those modules, in the order of the modules and, within each, of its text."""
    return [one for name in names for one in _ENTERED[name]]


def play(walk: Walk, scenes: Iterable[Scene]) -> None:
    """Those scenes in order.

    Raises RuntimeError if one makes other pictures than it promised, or axe
    finds a fault on one of their pages.
    """
    for one in scenes:
        before = set(walk.album.taken)
        one.act(walk)
        made = walk.album.taken - before
        if made != set(one.pictures):
            raise RuntimeError(f"{one.act.__name__} promised {one.pictures} and made {sorted(made)}.")
    if walk.faults:
        raise RuntimeError("axe finds fault with pages of the guide:\n" + "\n".join(walk.faults))
