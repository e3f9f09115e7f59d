"""The log and the manifest can neither be changed nor emptied, least of all by the runtime role."""

from __future__ import annotations

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege, IntegrityConstraintViolation

from tests.postgres.conftest import OWNER, RUNTIME, Cluster, manage

TABLES = ("reports_event", "reports_publication", "reports_signingkey")
EVENT = (
    "INSERT INTO reports_event (sequence, act, at, role, subject_kind, subject_name, reason, changes, "
    "previous, digest) VALUES ({}, 'edited', now(), '', 'log', '', '', '{{}}', '', '')"
)
FORBIDDEN = (
    "UPDATE {table} SET id = id",
    "DELETE FROM {table}",
    "TRUNCATE {table} CASCADE",
    "ALTER TABLE {table} DISABLE TRIGGER ALL",
    "DROP TRIGGER {table}_keeps_update ON {table}",
    "DROP TABLE {table} CASCADE",
    "ALTER TABLE {table} OWNER TO portal_runtime",
    "CREATE RULE quietly AS ON INSERT TO {table} DO INSTEAD NOTHING",
    "SET session_replication_role = replica",
    "GRANT ALL ON {table} TO portal_runtime",
)


def run(cluster: Cluster, role: str, statement: str) -> None:
    with psycopg.connect(cluster.url(role)) as connection:
        connection.execute(statement)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_runtime_role_can_only_add(migrated, table, statement):
    if statement.startswith("GRANT"):
        # PostgreSQL answers a grant of rights one does not have with a warning: nothing is granted.
        run(migrated, RUNTIME, statement.format(table=table))
        statement = "UPDATE {table} SET id = id"
    with pytest.raises(InsufficientPrivilege):
        run(migrated, RUNTIME, statement.format(table=table))


def test_the_runtime_role_adds_events_and_makes_no_tables(migrated):
    run(migrated, RUNTIME, EVENT.format(900001))
    for statement in ("CREATE TABLE own (x int)", "DELETE FROM django_migrations"):
        with pytest.raises(InsufficientPrivilege):
            run(migrated, RUNTIME, statement)


@pytest.mark.parametrize("statement", FORBIDDEN[:3])
def test_even_the_owner_meets_the_trigger(migrated, statement):
    run(migrated, OWNER, EVENT.format(800001 + FORBIDDEN.index(statement)))
    with pytest.raises(IntegrityConstraintViolation, match="reports_event is append-only"):
        run(migrated, OWNER, statement.format(table="reports_event"))


def test_the_portal_runs_as_the_runtime_role(migrated, tmp_path):
    manage(migrated.url(RUNTIME), tmp_path, "load_samples")
    assert "every public row says" in manage(migrated.url(RUNTIME), tmp_path, "verify_publications")


def test_a_role_that_could_take_the_guards_away_gets_nothing(migrated, tmp_path):
    for role, words in ((OWNER, "owns tables"), ("postgres", "superuser"), ("nobody'; DROP", "no role")):
        with pytest.raises(AssertionError, match=words):
            manage(migrated.url(OWNER), tmp_path, "grant_runtime", role)


@pytest.mark.parametrize(
    ("right", "words"),
    [
        (f"GRANT {OWNER} TO other_runtime", "belongs to a role"),
        ("GRANT pg_write_all_data TO other_runtime", "member of another role"),
    ],
)
def test_a_role_that_may_change_the_log_by_another_way_gets_nothing(migrated, tmp_path, right, words):
    run(migrated, "postgres", "CREATE ROLE other_runtime LOGIN")
    try:
        run(migrated, "postgres", right)
        with pytest.raises(AssertionError, match=words):
            manage(migrated.url(OWNER), tmp_path, "grant_runtime", "other_runtime")
    finally:
        run(migrated, "postgres", "DROP ROLE other_runtime")
