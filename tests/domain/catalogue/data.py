"""The files of facts as the portal ships them, read for the tests."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).resolve().parents[3] / "reports" / "data"


def text(name: str) -> str:
    """The whole text of `data/<name>.toml`."""
    return (FOLDER / f"{name}.toml").read_text("utf-8")
