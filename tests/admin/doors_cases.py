"""The doors of applications, reviews and lawsuits, and of the calendar; as `doors`."""

from __future__ import annotations

from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from reports.models import Agency, Application, CaseFile, Dispute, Workday
from reports.services import casefiles
from tests.admin.door import prove
from tests.admin.doors import Door, at, told
from tests.admin.pages import text
from tests.casefactories import WHO, make_application
from tests.factories import make_account

Make = Callable[[Agency], Application]
REASON = "为寄送答复核对地址"


def accepted(agency: Agency) -> Application:
    """Legally received on 4 March 2024, and in work."""
    return make_application(agency=agency)


def arrived(agency: Agency) -> Application:
    """Arrived, its receipt not confirmed."""
    return make_application(agency=agency, received_on=None)


def case_listed(client: Client, agency: Agency) -> str:
    """The list of cases."""
    case = accepted(agency)
    answer = client.get(at("reports_application_changelist"))
    return told(answer, answer.status_code == 200 and case in answer.context["cl"].result_list)


def narrowed(**query: str) -> Door:
    """The list of cases, narrowed by a hand-made address."""

    def door(client: Client, agency: Agency) -> str:
        case = accepted(agency)
        asked = {name: value.format(agency=agency.pk) for name, value in query.items()}
        answer = client.get(at("reports_application_changelist"), asked, follow=True)
        return told(answer, answer.status_code == 200 and case.number in text(answer))

    return door


def found(what: Callable[[Application], str]) -> Door:
    """The search by POST."""

    def door(client: Client, agency: Agency) -> str:
        case = accepted(agency)
        answer = client.post(at("reports_application_find"), {"text": what(case)})
        return told(answer, answer.status_code == 302 and f"/{case.pk}/change/" in answer["Location"])

    return door


def page(name: str, *rest: str) -> Door:
    """A page of a case, only looked at, by somebody who has just shown who they are."""

    def door(client: Client, agency: Agency) -> str:
        case = accepted(agency)
        prove(client)
        answer = client.get(at(f"reports_application_{name}", case.pk, *rest))
        return told(answer, answer.status_code == 200)

    return door


def unmasked(client: Client, agency: Agency) -> str:
    """The applicant's data in full."""
    case = accepted(agency)
    answer = client.post(at("reports_application_unmask", case.pk), {"reason": REASON})
    return told(answer, WHO["identity_number"] in text(answer))


def is_corrected(case: Application) -> bool:
    """Whether the applicant's telephone is the new one."""
    return case.applicant.telephone == "13900139000"


def sent(name: str, make: Make, is_done: Callable[[Application], bool], *rest: str, **typed: str) -> Door:
    """A form sent to a page of a case."""

    def door(client: Client, agency: Agency) -> str:
        case = make(agency)
        form = {"version": str(case.version), **typed}
        answer = client.post(at(f"reports_application_{name}", case.pk, *rest), form)
        return told(answer, is_done(Application.objects.get(pk=case.pk)))

    return door


def struck(client: Client, agency: Agency) -> str:
    """The legal receipt of a case struck."""
    case = accepted(agency)
    step = case.steps.get(kind="accept")
    form = {"version": str(case.version), "reason": "录入错误"}
    answer = client.post(at("reports_application_strike", case.pk, step.pk), form)
    return told(answer, case.steps.filter(struck_at__isnull=False).exists())


def file_taken(client: Client, agency: Agency) -> str:
    """A file of a case downloaded."""
    case = accepted(agency)
    kept = casefiles.keep(case, role="uploaded", name="a.txt", kind="txt", data=b"text", by=None)
    answer = client.get(at("reports_application_paper", case.pk, kept.pk))
    return told(answer, answer.status_code == 200 and answer.getvalue() == b"text")


def file_taken_back(client: Client, agency: Agency) -> str:
    """A file the applicant could download, taken back."""
    case = accepted(agency)
    kept = casefiles.keep(
        case, role="answer", name="a.txt", kind="txt", data=b"text", by=None, is_for_applicant=True
    )
    answer = client.post(at("reports_application_takeback", case.pk, kept.pk))
    return told(answer, not case.files.get().is_for_applicant)


def file_added(client: Client, agency: Agency) -> str:
    """A file added to a case."""
    case = accepted(agency)
    form = {"file": SimpleUploadedFile("a.txt", "说明".encode()), "role": "internal"}
    answer = client.post(at("reports_application_files", case.pk), form)
    return told(answer, CaseFile.objects.filter(application=case).exists())


def dossier_taken(client: Client, agency: Agency) -> str:
    """A whole case downloaded."""
    case = accepted(agency)
    prove(client)
    answer = client.post(at("reports_application_dossier", case.pk), {"purpose": "review"})
    return told(answer, answer.get("Content-Type") == "application/zip")


def registered(client: Client, agency: Agency) -> str:
    """A case entered for that agency's id, sent by hand."""
    form = {"agency": str(agency.pk), "kind": "application", "channel": "in_person"}
    form |= {"arrived_on": "2024-03-04", "description": "某路改造预算", "applicant_kind": "natural_person"}
    form |= {"name": "林晓月", "telephone": "13800138000"}
    answer = client.post(at("reports_application_add"), form)
    return told(answer, Application.objects.filter(agency=agency).exists())


def bulk(action: str, make: Make, is_done: Callable[[Application], bool], **typed: str) -> Door:
    """An act on many, sent with the id of a case."""

    def door(client: Client, agency: Agency) -> str:
        case = make(agency)
        form = {"action": action, "_selected_action": str(case.pk), "_do": "1", **typed}
        form |= {f"version-{case.pk}": str(case.version)}
        answer = client.post(at("reports_application_changelist"), form)
        return told(answer, is_done(Application.objects.get(pk=case.pk)))

    return door


def is_taken(case: Application) -> bool:
    """Whether 王, who is at the door, handles it."""
    return case.assigned_to is not None and case.assigned_to.username == "wang"


def given_to_me(client: Client, agency: Agency) -> str:
    """Several cases given to whoever is at the door."""
    to = str(make_account("wang").pk)
    return bulk("assign_selected", accepted, is_taken, to=to)(client, agency)


# Reviews and lawsuits, the calendar


def dispute(agency: Agency) -> Dispute:
    """A review that 陈 wrote down."""
    values = {"kind": "review", "filed_on": "2024-05-06", "created_by": make_account("chen")}
    return Dispute.objects.create(agency=agency, application=accepted(agency), **values)


def dispute_listed(client: Client, agency: Agency) -> str:
    """The list of reviews and lawsuits."""
    row = dispute(agency)
    answer = client.get(at("reports_dispute_changelist"))
    return told(answer, answer.status_code == 200 and row in answer.context["cl"].result_list)


def dispute_page(name: str) -> Door:
    """A page of a review, only looked at."""

    def door(client: Client, agency: Agency) -> str:
        answer = client.get(at(f"reports_dispute_{name}", dispute(agency).pk))
        return told(answer, answer.status_code == 200)

    return door


def dispute_added(client: Client, agency: Agency) -> str:
    """A review of that agency's id, sent by hand."""
    form = {"agency": str(agency.pk), "kind": "review", "filed_on": "2024-05-06", "case": ""}
    return told(client.post(at("reports_dispute_add"), form), Dispute.objects.filter(agency=agency).exists())


def dispute_changed(client: Client, agency: Agency) -> str:
    """A review decided."""
    row = dispute(agency)
    form = {"agency": str(agency.pk), "kind": "review", "filed_on": "2024-05-06", "result": "upheld"}
    form |= {"result_on": "2024-07-01", "case": row.application.number}
    answer = client.post(at("reports_dispute_change", row.pk), form)
    row.refresh_from_db()
    return told(answer, row.result == "upheld")


def workday_set(client: Client, agency: Agency) -> str:
    """A day worked by notice; the calendar is nobody's agency."""
    form = {"day": "2027-02-06", "is_worked": "yes", "source": "国办发明电〔2026〕1号"}
    return told(client.post(at("reports_workday_add"), form), Workday.objects.exists())


def calendar_page(name: str) -> Door:
    """A page of the calendar, only looked at."""
    return lambda client, agency: told(answer := client.get(at(name)), answer.status_code == 200)


CASE_DOORS: dict[str, Door] = {
    "case list": case_listed,
    "case filter": narrowed(agency="{agency}"),
    "find by number": found(lambda case: case.number),
    "find by person": found(lambda case: WHO["identity_number"]),
    "find by phone": found(lambda case: WHO["telephone"]),
    "case page": page("change"),
    "case history": page("history"),
    "case receipt": page("slip"),
    "case step page": page("step", "answer"),
    "case code page": page("code"),
    "ask to unmask": page("unmask"),
    "unmask": unmasked,
    "case step": sent(
        "step", accepted, lambda case: case.state == "withdrawn", "withdraw", on="2024-03-05", note=""
    ),
    "strike step": struck,
    "correct applicant": sent("person", accepted, is_corrected, telephone="13900139000"),
    "take case over": sent("assign", accepted, is_taken, _take="1"),
    "new query code": sent("code", accepted, lambda case: bool(case.query_code_hash)),
    "case file": file_taken,
    "add case file": file_added,
    "file taken back": file_taken_back,
    "case dossier": dossier_taken,
    "enter case": registered,
    "confirm many": bulk(
        "accept_selected", arrived, lambda case: case.received_on is not None, on="2024-03-05"
    ),
    "give many": given_to_me,
    "dispute list": dispute_listed,
    "dispute page": dispute_page("change"),
    "dispute history": dispute_page("history"),
    "add dispute": dispute_added,
    "change dispute": dispute_changed,
    "calendar": calendar_page("reports_workday_changelist"),
    "moved cases": calendar_page("reports_workday_recount"),
    "set workday": workday_set,
}
