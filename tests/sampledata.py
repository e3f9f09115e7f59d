"""The sample data, loaded once a process and copied for every other test: loading them takes ten seconds.

Tests that use them run in one process: those in a browser, which empty the database after each, in the group
"browser", the others in GROUP. Rows are copied only where the database is SQLite; elsewhere
the samples are loaded each time.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

GROUP = "samples"
Rows = list[tuple[object, ...]]


@dataclass(frozen=True)
class Kept:
    """What one run of `load_samples` said and left: rows by table, and files."""

    said: str
    rows: dict[str, Rows]
    files: dict[Path, bytes]


_kept: list[Kept] = []


def load() -> str:
    """Fills the empty database of a test, and its folder of files; returns what `load_samples` said."""
    if connection.vendor != "sqlite":
        return _said()
    if not _kept:
        before = _filled()
        said = _said()
        _kept.append(Kept(said, {table: _rows(table) for table in _filled() - before}, _files()))
        return said
    with transaction.atomic():  # where rows name one another is looked at when all are there
        for table, rows in _kept[0].rows.items():
            places = ", ".join("?" * len(rows[0]))
            connection.connection.executemany(f'INSERT INTO "{table}" VALUES ({places})', rows)
    for name, data in _kept[0].files.items():
        path = Path(settings.MEDIA_ROOT) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return _kept[0].said


def _said() -> str:
    out = StringIO()
    call_command("load_samples", stdout=out)
    return out.getvalue()


def _filled() -> set[str]:
    """The tables that hold something."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        cursor.execute(
            " UNION ALL ".join(f"SELECT '{one}' WHERE EXISTS (SELECT 1 FROM {one})" for one in tables)
        )
        return {table for (table,) in cursor.fetchall()}


def _rows(table: str) -> Rows:
    """As stored: a plus before a name keeps SQLite's values from being read as dates or numbers."""
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, table)
        names = ", ".join(f'+"{column.name}"' for column in columns)
        cursor.execute(f'SELECT {names} FROM "{table}"')
        return cursor.fetchall()


def _files() -> dict[Path, bytes]:
    """By their place below the folder of files."""
    root = Path(settings.MEDIA_ROOT)
    return {path.relative_to(root): path.read_bytes() for path in root.rglob("*") if path.is_file()}
