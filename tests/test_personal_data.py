"""Every field about a case is personal data, sealed and with a rule for its end, or known to be harmless."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db.models import Field, Model

from reports.domain.casework.retention import Part
from reports.models import (
    Applicant,
    ApplicantNotice,
    Application,
    ApplicationDraft,
    CaseFile,
    CaseStep,
    Dispute,
    DraftFile,
    Letter,
    PageFault,
)
from reports.models.encrypted import EncryptedTextField
from reports.queries import retention
from reports.services import personal, personalparts

HARMLESS: dict[type[Model], set[str]] = {
    Applicant: {"id", "application"},
    ApplicantNotice: {"id", "application", "code", "queued_at", "sent_at", "failed_at", "attempts"},
    Application: {
        *("id", "agency", "number", "year", "serial", "kind", "channel", "applicant_kind", "medium", "way"),
        *("needs_help", "arrived_on", "received_on", "state", "outcome", "closed_on", "due_on"),
        *(
            "is_due_provisional",
            "is_paused",
            "waiting_for",
            "assigned_to",
            "version",
            "created_at",
            "created_by",
        ),
        *("erased_at", "disclosed_as"),
    },
    ApplicationDraft: {"id", "agency", "created_at", "updated_at", "expires_at"},
    CaseFile: {
        *("id", "application", "step", "role", "kind", "size", "is_for_applicant", "added_at", "added_by"),
    },
    CaseStep: {
        *(
            "id",
            "application",
            "number",
            "kind",
            "on",
            "until",
            "outcome",
            "ref",
            "detail",
            "recorded_at",
            "by",
        ),
        *("is_by_applicant", "struck_at", "struck_by"),
    },
    Dispute: {
        *("id", "agency", "application", "kind", "after", "filed_on", "result", "result_on", "created_at"),
        "is_reviewer_only",
        "created_by",
    },
    DraftFile: {"id", "draft", "kind", "size"},
    Letter: {
        *("id", "agency", "application", "step", "code", "year", "serial", "number", "title", "version"),
        *(
            "created_at",
            "created_by",
            "issued_on",
            "issued_by",
            "delivery_way",
            "delivered_on",
            "delivery_proof",
        ),
    },
    PageFault: {"id", "agency", "path", "text", "at", "settled_at", "settled_by", "answer"},
}
"""Fields that tell nothing about an applicant. A new field: think, then write it here or in PERSONAL."""

NOT_SEALED = {
    "Applicant.identity_kind": "one of five words; with the rest erased",
    "Applicant.identity_index": "keyed",
    "Applicant.telephone_index": "keyed",
    "Applicant.email_index": "keyed",
    "Application.query_code_hash": "a slow hash of sixty random bits",
    "Application.register_number": "the agency's own number, unique among its cases, looked up at imports",
    "ApplicationDraft.key_index": "keyed",
    "CaseFile.file": "an unguessable name; the bytes are sealed",
    "DraftFile.file": "an unguessable name; the bytes are sealed",
}
"""Personal data that do not lie sealed → why."""

ERASED_WITH_ROW = {
    *("ApplicationDraft.key_index", "ApplicationDraft.answers", "CaseFile.file", "CaseFile.name"),
    *("DraftFile.file", "DraftFile.name"),
}
ERASED_APART = {"Letter.body", "PageFault.contact"}
"""Cleared by a function of their own in services/personalparts or services/erasing."""


def fields(model: type[Model]) -> dict[str, Field]:
    return {field.name: field for field in model._meta.fields}


@pytest.mark.parametrize("model", HARMLESS)
def test_every_field_is_personal_or_harmless_and_never_both(model: type[Model]) -> None:
    personal_fields = set(getattr(model, "PERSONAL", ()))
    assert personal_fields & HARMLESS[model] == set()
    assert personal_fields | HARMLESS[model] == set(fields(model))


def test_whatever_has_sealed_or_personal_fields_is_listed_here() -> None:
    found = {
        model
        for model in apps.get_app_config("reports").get_models()
        if hasattr(model, "PERSONAL")
        or any(isinstance(field, EncryptedTextField) for field in model._meta.fields)
    }
    assert found - set(HARMLESS) == set()


@pytest.mark.parametrize("model", HARMLESS)
def test_personal_data_lie_sealed_unless_a_reason_is_given(model: type[Model]) -> None:
    own = fields(model)
    for name in getattr(model, "PERSONAL", ()):
        is_sealed = isinstance(own[name], EncryptedTextField)
        assert is_sealed is not (f"{model.__name__}.{name}" in NOT_SEALED), name
    for name, field in own.items():
        assert not isinstance(field, EncryptedTextField) or name in model.PERSONAL


def test_every_personal_field_has_its_end() -> None:
    ends = set(ERASED_WITH_ROW | ERASED_APART)
    ends |= {f"Applicant.{name}" for names in personalparts.OF_APPLICANT.values() for name in names}
    ends |= {f"Application.{name}" for names in personalparts.OF_APPLICATION.values() for name in names}
    ends |= {f"{model.__name__}.{name}" for model, names in personalparts.WORDS_BESIDE for name in names}
    listed = {f"{model.__name__}.{name}" for model in HARMLESS for name in getattr(model, "PERSONAL", ())}
    assert ends == listed


def test_every_part_has_one_rule_with_its_ground() -> None:
    for part in Part:
        rule = retention.rules().rule(part)
        assert rule.ground and rule.ground_en


def test_the_fields_of_an_applicant_are_shown_masked_and_in_full_alike() -> None:
    indexes = {name for name in Applicant.PERSONAL if name.endswith("_index")}
    assert set(personal.FIELDS) | indexes == set(Applicant.PERSONAL)
    assert set(personal.INDEXED) == indexes


def test_no_text_of_a_personal_row_names_anybody() -> None:
    for model in HARMLESS:
        source = model.__str__.__code__.co_names
        assert set(source) & set(getattr(model, "PERSONAL", ())) == set(), model
