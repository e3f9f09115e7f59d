"""Messages to applicants: queued with the act, sent by the worker, silent about what was asked."""

from __future__ import annotations

from datetime import date

import pytest
from django.core import mail
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from reports.domain.casework.steps import StepKind
from reports.domain.roles import Role
from reports.models import ApplicantNotice, Application
from reports.services import applications, casework, notices
from tests.casefactories import make_application
from tests.factories import make_account

pytestmark = pytest.mark.django_db
DAY = date(2024, 3, 5)
AGREED = {"days": "20", "consent_on": "2024-03-05"}


@pytest.fixture
def with_mail(settings):
    settings.HAS_MAIL = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.DEFAULT_FROM_EMAIL = "portal@example.gov.cn"


class Refusing:
    """A mail server that takes nothing."""

    def __init__(self, *_: object, **__: object) -> None: ...

    def send_messages(self, _: object) -> int:
        raise ConnectionRefusedError


def extend(application: Application) -> None:
    by = make_account("sun", Role.CASEWORKER, agency=application.agency)
    casework.perform(application, StepKind.EXTEND, by=by, on=DAY, today=DAY, detail=AGREED)


def test_without_a_mail_server_nothing_is_queued() -> None:
    extend(make_application())
    assert not ApplicantNotice.objects.exists()


@pytest.mark.usefixtures("with_mail")
def test_a_step_of_the_agency_queues_one_message_that_names_number_and_agency_only() -> None:
    application = make_application()
    extend(application)
    notice = ApplicantNotice.objects.get()
    assert (notice.code, notice.sent_at) == ("extended", None)
    assert mail.outbox == []  # the request that took the step has sent nothing
    assert notices.send.call(notice.pk) == "sent"
    message = mail.outbox[0]
    assert message.to == ["lin.xiaoyue@example.com"]
    assert application.number in message.subject and application.agency.name in message.body
    assert "示例路" not in message.body and "林晓月" not in message.body + message.subject
    assert notices.send.call(notice.pk) == "gone"
    assert len(mail.outbox) == 1


@pytest.mark.usefixtures("with_mail")
def test_a_step_of_the_applicant_queues_nothing() -> None:
    application = make_application()
    casework.perform(application, StepKind.WITHDRAW, by=None, on=DAY, today=DAY)
    assert not ApplicantNotice.objects.exists()


@pytest.mark.usefixtures("with_mail")
def test_a_message_goes_with_its_act_or_not_at_all() -> None:
    application = make_application()
    before = DBTaskResult.objects.count()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        extend(application)
        raise ZeroDivisionError
    assert not ApplicantNotice.objects.exists()
    assert DBTaskResult.objects.count() == before


@pytest.mark.usefixtures("with_mail")
def test_an_applicant_without_an_address_is_not_written_to() -> None:
    application = make_application(applicant={"name": "林晓月"})
    extend(application)
    assert not ApplicantNotice.objects.exists()


@pytest.mark.usefixtures("with_mail")
def test_an_address_erased_meanwhile_is_not_written_to() -> None:
    application = make_application()
    extend(application)
    application.applicant.email = ""
    application.applicant.save()
    assert notices.send.call(ApplicantNotice.objects.get().pk) == "gone"
    assert mail.outbox == []


@pytest.mark.usefixtures("with_mail")
def test_a_server_that_refuses_is_tried_again_five_times_and_no_more(settings, caplog) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    application = make_application()
    extend(application)
    notice = ApplicantNotice.objects.get()
    assert [notices.send.call(notice.pk) for _ in range(6)] == ["again"] * 4 + ["failed", "gone"]
    assert "lin.xiaoyue" not in caplog.text and application.number not in caplog.text


@pytest.mark.usefixtures("with_mail")
def test_a_new_code_is_made_when_it_is_sent_and_the_former_opens_nothing() -> None:
    application = make_application(number="2024-0001-00001")
    former = applications.renew_query_code(application)
    notice = notices.queue(application, notices.NEW_CODE)
    notices.send.call(notice.pk)
    body = mail.outbox[0].body
    code = next(
        word
        for word in body.replace("。", " ").replace("：", " ").split()
        if word.count("-") == 2 and len(word) == 14
    )
    assert applications.opened(application.number, code) == application
    assert applications.opened(application.number, former) is None


@pytest.mark.usefixtures("with_mail")
@pytest.mark.parametrize("code", sorted({*notices.TOLD.values(), "receipt", notices.NEW_CODE}))
def test_every_message_has_a_chinese_subject_and_text(code: str) -> None:
    application = make_application(number="2024-0001-00002")
    notices.send.call(notices.queue(application, code).pk)
    message = mail.outbox[0]
    for text in (message.subject, message.body):
        assert any("\u4e00" <= sign <= "\u9fff" for sign in text)
        assert "{" not in text and "application" not in text.replace("/applications/", "")
    assert "\n" not in message.subject


@pytest.mark.usefixtures("with_mail")
def test_the_digest_tells_each_caseworker_of_their_own_agency_only() -> None:
    overdue = make_application(due_on=date(2024, 4, 1))
    sun = make_account("sun", Role.CASEWORKER, agency=overdue.agency)
    zhou = make_account("zhou", Role.CASEWORKER)
    editor = make_account("chen", Role.EDITOR, agency=overdue.agency)
    for account in (sun, zhou, editor):
        account.email = f"{account.username}@example.gov.cn"
        account.save()
    assert notices.digest.call() == 1
    assert mail.outbox[0].to == ["sun@example.gov.cn"]
    assert "1" in mail.outbox[0].subject
