"""Whoever has the database, but neither the key nor a copy kept elsewhere, changes no history unseen."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from reports.domain.manifest import fingerprint
from reports.models import Event, Publication, Report, SigningKey, StatCell, appendonly
from reports.models.event import Act
from reports.queries import log
from reports.services import changefeed, events, manifest, verification
from tests.factories import make_account, make_agency, make_report, released

pytestmark = pytest.mark.django_db
FOREIGN_KEY = "55" * 32
BACK_TO_DRAFT = dict.fromkeys(("released_at", "released_by", "reviewed_at", "reviewed_by")) | {
    "state": "draft"
}


def published(**values: object) -> Report:
    report = make_report(**values)
    manifest.record(report)
    return report


def found() -> list[tuple[str, int]]:
    return [(fault.reason, fault.sequence) for fault in verification.faults()]


def altered(table: str, change: str) -> None:
    """A row of that table as somebody with the owner's rights changes it."""
    for each in appendonly.TABLES:
        appendonly.unguard(connection, each)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {change} WHERE sequence = 1")


def refused(tamper: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(tamper)
    except IntegrityError:
        return True
    return False


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no REPLACE")
@pytest.mark.parametrize("table", appendonly.TABLES)
def test_a_row_is_not_replaced_either(table):
    changefeed.of_report(published(), digest="")
    events.record(Act.EDITED, by=make_account(), subject=make_agency())
    if not apps.get_model("reports", table.removeprefix("reports_"))._default_manager.exists():
        pytest.skip("its own tests put rows into it")
    assert refused(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
    assert refused(f"UPDATE OR REPLACE {table} SET id = id")


def test_an_entry_beside_the_chain_of_the_log_is_found():
    events.record(Act.EDITED, by=None, subject=make_agency())
    Event.objects.create(
        sequence=0,
        act="published",
        at=timezone.now(),
        subject_kind="report",
        previous="0" * 64,
        digest="1" * 64,
    )
    assert [(broken.sequence, broken.reason) for broken in log.faults()] == [(0, "stray")]


def test_an_entry_beside_the_chain_of_the_manifest_is_found():
    report = published()
    Publication.objects.create(
        sequence=0,
        act="published",
        at=timezone.now(),
        subject_kind="report",
        subject_id=report.pk,
        content="{}",
        fingerprint=fingerprint("{}"),
        previous="0" * 64,
        digest="1" * 64,
        key_id="x",
    )
    assert found() == [("stray", 0), ("unknown-key", 0)]


def test_a_manifest_signed_anew_with_another_key_is_found(settings):
    report, own = published(), settings.SIGNING_KEY
    with appendonly.lifted(connection):
        Publication.objects.all().delete()
        SigningKey.objects.all().delete()
    StatCell.objects.filter(report=report, row="1", column="year").update(value=1)
    settings.SIGNING_KEY = FOREIGN_KEY
    report.refresh_from_db()
    manifest.record(report)
    settings.SIGNING_KEY = own
    assert found() == [("foreign-key", 1)]


def test_a_key_that_is_being_replaced_is_no_foreign_one(settings):
    published()
    settings.SIGNING_KEY_OLD, settings.SIGNING_KEY = settings.SIGNING_KEY, FOREIGN_KEY
    assert found() == []


def test_an_emptied_manifest_is_not_begun_again():
    report = make_report()
    assert manifest.begin() == 1
    with appendonly.lifted(connection):
        Publication.objects.all().delete()
        SigningKey.objects.all().delete()
    StatCell.objects.filter(report=report, row="1", column="year").update(value=1)
    assert manifest.begin() == 0
    assert found() == [("unlisted", 0)]


def test_the_log_tells_once_that_the_manifest_began():
    published()
    manifest.begin()
    manifest.begin()
    told = Event.objects.get(subject_kind="manifest")
    assert (told.act, told.changes) == ("created", {"entries": ["1", "1"]})


def test_entries_cut_off_at_the_end_of_the_manifest_are_found_through_the_log():
    manifest.begin()
    kept = released(make_report(state="draft"))
    cut = released(make_report(agency=make_agency("另一局"), state="draft"))
    assert found() == []
    with appendonly.lifted(connection):
        Publication.objects.filter(subject_id=cut.pk).delete()
    Report.objects.filter(pk=cut.pk).update(**BACK_TO_DRAFT)
    (fault,) = verification.faults()
    assert (fault.reason, fault.agency, fault.title) == ("unentered", cut.agency.name, cut.title)
    assert kept.pk != cut.pk


def test_what_was_published_and_withdrawn_before_the_manifest_began_is_no_fault():
    events.record(Act.PUBLISHED, by=None, subject=make_report(state="draft"))
    manifest.begin()
    assert found() == []


@pytest.mark.parametrize("command", ["verify_log", "verify_publications"])
def test_a_head_kept_elsewhere_shows_that_both_ends_were_cut_off(command, capsys):
    manifest.begin()
    released(make_report(state="draft"))
    cut = released(make_report(agency=make_agency("另一局"), state="draft"))
    call_command(command)
    head = capsys.readouterr().out.rpartition("Head: ")[2].strip()
    call_command(command, head=[head])
    with appendonly.lifted(connection):
        Publication.objects.filter(subject_id=cut.pk).delete()
        Event.objects.filter(sequence__gte=Event.objects.of("report", cut.pk).first().sequence).delete()
    Report.objects.filter(pk=cut.pk).update(**BACK_TO_DRAFT)
    call_command(command)
    with pytest.raises(SystemExit):
        call_command(command, head=[head])
    assert f"{head} was in the" in capsys.readouterr().out


@pytest.mark.parametrize(
    "wrong", ["", "1", "0:" + "a" * 64, "1:" + "A" * 64, "1:" + "a" * 63, "９:" + "a" * 64]
)
def test_a_head_that_is_none_is_refused(wrong):
    with pytest.raises(CommandError, match="is no number"):
        call_command("verify_log", "--head", wrong)


@pytest.mark.parametrize(
    ("change", "reasons"),
    [
        ("digest = 'zz'", {"altered", "forged", "unlinked"}),
        ("signature = 'zz'", {"forged"}),
        (f"content = '{{}}', fingerprint = '{fingerprint('{}')}'", {"altered", "content"}),
        (f"content = '[]', fingerprint = '{fingerprint('[]')}'", {"altered", "content"}),
        (f"content = 'x', fingerprint = '{fingerprint('x')}'", {"altered", "content"}),
    ],
)
def test_whatever_stands_in_an_entry_it_is_named_and_the_rest_is_read(change, reasons):
    published(), published(year=2017)
    altered("reports_publication", change)
    StatCell.objects.filter(report__year=2017, row="1", column="year").update(value=1)
    assert {reason for reason, _number in found()} == reasons | {"changed"}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps its types")
@pytest.mark.parametrize("table", ["reports_publication", "reports_event"])
def test_a_moment_that_is_none_is_named(table):
    published()
    events.record(Act.EDITED, by=None, subject=make_agency())
    altered(table, "at = 'x'")
    assert "altered" in {each.reason for each in (*log.faults(), *verification.faults())}


def test_a_number_that_no_event_holds_is_named():
    events.record(Act.EDITED, by=None, subject=make_agency())
    altered("reports_event", """changes = '{"a": 1.5}'""")
    assert [broken.reason for broken in log.faults()] == ["altered"]
