"""`manage.py load_samples` writes into an empty portal only, and only once."""

import re
import shutil
from io import StringIO

import pytest
from django.core.management import call_command

from reports.models import Account, Agency, Report
from reports.services import samples
from tests import sampledata
from tests.factories import make_agency

pytestmark = pytest.mark.django_db


def run() -> str:
    out = StringIO()
    call_command("load_samples", stdout=out)
    return out.getvalue()


@pytest.mark.xdist_group(sampledata.GROUP)
def test_it_says_what_it_loaded():
    assert re.search(r"12\D+71", sampledata.load())


def test_samples_that_were_deleted_do_not_come_back():
    Account.objects.create(username="samples", is_active=False)
    run()
    assert not Agency.objects.exists()


def test_a_portal_with_an_agency_of_its_own_is_left_alone():
    make_agency("某某局")
    run()
    assert Agency.objects.count() == 1
    assert not Report.objects.exists()


def test_a_broken_file_leaves_nothing_behind(tmp_path):
    folder = shutil.copytree(samples.FOLDER, tmp_path / "samples")
    (folder / "39-shiliqu-yangzhangzhen.toml").write_text('[agency]\nname = "示例"\n', "utf-8")
    with pytest.raises(KeyError, match="slug"):
        samples.load(folder)
    assert not (Agency.objects.exists() or Account.objects.exists())
