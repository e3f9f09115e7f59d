"""Files of cases lie sealed, under names that say nothing, and go when they should."""

from __future__ import annotations

import io
import os
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as live
from django.db import transaction
from pytest_django import DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings

from reports.models import ApplicationDraft, CaseFile, DraftFile
from reports.models.encrypted import Unreadable
from reports.services import casefiles
from tests.casefactories import make_application
from tests.factories import make_account

PDF = b"%PDF-1.7 " + "林晓月的身份证".encode()
FIRST, SECOND = "first-" + "a1" * 30, "second-" + "b2" * 30


def stored() -> list[Path]:
    """Every file in the storage."""
    return sorted(path for path in Path(live.MEDIA_ROOT).rglob("*") if path.is_file())


def keep(data: casefiles.Data = PDF, name: str = "林晓月身份证.pdf", **fields: object) -> CaseFile:
    application = fields.pop("application", None) or make_application()
    return casefiles.keep(application, role="uploaded", name=name, kind="pdf", data=data, by=None, **fields)


def make_draft() -> ApplicationDraft:
    return ApplicationDraft.objects.create(
        key_index="a" * 32, answers="{}", expires_at=datetime(2024, 3, 18, tzinfo=ZoneInfo("Asia/Shanghai"))
    )


@pytest.mark.django_db
def test_a_kept_file_comes_back_and_neither_bytes_nor_name_lie_open() -> None:
    by = make_account("zhou")
    kept = casefiles.keep(
        make_application(),
        role="answer",
        name="a/b/林晓月.pdf",
        kind="pdf",
        data=PDF,
        by=by,
        is_for_applicant=True,
    )
    kept.refresh_from_db()
    assert casefiles.read(kept) == PDF
    assert (kept.name, kept.size, kept.role, kept.kind) == ("林晓月.pdf", len(PDF), "answer", "pdf")
    assert (kept.added_by, kept.is_for_applicant) == (by, True)
    [path] = stored()
    assert "林晓月".encode() not in path.read_bytes()
    assert b"%PDF" not in path.read_bytes()
    assert "林" not in str(path)
    assert path.name.endswith(".sealed")
    assert len(path.stem) == 32


@pytest.mark.django_db
@pytest.mark.parametrize("size", [0, 1, 2**20 - 1, 2**20, 2**20 + 1, 3 * 2**20 + 5])
def test_files_of_every_size_come_back_from_bytes_and_from_open_files(size: int) -> None:
    data = os.urandom(size)
    assert casefiles.read(keep(data)) == data
    opened = io.BytesIO(data)
    opened.read(1)
    kept = keep(opened)
    assert casefiles.read(kept) == data
    assert kept.size == size


@pytest.mark.django_db
@pytest.mark.parametrize(
    "spoil",
    [
        lambda whole: whole[:-1],
        lambda whole: whole[: len(whole) // 2],
        lambda whole: b"",
        lambda whole: whole[:14],
        lambda whole: b"%PDF" + whole,
        lambda whole: whole + whole[14:],
        lambda whole: whole[:14] + b"\xff\xff\xff\xff" + whole[18:],
    ],
)
def test_a_file_that_was_cut_or_changed_is_not_handed_out(spoil) -> None:
    kept = keep(os.urandom(2**20 + 9))
    [path] = stored()
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(Unreadable):
        casefiles.read(kept)


@pytest.mark.django_db
def test_a_piece_left_out_or_taken_from_another_file_is_noticed() -> None:
    first, second = keep(os.urandom(2**21)), keep(os.urandom(2**21))
    one, two = (Path(live.MEDIA_ROOT) / kept.file.name for kept in (first, second))
    begins = 14
    length = 4 + int.from_bytes(one.read_bytes()[begins : begins + 4])
    whole, other = one.read_bytes(), two.read_bytes()
    one.write_bytes(whole[:begins] + whole[begins + length :])
    with pytest.raises(Unreadable):
        casefiles.read(first)
    one.write_bytes(whole[: begins + length] + other[begins + length :])
    with pytest.raises(Unreadable):
        casefiles.read(first)


@pytest.mark.django_db(transaction=True)
def test_a_rollback_takes_the_bytes_away_and_a_commit_keeps_them() -> None:
    application = make_application()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        keep(application=application)
        assert len(stored()) == 1
        raise ZeroDivisionError
    assert stored() == []
    with transaction.atomic():
        keep(application=application)
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            keep(application=application)
            assert len(stored()) == 2
            raise ZeroDivisionError
    assert len(stored()) == 1
    assert casefiles.read(CaseFile.objects.get()) == PDF


@pytest.mark.django_db
def test_deletion_removes_the_bytes_once_it_is_certain(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    kept = keep()
    with django_capture_on_commit_callbacks(execute=True):
        casefiles.discard(kept)
        assert len(stored()) == 1
    assert stored() == []
    assert not CaseFile.objects.exists()


@pytest.mark.django_db
def test_the_files_of_a_draft_move_to_the_case_with_their_bytes() -> None:
    draft, application = make_draft(), make_application()
    casefiles.keep_draft_file(draft, name="../证明.pdf", kind="pdf", data=PDF)
    [moved] = casefiles.move_draft_files(draft, application)
    moved.refresh_from_db()
    assert (moved.name, moved.kind, moved.size, moved.role) == ("证明.pdf", "pdf", len(PDF), "uploaded")
    assert not DraftFile.objects.exists()
    draft.delete()
    assert casefiles.read(moved) == PDF


@pytest.mark.django_db
def test_a_file_is_sealed_again_under_the_present_key(
    settings: Settings, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    settings.PERSONAL_KEYS = [FIRST]
    with django_capture_on_commit_callbacks(execute=True):
        kept = keep()
    former = kept.file.name
    settings.PERSONAL_KEYS = [SECOND, FIRST]
    assert not casefiles.is_under_present_key(kept)
    with django_capture_on_commit_callbacks(execute=True):
        casefiles.reseal(kept)
    settings.PERSONAL_KEYS = [SECOND]
    kept.refresh_from_db(fields=["file"])
    assert kept.file.name != former
    assert casefiles.is_under_present_key(kept)
    assert casefiles.read(kept) == PDF
    assert len(stored()) == 1


@pytest.mark.django_db
def test_only_old_files_that_no_row_knows_are_swept_away() -> None:
    kept = keep()
    casefiles.keep_draft_file(make_draft(), name="a.pdf", kind="pdf", data=PDF)
    folder = Path(live.MEDIA_ROOT)
    stray, other = folder / "cases/2024/03/stray.sealed", folder / "2024/03/report.pdf"
    for path in (stray, other):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    now = datetime.fromtimestamp(stray.stat().st_mtime, tz=ZoneInfo("UTC"))
    assert casefiles.sweep(now=now + timedelta(hours=23)) == 0
    assert casefiles.sweep(now=now + timedelta(hours=25)) == 1
    assert not stray.exists()
    assert other.exists()
    assert casefiles.read(kept) == PDF
