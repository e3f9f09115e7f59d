"""Which characters sound alike: what a Chinese keyboard offers side by side and fingers mistake."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from pypinyin import Style, pinyin

_ALIKE = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"))
"""Sounds that many speakers do not tell apart."""


def sounds(character: str) -> frozenset[str]:
    """The sounds of a character without tones, rough ones; empty if it has none that is known."""
    read = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    return frozenset(_rough(sound) for one in read for sound in one)


@cache
def _by_sound() -> dict[str, tuple[str, ...]]:
    """Sound → the characters of GB 2312, the ones in general use, that have it."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for area in range(0xB0, 0xF8):
        for place in range(0xA1, 0xFF):
            character = bytes((area, place)).decode("gb2312", "ignore")
            for sound in sounds(character) if character else ():
                found[sound].append(character)
    return {sound: tuple(characters) for sound, characters in found.items()}


def alike(character: str) -> frozenset[str]:
    """The other characters in general use that sound like this one."""
    table = _by_sound()
    return frozenset(other for sound in sounds(character) for other in table.get(sound, ())) - {character}


def _rough(sound: str) -> str:
    for fine, rough in _ALIKE:
        if sound.startswith(fine) and len(fine) < 3:
            sound = rough + sound[len(fine) :]
        elif sound.endswith(fine):
            sound = sound[: -len(fine)] + rough
    return sound
