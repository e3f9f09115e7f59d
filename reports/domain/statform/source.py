"""A form's TOML text with the places of its parts, so that a mistake is reported with its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, NoReturn


class BadDefinition(Exception):
    """A form file is wrong. The message reads "file, line N: cause"; the three are attributes too."""

    def __init__(self, name: str, line: int, cause: str) -> None:
        super().__init__(f"{name}, line {line}: {cause}")
        self.name = name
        self.line = line
        self.cause = cause


class Source:
    """The text of one file."""

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self.text = text.removeprefix("\ufeff").replace("\r\n", "\n")
        self.lines = self.text.split("\n")
        self._bare = _without_strings(self.text).split("\n")

    def parse(self) -> dict[str, Any]:
        """The data of the file. Raises BadDefinition where it is not TOML."""
        try:
            return tomllib.loads(self.text)
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            found = re.search(r"at line (\d+)", str(error))
            line = int(found[1]) if found else len(self.lines)
            raise BadDefinition(self.name, line, f"this is not TOML: {error}") from error

    def sections(self, header: str) -> list[int]:
        """The lines, from 1, on which `[[header]]` or `[header]` stands."""
        pattern = re.compile(rf"\s*\[{{1,2}}\s*{re.escape(header)}\s*\]{{1,2}}\s*")
        return [number for number, line in enumerate(self._bare, 1) if pattern.fullmatch(line)]

    def key(self, key: str, start: int, stop: int) -> int | None:
        """The first line in [start, stop) on which that key is given a value or heads a section."""
        name = rf"""["']?{re.escape(key)}["']?"""
        pattern = re.compile(rf"(^|[\s{{,]){name}\s*=|^\s*\[([^\]]*\.|\[)?\s*{name}\s*[.\]]")
        return next((n for n in range(start, stop) if pattern.search(self.lines[n - 1])), None)

    def openings(self, key: str, start: int, stop: int) -> list[int]:
        """The lines on which each inline table of the array under that key opens."""
        first = self.key(key, start, stop)
        if first is None:
            return []
        return [n for n in range(first, stop) for _ in range(self._bare[n - 1].count("{"))]


@dataclass(frozen=True, slots=True)
class Item:
    """One table of the file, written on the lines [line, stop). Reads typed values, refuses the rest."""

    source: Source
    data: dict[str, Any]
    name: str
    line: int
    stop: int

    def fail(self, cause: str, key: str = "") -> NoReturn:
        """Raise BadDefinition at that key, or at the head of the item."""
        line = self.source.key(key, self.line, self.stop) if key else None
        raise BadDefinition(self.source.name, line or self.line, f"{self.name}: {cause}")

    def only(self, keys: Iterable[str]) -> None:
        """Refuse keys that are none of these."""
        for key in self.data:
            if key not in keys:
                near = get_close_matches(key, list(keys), 1)
                hint = f"; did you mean {near[0]!r}?" if near else ""
                self.fail(f"unknown key {key!r}{hint}", key)

    def text(self, key: str, default: str | None = None) -> str:
        """A text value; without a default it must be given and not be blank."""
        if key not in self.data and default is not None:
            return default
        if key not in self.data:
            self.fail(f"{key!r} is missing")
        value = self.data[key]
        if not isinstance(value, str):
            self.fail(f"{key!r} must be text in quotation marks, not {value!r}", key)
        if default is None and not value.strip():
            self.fail(f"{key!r} is blank", key)
        return value.strip()

    def choice(self, key: str, allowed: tuple[str, ...], default: str | None = None) -> str:
        """One of these texts."""
        value = self.text(key, default)
        if value not in allowed and value != default:
            self.fail(f"unknown {key} {value!r}; it may be {', '.join(allowed)}", key)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, () where the key is missing."""
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
            self.fail(f"{key!r} must be a list of texts", key)
        return tuple(value)

    def flag(self, key: str, default: bool) -> bool:
        """true or false."""
        value = self.data.get(key, default)
        if not isinstance(value, bool):
            self.fail(f"{key!r} must be true or false, not {value!r}", key)
        return value

    def year(self, key: str) -> int | None:
        """A report year, None where the key is missing."""
        value = self.data.get(key)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not 1990 <= value <= 2100:
            self.fail(f"{key!r} must be a year from 1990 to 2100, not {value!r}", key)
        return value

    def sections(self, key: str, header: str, name: str) -> list[Item]:
        """The items under `[[header]]`, which `key` holds."""
        tables = self._tables(key)
        lines = [n for n in self.source.sections(header) if self.line <= n < self.stop]
        if len(lines) != len(tables):
            lines = [self.line] * len(tables)
        stops = [*lines[1:], self.stop] if lines else []
        return [
            Item(self.source, data, _named(name, data), line, max(stop, line + 1))
            for data, line, stop in zip(tables, lines, stops, strict=True)
        ]

    def entries(self, key: str, name: str) -> list[Item]:
        """The items of a list of `{ … }` lines."""
        tables = self._tables(key)
        lines = self.source.openings(key, self.line, self.stop)
        lines = (lines + [self.line] * len(tables))[: len(tables)]
        return [
            Item(self.source, data, _named(name, data), line, line + 1)
            for data, line in zip(tables, lines, strict=True)
        ]

    def _tables(self, key: str) -> list[dict[str, Any]]:
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
            self.fail(f"{key!r} must be a list of tables", key)
        return value


def _named(name: str, data: dict[str, Any]) -> str:
    code = data.get("code", "")
    return f"{name} {code!r}" if code else name


def _without_strings(text: str) -> str:
    """The text with strings and comments blanked out, every line break kept."""
    pattern = r'"""[\s\S]*?"""' + r"|'''[\s\S]*?'''" + r'|"(?:\\.|[^"\\\n])*"' + r"|'[^'\n]*'|#[^\n]*"
    return re.sub(pattern, lambda found: re.sub(r"[^\n]", " ", found[0]), text)
