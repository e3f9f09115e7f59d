"""What an agency took back or left lying is told to the applicant: no legal receipt goes without a trace."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.cache import cache
from django.test import Client

from reports.domain.casework.steps import StepKind
from reports.services import casework
from tests.factories import make_account
from tests.views.test_progress import make_case, opened

pytestmark = pytest.mark.django_db
TODAY = date(2024, 4, 30)


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()
    yield
    cache.clear()


def test_a_struck_receipt_is_shown_as_taken_back_without_the_reason(client: Client) -> None:
    application, code = make_case(arrived_on=date(2024, 3, 4), received_on=date(2024, 3, 4))
    by = make_account("sun", "caseworker", agency=application.agency)
    casework.strike(application.steps.get(kind="accept"), by=by, reason="内部理由")
    casework.perform(application, StepKind.ACCEPT, by=by, on=date(2024, 3, 25), today=TODAY)
    page = opened(client, application, code).get("/progress/case/").content.decode()
    assert page.count("确认收到（受理）") >= 2
    assert "<s>确认收到（受理）</s>" in page and "不再计算" in page
    assert "内部理由" not in page


def test_what_the_applicant_sent_stays_to_be_read_when_it_is_struck(client: Client) -> None:
    application, code = make_case(arrived_on=date(2024, 3, 4), received_on=date(2024, 3, 4))
    by = make_account("sun", "caseworker", agency=application.agency)
    on = date(2024, 3, 6)
    asked = {"until": date(2024, 3, 29), "note": "请写明年份"}
    casework.perform(application, StepKind.ASK_SUPPLEMENT, by=by, on=on, today=TODAY, **asked)
    sent = casework.perform(application, StepKind.SUPPLEMENT, by=None, on=on, today=TODAY, note="是2023年的")
    casework.strike(sent, by=by, reason="误登记")
    page = opened(client, application, code).get("/progress/case/").content.decode()
    assert "是2023年的" in page and "不再计算" in page


def test_a_receipt_nobody_confirms_is_said_without_days_below_nought(client: Client) -> None:
    application, code = make_case(arrived_on=date(2024, 3, 4), received_on=None)
    page = opened(client, application, code).get("/progress/case/").content.decode()
    # Arrived Monday 4 March 2024: 5–8 (4) | 11–15 (9) | 18–22 (14) | 25–29 (19) | Monday 1 April is the 20th.
    assert "机关至今尚未与您确认收到" in page
    assert "答复期限应为2024-04-01" in page
    assert "个工作日" not in page.split("progress-counting")[0].split("notice-title")[1]
