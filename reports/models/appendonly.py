"""Tables that only ever grow: the database itself refuses to change or delete their rows.

SQLite drops a table's triggers whenever a migration rebuilds it: a migration that alters one of these tables
ends with `guard`. A test looks whether every table here is guarded after all migrations.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = (
    "reports_event",
    "reports_publication",
    "reports_signingkey",
    "reports_erasure",
    "reports_publicchange",
)

_SQLITE = """
CREATE TRIGGER IF NOT EXISTS {table}_keeps_{act} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_FUNCTION = """
CREATE OR REPLACE FUNCTION reports_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
_POSTGRESQL = """
CREATE OR REPLACE TRIGGER {table}_keeps_{act} BEFORE {verb} ON {table}
FOR EACH {each} EXECUTE FUNCTION reports_append_only()
"""
_ACTS = (("update", "UPDATE", "ROW"), ("delete", "DELETE", "ROW"), ("truncate", "TRUNCATE", "STATEMENT"))


def guard(connection: BaseDatabaseWrapper, table: str) -> None:
    """Puts the triggers on a table, those missing."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
        for act, verb, each in _acts(connection):
            sql = _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE
            cursor.execute(sql.format(table=table, act=act, verb=verb, each=each))


def unguard(connection: BaseDatabaseWrapper, table: str) -> None:
    """Takes the triggers off a table: to go back before the migration that put them on."""
    with connection.cursor() as cursor:
        for act, _verb, _each in _acts(connection):
            place = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_keeps_{act}{place}")


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Without the triggers inside: for tests that empty the whole database between two cases."""
    for table in TABLES:
        unguard(connection, table)
    try:
        yield
    finally:
        for table in TABLES:
            guard(connection, table)


def _acts(connection: BaseDatabaseWrapper) -> tuple[tuple[str, str, str], ...]:
    """SQLite knows no TRUNCATE."""
    return _ACTS if connection.vendor == "postgresql" else _ACTS[:2]
