"""Who handles a case, and the small acts around it: a new query code, its papers, what leaves the portal."""

from __future__ import annotations

from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from reports.domain.roles import Action
from reports.models import Account, Application, CaseFile, CaseStep
from reports.models.application import ApplicantKind
from reports.models.casefile import FileRole
from reports.models.event import Act
from reports.queries import access, cases
from reports.readers import intake
from reports.services import casefiles, events, scanning
from reports.services.querycodes import renew_query_code
from reports.services.revisions import Refused


@transaction.atomic
def assign(application: Application, *, to: Account | None, by: Account) -> bool:
    """Gives a case to a caseworker of its agency, or to nobody; whether that changed anything.

    Raises access.Denied; Refused for somebody who does not handle applications there.
    """
    row = _held(application, by)
    if to is not None and not cases.caseworkers([row.agency_id]).filter(pk=to.pk).exists():
        raise Refused(
            _("%(name)s does not handle applications at %(agency)s.")
            % {"name": to.get_username(), "agency": row.agency}
        )
    former = row.assigned_to
    if (former and former.pk) == (to and to.pk):
        return False
    row.assigned_to = to
    row.save(update_fields=["assigned_to"])
    application.assigned_to = to
    names = tuple(one.get_username() if one else "" for one in (former, to))
    events.record(Act.EDITED, by=by, subject=row, agency=row.agency_id, changes={"assigned_to": names})
    return True


@transaction.atomic
def correct_kind(application: Application, *, applicant_kind: str, by: Account) -> None:
    """Corrects as what somebody applied, where the wrong kind was chosen: every year's table counts by it.

    Raises access.Denied; ValueError for a kind that is none.
    """
    row = _held(application, by)
    if applicant_kind not in ApplicantKind.values:
        raise ValueError("No such kind of applicant")
    if row.applicant_kind == applicant_kind:
        return
    changes = {"applicant_kind": (row.applicant_kind, applicant_kind)}
    row.applicant_kind = application.applicant_kind = applicant_kind
    row.save(update_fields=["applicant_kind"])
    events.record(Act.EDITED, by=by, subject=row, agency=row.agency_id, changes=changes)


@transaction.atomic
def new_query_code(application: Application, *, by: Account) -> str:
    """A new query code for an applicant whose identity staff have checked; the former opens nothing more.

    Returned once; the log tells that it was given, never the code. Raises access.Denied.
    """
    row = _held(application, by)
    code = renew_query_code(row)
    events.record(Act.EDITED, by=by, subject=row, agency=row.agency_id, changes={"query_code": ("…", "…")})
    return code


@transaction.atomic
def add_paper(
    application: Application,
    *,
    by: Account,
    name: str,
    data: BinaryIO,
    role: str,
    step: CaseStep | None = None,
    is_for_applicant: bool = False,
) -> CaseFile:
    """Keeps a file with a case once it has passed the gate for files and the scanner.

    Raises access.Denied; reports.domain.refusal.Refused for a file that is not taken; Refused for a step of
    another case.
    """
    row = _held(application, by)
    if step is not None and step.application_id != row.pk:
        raise Refused(_("That step belongs to another case."))
    accepted = intake.check(name, data, intake.STAFF)
    scanning.demand_clean(accepted.data, name=accepted.safe_name)
    kept = casefiles.keep(
        row,
        role=FileRole(role),
        name=accepted.safe_name,
        kind=accepted.kind,
        data=accepted.data,
        by=by,
        step=step,
        is_for_applicant=is_for_applicant,
    )
    told = f"{kept.pk} {role}"
    events.record(Act.EDITED, by=by, subject=row, agency=row.agency_id, changes={"files": ("", told)})
    return kept


@transaction.atomic
def take_back(file: CaseFile, *, by: Account) -> None:
    """The applicant may not download it any more: the wrong paper was offered. It stays with the case.

    Raises access.Denied.
    """
    row = _held(file.application, by)
    if CaseFile.objects.filter(pk=file.pk, is_for_applicant=True).update(is_for_applicant=False):
        changes = {"is_for_applicant": (str(file.pk), "")}
        events.record(Act.EDITED, by=by, subject=row, agency=row.agency_id, changes=changes)


@transaction.atomic
def taken_out(application: Application, *, by: Account, file: CaseFile | None = None, why: str = "") -> None:
    """Records that a file of a case, or the whole of it (None), was downloaded. Raises access.Denied."""
    access.demand(by, Action.VIEW_APPLICATION if file else Action.EXPORT_APPLICATION, application.agency_id)
    what = {"file": ("", str(file.pk))} if file else {"dossier": ("", why)}
    events.record(Act.EXPORTED, by=by, subject=application, agency=application.agency_id, changes=what)


def _held(application: Application, by: Account) -> Application:
    """The row of a case, held. Raises access.Denied; Refused where it is gone."""
    rows = Application.objects.select_for_update(of=("self",), no_key=True).select_related("agency")
    row = rows.filter(pk=application.pk).first()
    if row is None:
        raise Refused(_("This case is not there any more."))
    access.demand(by, Action.WORK_APPLICATION, row.agency_id)
    return row
