"""Publications anyone can check: signed, chained, and compared with what the database says today."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from reports.domain.manifest import faults
from reports.models import Publication, Report, StatCell
from reports.queries import manifest as queries
from reports.services import manifest, signing, verification
from tests.factories import make_agency, make_report

pytestmark = pytest.mark.django_db
OTHER_KEY = "11" * 32
THIRD_KEY = "22" * 32


def published(**values: object) -> Report:
    report = make_report(**values)
    manifest.record(report)
    return report


def sound() -> list[tuple[int, str]]:
    return [
        (fault.sequence, fault.reason)
        for fault in faults(queries.entries(), queries.keys(), signing.is_signed)
    ]


def found() -> list[tuple[str, str, object, object]]:
    return [
        (
            fault.reason,
            fault.difference.place if fault.difference else "",
            fault.difference.before if fault.difference else None,
            fault.difference.after if fault.difference else None,
        )
        for fault in verification.faults()
    ]


def test_what_is_published_is_entered_signed_and_unchanged():
    first, second = published(), published(year=2017)
    entries = queries.entries()
    assert [(entry.sequence, entry.act, entry.subject) for entry in entries] == [
        (1, "published", first.pk),
        (2, "published", second.pk),
    ]
    assert entries[1].previous == entries[0].digest
    assert entries[0].address == f"/reports/{first.agency.slug}/2016/v1/"
    assert sound() == [] and found() == []


def test_a_figure_changed_behind_the_portal_is_named():
    report = published()
    StatCell.objects.filter(report=report, row="1", column="year").update(value=4048)
    assert found() == [("changed", "cells/statistics/1/year/value", "4047", "4048")]
    assert next(verification.faults()).agency == report.agency.name


@pytest.mark.parametrize(
    ("change", "place"),
    [({"title": "另一个标题"}, "title"), ({"explanation": "说明"}, "explanation"), ({"form_id": ""}, "form")],
)
def test_a_word_changed_behind_the_portal_is_named(change, place):
    report = published()
    Report.objects.filter(pk=report.pk).update(**change)
    assert [fault[:2] for fault in found()] == [("changed", place)]


def test_a_body_may_be_renamed():
    report = published()
    report.agency.name = "更名后的局"
    report.agency.save()
    assert found() == []


def test_a_row_put_in_taken_out_or_taken_back_behind_the_portal_is_found():
    report = published()
    make_report(year=2018)
    assert [fault[0] for fault in found()] == ["unlisted"]
    Report.objects.filter(year=2018).delete()
    report.cells.all().delete()
    report.chapters.all().delete()
    Report.objects.filter(pk=report.pk).delete()
    assert [fault[0] for fault in found()] == ["gone"]


def test_a_withdrawal_holds_no_content_and_stays_in_the_chain():
    report = published()
    Report.objects.filter(pk=report.pk).update(
        state="withdrawn",
        withdrawn_at=report.released_at,
        withdrawn_by=report.released_by,
        withdrawal_reason="误",
    )
    assert [fault[0] for fault in found()] == ["state"]
    report.refresh_from_db()
    entry = manifest.record(report)
    assert (entry.act, entry.content, entry.fingerprint) == ("withdrawn", "", "")
    assert found() == []


def test_the_database_keeps_every_entry():
    published()
    for change in (
        lambda: Publication.objects.update(content="{}"),
        lambda: Publication.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_a_new_key_is_announced_by_the_old_one(settings):
    published()
    settings.SIGNING_KEY_OLD, settings.SIGNING_KEY = settings.SIGNING_KEY, OTHER_KEY
    published(year=2017)
    assert [entry.act for entry in queries.entries()] == ["published", "key", "published"]
    assert len(queries.keys()) == 2
    assert sound() == []


def test_a_key_that_the_old_one_did_not_announce_is_told(settings):
    published()
    settings.SIGNING_KEY = OTHER_KEY
    published(year=2017)
    assert sound() == [(2, "unannounced-key")]
    settings.SIGNING_KEY_OLD, settings.SIGNING_KEY = "33" * 32, THIRD_KEY
    published(year=2018)
    assert sound() == [(2, "unannounced-key"), (4, "unannounced-key")]


def test_reports_that_were_public_before_are_entered_once():
    make_report()
    make_report(year=2017, agency=make_agency("另一局", slug="other"))
    make_report(year=2018, state="draft")
    assert manifest.begin() == 2
    assert manifest.begin() == 0
    assert found() == []


def test_the_key_of_the_tests_is_their_own():
    assert len(settings.SIGNING_KEY) == 64 and settings.SIGNING_KEY_OLD == ""
