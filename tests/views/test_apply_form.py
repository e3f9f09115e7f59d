"""A citizen fills in the form: it is kept as a draft, looked through, and nothing is lost on the way."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from reports.models import Application, ApplicationDraft, DraftFile
from tests.views.applying import FORM, GIVEN, filled, opened

pytestmark = pytest.mark.django_db


def test_a_right_form_leads_to_the_review_and_files_nothing_yet(client: Client, police) -> None:
    answer = filled(client)
    assert (answer.status_code, answer["Location"]) == (302, "/apply/police/review/")
    assert ApplicationDraft.objects.count() == 1
    assert Application.objects.count() == 0
