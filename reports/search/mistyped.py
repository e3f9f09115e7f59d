"""What may have been meant by a word that is nowhere: words that sound alike or differ by one sign."""

from __future__ import annotations

from collections.abc import Iterator

from reports.domain.text.bigrams import Needle, is_han
from reports.search.engine import Reader
from reports.search.sounds import alike

LONGEST = 12
"""Characters of a word that is corrected."""
BEAM = 30
"""Beginnings of words that are followed at a time, and characters that are tried at one place."""
MOST_CHANGES = 2


def sounding(needle: Needle, reader: Reader) -> list[str]:
    """Words of the index's character pairs that sound like this one, the likeliest first; at most `BEAM`."""
    word = needle.units
    if not _is_correctable(word):
        return []
    beam = [("", 0, 0)]
    for place, typed in enumerate(word):
        signs = [typed, *_common(alike(typed), reader)]
        longer = [
            (start + sign, changes + (sign != typed), seen)
            for start, changes, seen in beam
            for sign in signs
            if changes < MOST_CHANGES or sign == typed
        ]
        terms = {start: start[-2:] for start, _, _ in longer}
        known = reader.frequencies(terms.values())
        beam = [
            (start, changes, min(seen, known[terms[start]]) if place > 1 else known[terms[start]])
            for start, changes, seen in longer
            if known[terms[start]]
        ]
        beam.sort(key=lambda one: (one[1], -one[2]))
        del beam[BEAM:]
    return [found for found, changes, _ in beam if changes]


def near(needle: Needle, reader: Reader) -> list[str]:
    """Words that differ from this one by one sign: two exchanged, one left out, one other; at most `BEAM`."""
    word = needle.units
    if not _is_correctable(word):
        return []
    found = dict.fromkeys(_rearranged("".join(word)))
    for place in range(1, len(word) - 1):
        before, after = word[place - 1], word[place + 1]
        signs = [pair[1] for pair, _ in reader.beginning(before, 100) if len(pair) == 2]
        known = reader.frequencies(sign + after for sign in signs)
        fitting = [sign for sign in signs if known[sign + after]]
        found |= dict.fromkeys("".join((*word[:place], sign, *word[place + 1 :])) for sign in fitting[:5])
    found.pop("".join(word), None)
    return list(found)[:BEAM]


def _rearranged(word: str) -> Iterator[str]:
    """Two neighbours exchanged; of four or more characters, one left out."""
    for place in range(len(word) - 1):
        yield word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    if len(word) > 3:
        for place in range(len(word)):
            yield word[:place] + word[place + 1 :]


def _is_correctable(word: tuple[str, ...]) -> bool:
    return 2 <= len(word) <= LONGEST and all(map(is_han, word))


def _common(signs: frozenset[str], reader: Reader) -> list[str]:
    known = reader.frequencies(signs)
    return sorted((sign for sign in signs if known[sign]), key=lambda sign: (-known[sign], sign))[:BEAM]
