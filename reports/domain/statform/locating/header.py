"""Finds the headers of tables in a stream of tokens, and in what order their columns are printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from reports.domain.statform.definition import Block
from reports.domain.statform.locating.frames import Frame
from reports.domain.statform.locating.knitting import Found, Knit
from reports.domain.statform.locating.tokens import Token

MAX_STRANGE = 3
"""Unknown words a header may hold, for a column of somebody's own; more and it is no header of this form."""

Child = TypeVar("Child", str, tuple[str, str])

Role = tuple[str, str, str]
"""What stands at a place of a row: "column", "unit" or "strange", a row's code, a column's code.

The codes are those of "column"; its row is "" where the label of the row tells it.
"""


@dataclass(frozen=True, slots=True)
class Header:
    """A header found: its tokens `first` to `last`, the `strange` among them, and the order of a row.

    `roles` follows the row label; None when the order of the columns cannot be known.
    """

    frame: Frame
    first: int
    last: int
    strange: tuple[int, ...]
    roles: tuple[Role, ...] | None

    @property
    def is_turned(self) -> bool:
        """Whether its columns stand in another order than the form's."""
        columns = [code for kind, _, code in self.roles or () if kind == "column"]
        return columns[: len(self.frame.block.columns)] != [c.code for c in self.frame.block.columns]


def headers_of(tokens: Sequence[Token], frames: Sequence[Frame]) -> Iterator[Header]:
    """Every header in the stream, in order, none inside another.

    Of two that begin alike, the one with more columns: the columns of one block may begin another's.
    """
    position = 0
    while position < len(tokens):
        found = [header for frame in frames if (header := _header(tokens, position, frame, frames))]
        if found:
            best = min(found, key=lambda h: (len(h.strange), -len(h.frame.block.columns), h.last))
            best = _without_caption(tokens, best, frames)
            yield best
            position = best.last + 1
        else:
            position += 1


def _header(tokens: Sequence[Token], first: int, frame: Frame, frames: Sequence[Frame]) -> Header | None:
    token = tokens[first]
    if not frame.header.may_start(token):
        return None
    knit = Knit(frame.header, Counter(frame.wanted))
    if token.shape != "words" or not knit.feed(first, token) or (not knit.found and len(token.numbered) < 2):
        return None
    required = [name for name in frame.wanted if name.kind in ("column", "row")]
    strange: list[int] = []
    last = first
    for index in range(first + 1, len(tokens)):
        if not any(knit.wanted[name] > 0 for name in required):
            break
        token = tokens[index]
        if token.shape == "blank":
            continue
        if token.shape == "figure":
            return None
        if knit.feed(index, token):
            last = index
        elif _is_row(token, frames) or len(strange) == MAX_STRANGE:
            return None
        else:
            strange.append(index)
    if any(knit.wanted[name] > 0 for name in required):
        return None
    last = _absorb(tokens, last, knit)
    strange += [index for thread in knit.threads for index in thread.tokens]
    is_doubtful = last + 1 < len(tokens) and "column" in frame.header.kinds(tokens[last + 1])
    roles = None if is_doubtful else _roles(tokens, frame, knit.found, strange)
    return Header(frame, first, last, tuple(sorted(strange)), roles)


def _without_caption(tokens: Sequence[Token], header: Header, frames: Sequence[Frame]) -> Header:
    """The header without a caption over it that is spelt like one of its columns: （2016年度）.

    Known by standing alone on its line while the column is printed once more in the header.
    """
    words = header.frame.header
    caption = set(words.of(tokens[header.first]))
    is_twice = any(caption & set(words.of(tokens[index])) for index in header.strange)
    if header.roles is None and is_twice and tokens[header.first].is_whole_line:
        inner = _header(tokens, header.first + 1, header.frame, frames)
        if inner and inner.last == header.last and inner.roles is not None:
            return inner
    return header


def _is_row(token: Token, frames: Sequence[Frame]) -> bool:
    return any(frame.rows.knows(token) for frame in frames)


def _absorb(tokens: Sequence[Token], last: int, knit: Knit) -> int:
    """The end of a header whose columns are complete: labels of groups and ends of broken ones may follow."""
    for index in range(last + 1, len(tokens)):
        token = tokens[index]
        if token.shape == "blank":
            continue
        if token.shape != "words" or not token.numbered or not knit.take(index, token):
            break
        last = index
    return last


def _roles(
    tokens: Sequence[Token], frame: Frame, found: Sequence[Found], strange: Sequence[int]
) -> tuple[Role, ...] | None:
    places = sorted(found, key=lambda item: item.tokens[0])
    if frame.table.layout == "line":
        return None if strange else _line_roles(frame, places)
    if frame.block.groups:
        return None if strange else _grouped_roles(tokens, frame.block, places)
    return _flat_roles(tokens, frame.block, places, strange)


def _flat_roles(
    tokens: Sequence[Token], block: Block, places: Sequence[Found], strange: Sequence[int]
) -> tuple[Role, ...] | None:
    """Columns from left to right as printed.

    The row label must come first, or rows cannot be told from rows.
    """
    columns = {item.names[0].code: item.tokens[0] for item in places if item.names[0].kind == "column"}
    if _printed_order(tokens, [c.code for c in block.columns], columns) is None:
        return None
    marks: list[tuple[int, Role]] = [(index, ("strange", "", "")) for index in strange]
    for item in places:
        kind, code = item.names[0]
        if kind in ("column", "unit", "corner"):
            marks.append((item.tokens[0], ("column", "", code) if kind == "column" else (kind, "", "")))
    roles = [role for _, role in sorted(marks, key=lambda mark: mark[0])]
    while roles[0][0] == "strange":
        del roles[0]
    if ("corner", "", "") in roles[1:]:
        return None
    return tuple(role for role in roles if role[0] != "corner")


def _printed_order(
    tokens: Sequence[Token], children: Sequence[Child], at: Mapping[Child, int]
) -> list[Child] | None:
    """Labels side by side in the order they are printed; None where that cannot be known.

    Another order than the form's is believed only where the text keeps it: all on one line, or one on each.
    """
    order = sorted(children, key=at.__getitem__)
    if order == list(children):
        return order
    starts = [tokens[at[child]] for child in children]
    is_kept = len({token.line for token in starts}) == 1 or all(token.is_whole_line for token in starts)
    return order if is_kept else None


def _line_roles(frame: Frame, places: Sequence[Found]) -> tuple[Role, ...] | None:
    """The fixed order of a table printed as one line: every column of the first row, then of the second …"""
    rows = [row.code for row in frame.block.rows if row.kind != "heading"]
    columns = [column.code for column in frame.block.columns]
    printed_rows = [item.names[0].code for item in places if item.names[0].kind == "row"]
    printed_columns = [item.names[0].code for item in places if item.names[0].kind == "column"]
    if printed_rows != rows or printed_columns != columns * len(rows):
        return None
    return tuple(("column", row, column) for row in rows for column in columns)


def _grouped_roles(tokens: Sequence[Token], block: Block, places: Sequence[Found]) -> tuple[Role, ...] | None:
    """Columns under headings of two levels, which a flat text prints level by level."""
    starts = {(item.names[0].kind, item.names[0].code): item.tokens[0] for item in places}
    order = _ordered(tokens, block, "", starts)
    return None if order is None else tuple(("column", "", code) for code in order)


def _ordered(
    tokens: Sequence[Token], block: Block, group: str, starts: dict[tuple[str, str], int]
) -> list[str] | None:
    """The columns of a group from left to right.

    Where groups and columns stand side by side, their order must be the form's: in a text taken from a page
    the heading of a group comes before its neighbours only because it is printed higher.
    """
    children = _children(block, group)
    members = {child: _columns_under(block, child) for child in children}
    at = {
        child: starts.get(child, min(starts["column", code] for code in members[child])) for child in children
    }
    if _has_groups(children):
        columns = [at[child] for child in children if child[0] == "column"]
        if columns != sorted(columns):
            return None
        if list(at.values()) != sorted(at.values()) and not _is_page_layout(tokens, children, at):
            return None
    printed = children if _has_groups(children) else _printed_order(tokens, children, at)
    if printed is None:
        return None
    order: list[str] = []
    for kind, code in printed:
        inner = [code] if kind == "column" else _ordered(tokens, block, code, starts)
        if inner is None:
            return None
        order += inner
    return order


def _has_groups(children: Sequence[tuple[str, str]]) -> bool:
    return any(kind == "group" for kind, _ in children)


def _is_page_layout(
    tokens: Sequence[Token], children: Sequence[tuple[str, str]], at: dict[tuple[str, str], int]
) -> bool:
    """Whether the text keeps printed lines: groups alone on theirs, the columns beside them sharing one."""
    groups = [tokens[at[child]] for child in children if child[0] == "group"]
    columns = [tokens[at[child]] for child in children if child[0] == "column"]
    return (
        all(token.is_whole_line for token in groups)
        and len(columns) > 1
        and len({token.line for token in columns}) == 1
    )


def _children(block: Block, group: str) -> list[tuple[str, str]]:
    """The groups and columns right under a group, in the form's order."""
    parents = {g.code: g.parent for g in block.groups}
    children: list[tuple[str, str]] = []
    for column in block.columns:
        child, above = ("column", column.code), column.group
        while above != group and above:
            child, above = ("group", above), parents[above]
        if above == group and child not in children:
            children.append(child)
    return children


def _columns_under(block: Block, child: tuple[str, str]) -> list[str]:
    kind, code = child
    if kind == "column":
        return [code]
    return [inner for sub in _children(block, code) for inner in _columns_under(block, sub)]
