"""What the style sheets inside a page say of what is seen of a tag: enough of CSS to know what is hidden.

Known are tags, classes, ids, and these inside or right inside of one another; of other selectors nothing is
known, and what only they hide is read. Sheets outside of the page are not fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

LONGEST = 500_000
"""Characters of style sheets that are looked at."""
MAX_RULES = 5_000
MOST_COMPARED = 5_000_000
"""Rules times tags: fifty times those of a page saved by Word."""
SEEN = frozenset(
    ("display", "visibility", "opacity", "font-size", "color", "background", "background-color", "mso-hide")
)
"""Properties that tell whether a text is seen."""
OPENING = re.compile(r"<style\b([^<>]{0,500})>", re.IGNORECASE)
CLOSING = re.compile(r"</style", re.IGNORECASE)
COMMENT = re.compile(r"/\*[^*]*(?:\*(?!/)[^*]*)*(?:\*/|$)|<!--|-->")
MEDIA = re.compile(r"@media\s+(?:only\s+)?(?:all|screen)(?:\s*,\s*\w+)*\s*$", re.IGNORECASE)
LINKED = re.compile(r"<link\b[^<>]{0,300}\bstylesheet", re.IGNORECASE)
ON_PAPER = re.compile(r"media\s*=\s*[\"']?\s*print", re.IGNORECASE)
COMPOUND = re.compile(r"(?P<tag>[a-zA-Z][\w-]*)?(?P<marks>(?:[.#][\w\u0080-\uffff-]+)*)")
MARK = re.compile(r"[.#][\w\u0080-\uffff-]+")
DECLARATION = re.compile(r"\s*([\w-]{1,40})\s*:\s*([^;]{1,200})")
IMPORTANT = re.compile(r"\s*!\s*important\s*$", re.IGNORECASE)

Style = dict[str, tuple[bool, str]]
"""Property → whether it is important, and its value in small letters."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag as selectors see it: its name, and its classes and id as ".a" and "#b"."""

    name: str
    marks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Step:
    """A part of a selector. `is_child`: it must stand right inside of the part before."""

    name: str
    marks: frozenset[str]
    is_child: bool = False

    def fits(self, tag: Tag) -> bool:
        """Whether it selects that tag, wherever it stands."""
        return self.name in ("", tag.name) and self.marks <= tag.marks


@dataclass(frozen=True, slots=True)
class Rule:
    """One selector with what it sets. `weight`: ids, classes, tags, and its place, the later the heavier."""

    steps: tuple[Step, ...]
    style: Style
    weight: tuple[int, int, int, int]


@dataclass
class Sheets:
    """The rules of a page, by a mark or the name in their last part. `left`: comparisons still allowed.

    `knows_grounds`: no colour behind a text is set where it is not known here, or by a sheet outside.
    """

    rules: dict[str, list[Rule]] = field(default_factory=dict)
    left: int = MOST_COMPARED
    knows_grounds: bool = True

    def style(self, chain: Sequence[Tag]) -> Style:
        """What the rules set for the last of the tags, each inside of the one before.

        Nothing once a page, which then is none of anybody's, has asked for too many comparisons.
        """
        if not self.rules:
            return {}
        tag = chain[-1]
        found = []
        for key in (tag.name, *tag.marks):
            for rule in self.rules.get(key, ()):
                self.left -= len(chain) * len(rule.steps) if rule.steps[-1].fits(tag) else 1
                if self.left < 0:
                    return {}
                if _fits(rule.steps, chain):
                    found.append(rule)
        style: Style = {}
        for rule in sorted(found, key=lambda rule: rule.weight):
            style = overlaid(style, rule.style)
        if not self.knows_grounds:
            style.pop("color", None)
        return style


def overlaid(below: Style, above: Style) -> Style:
    """Two styles in one; the upper one wins unless the lower is important and it is not."""
    return {**below, **{key: one for key, one in above.items() if one[0] or not below.get(key, one)[0]}}


def declared(text: str) -> Style:
    """The properties that a style sets, of those that tell what is seen; the last of a name counts."""
    style: Style = {}
    for match in DECLARATION.finditer(text):
        name, value = match[1].lower(), match[2]
        if name in SEEN:
            plain = IMPORTANT.sub("", value)
            style = overlaid(style, {name: (plain != value, plain.strip().lower())})
    return style


def sheets_of(page: str) -> Sheets:
    """The rules in the style sheets of a page, those for paper and for narrow screens left out."""
    sheets = Sheets(knows_grounds=LINKED.search(page) is None)
    count = 0
    for sheet in _texts(page):
        for selectors, body in _blocks(COMMENT.sub(" ", sheet)):
            style = declared(body)
            for selector in selectors.split(",", MAX_RULES) if style and count < MAX_RULES else ():
                steps = _steps(selector)
                count += 1
                if not steps:
                    sheets.knows_grounds &= not style.keys() & {"background", "background-color"}
                    continue
                last = steps[-1]
                key = min(last.marks, default=last.name)
                sheets.rules.setdefault(key, []).append(Rule(steps, style, _weight(steps, count)))
    return sheets


def _texts(page: str) -> Iterator[str]:
    """What stands in the style sheets of a page, LONGEST characters at most."""
    at = left = 0
    while left < LONGEST:
        opening = OPENING.search(page, at)
        closing = CLOSING.search(page, opening.end()) if opening else None
        if opening is None or closing is None:
            return
        at = closing.end()
        if not ON_PAPER.search(opening[1]):
            text = page[opening.end() : min(closing.start(), opening.end() + LONGEST - left)]
            left += len(text)
            yield text


def _blocks(css: str, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Selectors with what stands between their braces; of blocks in blocks only those for screens."""
    at = 0
    while True:
        opening = css.find("{", at)
        if opening < 0:
            return
        prelude = css[at:opening].rpartition(";")[2].strip()
        end = _closing(css, opening)
        body = css[opening + 1 : end]
        if not prelude.startswith("@"):
            yield prelude, body
        elif MEDIA.match(prelude) and depth < 3:
            yield from _blocks(body, depth + 1)
        at = end + 1


def _closing(css: str, opening: int) -> int:
    depth = 0
    for match in re.compile(r"[{}]").finditer(css, opening):
        depth += 1 if match[0] == "{" else -1
        if not depth:
            return match.start()
    return len(css)


def _steps(selector: str) -> tuple[Step, ...]:
    """The parts of a selector; () for one that says more than is known here."""
    steps: list[Step] = []
    is_child = False
    for word in selector.replace(">", " > ").split():
        if word == ">":
            is_child = True
            continue
        match = COMPOUND.fullmatch(word)
        if match is None:
            return ()
        name = (match["tag"] or "").lower()
        steps.append(Step(name, frozenset(MARK.findall(match["marks"])), is_child))
        is_child = False
    return tuple(steps)


def _weight(steps: Sequence[Step], place: int) -> tuple[int, int, int, int]:
    marks = [mark for step in steps for mark in step.marks]
    ids = sum(mark.startswith("#") for mark in marks)
    return ids, len(marks) - ids, sum(bool(step.name) for step in steps), place


def _fits(steps: Sequence[Step], chain: Sequence[Tag]) -> bool:
    """Whether a selector selects the last of the tags."""
    if not steps[-1].fits(chain[-1]):
        return False
    places = {len(chain) - 1}
    for step, inner in zip(reversed(steps[:-1]), reversed(steps[1:]), strict=True):
        outer = {place - 1 for place in places} if inner.is_child else set(range(max(places)))
        places = {place for place in outer if place >= 0 and step.fits(chain[place])}
        if not places:
            return False
    return True
