"""The database role that the portal runs as: reads and writes rows, and only adds to what is append-only.

PostgreSQL only. The role that migrates owns the tables; the runtime role owns nothing, so that it can neither
drop a trigger nor a table.
"""

from __future__ import annotations

from django.db import connection, transaction
from psycopg import sql

from reports.models.appendonly import TABLES

_MAY_CHANGE = "SELECT has_table_privilege(%s::name, %s::text, 'UPDATE, DELETE, TRUNCATE')"
_OWNED = "SELECT count(*) FROM pg_tables WHERE pg_has_role(%s::name, tableowner, 'MEMBER')"


class NoSuchRole(Exception):
    """The database has no role of that name, or it is no ordinary one."""


@transaction.atomic
def grant_runtime(role: str) -> None:
    """Gives a role what the portal needs at run time, and takes away what it must not have.

    Run it as the role that migrated, after each migration: tables made later are covered too. Raises
    NoSuchRole for a role that is not there, that is a superuser, that owns one of the tables or belongs to a
    role that does, or that may change what is append-only by another way (as a member, or as everybody).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = %s", [role])
        found = cursor.fetchone()
        if found is None:
            raise NoSuchRole(f"The database has no role {role!r}.")
        cursor.execute(_OWNED, [role])
        if found[0] or cursor.fetchone()[0]:
            raise NoSuchRole(
                f"{role!r} is a superuser, owns tables or belongs to a role that does:"
                " it could take every guard away."
            )
        for statement in _statements():
            cursor.execute(sql.SQL(statement).format(role=sql.Identifier(role)))
        for table in TABLES:
            cursor.execute(_MAY_CHANGE, [role, table])
            if cursor.fetchone()[0]:
                raise NoSuchRole(
                    f"{role!r} may change {table} as a member of another role, or as everybody may. Take that"
                    " right away first."
                )


def _statements() -> list[str]:
    kept = ", ".join(TABLES)
    return [
        "GRANT USAGE ON SCHEMA public TO {role}",
        "REVOKE CREATE ON SCHEMA public FROM {role}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {role}",
        f"REVOKE UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON {kept} FROM {{role}}",
        "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}",
    ]
