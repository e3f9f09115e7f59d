"""The ruled lines of a PDF page to the boxes of its tables. Not what is printed in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pdfplumber.page import Page
from pdfplumber.utils import objects_to_bbox

from reports.readers.paper.letters import Letter

THIN = 2.5
"""Points up to which a filled box is a line: browsers and Word draw borders so."""
NEAR = 3.0
"""Points between two lines that are meant to be one."""
TOUCH = 1.5
"""Points between two pieces of one rule."""
SHORTEST = 4.0
WHITE = ((1,), (1, 1, 1), (0, 0, 0, 0), 1)
SETTINGS = {
    "vertical_strategy": "explicit",
    "horizontal_strategy": "explicit",
    "snap_tolerance": NEAR,
    "join_tolerance": NEAR,
    "intersection_tolerance": NEAR,
}

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in points."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruled line: where it lies across its direction, from where to where along it."""

    at: float
    start: float
    end: float


def tables_of(page: Page, letters: Sequence[Letter]) -> list[list[Box]]:
    """The boxes of each table on a page with those letters that has rows and columns, from above.

    Ruled lines make a table, drawn as lines or as thin filled boxes; shaded areas do not. A table open at
    its sides ends where its lines end. Where only the feet of cells are ruled, each piece of a rule is the
    foot of one cell.
    """
    across, down = _rules(page)
    if len(across) < 2:
        return []
    down += _of_feet(across, down, letters)
    down += _sides(across, down)
    across += _ends(across, down)
    if len(across) < 2 or len(down) < 2:
        return []
    settings = {
        **SETTINGS,
        "explicit_horizontal_lines": [_edge(rule, "h") for rule in across],
        "explicit_vertical_lines": [_edge(rule, "v") for rule in down],
    }
    found = [[tuple(map(float, cell)) for cell in table.cells] for table in page.find_tables(settings)]
    return sorted((_whole(cells) for cells in found if _has_columns(cells)), key=lambda c: c[0][1])


def _whole(cells: Sequence[Any]) -> list[Box]:
    return sorted(cells, key=lambda cell: (cell[1], cell[0]))


def _has_columns(cells: Sequence[Any]) -> bool:
    """Whether two cells stand side by side."""
    return len({round(cell[0]) for cell in cells}) > 1


def _rules(page: Page) -> tuple[list[Rule], list[Rule]]:
    """The horizontal and the vertical rules of a page."""
    boxes = [_box(line) for line in page.lines]
    for rect in page.rects:
        left, top, right, bottom = _box(rect)
        if min(right - left, bottom - top) <= THIN:
            is_filled = rect.get("fill") and not _is_white(rect.get("non_stroking_color"))
            if is_filled or rect.get("stroke"):
                boxes.append((left, top, right, bottom))
        elif rect.get("stroke") and not _is_white(rect.get("stroking_color")):
            boxes += [(left, top, right, top), (left, bottom, right, bottom)]
            boxes += [(left, top, left, bottom), (right, top, right, bottom)]
    across = [Rule((t + b) / 2, x0, x1) for x0, t, x1, b in boxes if b - t <= THIN and x1 - x0 >= SHORTEST]
    down = [Rule((x0 + x1) / 2, t, b) for x0, t, x1, b in boxes if x1 - x0 <= THIN and b - t >= SHORTEST]
    return across, down


def _box(thing: dict[str, Any]) -> Box:
    left, top, right, bottom = objects_to_bbox([thing])
    return float(left), float(top), float(right), float(bottom)


def _is_white(colour: object) -> bool:
    return (tuple(colour) if isinstance(colour, list | tuple) else colour) in WHITE


def _edge(rule: Rule, orientation: str) -> dict[str, Any]:
    """A rule as pdfplumber has them."""
    if orientation == "h":
        x0, x1, top, bottom = rule.start, rule.end, rule.at, rule.at
    else:
        x0, x1, top, bottom = rule.at, rule.at, rule.start, rule.end
    sizes = {"width": x1 - x0, "height": bottom - top}
    return {
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        **sizes,
        "orientation": orientation,
        "object_type": "line",
    }


def _levels(rules: Iterable[Rule]) -> list[list[Rule]]:
    """Rules that lie on one line, each group sorted along it; the groups from the first on."""
    levels: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if levels and rule.at - levels[-1][0].at <= NEAR:
            levels[-1].append(rule)
        else:
            levels.append([rule])
    return [sorted(level, key=lambda rule: (rule.start, rule.end)) for level in levels]


def _runs(level: Sequence[Rule]) -> list[list[Rule]]:
    """The pieces of one line that touch or overlap, run by run."""
    runs: list[list[Rule]] = []
    end = float("-inf")
    for rule in level:
        if runs and rule.start <= end + TOUCH:
            runs[-1].append(rule)
        else:
            runs.append([rule])
            end = rule.end
        end = max(end, rule.end)
    return runs


def _spans(rules: Sequence[Rule]) -> list[Rule]:
    """Each rule whole, whatever pieces it was drawn in."""
    return [_span(run) for level in _levels(rules) for run in _runs(level)]


def _span(run: Sequence[Rule]) -> Rule:
    return Rule(run[0].at, run[0].start, max(rule.end for rule in run))


def _of_feet(across: Sequence[Rule], down: Sequence[Rule], letters: Sequence[Letter]) -> list[Rule]:
    """Sides of cells of which only the foot is ruled, piece by piece: up to the rule above the foot.

    Only for rules with no vertical rule upon them. A rule of one piece counts where it ends at such sides. No
    cell is where a letter stands on a side: what is above the rule is then a text.
    """
    runs = [run for level in _levels(across) for run in _runs(level)]
    bare = [run for run in runs if not any(_stands_on(rule, _span(run)) for rule in down)]
    cuts_of = [_cuts(run) for run in bare]
    known = [cut for cuts in cuts_of if len(cuts) > 2 for cut in cuts]
    spans = [_span(run) for run in runs]
    sides: list[Rule] = []
    for run, cuts in zip(bare, cuts_of, strict=True):
        if not all(any(abs(cut - other) <= NEAR for other in known) for cut in cuts):
            continue
        foot = run[0].at
        heads = [
            max((r.at for r in spans if foot - r.at > NEAR and _overlap(r, *pair)), default=foot)
            for pair in pairwise(cuts)
        ]
        new = [
            Rule(cut, head, foot)
            for pair, head in zip(pairwise(cuts), heads, strict=True)
            for cut in pair
            if head < foot
        ]
        if not any(_is_crossed(side, letters) for side in new):
            sides += new
    return sides


def _cuts(run: Sequence[Rule]) -> list[float]:
    """Where the pieces of a run begin and end."""
    cuts: list[float] = []
    for cut in sorted({edge for piece in run for edge in (piece.start, piece.end)}):
        if not cuts or cut - cuts[-1] > NEAR:
            cuts.append(cut)
    return cuts


def _is_crossed(side: Rule, letters: Sequence[Letter]) -> bool:
    return any(
        letter.x0 < side.at - 1 and letter.x1 > side.at + 1 and side.start < letter.y < side.end
        for letter in letters
        if letter.text != " "
    )


def _stands_on(rule: Rule, foot: Rule) -> bool:
    """Whether a vertical rule ends on, or crosses, a horizontal one between its ends."""
    is_between = foot.start + NEAR < rule.at < foot.end - NEAR
    return is_between and rule.start - NEAR < foot.at - NEAR and foot.at <= rule.end + NEAR


def _overlap(rule: Rule, left: float, right: float) -> bool:
    return min(rule.end, right) - max(rule.start, left) > (right - left) / 2


def _sides(across: Sequence[Rule], down: Sequence[Rule]) -> list[Rule]:
    """The outer sides of tables that are open there: where their horizontal rules end together."""
    spans = _spans(across)
    sides: list[Rule] = []
    for above, below in pairwise(spans):
        if abs(above.start - below.start) > NEAR or abs(above.end - below.end) > NEAR:
            continue
        inside = [r for r in down if _stands_on(r, below) and r.start <= above.at + NEAR]
        if not inside:
            continue
        sides += [
            Rule(at, above.at, below.at)
            for at in (below.start, below.end)
            if not any(abs(rule.at - at) <= NEAR and rule.start < below.at - NEAR for rule in down)
        ]
    return sides


def _ends(across: Sequence[Rule], down: Sequence[Rule]) -> list[Rule]:
    """Rules that a page break left out above the first or below the last row: where three columns end.

    A rule drawn piece by piece, a piece for each cell as browsers do, ends where its last piece does.
    """
    across, down = _spans(across), _spans(down)
    ends: list[Rule] = []
    for side in ("start", "end"):
        levels = _levels([Rule(getattr(rule, side), rule.at, rule.at) for rule in down])
        for level in levels:
            left, right = level[0].start, level[-1].start
            beside = [rule for rule in across if abs(rule.at - level[0].at) <= NEAR + TOUCH]
            is_whole = any(rule.start <= left + NEAR and right - NEAR <= rule.end for rule in beside)
            is_inside = any(_goes_through(rule, level[0].at, left, right) for rule in down)
            is_ruled = is_whole or (is_inside and any(_overlap(rule, left, right) for rule in beside))
            if len({round(rule.start) for rule in level}) >= 3 and not is_ruled:
                ends.append(Rule(level[0].at, left, right))
    return ends


def _goes_through(rule: Rule, level: float, left: float, right: float) -> bool:
    """Whether a vertical rule goes on beyond a level, so that no table ends there."""
    is_crossing = rule.start < level - NEAR and level + NEAR < rule.end
    return is_crossing and left - NEAR <= rule.at <= right + NEAR
