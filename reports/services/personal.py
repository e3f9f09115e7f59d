"""Who applied: kept, found again at the same agency, shown masked, unmasked on record, corrected."""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from reports.domain.roles import Action
from reports.domain.text import mask
from reports.domain.text.privacy import masked as numbers_masked
from reports.models import Account, Applicant, Application
from reports.models.applicant import IdentityKind
from reports.models.application import ApplicantKind
from reports.models.encrypted import keyed_index, keyed_indexes
from reports.models.event import Act
from reports.queries import access
from reports.services import events
from reports.services.revisions import Refused

INDEXED: Mapping[str, tuple[str, str]] = {
    "identity_index": ("identity_number", "identity"),
    "telephone_index": ("telephone", "telephone"),
    "email_index": ("email", "email"),
}
"""Index of Applicant → the field it stands for, and what keeps it apart from equal texts of another kind."""

FIELDS = (
    *("name", "identity_kind", "identity_number", "representative", "contact", "telephone", "email"),
    *("address", "postcode", "help_wanted"),
)
"""What is held about an applicant, in the order it is shown."""
OWN_HANDS = frozenset({"contact", "telephone", "email", "address", "postcode", "help_wanted"})
"""What applicants correct themselves; a name or an identity number needs somebody who sees the document."""


def set_applicant(application: Application, **fields: str) -> Applicant:
    """Keeps who applied, or what of it is given, with the indexes. Records nothing: the caller's act is told.

    Raises TypeError for a field that is none of FIELDS, ValueError for a kind of document that is unknown.
    """
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise TypeError(f"An applicant has no {', '.join(sorted(unknown))}")
    if fields.get("identity_kind") and fields["identity_kind"] not in IdentityKind.values:
        raise ValueError("No such kind of identity document")
    applicant = Applicant.objects.filter(application=application).first() or Applicant(
        application=application
    )
    for field, text in fields.items():
        setattr(applicant, field, text.strip())
    set_indexes(applicant)
    applicant.save()
    application.applicant = applicant
    return applicant


def set_indexes(applicant: Applicant) -> None:
    """Writes the indexes on the object by the present key; does not save."""
    for index, (field, about) in INDEXED.items():
        setattr(applicant, index, keyed_index(_plain(getattr(applicant, field), about), about))


def similar(application: Application) -> QuerySet[Application]:
    """Earlier cases of the same applicant at the same agency, the newest first.

    The same is who gave the same identity number; where none was given, the same telephone or e-mail. Nothing
    is looked up at other agencies.
    """
    same = _same(application)
    if same is None:
        return Application.objects.none()
    earlier = Q(arrived_on__lt=application.arrived_on) | Q(
        arrived_on=application.arrived_on, pk__lt=application.pk
    )
    found = Application.objects.filter(earlier, same, agency=application.agency_id)
    return found.order_by("-arrived_on", "-pk")


def count_in_month(application: Application) -> int:
    """The how-manieth application of its applicant at its agency in its calendar month this is; from 1.

    For the fee by item (国办函〔2020〕109号), which counts by applicant and calendar month. Only applications
    for disclosure; by the day of legal receipt, or of arrival where that is not confirmed yet. Without an
    identity number nothing is added up: 1.
    """
    indexes = _indexes(application, "identity_index")
    day = application.received_on or application.arrived_on
    if not indexes:
        return 1
    rows = Application.objects.counted().filter(
        agency=application.agency_id, applicant__identity_index__in=indexes
    )
    in_month = rows.exclude(pk=application.pk).annotate(day=Coalesce("received_on", "arrived_on"))
    return (
        1
        + in_month.filter(
            Q(day__gte=date(day.year, day.month, 1)) & (Q(day__lt=day) | Q(day=day, pk__lt=application.pk))
        ).count()
    )


def of_contact(text: str) -> QuerySet[Application]:
    """The cases whose applicant gave that telephone or e-mail, at whatever agency; for a lost query code.

    What is found is told to nobody but at that very contact.
    """
    found = Q(pk=None)
    for index, about in (("telephone_index", "telephone"), ("email_index", "email")):
        indexes = keyed_indexes(_plain(text, about), about)
        if indexes:
            found |= Q(**{f"applicant__{index}__in": indexes})
    return Application.objects.filter(found)


def masked(applicant: Applicant) -> dict[str, str]:
    """FIELDS with their texts masked, for lists and for the page of a case before it is unmasked."""
    is_person = applicant.application.applicant_kind == ApplicantKind.NATURAL_PERSON
    masks = {
        "name": mask.name if is_person else mask.organisation,
        "identity_kind": _same_text,
        "identity_number": mask.identity,
        "representative": mask.name,
        "contact": mask.name,
        "telephone": mask.telephone,
        "email": mask.email,
        "address": mask.address,
    }
    return {field: masks.get(field, mask.hidden)(getattr(applicant, field)) for field in FIELDS}


@transaction.atomic
def unmask(application: Application, *, by: Account, reason: str) -> dict[str, str]:
    """FIELDS in full, with an Event that says who asked and why and holds none of it.

    Raises access.Denied; Refused where no reason is given. {} where there is no applicant any more.
    """
    access.demand(by, Action.UNMASK_APPLICATION, application.agency_id)
    if not reason.strip():
        raise Refused(_("Say why you need to see the applicant's personal data."))
    events.record(
        Act.UNMASKED,
        by=by,
        subject=application,
        agency=application.agency_id,
        reason=without_own_data(reason.strip(), application),
    )
    applicant = _applicant(application)
    return {field: getattr(applicant, field) for field in FIELDS} if applicant else {}


def own_data(application: Application) -> dict[str, object]:
    """All that is held about an applicant with their case, for them to obtain (PIPL, article 45).

    {"number", "arrived_on", "applicant": FIELDS, "description", "reference", "files": names of what they sent
    or may download, "letters": {"number", "on", "text"} of those issued, "own_words": notes of own steps}.
    Who asks has proved to be the applicant: by number and query code, or before a caseworker.
    """
    applicant = _applicant(application)
    files = application.files.filter(Q(role="uploaded") | Q(is_for_applicant=True))
    letters = application.letters.exclude(issued_on=None)
    return {
        "number": application.number,
        "arrived_on": application.arrived_on,
        "applicant": {field: getattr(applicant, field) for field in FIELDS} if applicant else {},
        "description": application.description,
        "reference": application.reference,
        "files": [each.name for each in files],
        "letters": [{"number": each.number, "on": each.issued_on, "text": each.body} for each in letters],
        "own_words": [step.note for step in application.steps.filter(is_by_applicant=True) if step.note],
    }


@transaction.atomic
def correct_own_data(
    application: Application, *, by: Account | None, is_compared: bool = False, **fields: str
) -> Applicant:
    """Corrects what is held about an applicant; the Event names the fields and holds none of their texts.

    `is_compared`: the identity number fails its check, and `by` saw it on the document; the Event says so.
    `by` None: the applicant, who corrects OWN_HANDS only. Raises access.Denied, Refused where the applicant
    may not, TypeError as `set_applicant` does.
    """
    if by is not None:
        access.demand(by, Action.WORK_APPLICATION, application.agency_id)
    elif set(fields) - OWN_HANDS:
        raise Refused(
            _("A name or an identity number is corrected by the agency, which has to see the document.")
        )
    former = _applicant(application)
    if former is None or application.erased_at:
        raise Refused(_("The personal data of this application have been erased."))
    touched = sorted(field for field, text in fields.items() if getattr(former, field, "") != text.strip())
    applicant = set_applicant(application, **fields)
    changes = {field: ("…", "…") for field in touched}
    if is_compared and touched:
        changes["identity_compared"] = ("", "True")
    if changes:
        agency = application.agency_id
        events.record(Act.EDITED, by=by, subject=application, agency=agency, changes=changes)
    return applicant


def without_own_data(text: str, application: Application) -> str:
    """A reason for the log without the applicant's name and contact, should somebody have written them.

    Numbers of persons are masked too; anybody else's name stays.
    """
    applicant = _applicant(application)
    for field in FIELDS if applicant else ():
        held = getattr(applicant, field)
        if len(held) > 1 and field != "identity_kind":
            text = text.replace(held, mask.STARS)
    return numbers_masked(text)


def _applicant(application: Application) -> Applicant | None:
    return Applicant.objects.filter(application=application).first()


def _same(application: Application) -> Q | None:
    identities = _indexes(application, "identity_index")
    if identities:
        return Q(applicant__identity_index__in=identities)
    found = Q(pk=None)
    for index in ("telephone_index", "email_index"):
        indexes = _indexes(application, index)
        if indexes:
            found |= Q(**{f"applicant__{index}__in": indexes})
    return None if found == Q(pk=None) else found


def _indexes(application: Application, index: str) -> list[str]:
    """By every key still known: rows not yet sealed again are found too."""
    applicant = _applicant(application)
    field, about = INDEXED[index]
    return keyed_indexes(_plain(getattr(applicant, field), about), about) if applicant else []


def _plain(text: str, about: str) -> str:
    """A telephone number without its signs and the prefix of the country; the rest as it is."""
    if about != "telephone":
        return text
    digits = "".join(sign for sign in text if sign.isdecimal())
    return re.sub(r"^(?:00)?86(?=1\d{10}$)", "", digits)


def _same_text(text: str) -> str:
    return text


def is_of(application: Application, identity_number: str) -> bool:
    """Whether that is the identity number given in the application; compared by index, in constant time."""
    kept = getattr(_applicant(application), "identity_index", "") or ""
    given = keyed_indexes(_plain(identity_number, "identity"), "identity")
    return bool(kept) and any([hmac.compare_digest(kept, each) for each in given])
