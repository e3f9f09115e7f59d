"""What Word and WPS say in styles of pasted text: marks, hidden words, remarks, bullets."""

from __future__ import annotations

import re
from collections.abc import Mapping

from reports.readers.rich.parts import Look

HIDING = re.compile(
    r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)", re.IGNORECASE
)
IGNORED = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)
"""A bullet or number that Word wrote out itself."""
LISTED = re.compile(r"mso-list\s*:\s*l[0-9]{1,4}\s+level([1-9])", re.IGNORECASE)
REMARKS = re.compile(
    r"mso-element\s*:\s*comment(?:-list)?\b|mso-special-character\s*:\s*comment", re.IGNORECASE
)
SIGNS = frozenset("·•●▪■◆➢✓❖§oØülnuvwüqp\uf0b7\uf0a7\uf0d8\uf06c\uf06e\uf075\uf076\uf0fc")
"""Bullets as Word writes them: also letters that its symbol fonts draw as bullets."""
MARKING = (
    ("strong", re.compile(r"(?:^|[;\s])font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)),
    ("em", re.compile(r"(?:^|[;\s])font-style\s*:\s*(?:italic|oblique)", re.IGNORECASE)),
    ("s", re.compile(r"(?:^|[;\s])text-decoration(?:-line)?\s*:[^;]{0,60}line-through", re.IGNORECASE)),
    ("u", re.compile(r"(?:^|[;\s])text-decoration(?:-line)?\s*:[^;]{0,60}underline", re.IGNORECASE)),
    ("sup", re.compile(r"(?:^|[;\s])vertical-align\s*:\s*super", re.IGNORECASE)),
    ("sub", re.compile(r"(?:^|[;\s])vertical-align\s*:\s*sub(?:\W|$)", re.IGNORECASE)),
)
LIGHT = re.compile(r"(?:^|[;\s])font-weight\s*:\s*(?:normal|[1-4]00)", re.IGNORECASE)
UPRIGHT = re.compile(r"(?:^|[;\s])font-style\s*:\s*normal", re.IGNORECASE)


def is_bullet(marker: str) -> bool:
    """Whether what Word wrote before an item is a bullet, not a number that belongs to the text."""
    return len(marker) == 1 and marker in SIGNS


def level_of(style: str) -> int:
    """The level of a paragraph in a list, from 1; 0 where it is in none."""
    found = LISTED.search(style)
    return int(found[1]) if found else 0


def is_remark(tag: str, attributes: Mapping[str, str]) -> bool:
    """Whether it is a reader's remark at the margin, or the sign that leads to one."""
    classes = attributes.get("class", "").lower()
    return "msocom" in classes or bool(REMARKS.search(attributes.get("style", "")))


def look_of(style: str, look: Look) -> Look:
    """That look with the marks that a style says."""
    if not style:
        return look
    if LIGHT.search(style):
        look = look.without("strong")
    if UPRIGHT.search(style):
        look = look.without("em")
    for mark, pattern in MARKING:
        if pattern.search(style) and not (mark == "u" and look.href):
            look = look.marked(mark)
    return look
