"""The parts of what is held about an applicant: where each lies, whether any is left, how it is cleared.

Clearing leaves the case, its steps with their days, outcomes and figures, and the numbers of letters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from reports.domain.casework.retention import Part
from reports.models import Applicant, Application, CaseFile, CaseStep, Dispute, Letter
from reports.models.casefile import FileRole
from reports.models.encrypted import EncryptedTextField
from reports.services import casefiles

OF_APPLICANT: Mapping[Part, tuple[str, ...]] = {
    Part.IDENTITY: ("identity_kind", "identity_number", "identity_index"),
    Part.CONTACT: (
        *("contact", "telephone", "email", "address", "postcode", "help_wanted"),
        *("telephone_index", "email_index"),
    ),
    Part.NAME: ("name", "representative"),
}
"""Part → the fields of Applicant it consists of."""
OF_APPLICATION: Mapping[Part, tuple[str, ...]] = {
    Part.WORDS: ("description", "reference", "register_number"),
    Part.QUERY_CODE: ("query_code_hash",),
}
WORDS_BESIDE: tuple[tuple[type[Model], tuple[str, ...]], ...] = (
    (CaseStep, ("note", "strike_reason")),
    (Dispute, ("reference", "note")),
)
"""What else belongs to Part.WORDS: models that hang on the case, and their fields."""


def holds(part: Part) -> Q:
    """The filter for cases that still hold something of that part."""
    if part in OF_APPLICANT:
        return _exists(Applicant.objects.filter(_any(Applicant, OF_APPLICANT[part])))
    if part is Part.FILES:
        return _exists(CaseFile.objects.exclude(role=FileRole.LETTER))
    if part is Part.LETTERS:
        return _exists(CaseFile.objects.filter(role=FileRole.LETTER)) | _exists(
            Letter.objects.filter(body__isblank=False)
        )
    own = _any(Application, OF_APPLICATION[part])
    if part is Part.WORDS:
        for model, fields in WORDS_BESIDE:
            own |= _exists(model._default_manager.filter(_any(model, fields)))
    return own


def clear(application: Application, part: Part) -> int:
    """Erases a part of what is held; returns how many rows or files it was in. Files go after the commit."""
    return _CLEAR[part](application, part)


def _of_applicant(application: Application, part: Part) -> int:
    return _blank(Applicant.objects.filter(application=application), OF_APPLICANT[part])


def _of_application(application: Application, part: Part) -> int:
    return _blank(Application.objects.filter(pk=application.pk), OF_APPLICATION[part])


def _words(application: Application, part: Part) -> int:
    count = _of_application(application, part)
    for model, fields in WORDS_BESIDE:
        count += _blank(model._default_manager.filter(application=application), fields)
    return count


def _files(application: Application, part: Part) -> int:
    return _discard(CaseFile.objects.filter(application=application).exclude(role=FileRole.LETTER))


def _letters(application: Application, part: Part) -> int:
    count = _blank(Letter.objects.filter(application=application), ("body",))
    return count + _discard(CaseFile.objects.filter(application=application, role=FileRole.LETTER))


_CLEAR: Mapping[Part, Callable[[Application, Part], int]] = {
    **dict.fromkeys(OF_APPLICANT, _of_applicant),
    Part.WORDS: _words,
    Part.QUERY_CODE: _of_application,
    Part.FILES: _files,
    Part.LETTERS: _letters,
}


def _discard(files: QuerySet[CaseFile]) -> int:
    Letter.objects.filter(delivery_proof__in=files).update(delivery_proof=None)
    count = 0
    for kept in files.only("pk", "file"):
        casefiles.discard(kept)
        count += 1
    return count


def _blank(rows: QuerySet, fields: tuple[str, ...]) -> int:
    return rows.filter(_any(rows.model, fields)).update(**dict.fromkeys(fields, ""))


def _any(model: type[Model], fields: Iterable[str]) -> Q:
    """The filter for rows where one of those fields holds a text, sealed or not."""
    found = Q()
    for name in fields:
        if isinstance(model._meta.get_field(name), EncryptedTextField):
            found |= Q(**{f"{name}__isblank": False})
        else:
            found |= ~Q(**{name: ""})
    return found


def _exists(rows: QuerySet) -> Q:
    return Q(Exists(rows.filter(application=OuterRef("pk"))))
