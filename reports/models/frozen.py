"""Public versions of documents are frozen by the database: their content changes once only, to be erased."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "reports_documentversion"
COLUMNS = (
    *("category_id", "kind", "title", "document_number", "issued_by", "made_on", "published_at", "theme"),
    *("genre", "effective_on", "amended_on", "expires_on", "repealed_on", "stated_validity"),
    *("replaced_by_id", "keywords", "summary"),
    *("body", "body_text", "fields", "source_line", "source_url", "document_id", "number", "agency_id"),
    *("index_number", "address", "change_note", "released_at", "released_by_id", "digest", "erased_at"),
)
"""What was said, and when and by whom: not whether it stands."""
SALTED = (*COLUMNS, "salt")
"""The same since versions bear a salt (migration 0091)."""

_SQLITE = f"""
CREATE TRIGGER IF NOT EXISTS {TABLE}_is_frozen BEFORE UPDATE OF {{columns}} ON {TABLE}
WHEN NEW.erased_at IS NULL OR OLD.erased_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, '{TABLE} is frozen'); END
"""
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION reports_frozen() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
  RAISE EXCEPTION '{TABLE} is frozen' USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
_POSTGRESQL = f"""
CREATE OR REPLACE TRIGGER {TABLE}_is_frozen BEFORE UPDATE OF {{columns}} ON {TABLE}
FOR EACH ROW WHEN (NEW.erased_at IS NULL OR OLD.erased_at IS NOT NULL) EXECUTE FUNCTION reports_frozen()
"""


def freeze(connection: BaseDatabaseWrapper, columns: Sequence[str] = COLUMNS) -> None:
    """Puts the trigger on the table. A migration that alters the table ends with this: SQLite drops it."""
    listed = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
            cursor.execute(_POSTGRESQL.format(columns=listed))
        else:
            cursor.execute(_SQLITE.format(columns=listed))


def thaw(connection: BaseDatabaseWrapper) -> None:
    """Takes the trigger off, to go back before the migration that put it on."""
    place = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_is_frozen{place}")
