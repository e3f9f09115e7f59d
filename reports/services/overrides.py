"""Deciding about findings: staff let one stand and say why, take that back, carry it into a new revision.

A decision is made in a draft, so that it is reviewed and published with the rest; it never changes after.
"""

from __future__ import annotations

import unicodedata

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.domain.decisions import Decision, digest_of, fits, is_decidable
from reports.domain.everycheck import AnyFinding
from reports.models import Account, Override, Report
from reports.models.event import Act
from reports.queries import checks, everycheck, statforms
from reports.services.events import Changes
from reports.services.figures import recount
from reports.services.revisions import Refused, saved, told, words, writable

LONGEST = 2000
"""Characters of a reason; it stands beside the arithmetic on the public page."""


@transaction.atomic
def override(
    *, report: Report, check_code: str, reason: str, by: Account, expected_version: int | None = None
) -> Override:
    """Lets that finding of a draft stand, for a reason that the public reads beside its arithmetic.

    A decision made before, lapsed or not, gives way; the same one again writes nothing. Raises NotAllowed,
    Refused (no such finding, it does not fail, no readable reason), Stale.
    """
    row = writable(report, by, expected_version)
    finding = _finding(row, check_code)
    text = _readable(reason)
    before = row.overrides.filter(check_code=check_code).first()
    digest = digest_of(finding)
    if before is not None and (before.values_digest, before.reason) == (digest, text):
        return before
    values = {
        "values_digest": digest,
        "about": checks.sentence(finding, statforms.all_forms().get(row.form_id), row.year),
        "reason": text,
        "at": timezone.now(),
        "by": by,
    }
    stored, _is_new = Override.objects.update_or_create(report=row, check_code=check_code, defaults=values)
    _finish(report, row)
    changes = _change(check_code, before.reason if before else "", text)
    told(row, Act.OVERRIDDEN, by=by, reason=text, changes=changes)
    return stored


@transaction.atomic
def lift(*, report: Report, check_code: str, by: Account, expected_version: int | None = None) -> None:
    """Takes a decision in a draft back; its finding stands again. Raises NotAllowed, Refused, Stale."""
    row = writable(report, by, expected_version)
    found = row.overrides.filter(check_code=check_code).first()
    if found is None:
        raise Refused(_("No reason is stored for this check; somebody may have taken it back already."))
    found.delete()
    _finish(report, row)
    told(row, Act.OVERRIDE_LIFTED, by=by, changes=_change(check_code, found.reason, ""))


def carry(*, new: Report, old: Report | None = None) -> Changes:
    """Copies into a new draft the decisions of the revision before that still fit its findings.

    `old` None: the newest revision before it. They keep who made them and when. Tells of nothing: the caller
    does, of what this returns. Call it inside a transaction.
    """
    old = old or _before(new)
    earlier = list(old.overrides.all()) if old else []
    if not earlier:
        return {}
    findings = {finding.check: finding for finding in everycheck.of_report(new).all}
    carried = [one for one in earlier if _still_fits(one, findings.get(one.check_code))]
    for one in carried:
        one.pk, one.report = None, new
        one._state.adding = True
    Override.objects.bulk_create(carried)
    recount(new)
    return _changes(carried)


def drop_lapsed(row: Report) -> Changes:
    """Deletes the decisions of a held draft that fit no finding any more; returns what the Event tells of it.

    So that what is published, and signed, holds only reasons that stand beside their arithmetic.
    """
    stored = list(row.overrides.all())
    if not stored:
        return {}
    findings = {finding.check: finding for finding in everycheck.of_report(row).all}
    lapsed = [one for one in stored if not _still_fits(one, findings.get(one.check_code))]
    Override.objects.filter(pk__in=[one.pk for one in lapsed]).delete()
    return {name: (text, "") for name, (_none, text) in _changes(lapsed).items()}


def _finding(row: Report, check_code: str) -> AnyFinding:
    """The finding of that check. Raises Refused unless there is something to explain about it."""
    found = next((one for one in everycheck.of_report(row).all if one.check == check_code), None)
    if found is None:
        raise Refused(_("This report has no such check. Its words or its form may have changed meanwhile."))
    if not is_decidable(found):
        raise Refused(_("This check does not fail; there is nothing to explain."))
    return found


def _readable(reason: str) -> str:
    """The reason without space around it and without signs that nobody can see. Raises Refused."""
    text = reason.replace("\r\n", "\n").replace("\r", "\n")
    text = words("".join(sign for sign in text if sign == "\n" or unicodedata.category(sign)[0] != "C"))
    if not text:
        raise Refused(_("Write the reason: the public reads it beside the check."))
    if len(text) > LONGEST:
        raise Refused(
            _("The reason has %(count)s characters; at most %(most)s are shown. Shorten it.")
            % {"count": len(text), "most": LONGEST}
        )
    return text


def _still_fits(stored: Override, finding: AnyFinding | None) -> bool:
    return finding is not None and fits(finding, Decision(stored.values_digest, stored.reason))


def _before(new: Report) -> Report | None:
    family = Report.objects.filter(agency=new.agency_id, year=new.year, kind=new.kind)
    return family.filter(revision__lt=new.revision).order_by("-revision").first()


def _finish(report: Report, row: Report) -> None:
    saved(row)
    report.refresh_from_db()
    recount(report)


def _change(check_code: str, before: str, after: str) -> Changes:
    return {f"check {check_code}": (before, after)}


def _changes(stored: list[Override]) -> Changes:
    return {f"check {one.check_code}": ("", one.reason) for one in stored}
