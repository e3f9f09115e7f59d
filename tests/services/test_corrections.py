"""A correction owes the public a note: asked for when it is submitted, and again when it is published."""

from __future__ import annotations

import pytest

from reports.models import Report
from reports.services import agencies, reports
from tests.factories import make_account, make_publisher, make_report, make_reviewer, make_writer, released

pytestmark = pytest.mark.django_db


def correction(note: str = "") -> Report:
    first = released(make_report(state="draft"))
    return reports.new_revision(report=first, by=make_writer(), correction_note=note)


@pytest.mark.parametrize("note", ["", "  \n", "……", "\u200b"])
def test_a_correction_without_a_note_is_not_submitted(note):
    draft = correction(note)
    with pytest.raises(reports.Refused, match="更正说明"):
        reports.submit(report=draft, by=make_writer())
    draft.refresh_from_db()
    assert draft.state == "draft"
    reports.revise(report=draft, by=make_writer(), fields={"correction_note": "更正受理数。"})
    reports.submit(report=draft, by=make_writer())
    assert released(draft).state == "published"


def test_a_correction_without_a_note_is_published_by_nobody():
    draft = correction("更正受理数。")
    reports.submit(report=draft, by=make_writer())
    reports.approve(report=draft, by=make_reviewer(), is_secrecy_reviewed=True)
    Report.objects.filter(pk=draft.pk).update(correction_note="")
    with pytest.raises(reports.Refused, match="更正说明"):
        reports.publish(report=draft, by=make_publisher())
    draft.refresh_from_db()
    assert (draft.state, draft.released_at) == ("in_review", None)


def test_a_first_revision_needs_none():
    assert released(make_report(state="draft")).state == "published"


def test_a_second_draft_of_what_was_never_public_needs_none():
    make_report(state="draft")
    second = make_report(state="draft", revision=2)
    reports.submit(report=second, by=make_writer())
    assert second.state == "in_review"


def test_correcting_what_was_withdrawn_needs_one_too():
    first = released(make_report(state="draft"))
    reports.withdraw(report=first, by=make_publisher(), reason="误发")
    second = reports.new_revision(report=first, by=make_writer())
    with pytest.raises(reports.Refused, match="更正说明"):
        reports.submit(report=second, by=make_writer())


def test_one_person_owes_the_note_as_well():
    draft = correction()
    sun = make_account("sun", "agency_administrator", agency=draft.agency)
    agencies.switch_one_person(agency=draft.agency, on=True, reason="全局仅一名工作人员。", by=sun)
    draft = Report.objects.get(pk=draft.pk)
    with pytest.raises(reports.Refused, match="更正说明"):
        reports.publish_alone(
            report=draft,
            by=make_account("wu", "editor", "publisher"),
            is_secrecy_reviewed=True,
        )
