"""The agencies as staff list them: every body after the one it stands under, in one query."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from reports.models import Agency


@dataclass(frozen=True, slots=True)
class Place:
    """Where an agency stands. `depth` counts the bodies above it, `above` names them, the highest first."""

    pk: int
    depth: int
    above: tuple[str, ...]


def places() -> dict[int, Place]:
    """Every agency's place by its id, in the order of the tree; one query.

    What stands in a loop of parents, which the services refuse, comes last and at depth 0.
    """
    names: dict[int, str] = {}
    below: dict[int | None, list[int]] = defaultdict(list)
    for pk, parent, name in Agency.objects.values_list("pk", "parent_id", "name"):
        names[pk] = name
        below[parent].append(pk)
    found: dict[int, Place] = {}
    waiting = [Place(pk, 0, ()) for pk in reversed(below[None])]
    while waiting:
        place = waiting.pop()
        found[place.pk] = place
        above = (*place.above, names[place.pk])
        waiting += [Place(pk, place.depth + 1, above) for pk in reversed(below[place.pk])]
    return found | {pk: Place(pk, 0, ()) for pk in names if pk not in found}
