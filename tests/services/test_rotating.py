"""A change of the key: everything is sealed again, an interruption loses nothing, a lost key is told."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from datetime import datetime
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as live
from django.core.management import call_command
from django.core.management.base import CommandError
from pytest_django import DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings

from reports.models import (
    Applicant,
    Application,
    ApplicationDraft,
    CaseFile,
    CaseStep,
    Dispute,
    DraftFile,
    Erasure,
    Letter,
    PageFault,
)
from reports.models.encrypted import Unreadable
from reports.services import casefiles, personal, rotating
from tests.casefactories import WHO, make_application
from tests.factories import make_account

FIRST, SECOND, THIRD = "first-" + "a1" * 30, "second-" + "b2" * 30, "third-" + "c3" * 30
ROOT = Path(__file__).resolve().parents[2]
SEALED = {
    Applicant: (
        *(
            "name",
            "identity_number",
            "representative",
            "contact",
            "telephone",
            "email",
            "address",
            "postcode",
        ),
        "help_wanted",
    ),
    Application: ("description", "reference"),
    ApplicationDraft: ("answers",),
    CaseFile: ("name",),
    CaseStep: ("note", "strike_reason"),
    Dispute: ("reference", "note"),
    DraftFile: ("name",),
    Letter: ("body",),
    PageFault: ("contact",),
}
"""Every encrypted text there is. A new one: fill it in `make_all`, then think of data/retention.toml."""


def make_all() -> Application:
    """One row of every model with sealed text, every sealed field filled; and two files."""
    by = make_account()
    application = make_application(
        reference="某号文件", applicant={**WHO, **dict.fromkeys(SEALED[Applicant], "甲")}
    )
    personal.set_applicant(application, **WHO)
    now = datetime(2024, 3, 5, tzinfo=ZoneInfo("Asia/Shanghai"))
    CaseStep.objects.update(note="内部意见", struck_at=now, struck_by=by, strike_reason="录错")
    PageFault.objects.create(path="/", text="链接打不开", contact="13800138000")
    casefiles.keep(application, role="uploaded", name="身份证.pdf", kind="pdf", data=b"card", by=None)
    Letter.objects.create(
        agency=application.agency,
        application=application,
        code="answer",
        title="告知书",
        body="正文",
        created_by=by,
    )
    Dispute.objects.create(
        agency=application.agency,
        kind="review",
        filed_on="2024-04-01",
        reference="某政复1号",
        note="备注",
        created_by=by,
    )
    draft = ApplicationDraft.objects.create(
        key_index="a" * 32,
        answers='{"name": "甲"}',
        expires_at=datetime(2024, 3, 18, tzinfo=ZoneInfo("Asia/Shanghai")),
    )
    casefiles.keep_draft_file(draft, name="附件.pdf", kind="pdf", data=b"draft")
    return application


def test_every_encrypted_text_of_every_model_is_known_here() -> None:
    assert {model: set(fields) for model, fields in rotating.sealed().items()} == {
        model: set(fields) for model, fields in SEALED.items()
    }


@pytest.mark.django_db
def test_everything_is_sealed_again_and_opens_without_the_old_key(
    settings: Settings, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    settings.PERSONAL_KEYS = [FIRST]
    with django_capture_on_commit_callbacks(execute=True):
        application = make_all()
    former = Applicant.objects.get().identity_index
    settings.PERSONAL_KEYS = [SECOND, FIRST]
    assert rotating.left() == {
        "applicant": 1, "application": 1, "applicationdraft": 1, "casefile": 1, "casestep": 2, "dispute": 1,
        "draftfile": 1, "letter": 1, "pagefault": 1, "files": 2,
    }  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        done = sum(rotating.rotate(), Counter())
    assert rotating.left() == {}
    assert done.total() == 12
    settings.PERSONAL_KEYS = [SECOND]
    for model, fields in SEALED.items():
        for row in model.objects.all():
            assert all(getattr(row, field) for field in fields), model
    assert Applicant.objects.get().name == "林晓月"
    assert Applicant.objects.get().identity_index not in (former, "")
    assert list(personal.of_contact(WHO["telephone"])) == [application]
    assert casefiles.read(CaseFile.objects.get()) == b"card"
    assert casefiles.read(DraftFile.objects.get()) == b"draft"
    assert len([path for path in Path(live.MEDIA_ROOT).rglob("*") if path.is_file()]) == 2


@pytest.mark.django_db
def test_an_interrupted_run_goes_on_where_it_stopped(settings: Settings) -> None:
    settings.PERSONAL_KEYS = [FIRST]
    for _ in range(5):
        make_application()
    settings.PERSONAL_KEYS = [SECOND, FIRST]
    run = rotating.rotate(batch=2)
    assert next(run) == {"application": 2}
    run.close()
    assert rotating.left() == {"applicant": 5, "application": 3}
    assert sum(rotating.rotate(batch=2), Counter()) == {"applicant": 5, "application": 3}
    assert list(rotating.rotate()) == []


@pytest.mark.django_db
def test_what_is_written_meanwhile_is_not_overwritten(settings: Settings) -> None:
    settings.PERSONAL_KEYS = [FIRST]
    make_application()
    settings.PERSONAL_KEYS = [SECOND, FIRST]
    [(pk, tokens)] = rotating._rows(Applicant, SEALED[Applicant])
    Applicant.objects.update(telephone="13900139000")
    assert rotating._reseal_rows(Applicant, [(pk, tokens)]) == {}
    assert Applicant.objects.get().telephone == "13900139000"


@pytest.mark.django_db
def test_what_no_key_opens_is_left_and_told(settings: Settings) -> None:
    settings.PERSONAL_KEYS = [FIRST]
    make_application()
    settings.PERSONAL_KEYS = [SECOND]
    make_application()
    settings.PERSONAL_KEYS = [THIRD, SECOND]
    with pytest.raises(CommandError, match=r"^2 left \(applicant: 1, application: 1\)"):
        call_command("rotate_personal_keys", stdout=StringIO())
    settings.PERSONAL_KEYS = [THIRD, FIRST]
    told = StringIO()
    call_command("rotate_personal_keys", stdout=told)
    assert told.getvalue().endswith(
        "0 left: everything is under the present key. OLD_PERSONAL_KEYS can be taken away.\n"
    )


@pytest.mark.django_db
def test_a_check_changes_nothing(settings: Settings) -> None:
    settings.PERSONAL_KEYS = [FIRST]
    make_application()
    settings.PERSONAL_KEYS = [SECOND, FIRST]
    with pytest.raises(CommandError, match=r"^2 left"):
        call_command("rotate_personal_keys", "--check")
    assert rotating.left() == {"applicant": 1, "application": 1}


@pytest.mark.django_db
def test_the_keys_are_found_wanting_wherever_the_unreadable_row_stands(settings: Settings) -> None:
    assert rotating.fault_of_keys() == ""
    settings.PERSONAL_KEYS = [FIRST]
    make_application(applicant=None)
    settings.PERSONAL_KEYS = [SECOND]
    assert "PERSONAL_KEY does not open" in rotating.fault_of_keys()
    for _ in range(3):
        make_application()
    assert "PERSONAL_KEY does not open" in rotating.fault_of_keys()
    settings.PERSONAL_KEYS = [SECOND, FIRST]
    assert rotating.fault_of_keys() == ""


@pytest.mark.django_db
def test_a_key_that_is_lost_for_good_takes_its_data_with_it_and_the_portal_starts_again(
    settings: Settings, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    settings.PERSONAL_KEYS = [FIRST]
    lost = make_all()
    settings.PERSONAL_KEYS = [SECOND]
    kept = make_application()
    with pytest.raises(Unreadable):
        Application.objects.get(pk=lost.pk)
    told = StringIO()
    with django_capture_on_commit_callbacks(execute=True):
        call_command("erase_personal_data", "--unreadable", stdout=told)
    assert "applicant: 1\n" in told.getvalue()
    assert rotating.fault_of_keys() == ""
    assert Application.objects.get(pk=lost.pk).description == ""
    assert Application.objects.get(pk=kept.pk).description == "2023年示例路改造工程的预算"
    assert Applicant.objects.get(application=lost).identity_index == ""
    assert not CaseFile.objects.exists()
    assert Erasure.objects.get().rule == "key_lost"
    assert lost.steps.count() == 2


def manage(folder: Path, *words: str, code: str = "") -> subprocess.CompletedProcess[str]:
    """A process of its own, as an operator starts it, with that DATA_DIR."""
    environment = {
        **{name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "HOME")},
        "DATA_DIR": str(folder),
        "SAMPLE_DATA": "0",
        "DJANGO_SETTINGS_MODULE": "portal.settings",
    }
    run = [sys.executable, "-c", code] if code else [sys.executable, "manage.py", *words]
    return subprocess.run(run, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=240)


FILED = """
import django; django.setup()
from datetime import date
from tests.casefactories import make_application
make_application()
"""


@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="makes databases of its own")
def test_a_start_beside_a_database_whose_key_file_is_gone_is_refused_in_one_sentence(tmp_path: Path) -> None:
    assert manage(tmp_path, "migrate", "--verbosity", "0").returncode == 0
    assert manage(tmp_path, code=FILED).returncode == 0
    key = tmp_path / "personal_key"
    good = key.read_bytes()
    key.unlink()
    sentence = f"PERSONAL_KEY does not open the applicants' data in this database: put the file {key} back"
    for refused in (
        manage(tmp_path, "set_up"),
        manage(tmp_path, "work", "--once"),
        manage(tmp_path, code="import portal.wsgi"),
    ):
        assert refused.returncode == 1
        assert sentence in refused.stderr
        assert "Traceback" not in refused.stderr
        assert "林晓月" not in refused.stderr + refused.stdout
    key.write_bytes(good)
    allowed = manage(tmp_path, code="import portal.wsgi")
    assert (allowed.returncode, "Cannot start" in allowed.stderr) == (0, False)
