"""Reading JSON of the agreed layout strictly, part by part, whatever a hostile installation may send."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

LAYOUT = 1
"""Of changes and records. Another layout gets another number, and an older installation refuses it."""


class Malformed(ValueError):
    """It is not in the agreed layout; the text says where: "changes[3].sequence"."""


def parsed(data: bytes) -> object:
    """What the bytes say as JSON. Raises Malformed."""
    try:
        return json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as problem:
        raise Malformed("JSON") from problem


def demand_layout(whole: Mapping[str, Any]) -> None:
    """Raises Malformed for another layout than ours."""
    if whole.get("layout") != LAYOUT or isinstance(whole.get("layout"), bool):
        raise Malformed("layout")


def an_object(data: object, where: str) -> Mapping[str, Any]:
    """An object of JSON; `where`: what it is called if it is none. Raises Malformed."""
    if not isinstance(data, dict):
        raise Malformed(where or "JSON")
    return data


def a_list(whole: Mapping[str, Any], name: str, most: int) -> list[Any]:
    """The list of that name, with no more than that many in it. Raises Malformed."""
    part = whole.get(name)
    if not isinstance(part, list) or len(part) > most:
        raise Malformed(name)
    return part


def a_text(whole: Mapping[str, Any], name: str, longest: int) -> str:
    """The text of that name. Raises Malformed."""
    return clean(whole.get(name), name, longest)


def clean(value: object, where: str, longest: int) -> str:
    """A text that a database and a page take: no NUL, no half sign. Raises Malformed."""
    if not isinstance(value, str) or len(value) > longest or "\0" in value:
        raise Malformed(where)
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as problem:
        raise Malformed(where) from problem
    return value


def a_whole(whole: Mapping[str, Any], name: str) -> int:
    """The whole number of that name, 0 or more. Raises Malformed."""
    value = whole.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**62:
        raise Malformed(name)
    return value


def a_truth(whole: Mapping[str, Any], name: str) -> bool:
    """The true or false of that name. Raises Malformed."""
    value = whole.get(name)
    if not isinstance(value, bool):
        raise Malformed(name)
    return value


def a_day(whole: Mapping[str, Any], name: str) -> date | None:
    """The day of that name, "" for none. Raises Malformed."""
    text = a_text(whole, name, 10)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as problem:
        raise Malformed(name) from problem


def a_moment(whole: Mapping[str, Any], name: str) -> datetime:
    """The moment of that name, with its offset from UTC. Raises Malformed."""
    try:
        moment = datetime.fromisoformat(a_text(whole, name, 40))
    except ValueError as problem:
        raise Malformed(name) from problem
    if moment.tzinfo is None or not 1949 <= moment.year <= 2099:
        raise Malformed(name)
    return moment
