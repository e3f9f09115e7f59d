"""The one door for files from outside."""

import io

import pytest
from django.utils import translation

from reports.services.receiving import from_citizen, from_staff
from reports.services.revisions import Refused
from tests.readers.hostile import located, ofd, pdf
from tests.services.test_scanning import FOUND, OK, Daemon


def sent(**files):
    return [(name.replace("_", "."), io.BytesIO(data)) for name, data in files.items()]


def test_what_a_citizen_sends_is_taken_and_photographs_lose_their_place():
    taken = from_citizen(sent(a_pdf=pdf(), b_jpg=located()))
    assert [(each.safe_name, each.kind) for each in taken] == [("a.pdf", "pdf"), ("b.jpg", "jpg")]
    assert b"certain person" not in taken[1].data


def test_staff_may_attach_more_kinds_and_their_bytes_stay():
    assert from_staff(sent(b_jpg=located()))[0].data == located()
    assert from_staff(sent(a_ofd=ofd()))[0].kind == "ofd"
    with pytest.raises(Refused):
        from_citizen(sent(a_ofd=ofd()))


def test_a_refusal_is_a_sentence_in_the_readers_language():
    with translation.override("zh-hans"), pytest.raises(Refused, match="压缩包（ZIP），不能上传"):
        from_citizen(sent(a_zip=b"PK\x05\x06" + b"\x00" * 18))
    with translation.override("en"), pytest.raises(Refused, match="More than 1 files"):
        from_citizen(sent(a_pdf=pdf(), b_pdf=pdf()), most=1)


def test_every_file_is_scanned_before_any_is_kept(settings):
    with Daemon(FOUND) as daemon:
        settings.CLAMAV = daemon.address
        with (
            translation.override("en"),
            pytest.raises(Refused, match="A virus was found in the file “a"),
        ):
            from_citizen(sent(a_pdf=pdf()))
    with Daemon(OK) as daemon:
        settings.CLAMAV = daemon.address
        assert len(from_citizen(sent(a_pdf=pdf()))) == 1
    assert daemon.got == pdf()
    settings.CLAMAV = "tcp://127.0.0.1:1"
    with translation.override("en"), pytest.raises(Refused, match="could not be checked for viruses"):
        from_staff(sent(a_pdf=pdf()))
