"""The pieces of a paragraph without the spaces that only laid out a page: runs, indents, ends of lines."""

from __future__ import annotations

import re
from dataclasses import replace

from reports.readers.rich.parts import BREAK, TEXT, Look, Piece

UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ud800-\udfff"
    "\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
"""Signs that are not seen, or turn the order of what is read."""
SPACES = re.compile("([ \t\n\r\x0b\x0c\x85\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f]+)")
INDENT = " \u3000"
_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60]")


def spaced(pieces: list[Piece]) -> list[Piece]:
    """The pieces with single spaces, none around a line break, those of one look joined.

    The end of a line of the source amid Chinese words is no space (CSS Text 3, 4.1.3).
    """
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece.kind == BREAK:
            lines.append([])
        else:
            lines[-1].append(piece)
    found: list[Piece] = []
    for number, line in enumerate(lines):
        if number:
            found.append(Piece(BREAK))
        found += _trimmed(_joined(_single(line)))
    return found


def _single(line: list[Piece]) -> list[Piece]:
    """The pieces of a line with each run of spaces one space, which looks as both its neighbours do."""
    found: list[Piece] = []
    waiting = ""
    for piece in line:
        parts = SPACES.split(UNSEEN.sub("", piece.text)) if piece.kind == TEXT else [""]
        for number, part in enumerate(parts):
            if number % 2:
                waiting += part
            elif part or piece.kind != TEXT:
                if waiting and found:
                    space = _space(found[-1], waiting, part, piece.look)
                    found += [space] if space else []
                waiting = ""
                found.append(replace(piece, text=part) if piece.kind == TEXT else piece)
    return found


def _space(before: Piece, waiting: str, after: str, look: Look) -> Piece | None:
    is_amid = "\n" in waiting and "\u00a0" not in waiting and before.kind == TEXT
    if is_amid and _WIDE.match(before.text[-1:]) and _WIDE.match(after[:1]):
        return None
    return Piece(TEXT, " ", before.look.shared(look))


def _joined(line: list[Piece]) -> list[Piece]:
    found: list[Piece] = []
    texts: list[str] = []
    for piece in line:
        if piece.kind == TEXT and found and found[-1].kind == TEXT and found[-1].look == piece.look:
            texts.append(piece.text)
            continue
        _close(found, texts)
        found.append(piece)
        texts = [piece.text]
    _close(found, texts)
    return found


def _close(found: list[Piece], texts: list[str]) -> None:
    if len(texts) > 1:
        found[-1] = replace(found[-1], text="".join(texts))


def _trimmed(line: list[Piece]) -> list[Piece]:
    """The line without indents: spaces, also wide ones, at either end."""
    first, last = 0, len(line)
    while first < last and line[first].kind == TEXT and not line[first].text.strip(INDENT):
        first += 1
    while last > first and line[last - 1].kind == TEXT and not line[last - 1].text.strip(INDENT):
        last -= 1
    kept = line[first:last]
    if kept and kept[0].kind == TEXT:
        kept[0] = replace(kept[0], text=kept[0].text.lstrip(INDENT))
    if kept and kept[-1].kind == TEXT:
        kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip(INDENT))
    return kept
