"""A lost query code: the same answer always, and a message where both number and address fit."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from pytest_django.fixtures import Settings

from reports.models import ApplicantNotice
from reports.services import applyguard, lostcodes
from reports.services.throttle import Limit
from tests.casefactories import make_application

pytestmark = pytest.mark.django_db
LOST = "/apply/lost/"
MAIL = "lin.xiaoyue@example.com"


@pytest.fixture(autouse=True)
def mail(settings: Settings) -> None:
    settings.HAS_MAIL = True


@pytest.fixture
def case():
    return make_application(number="2024-0012-00034")


def asked(client: Client, number: str = "2024-0012-00034", email: str = MAIL, **extra: str):
    """The answer to the form; what it queued is done, as by the worker a moment later."""
    answer = client.post(LOST, {"number": number, "email": email}, **extra)
    for row in looks():
        lostcodes.look.call(*row.args_kwargs["args"])
        DBTaskResult.objects.filter(pk=row.pk).update(status=TaskResultStatus.SUCCESSFUL)
    return answer


def looks():
    """What waits to be looked for."""
    ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    return ready.filter(task_path=lostcodes.look.module_path)


def test_a_fitting_pair_queues_a_new_code(client: Client, case) -> None:
    assert "如果两项相符，邮件已经发出" in asked(client).content.decode()
    assert [(row.application, row.code) for row in ApplicantNotice.objects.all()] == [(case, "new_code")]


def test_the_number_may_be_typed_loosely(client: Client, case) -> None:
    asked(client, " ２０２４－0012－00034 ", "LIN.Xiaoyue@Example.com")
    assert ApplicantNotice.objects.count() == 1


@pytest.mark.parametrize(
    ("number", "email"),
    [("2024-0012-00034", "other@example.com"), ("2024-0012-00035", MAIL), ("2019-0001-00001", "a@b.cn")],
)
def test_what_does_not_fit_gets_the_very_same_answer_and_no_message(
    client: Client, case, number: str, email: str
) -> None:
    def said(*pair: str) -> str:
        page = asked(client, *pair).content.decode()
        return page.split("<main")[1]

    assert said(number, email) == said("2024-0012-00034", MAIL)
    assert ApplicantNotice.objects.count() == 1


def test_the_same_is_done_whether_it_fits_or_not_and_the_queue_holds_no_address(
    client: Client, case, django_assert_num_queries
) -> None:
    for email in (MAIL, "other@example.com"):
        with django_assert_num_queries(1):
            client.post(LOST, {"number": "2024-0012-00034", "email": email})
    assert looks().count() == 2 and not ApplicantNotice.objects.exists()
    assert "example.com" not in str([row.args_kwargs for row in looks()])


def test_a_telephone_within_an_address_does_not_fit(client: Client, case) -> None:
    asked(client, email="13800138000@example.com")
    assert not ApplicantNotice.objects.exists()


@pytest.mark.parametrize(
    ("number", "email"),
    [("", ""), ("12", MAIL), ("x" * 10**6, MAIL), ("2024-0012-00034", "x"), ("\0", "\0"), ("'--", "<b>@c")],
)
def test_what_can_be_neither_is_said_at_its_field(client: Client, case, number: str, email: str) -> None:
    answer = asked(client, number, email)
    assert answer.status_code == 400 and 'role="alert"' in answer.content.decode()


def test_one_case_gets_three_messages_a_day_and_wrong_tries_do_not_use_them_up(client: Client, case) -> None:
    for _ in range(4):
        asked(client, email="other@example.com")
    for _ in range(5):
        asked(client)
    assert ApplicantNotice.objects.count() == 3


def test_one_network_asks_ten_times_an_hour(client: Client, case, monkeypatch) -> None:
    monkeypatch.setattr(applyguard, "LOST", Limit("test-lost", 2, timedelta(hours=1)))
    assert [asked(client).status_code for _ in range(3)] == [200, 200, 429]
    assert asked(client, REMOTE_ADDR="203.0.113.9").status_code == 200


def test_without_mail_the_page_says_so_and_what_else_to_do(client: Client, case, settings: Settings) -> None:
    settings.HAS_MAIL = False
    page = client.get(LOST).content.decode()
    assert "本站未开通邮件" in page and "携带申请时所填的身份证件" in page
    assert asked(client).status_code == 200
    assert not ApplicantNotice.objects.exists()


def test_nothing_of_it_stands_in_an_address(client: Client, case) -> None:
    page = client.get(LOST, {"number": "2024-0012-00034", "email": MAIL}).content.decode()
    assert MAIL not in page.replace("&amp;", "&").split("<main")[1]
