"""Handing in, receiving and reminding through the services: who may, when, how receipts are numbered."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from reports.models import Account, Agency, Event, HandIn, Reminder, Report
from reports.services import handins
from reports.services.revisions import NotAllowed, Refused
from tests.factories import make_account, make_agency, make_publisher, make_report, make_writer

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> Agency:
    return make_agency("示例市人民政府", slug="shi", kind="government")


@pytest.fixture
def police(city: Agency) -> Agency:
    return make_agency("示例市公安局", slug="police", parent=city)


@pytest.fixture
def report(police: Agency) -> Report:
    return make_report(agency=police, year=2024, form_id="")


def supervisor(agency: Agency | None = None) -> Account:
    return make_account("sun", "supervisor", agency=agency)


def test_receipts_of_an_office_are_numbered_by_year_without_gaps(city: Agency, police: Agency) -> None:
    zhao, numbers = make_publisher(), []
    other = make_agency("示例市文化局", slug="culture", parent=city)
    for agency, year in ((police, 2023), (police, 2024), (other, 2024)):
        made = handins.hand_in(report=make_report(agency=agency, year=year, form_id=""), by=zhao)
        numbers.append(made.number)
    assert numbers == [f"2023-{city.pk:04d}-00001", f"2024-{city.pk:04d}-00001", f"2024-{city.pk:04d}-00002"]


def test_it_is_written_down_who_handed_in_what_to_whom(report: Report, city: Agency) -> None:
    made = handins.hand_in(report=report, by=make_publisher())
    event = Event.objects.get(act="handed_in")
    assert (event.subject_kind, event.subject_id, event.by.username) == ("report", report.pk, "zhao")
    assert event.changes == {"number": ["", made.number], "to": ["", "示例市人民政府"]}
    assert (made.to, made.received_at, made.remark) == (city, None, "")


@pytest.mark.parametrize("state", ["draft", "in_review"])
def test_what_is_not_public_is_not_handed_in(police: Agency, state: str) -> None:
    report = make_report(agency=police, year=2024, form_id="", state=state)
    with pytest.raises(Refused, match="只能报送"):
        handins.hand_in(report=report, by=make_publisher())


def test_what_was_corrected_is_not_handed_in_its_correction_is(report: Report, police: Agency) -> None:
    zhao = make_publisher()
    handins.hand_in(report=report, by=zhao)
    Report.objects.filter(pk=report.pk).update(superseded_at=timezone.now())
    with pytest.raises(Refused, match="只能报送"):
        handins.hand_in(report=report, by=zhao)
    correction = make_report(agency=police, year=2024, form_id="", revision=2)
    assert handins.hand_in(report=correction, by=zhao).number.endswith("-00002")


def test_it_is_handed_in_once_and_only_where_a_body_stands_above(report: Report, city: Agency) -> None:
    zhao = make_publisher()
    handins.hand_in(report=report, by=zhao)
    with pytest.raises(Refused, match="已经报送"):
        handins.hand_in(report=report, by=zhao)
    top = make_report(agency=city, year=2024, form_id="")
    with pytest.raises(Refused, match="没有上级机构"):
        handins.hand_in(report=top, by=zhao)
    assert HandIn.objects.count() == 1


def test_only_publishers_of_the_agency_hand_in(report: Report) -> None:
    elsewhere = make_account("wang", "publisher", agency=make_agency("乙局", slug="b"))
    for account in (make_writer(), supervisor(), elsewhere, make_account("nobody")):
        with pytest.raises(NotAllowed):
            handins.hand_in(report=report, by=account)
    assert not HandIn.objects.exists() and not Event.objects.filter(act="handed_in").exists()


def test_a_receipt_is_confirmed_once_by_the_office_above_with_a_remark(report: Report, city: Agency) -> None:
    made = handins.hand_in(report=report, by=make_publisher())
    other = make_account("qian", "supervisor", agency=make_agency("乙县人民政府", slug="yi"))
    for account in (other, make_publisher(), make_writer()):
        with pytest.raises(NotAllowed):
            handins.receive(hand_in=made, by=account)
    sun = supervisor(city)
    done = handins.receive(hand_in=made, by=sun, remark=" 数据完整 ")
    assert (done.received_by, done.remark, done.received_at is not None) == (sun, "数据完整", True)
    with pytest.raises(Refused, match="已经签收"):
        handins.receive(hand_in=made, by=sun)
    assert Event.objects.filter(act="received").count() == 1


@pytest.mark.parametrize(("length", "is_taken"), [(2000, True), (2001, False)])
def test_a_remark_and_a_reminder_have_a_longest(
    report: Report, police: Agency, length: int, is_taken: bool
) -> None:
    made = handins.hand_in(report=report, by=make_publisher())
    sun, text = supervisor(), "字" * length
    if is_taken:
        handins.receive(hand_in=made, by=sun, remark=text)
        handins.remind(agency=police, year=2023, text=text, by=sun)
        return
    with pytest.raises(Refused, match="2001"):
        handins.receive(hand_in=made, by=sun, remark=text)
    with pytest.raises(Refused, match="2001"):
        handins.remind(agency=police, year=2023, text=text, by=sun)
    made.refresh_from_db()
    assert made.received_at is None and not Reminder.objects.exists()


@pytest.mark.parametrize("text", ["", "  \n", "……"])
def test_a_reminder_has_words(police: Agency, text: str) -> None:
    with pytest.raises(Refused, match="请写明"):
        handins.remind(agency=police, year=2024, text=text, by=supervisor())


def test_only_the_office_above_reminds(police: Agency, city: Agency) -> None:
    other = make_account("qian", "supervisor", agency=make_agency("乙县人民政府", slug="yi"))
    for account in (other, make_publisher(), make_writer()):
        with pytest.raises(NotAllowed):
            handins.remind(agency=police, year=2024, text="请发布", by=account)
    handins.remind(agency=police, year=2024, text="请发布", by=supervisor(city))
    event = Event.objects.get(act="reminded")
    assert (event.agency, event.reason, event.changes) == (police, "请发布", {"year": ["", "2024"]})


def test_the_database_keeps_one_hand_in_of_a_revision_and_no_half_receipt(
    report: Report, city: Agency
) -> None:
    made = handins.hand_in(report=report, by=make_publisher())
    for fields in ({"number": "x"}, {"number": "y", "received_at": timezone.now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            HandIn.objects.create(report=report, to=city, at=timezone.now(), by=made.by, **fields)
