"""Erasing personal data by rule: each case, draft and message in time, with a receipt that holds none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q
from django.utils import timezone

from reports.domain.casework.retention import After, Part, Rule, ended_on
from reports.models import (
    Account,
    Agency,
    ApplicantNotice,
    Application,
    ApplicationDraft,
    Dispute,
    Erasure,
    PageFault,
)
from reports.models.event import Act
from reports.queries import retention
from reports.services import casefiles, events, personalparts, rotating

BATCH = 100
"""Cases in one transaction."""
LEAP = timedelta(days=2)
"""What calendar years may differ from the coarse filter of the database."""
REQUESTED, KEY_LOST = "request", "key_lost"
"""The rules of erasures that the applicant asked for, and of what nobody can read any more."""


def run(*, on: date, is_dry: bool = False, batch: int = BATCH) -> Counter[str]:
    """Erases what is over on that day; returns how many of each part. A second run finds nothing.

    `is_dry`: counts only. Each batch is a transaction of its own, so that a run that is killed has done what
    it told.
    """
    done: Counter[str] = Counter()
    for pks in _batches(_due_cases(on), batch):
        done += _erase_cases(pks, on, is_dry)
    done += _erase_disputes(on, is_dry)
    done += _erase_drafts(on, is_dry, batch)
    done += _erase_notices(on, is_dry)
    done += _erase_readers(on, is_dry)
    if not is_dry:
        done += Counter(strays=casefiles.sweep(now=timezone.now()))
    return +done


@transaction.atomic
def forget_draft(draft: ApplicationDraft, *, is_sent: bool) -> None:
    """Erases a draft at once: it became a case (its files were moved before), or was thrown away.

    Thrown away at the applicant's own wish it leaves a receipt; sent, nothing was lost.
    """
    agency, count = draft.agency, Counter(_discard_drafts([draft]))
    if not is_sent:
        _receipt(agency, None, REQUESTED, count, None, timezone.localdate())


@transaction.atomic
def forget_unreadable() -> Counter[str]:
    """Erases what no given key opens, once its key is lost for good; finding it does not bring it back."""
    counts = rotating.forget_unreadable()
    if counts:
        _receipt(None, None, KEY_LOST, counts, None, timezone.localdate())
        _tell(None, None, [KEY_LOST], counts)
    return counts


def due_parts(application: Application, *, on: date) -> list[Rule]:
    """The rules of a case whose period is over on that day; [] while it or a dispute about it is open."""
    later = application.steps.filter(struck_at=None).aggregate(last=Max("on"))["last"]
    disputes = list(application.disputes.values_list("result", "result_on"))
    over = ended_on(
        application.closed_on,
        [later, *(day for _result, day in disputes)],
        is_disputed=any(not result for result, _day in disputes),
    )
    if over is None:
        return []
    return [rule for rule in retention.rules().of(After.CASE_ENDED) if rule.is_over(over, on=on)]


def _due_cases(on: date) -> Iterable[int]:
    """The ids of cases that may hold something that is over, coarsely, in their order."""
    wanted = Q(pk=None)
    for rule in retention.rules().of(After.CASE_ENDED):
        latest = _years_before(on, rule.years) - timedelta(days=rule.days) + LEAP
        held = Q()
        for part in rule.parts:
            held |= personalparts.holds(part)
        wanted |= Q(closed_on__lte=latest) & held
    undecided = Exists(Dispute.objects.filter(application=OuterRef("pk"), result=""))
    found = Application.objects.filter(wanted, ~undecided, closed_on__isnull=False)
    return found.order_by("pk").values_list("pk", flat=True)


@transaction.atomic
def _erase_cases(pks: Sequence[int], on: date, is_dry: bool) -> Counter[str]:
    done: Counter[str] = Counter()
    held = Application.objects.select_for_update(no_key=True).only("pk", "number", "agency", "closed_on")
    for application in held.filter(pk__in=pks).order_by("pk"):  # nothing sealed is read for erasing it
        done += _erase_case(application, on, is_dry)
    return done


def _erase_case(application: Application, on: date, is_dry: bool) -> Counter[str]:
    told: Counter[str] = Counter()
    rules = []
    for rule in due_parts(application, on=on):
        held = [part for part in rule.parts if _is_held(application, part)]
        if not held:
            continue
        rules.append(rule.id)
        counts = Counter({part.value: 1 for part in held})
        if not is_dry:
            counts = Counter({part.value: personalparts.clear(application, part) for part in held})
        told += counts
        if not is_dry:
            _receipt(application.agency, application, rule.id, counts, None, on)
    if rules and not is_dry:
        if not any(_is_held(application, part) for part in _case_parts()):
            Application.objects.filter(pk=application.pk).update(erased_at=timezone.now())
        _tell(application, application.agency_id, rules, told)
    return told


def _is_held(application: Application, part: Part) -> bool:
    return Application.objects.filter(personalparts.holds(part), pk=application.pk).exists()


def _case_parts() -> list[Part]:
    return [part for rule in retention.rules().of(After.CASE_ENDED) for part in rule.parts]


@transaction.atomic
def _erase_disputes(on: date, is_dry: bool) -> Counter[str]:
    """The words of reviews and lawsuits about cases that are not in the portal, counted from their result."""
    rule = retention.rules().rule(Part.WORDS)
    held = Q(reference__isblank=False) | Q(note__isblank=False)
    ended = Dispute.objects.filter(held, application=None, result_on__isnull=False)
    over = [
        one for one in ended.select_related("agency") if one.result_on and rule.is_over(one.result_on, on=on)
    ]
    for agency in () if is_dry else dict.fromkeys(one.agency for one in over):
        own = [one.pk for one in over if one.agency == agency]
        Dispute.objects.filter(pk__in=own).update(reference="", note="")
        counts = Counter(disputes=len(own))
        _receipt(agency, None, rule.id, counts, None, on)
        _tell(None, agency.pk, [rule.id], counts)
    return Counter(disputes=len(over))


def _erase_drafts(on: date, is_dry: bool, batch: int) -> Counter[str]:
    [rule] = retention.rules().of(After.DRAFT_EXPIRED)
    begins = timezone.make_aware(datetime.combine(on - timedelta(days=rule.days), time.min))
    done: Counter[str] = Counter()
    expired = ApplicationDraft.objects.filter(expires_at__lt=begins).order_by("pk")
    for pks in _batches(expired.values_list("pk", flat=True), batch):
        if is_dry:
            done += Counter(draft=len(pks))
            continue
        with transaction.atomic():
            drafts = list(expired.filter(pk__in=pks).select_related("agency"))
            for agency in dict.fromkeys(draft.agency for draft in drafts):
                counts = _discard_drafts([draft for draft in drafts if draft.agency == agency])
                done += counts
                if agency is not None:  # without one it is the receipt shown for minutes after sending
                    _receipt(agency, None, rule.id, counts, None, on)
                    _tell(None, agency.pk, [rule.id], counts)
    return done


def _discard_drafts(drafts: Iterable[ApplicationDraft]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for draft in drafts:
        for kept in draft.files.only("pk", "file"):
            casefiles.discard(kept)
            counts["draft_files"] += 1
        draft.delete()
        counts["draft"] += 1
    return counts


@transaction.atomic
def _erase_notices(on: date, is_dry: bool) -> Counter[str]:
    [rule] = retention.rules().of(After.NOTICE_DONE)
    begins = timezone.make_aware(datetime.combine(on - timedelta(days=rule.days), time.min))
    done = ApplicantNotice.objects.filter(Q(sent_at__lt=begins) | Q(failed_at__lt=begins))
    counts = Counter(notices=done.count() if is_dry else done.delete()[0])
    if counts["notices"] and not is_dry:
        _receipt(None, None, rule.id, counts, None, on)
        _tell(None, None, [rule.id], counts)
    return counts


@transaction.atomic
def _erase_readers(on: date, is_dry: bool) -> Counter[str]:
    """How to reach readers whose reports of faults nobody settled in time; the reports stay."""
    [rule] = retention.rules().of(After.FAULT_REPORTED)
    begins = timezone.make_aware(datetime.combine(on - timedelta(days=rule.days), time.min))
    left = PageFault.objects.filter(at__lt=begins, contact__isblank=False)
    counts = Counter(reader=left.count() if is_dry else left.update(contact=""))
    if counts["reader"] and not is_dry:
        _receipt(None, None, rule.id, counts, None, on)
        _tell(None, None, [rule.id], counts)
    return counts


def _receipt(
    agency: Agency | None,
    application: Application | None,
    rule: str,
    counts: Counter[str],
    by: Account | None,
    on: date,
) -> Erasure:
    return Erasure.objects.create(
        agency=agency,
        application=application,
        rule=rule,
        what=dict(+counts),
        at=timezone.now(),
        by=by,
        backups_until=on + timedelta(days=settings.BACKUP_DAYS),
    )


def _tell(
    application: Application | None, agency_id: int | None, rules: Sequence[str], counts: Counter[str]
) -> None:
    events.record(
        Act.ERASED,
        by=None,
        subject=application,
        kind="" if application else "draft" if "draft" in counts else "erasure",
        agency=agency_id,
        changes={part: (str(count), "0") for part, count in sorted(counts.items())},
        reason=", ".join(rules),
    )


def _batches(pks: Iterable[int], size: int) -> Iterator[list[int]]:
    """In lists of that many; all are read first, since each batch changes what the question would find."""
    left = iter(list(pks))
    while batch := list(islice(left, size)):
        yield batch


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
