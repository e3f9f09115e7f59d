"""Erasing by rule: in time and not before, whole, once, with a receipt; the year's count stays."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as live
from django.core.management import call_command
from django.core.management.base import CommandError
from pytest_django import DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings

from reports.domain.casework.steps import Step, StepKind
from reports.models import (
    Applicant,
    ApplicantNotice,
    Application,
    ApplicationDraft,
    CaseFile,
    CaseStep,
    Dispute,
    Erasure,
    Event,
    Letter,
    PageFault,
)
from reports.models.event import Act
from reports.queries import yearcounts
from reports.services import casefiles, erasing, personalparts
from tests.casefactories import make_application
from tests.factories import make_account, make_agency

SHANGHAI = ZoneInfo("Asia/Shanghai")
ENDED = date(2020, 3, 20)
TWO_YEARS, FIVE_YEARS = date(2022, 3, 20), date(2025, 3, 20)
DAY = timedelta(days=1)

pytestmark = pytest.mark.django_db


def make_ended(**fields: object) -> Application:
    """A case of 2020 that was answered, with something of every part."""
    by = make_account()
    application = make_application(
        arrived_on=date(2020, 3, 4),
        received_on=date(2020, 3, 4),
        then=[Step(StepKind.ANSWER, ENDED, outcome="disclosed")],
        reference="某号文件",
        query_code_hash="f" * 32,
        **fields,
    )
    application.steps.filter(number=3).update(note="内部意见")
    proof = casefiles.keep(application, role="delivery", name="回执.pdf", kind="pdf", data=b"proof", by=by)
    casefiles.keep(application, role="uploaded", name="身份证.pdf", kind="pdf", data=b"card", by=None)
    casefiles.keep(application, role="letter", name="告知书.pdf", kind="pdf", data=b"letter", by=by)
    Letter.objects.create(
        agency=application.agency,
        application=application,
        code="answer",
        title="告知书",
        body="林晓月：",
        created_by=by,
        delivery_proof=proof,
    )
    return application


def stored() -> int:
    return len([path for path in Path(live.MEDIA_ROOT).rglob("*") if path.is_file()])


def test_nothing_goes_before_its_time_and_the_parts_go_one_after_the_other(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    application = make_ended()
    assert erasing.run(on=TWO_YEARS) == {}
    assert erasing.run(on=TWO_YEARS + DAY) == {"identity": 1, "contact": 1}
    held = Applicant.objects.get()
    assert (held.name, held.identity_number, held.identity_index, held.telephone) == ("林晓月", "", "", "")
    assert (held.identity_kind, held.address, held.email_index) == ("", "", "")
    assert erasing.run(on=FIVE_YEARS) == {}
    application.refresh_from_db()
    assert application.erased_at is None
    with django_capture_on_commit_callbacks(execute=True):
        done = erasing.run(on=FIVE_YEARS + DAY)
    assert done == {"name": 1, "words": 2, "files": 2, "letters": 2, "query_code": 1}
    application.refresh_from_db()
    assert application.erased_at is not None
    assert (application.description, application.reference, application.query_code_hash) == ("", "", "")
    assert Applicant.objects.get().name == ""
    assert CaseStep.objects.get(number=3).note == ""
    assert Letter.objects.get().body == ""
    assert not CaseFile.objects.exists()
    assert stored() == 0
    assert not any(Application.objects.filter(personalparts.holds(part)) for part in erasing._case_parts())


def test_the_case_its_steps_and_the_years_count_stay() -> None:
    application = make_ended()
    make_application(agency=application.agency, arrived_on=date(2020, 5, 6), received_on=date(2020, 5, 6))
    Dispute.objects.create(
        agency=application.agency,
        application=application,
        kind="review",
        filed_on=date(2020, 4, 1),
        result="upheld",
        result_on=date(2020, 5, 29),
        reference="某政复〔2020〕1号",
        created_by=make_account(),
    )
    kept = list(application.steps.values("number", "kind", "on", "outcome", "detail", "by", "recorded_at"))
    before = yearcounts.count(application.agency, 2020)
    assert sum(before.cells.values()) > 0
    erasing.run(on=date(2031, 1, 1))
    assert yearcounts.count(application.agency, 2020) == before
    assert (
        list(application.steps.values("number", "kind", "on", "outcome", "detail", "by", "recorded_at"))
        == kept
    )
    row = Application.objects.get(pk=application.pk)
    assert (row.number, row.state, row.outcome, row.closed_on) == (
        application.number,
        "answered",
        "disclosed",
        ENDED,
    )
    assert Dispute.objects.get().reference == ""


def test_a_receipt_tells_what_and_until_when_backups_hold_it(settings: Settings) -> None:
    settings.BACKUP_DAYS = 90
    application = make_ended()
    erasing.run(on=date(2022, 3, 21))
    receipt = Erasure.objects.get()
    assert (receipt.agency, receipt.application, receipt.by) == (application.agency, application, None)
    assert (receipt.rule, receipt.what) == ("identity", {"identity": 1, "contact": 1})
    assert receipt.backups_until == date(2022, 6, 19)
    event = Event.objects.get()
    assert (event.act, event.subject_kind, event.subject_id) == (Act.ERASED, "application", application.pk)
    assert (event.reason, event.changes) == ("identity", {"contact": ["1", "0"], "identity": ["1", "0"]})


def test_a_second_run_finds_nothing() -> None:
    make_ended()
    assert erasing.run(on=date(2031, 1, 1)) != {}
    assert erasing.run(on=date(2031, 1, 1)) == {}
    assert Erasure.objects.count() == 2
    assert Event.objects.count() == 1


def test_a_dry_run_counts_and_changes_nothing() -> None:
    make_ended()
    done = erasing.run(on=date(2031, 1, 1), is_dry=True)
    assert done == {
        "identity": 1, "contact": 1, "name": 1, "words": 1, "files": 1, "letters": 1, "query_code": 1
    }  # fmt: skip
    assert Applicant.objects.get().name == "林晓月"
    assert (Erasure.objects.count(), Event.objects.count(), CaseFile.objects.count()) == (0, 0, 3)


def test_nothing_of_an_open_case_goes() -> None:
    make_application(arrived_on=date(2009, 3, 4), received_on=date(2009, 3, 4))
    assert erasing.run(on=date(2031, 1, 1)) == {}


def test_nothing_goes_while_a_dispute_is_open_and_its_end_begins_the_period() -> None:
    application = make_ended()
    dispute = Dispute.objects.create(
        agency=application.agency,
        application=application,
        kind="suit_direct",
        filed_on=date(2020, 6, 1),
        created_by=make_account(),
    )
    assert erasing.run(on=date(2031, 1, 1)) == {}
    Dispute.objects.filter(pk=dispute.pk).update(result="upheld", result_on=date(2021, 1, 15))
    assert erasing.run(on=date(2023, 1, 15)) == {}
    assert erasing.run(on=date(2023, 1, 16)) == {"identity": 1, "contact": 1}


def test_a_corrected_answer_begins_the_period_anew_and_a_struck_step_does_not() -> None:
    application = make_ended()
    by = make_account()
    step = CaseStep.objects.create(
        application=application,
        number=4,
        kind="correct_answer",
        on=date(2020, 9, 1),
        outcome="disclosed",
        by=by,
    )
    assert erasing.run(on=date(2022, 9, 1)) == {}
    CaseStep.objects.filter(pk=step.pk).update(
        struck_at=datetime(2020, 9, 2, tzinfo=SHANGHAI), struck_by=by, strike_reason="林晓月没有来"
    )
    assert erasing.run(on=date(2022, 9, 1)) == {"identity": 1, "contact": 1}
    erasing.run(on=date(2031, 1, 1))
    assert CaseStep.objects.get(pk=step.pk).strike_reason == ""


def test_how_to_reach_a_reader_goes_after_180_days_though_nobody_settled_the_report() -> None:
    fault = PageFault.objects.create(path="/", text="链接打不开", contact="13959271846")
    PageFault.objects.filter(pk=fault.pk).update(at=datetime(2026, 1, 5, 9, tzinfo=SHANGHAI))
    # 5 January and 180 days more: kept up to 4 July.
    assert erasing.run(on=date(2026, 7, 4)) == {}
    assert erasing.run(on=date(2026, 7, 5)) == {"reader": 1}
    fault.refresh_from_db()
    assert (fault.contact, fault.text) == ("", "链接打不开")
    assert Erasure.objects.get().rule == "reader"


def test_many_cases_go_in_batches() -> None:
    for _ in range(5):
        make_ended()
    assert erasing.run(on=date(2031, 1, 1), batch=2)["identity"] == 5
    assert Application.objects.filter(erased_at=None).count() == 0


def test_the_words_of_a_dispute_about_a_case_elsewhere_go_too() -> None:
    Dispute.objects.create(
        agency=make_agency(),
        kind="review",
        filed_on=date(2020, 1, 2),
        result="upheld",
        result_on=ENDED,
        note="林晓月申请复议",
        created_by=make_account(),
    )
    assert erasing.run(on=FIVE_YEARS) == {}
    assert erasing.run(on=FIVE_YEARS + DAY) == {"disputes": 1}
    assert erasing.run(on=FIVE_YEARS + DAY) == {}
    assert Dispute.objects.get().note == ""


def make_draft(expires_at: datetime, key: str = "a") -> ApplicationDraft:
    draft = ApplicationDraft.objects.create(
        key_index=key * 32, agency=make_agency(), answers="{}", expires_at=expires_at
    )
    casefiles.keep_draft_file(draft, name="身份证.pdf", kind="pdf", data=b"card")
    return draft


def test_a_draft_goes_the_day_after_it_expired_with_its_files(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    make_draft(datetime(2024, 3, 18, 23, 59, tzinfo=SHANGHAI))
    assert erasing.run(on=date(2024, 3, 18)) == {}
    with django_capture_on_commit_callbacks(execute=True):
        assert erasing.run(on=date(2024, 3, 19)) == {"draft": 1, "draft_files": 1}
    assert stored() == 0
    receipt = Erasure.objects.get()
    assert (receipt.application, receipt.rule, receipt.what) == (
        None,
        "draft",
        {"draft": 1, "draft_files": 1},
    )
    assert Event.objects.get().subject_kind == "draft"


def test_a_draft_thrown_away_goes_at_once_with_a_receipt_and_one_sent_without() -> None:
    expires = datetime(2024, 3, 18, tzinfo=SHANGHAI)
    erasing.forget_draft(make_draft(expires), is_sent=False)
    assert (Erasure.objects.get().rule, ApplicationDraft.objects.count()) == ("request", 0)
    erasing.forget_draft(make_draft(expires), is_sent=True)
    assert (Erasure.objects.count(), ApplicationDraft.objects.count()) == (1, 0)


def test_messages_go_thirty_days_after_they_were_sent_or_given_up() -> None:
    application = make_application()
    at = datetime(2024, 3, 1, 8, tzinfo=SHANGHAI)
    for done in ({"sent_at": at}, {"failed_at": at}, {}):
        ApplicantNotice.objects.create(application=application, code="accepted", **done)
    assert erasing.run(on=date(2024, 3, 31)) == {}
    assert erasing.run(on=date(2024, 4, 1)) == {"notices": 2}
    assert ApplicantNotice.objects.count() == 1


def test_the_command_tells_what_it_erased() -> None:
    make_ended()
    told = StringIO()
    call_command("erase_personal_data", "--dry-run", "--on", "2022-03-21", stdout=told)
    assert told.getvalue() == "contact: 1\nidentity: 1\nCounted by case; nothing was erased.\n"
    told = StringIO()
    call_command("erase_personal_data", "--on", "2022-03-20", stdout=told)
    assert told.getvalue() == "Nothing is over on 2022-03-20.\n"


@pytest.mark.parametrize("day", ["yesterday", "2024-02-30", "9999-12-31"])
def test_the_command_refuses_days_that_are_none_or_to_come(day: str) -> None:
    with pytest.raises(CommandError):
        call_command("erase_personal_data", "--on", day)
