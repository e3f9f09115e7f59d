"""The night's work, done by the real worker on its real queue."""

from __future__ import annotations

import hashlib
import signal
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from pytest_django.fixtures import Settings

from reports.domain.casework.steps import Step, StepKind
from reports.domain.roles import Role
from reports.models import Agency, Attachment, Report, SourceFile, YearCount
from reports.queries import cataloguedata
from reports.services import upkeep
from tests.casefactories import make_application
from tests.factories import make_account, make_agency, make_report

pytestmark = pytest.mark.django_db(transaction=True)
LOG = "reports.services.upkeep"


@pytest.fixture(autouse=True)
def signals_kept() -> Iterator[None]:
    """The worker takes over the signals of the process it runs in: give them back."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def work() -> None:
    call_command("work", once=True, verbosity=0)


def queued() -> list[datetime]:
    """When each night's work that waits is due."""
    waiting = DBTaskResult.objects.filter(task_path=upkeep.nightly.module_path, status=TaskResultStatus.READY)
    return [task.run_after for task in waiting]


def make_source(
    report: Report, content: bytes, *, kept: bytes | None = None, name: str = "a.txt"
) -> SourceFile:
    """A source file whose recorded SHA-256 is that of `content`; `kept` is what lies there in its place."""
    source = SourceFile(
        report=report, name=name, sha256=hashlib.sha256(content).hexdigest(), size=len(content)
    )
    source.file.save(name, ContentFile(content if kept is None else kept), save=True)
    return source


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (
            datetime(2026, 5, 1, 18, 29, tzinfo=UTC),
            datetime(2026, 5, 1, 18, 30, tzinfo=UTC),
        ),  # 02:29 in Shanghai
        (datetime(2026, 5, 1, 18, 30, tzinfo=UTC), datetime(2026, 5, 2, 18, 30, tzinfo=UTC)),
        (datetime(2026, 5, 1, 4, 0, tzinfo=UTC), datetime(2026, 5, 1, 18, 30, tzinfo=UTC)),
        (datetime(2026, 12, 31, 20, 0, tzinfo=UTC), datetime(2027, 1, 1, 18, 30, tzinfo=UTC)),
    ],
)
def test_the_night_begins_at_half_past_two_local_time(now: datetime, due: datetime) -> None:
    assert upkeep.coming_night(now=now) == due


def test_a_worker_queues_the_coming_night_once_however_often_it_starts() -> None:
    work()
    work()
    assert len(queued()) == 1
    assert timezone.now() < queued()[0] <= timezone.now() + timedelta(days=1)


def test_a_night_that_came_is_worked_and_the_next_one_queued() -> None:
    work()
    DBTaskResult.objects.update(run_after=timezone.now() - timedelta(minutes=1))
    work()
    done = DBTaskResult.objects.get(status=TaskResultStatus.SUCCESSFUL)
    assert done.return_value == {
        "requeued": 0,
        "results": 0,
        "sessions": 0,
        "desk": 0,
        "refusals": 0,
        "erased": 0,
        "sentences": 0,
        "words": 0,
        "columns": len(cataloguedata.categories().all),
        "ended": 0,
        "counts": 0,
        "faults": 0,
        "files": 0,
        "damaged": 0,
        "strays": 0,
        "cases": 0,
        "years": 0,
        "digests": 0,
    }
    assert len(queued()) == 1
    assert queued()[0] > timezone.now()


def test_the_night_counts_the_years_of_complete_registers_and_passes_over_what_it_cannot(
    caplog: pytest.LogCaptureFixture,
) -> None:
    whole, broken, silent = make_agency("甲局"), make_agency("乙局"), make_agency("丙局")
    Agency.objects.filter(pk__in=(whole.pk, broken.pk)).update(register_from=2024)
    for agency in (whole, broken, silent):
        make_application(agency=agency)
    wrong = make_application(
        agency=broken, then=[Step(StepKind.ANSWER, date(2024, 3, 8), outcome="disclosed")]
    )
    wrong.steps.filter(kind="answer").update(outcome="nonsense")
    done = upkeep.nightly.call()
    this_year = timezone.localdate().year
    years = this_year - 2024 + 1
    assert done["years"] == 2 * years - 1  # 2024 of 乙局 cannot be counted
    assert set(YearCount.objects.filter(agency=whole).values_list("year", flat=True)) == set(
        range(2024, this_year + 1)
    )
    assert not YearCount.objects.filter(agency=silent).exists()
    assert f"case {wrong.pk} is broken" in caplog.text


def test_the_night_notes_that_a_wait_is_over(caplog: pytest.LogCaptureFixture) -> None:
    case = make_application(
        then=[Step(StepKind.ASK_SUPPLEMENT, date(2024, 3, 6), until=date(2024, 3, 20))],
        waiting_for="applicant",
    )
    lost = make_application(waiting_for="applicant")
    lost.steps.filter(kind="register").delete()
    assert upkeep.nightly.call()["cases"] == 1
    case.refresh_from_db()
    assert case.waiting_for == "us"
    assert f"Case {lost.pk} cannot be read" in caplog.text


def test_the_night_writes_the_digest_to_caseworkers(
    settings: Settings, mailoutbox: list[EmailMessage]
) -> None:
    settings.HAS_MAIL = True
    agency = make_agency()
    sun = make_account("sun", Role.CASEWORKER, agency=agency)
    sun.email = "sun@example.com"
    sun.save()
    make_application(agency=agency, due_on=timezone.localdate())
    assert upkeep.nightly.call()["digests"] == 1
    assert [one.to for one in mailoutbox] == [["sun@example.com"]]


def test_expired_sessions_go_and_living_ones_stay() -> None:
    now = timezone.now()
    Session.objects.create(session_key="old", session_data="", expire_date=now - timedelta(seconds=1))
    Session.objects.create(session_key="new", session_data="", expire_date=now + timedelta(hours=1))
    assert upkeep.forget_sessions(now=now) == 1
    assert [session.session_key for session in Session.objects.all()] == ["new"]


def test_results_are_kept_for_thirty_days() -> None:
    now = timezone.now()
    for days in (31, 29):
        result = upkeep.nightly.enqueue().db_result
        DBTaskResult.objects.filter(pk=result.pk).update(
            status=TaskResultStatus.SUCCESSFUL, finished_at=now - timedelta(days=days)
        )
    assert upkeep.forget_results(now=now) == 1
    assert DBTaskResult.objects.count() == 1


def test_a_task_whose_worker_was_killed_runs_after_all() -> None:
    upkeep.nightly.enqueue()
    hour_ago = timezone.now() - timedelta(minutes=61)
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, started_at=hour_ago)
    work()
    assert DBTaskResult.objects.filter(status=TaskResultStatus.SUCCESSFUL).count() == 1


def test_a_task_that_runs_right_now_is_left_to_its_worker() -> None:
    upkeep.nightly.enqueue()
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, started_at=timezone.now())
    work()
    assert DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING).count() == 1


def test_files_as_they_were_kept_are_read_without_a_word(caplog: pytest.LogCaptureFixture) -> None:
    report = make_report()
    make_source(report, "政府信息公开".encode() * 500_000)
    make_source(report, b"")
    assert upkeep.verify_files() == (2, 0)
    assert caplog.records == []


def test_a_changed_and_a_missing_file_are_errors_that_name_them(caplog: pytest.LogCaptureFixture) -> None:
    report = make_report()
    changed = make_source(report, b"4047", kept=b"4048", name="changed.txt")
    missing = make_source(report, b"x", name="missing.txt")
    missing.file.storage.delete(missing.file.name)
    with caplog.at_level("ERROR", LOG):
        assert upkeep.verify_files() == (2, 2)
    assert [record.levelname for record in caplog.records] == ["ERROR", "ERROR"]
    said = "\n".join(record.getMessage() for record in caplog.records)
    assert f"Kept file {changed.file.name} has changed: SHA-256 {changed.sha256} was recorded" in said
    assert f"Kept file {missing.file.name} is missing" in said


def test_attachments_are_verified_and_shared_files_are_read_once() -> None:
    source = make_source(make_report(year=2016), b"shared")
    for model in (SourceFile, Attachment):
        model.objects.create(
            report=make_report(year=2017 if model is SourceFile else 2018),
            file=source.file.name,
            name="again.txt",
            sha256=source.sha256,
            size=6,
        )
    assert upkeep.verify_files() == (1, 0)
    Attachment.objects.update(sha256="0" * 64)
    assert upkeep.verify_files() == (2, 1)
