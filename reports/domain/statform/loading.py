"""Reads a form's TOML text into a Form, refusing a file that contradicts itself."""

from __future__ import annotations

from reports.domain.statform.definition import Form


class BadDefinition(Exception):
    """A form file is wrong; the message names file, line and cause."""


def load(text: str, variants: str = "", *, name: str = "") -> Form:
    """The form a TOML text describes. Raises BadDefinition."""
    raise NotImplementedError
