"""A planted person applies online, errs and sends: nothing is kept but sealed, nothing told on the way."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as live
from django.core import signing
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports.models import Agency, Application, ApplicationDraft
from reports.services import applyguard, personal
from tests import planted
from tests.factories import make_agency
from tests.test_planted_identity import betrayed, log

__all__ = ["log"]

FORM = {
    **{name: text for name, text in planted.PERSON.items() if name not in ("representative", "contact")},
    "applicant_kind": "natural_person",
    "description": planted.DESCRIPTION,
    "reference": planted.REFERENCE,
    "medium": "electronic",
    "way": "online",
    "needs_help": "on",
}


@pytest.fixture
def agency(db: None) -> Iterator[Agency]:
    cache.clear()
    yield make_agency(slug="police")


def hints(response: HttpResponse) -> tuple[str, bytes]:
    """What of a response stays behind in proxies, histories and browsers: address, headers, cookies."""
    return response.request["PATH_INFO"], repr(
        (response.request["QUERY_STRING"], dict(response.headers), response.cookies.output())
    ).encode()


def hidden_fields(response: HttpResponse) -> dict[str, str]:
    """The hidden fields of the page, to be sent back."""
    found = {}
    for tag in re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", response.content.decode()):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name:
            found[name[1]] = value[1] if value else ""
    return found


def stamp_of_a_minute_ago() -> str:
    """Nobody fills in a form within seconds, and who does is asked a question."""
    return signing.dumps([int(timezone.now().timestamp()) - 60, "0" * 12], salt=applyguard._SALT)


def test_applying_leaves_nothing_behind_in_the_clear(
    client: Client, agency: Agency, log: io.StringIO
) -> None:
    address = reverse("apply-form", kwargs={"slug": agency.slug})
    pages = [client.get(reverse("apply")), client.get(address)]
    pages.append(
        client.post(reverse("apply-already-public"), {"q": planted.DESCRIPTION, "text": planted.DESCRIPTION})
    )
    wrong = {**FORM, **hidden_fields(pages[1]), "email": "lvqiu.jiqing@", "identity_kind": ""}
    pages.append(client.post(address, wrong))
    assert ApplicationDraft.objects.count() == 1
    upload = SimpleUploadedFile(planted.FILE_NAME, planted.CONTENT, content_type="application/pdf")
    pages.append(client.post(address, {**FORM, **hidden_fields(pages[1]), "files": upload}))
    right = {**FORM, **hidden_fields(pages[1]), "stamp": stamp_of_a_minute_ago()}
    pages.append(client.post(address, right))
    review = client.get(reverse("apply-review", kwargs={"slug": agency.slug}))
    pages += [
        review,
        client.post(reverse("apply-review", kwargs={"slug": agency.slug}), hidden_fields(review)),
    ]
    assert betrayed(map(hints, pages)) == {}
    assert betrayed(planted.database()) == {}
    assert betrayed(planted.stored(Path(live.MEDIA_ROOT))) == {}
    assert betrayed(iter([("log", log.getvalue().encode())])) == {}
    assert [page.status_code for page in pages] == [200, 200, 200, 400, 400, 302, 200, 302]
    receipt = client.get(pages[-1].headers["Location"]).content
    assert planted.finds(receipt) <= planted.finds(planted.DESCRIPTION.encode())
    held = personal.own_data(Application.objects.get())
    assert held["applicant"]["identity_number"] == planted.PERSON["identity_number"]
    assert held["description"] == planted.DESCRIPTION


def test_somebody_elses_browser_sees_nothing_of_a_draft(client: Client, agency: Agency) -> None:
    address = reverse("apply-form", kwargs={"slug": agency.slug})
    client.post(address, {**FORM, **hidden_fields(client.get(address))})
    stranger = Client()
    for name in ("apply-form", "apply-review", "apply-receipt"):
        response = stranger.get(reverse(name, kwargs={"slug": agency.slug}), follow=True)
        assert planted.finds(response.content) == set(), name
    assert planted.finds(client.get(address).content)


def test_pages_with_ones_own_data_are_kept_by_nobody(client: Client, agency: Agency) -> None:
    address = reverse("apply-form", kwargs={"slug": agency.slug})
    client.post(address, {**FORM, **hidden_fields(client.get(address))})
    for name in ("apply-form", "apply-review"):
        response = client.get(reverse(name, kwargs={"slug": agency.slug}))
        assert "no-store" in response.headers["Cache-Control"], name
