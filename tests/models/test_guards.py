"""What the database itself refuses, whoever writes: each constraint, named as an error names it."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from reports.models import Account, Agency, FormerAddress, Report, StatCell
from reports.models.event import Act
from reports.services import events
from tests.factories import make_account, make_agency, make_report

pytestmark = pytest.mark.django_db
NOON = datetime(2020, 1, 1, 12, tzinfo=UTC)


def is_refused(write) -> bool:
    try:
        with transaction.atomic():
            write()
    except IntegrityError:
        return True
    return False


def test_one_published_report_of_an_agency_year_and_kind_stands():
    first = make_report()
    others = {"agency": first.agency, "state": "published"}
    assert is_refused(lambda: make_report(**others, revision=2))
    assert make_report(**others, revision=2, superseded_at=NOON).pk
    assert make_report(**others, kind="roll_up").pk
    assert make_report(**others, year=2017).pk
    assert make_report(agency=first.agency, state="draft", revision=3).pk


def test_a_revision_stands_once():
    first = make_report(state="draft")
    assert is_refused(lambda: make_report(agency=first.agency, state="draft"))


@pytest.mark.parametrize(
    ("state", "change", "refused"),
    [
        ("draft", {"year": 1989}, True),
        ("draft", {"year": 1990}, False),
        ("draft", {"year": 2100}, False),
        ("draft", {"year": 2101}, True),
        ("draft", {"revision": 0}, True),
        ("draft", {"kind": "other"}, True),
        ("draft", {"state": "gone"}, True),
        ("draft", {"state": "published"}, True),
        ("draft", {"released_at": NOON}, True),
        ("draft", {"withdrawal_reason": "误发"}, True),
        ("draft", {"submitted_at": NOON}, True),
        ("draft", {"superseded_at": NOON}, True),
        ("published", {"superseded_at": NOON}, False),
        ("published", {"released_by": None}, True),
        ("published", {"released_at": None}, True),
        ("published", {"state": "draft"}, True),
        ("published", {"state": "withdrawn"}, True),
        ("published", {"withdrawn_at": NOON}, True),
    ],
)
def test_a_report_is_guarded(state, change, refused):
    report = make_report(state=state)
    assert is_refused(lambda: Report.objects.filter(pk=report.pk).update(**change)) is refused


def test_a_withdrawal_bears_who_when_and_why():
    report = Report.objects.filter(pk=make_report().pk)
    whole = {
        "state": "withdrawn",
        "withdrawn_at": NOON,
        "withdrawn_by": make_account(),
        "withdrawal_reason": "误",
    }
    for name, nothing in (("withdrawn_at", None), ("withdrawn_by", None), ("withdrawal_reason", "")):
        assert is_refused(lambda change=whole | {name: nothing}: report.update(**change))
    assert report.update(**whole) == 1


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({"valid_from": date(2020, 1, 2), "valid_until": date(2020, 1, 1)}, True),
        ({"valid_from": date(2020, 1, 1), "valid_until": date(2020, 1, 1)}, False),
        ({"credit_code": "113504000040350000"}, True),
        ({"credit_code": ""}, False),
        ({"slug": "taken"}, True),
        ({"name": "另一局"}, True),
    ],
)
def test_an_agency_is_guarded(change, refused):
    make_agency("另一局", slug="taken", credit_code="113504000040350000")
    agency = Agency.objects.filter(pk=make_agency().pk)
    assert is_refused(lambda: agency.update(**change)) is refused
    assert is_refused(lambda: agency.update(parent=agency.get()))


def test_a_former_address_leads_to_one_agency():
    FormerAddress.objects.create(agency=make_agency(), slug="old")
    assert is_refused(lambda: FormerAddress.objects.create(agency=make_agency("另一局"), slug="old"))


def test_a_figure_stands_once():
    cell = make_report().cells.first()
    place = {"report": cell.report, "table": cell.table, "row": cell.row, "column": cell.column}
    assert is_refused(lambda: StatCell.objects.create(**place))


@pytest.mark.parametrize(("confidence", "refused"), [(-0.01, True), (0, False), (1, False), (1.01, True)])
def test_confidence_is_a_share_of_one(confidence, refused):
    cells = StatCell.objects.filter(pk=make_report().cells.first().pk)
    assert is_refused(lambda: cells.update(confidence=confidence)) is refused


def test_what_has_a_history_is_not_deleted():
    report = make_report()
    events.record(Act.PUBLISHED, by=make_account("li"), subject=report)
    for kept in (report.agency, Account.objects.get(username="li")):
        with pytest.raises(ProtectedError):
            kept.delete()
