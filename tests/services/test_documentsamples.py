"""The sample catalogue: small, of every sort, and gone the road that everything goes."""

from __future__ import annotations

import time

import pytest

from reports.models import Agency, Document, DocumentVersion, Event
from reports.queries import documentduty, documenthints, log
from reports.queries.powers import SAMPLES, SAMPLES_REVIEW
from reports.services import documentsamples
from reports.services.systemaccounts import account

pytestmark = pytest.mark.django_db
CODES = {
    "shiliqu-zhengfu": ("government", "11000000000000019Q"),
    "shiliqu-shijianju": ("department", "110000000000000514"),
    "shiliqu-jiaoyuju": ("department", "11000000000000035E"),
}


@pytest.fixture
def loaded() -> float:
    """Seconds of processor time it took."""
    made = {
        slug: Agency.objects.create(name=slug, slug=slug, level="county", kind=kind, credit_code=code)
        for slug, (kind, code) in CODES.items()
    }
    by, reviewer = account(SAMPLES), account(SAMPLES_REVIEW)
    begun = time.process_time()
    assert documentsamples.load(made, by=by, reviewer=reviewer) == 17
    return time.process_time() - begun


def test_the_samples_cover_the_sorts_of_documents_and_every_state(loaded: float) -> None:
    kinds = set(Document.objects.values_list("kind", flat=True))
    assert {"normative_document", "interpretation", "question_and_answer", "penalty", "licence"} < kinds
    assert {"budget", "final_accounts", "service_guide", "power_list_item", "public_response"} < kinds
    assert set(Document.objects.values_list("state", flat=True)) == {
        "draft",
        "in_review",
        "published",
        "withdrawn",
    }
    assert DocumentVersion.objects.standing().count() == 14
    assert not list(log.faults())


def test_no_name_of_the_made_up_person_is_public_or_logged(loaded: float) -> None:
    for version in DocumentVersion.objects.all():
        assert "张三" not in f"{version.title}{version.body}{version.fields}"
    assert "张某" in DocumentVersion.objects.get(document_number="示区市监处罚〔2026〕18号").title
    assert not any("张三" in f"{one.subject_name}{one.changes}" for one in Event.objects.all())


def test_a_withdrawn_penalty_keeps_nothing_but_the_reason(loaded: float) -> None:
    row = Document.objects.get(state="withdrawn")
    assert (row.title, row.fields) == ("", {})
    assert row.withdrawal_reason and row.erased_at is not None


def test_one_of_the_penalties_came_late_and_the_others_in_time(loaded: float) -> None:
    late = {
        version.document_number: documentduty.days_late(version, version.released_at.date())
        for version in DocumentVersion.objects.standing().filter(kind__in=("penalty", "licence"))
    }
    assert [number for number, days in late.items() if days] == ["示区市监处罚〔2026〕21号"]


def test_nothing_public_of_the_samples_hints_at_personal_data(loaded: float) -> None:
    for row in Document.objects.filter(state="published"):
        assert [hint.masked for hint in documenthints.of(row)] == []


def test_loading_them_is_cheap(loaded: float) -> None:
    print(f"{loaded:.2f} s")
    assert loaded < 10
