"""Every door of the admin, tried on what belongs to one agency: did it open, and what was answered?

A door answers "y" where the act was done or the thing shown, "3" and "4" for 403 and 404, and "n" where it
was neither done nor shown, nor refused outright: not in a list, not among the choices, refused in the form.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports.domain.statform.definition import CellKey
from reports.models import Account, Agency, Appointment, ImportItem, Report
from reports.services import events, files, importdesk, reports
from tests.admin.door import prove
from tests.admin.pages import fields, text
from tests.factories import make_account, make_report

Door = Callable[[Client, Agency], str]
YEAR = 2011
OFF = {
    CellKey("statistics", row, "year"): value for row, value in (("2", 3), ("2.1", 1), ("2.2", 1), ("2.3", 0))
}
"""Figures of which one sum fails."""
TEXT = f"某机关{YEAR}年政府信息公开工作年度报告\n一、概述\n本报告说明政府信息公开工作。\n"


def told(answer: HttpResponse, is_done: bool) -> str:
    """The letter of an answer."""
    if answer.status_code in (403, 404):
        assert not is_done
        return str(answer.status_code)[2]
    return "y" if is_done else "n"


def at(name: str, *args: object) -> str:
    """An address in the admin."""
    return reverse(f"admin:{name}", args=args)


# Reports


def draft(agency: Agency, **more: object) -> Report:
    """A draft by 陈, who is not the one at the door."""
    values = {"state": "draft", "year": YEAR, "form_id": "fujian-2008", "figures": {}}
    return make_report(agency=agency, **values | more)


def in_review(agency: Agency) -> Report:
    """One that 陈 submitted."""
    report = draft(agency)
    reports.submit(report=report, by=make_account("chen", "editor"))
    return report


def approved(agency: Agency) -> Report:
    """One that 李 approved."""
    report = in_review(agency)
    reports.approve(report=report, by=make_account("li", "reviewer"), is_secrecy_reviewed=True)
    return report


def listing(query: Callable[[Agency], dict[str, str]]) -> Door:
    """The list of reports, narrowed so."""

    def door(client: Client, agency: Agency) -> str:
        report = draft(agency)
        answer = client.get(at("reports_report_changelist"), query(agency))
        shown = answer.status_code == 200 and report in answer.context["cl"].result_list
        return told(answer, shown)

    return door


def named_in_filter(client: Client, agency: Agency) -> str:
    """Whether the filter by agency tells the name that belongs to an id."""
    answer = client.get(at("reports_report_changelist"), {"agency__id__exact": agency.pk})
    return told(answer, agency.name in text(answer) and answer.status_code == 200)


def years_in_filter(client: Client, agency: Agency) -> str:
    """Whether the filter by year tells of a draft on a year that nobody else reports on."""
    draft(agency, year=2033)
    answer = client.get(at("reports_report_changelist"))
    return told(answer, "2033" in text(answer))


def page(name: str, make: Callable[[Agency], Report] = draft) -> Door:
    """A page of a report, only looked at."""

    def door(client: Client, agency: Agency) -> str:
        answer = client.get(at(f"reports_report_{name}", make(agency).pk))
        return told(answer, answer.status_code == 200)

    return door


def kept_file(name: str) -> Door:
    """A file kept with a draft."""

    def door(client: Client, agency: Agency) -> str:
        report = draft(agency)
        if name == "source":
            kept = files.keep_source(report=report, data=b"text", name="a.txt")
        else:
            kept = files.attach(report=report, data=b"text", name="a.txt", title="a")
        answer = client.get(at(f"reports_report_{name}", report.pk, kept.pk))
        found = told(answer, answer.status_code == 200)
        answer.getvalue()  # to its end: closed by hand, it would take the connection of the test along
        return found

    return door


def sent(
    name: str, make: Callable[[Agency], Report], is_done: Callable[[Report], bool], **typed: str
) -> Door:
    """A page of a report, with a form sent to it."""

    def door(client: Client, agency: Agency) -> str:
        report = make(agency)
        form = {"version": str(report.version), "_version": str(report.version), **typed}
        form |= {"agency": str(agency.pk), "year": str(YEAR), "kind": "own"}
        answer = client.post(at(f"reports_report_{name}", report.pk), form)
        after = Report.objects.filter(pk=report.pk).first()
        return told(answer, after is None if name == "delete" else is_done(after))

    return door


def becomes(state: str) -> Callable[[Report], bool]:
    """Whether the report is in that state now."""
    return lambda report: report.state == state


ROWS = {
    f"{prefix}-{part}": "0"
    for prefix in ("chapters", "links", "attachments")
    for part in ("TOTAL_FORMS", "INITIAL_FORMS")
}
SOON = f"{timezone.localtime(timezone.now() + timedelta(days=3)):%Y-%m-%dT%H:%M}"


def added_report(client: Client, agency: Agency) -> str:
    """A new report for that agency's id, sent by hand."""
    form = {"agency": str(agency.pk), "year": str(YEAR), "kind": "own", **ROWS}
    return told(client.post(at("reports_report_add"), form), Report.objects.filter(agency=agency).exists())


def imported(client: Client, agency: Agency) -> str:
    """A text read, then stored for that agency's id, sent by hand."""
    page = client.post(at("reports_report_import"), {"text": TEXT})
    if page.status_code != 200:
        return told(page, False)
    form = fields(page, "") | {"_store": "", "agency": str(agency.pk), "year": str(YEAR)}
    return told(client.post(at("reports_report_import"), form), Report.objects.filter(agency=agency).exists())


def on_desk(client: Client, agency: Agency) -> str:
    """A file that a colleague of that agency put on the import desk."""
    [item] = importdesk.take(files=[(TEXT.encode(), "a.txt")], by=make_account("chen", "editor"))
    importdesk.read_now(item)
    ImportItem.objects.filter(pk=item.pk).update(agency=agency)
    answer = client.get(at("reports_report_import_item", item.pk))
    return told(answer, answer.status_code == 200)


def offered(model: str, field: str, **more: str) -> Door:
    """Whether the box of that relation finds the agency by its name."""

    def door(client: Client, agency: Agency) -> str:
        query = {
            "app_label": "reports",
            "model_name": model,
            "field_name": field,
            "term": agency.name,
            **more,
        }
        answer = client.get(reverse("admin:autocomplete"), query)
        found = answer.json()["results"] if answer.status_code == 200 else []
        return told(answer, str(agency.pk) in [one["id"] for one in found])

    return door


# Agencies


def agency_listed(client: Client, agency: Agency) -> str:
    """The tree of agencies."""
    answer = client.get(at("reports_agency_changelist"))
    return told(answer, answer.status_code == 200 and agency in answer.context["cl"].result_list)


def agency_page(name: str) -> Door:
    """A page of an agency, only looked at."""

    def door(client: Client, agency: Agency) -> str:
        answer = client.get(at(f"reports_agency_{name}", agency.pk))
        return told(answer, answer.status_code == 200)

    return door


def agency_sent(**typed: str) -> Door:
    """The page of an agency with one field changed."""

    def door(client: Client, agency: Agency) -> str:
        form = {name: getattr(agency, name) for name in ("name", "slug", "level", "kind")}
        form["parent"] = str(agency.parent_id or "")
        answer = client.post(at("reports_agency_change", agency.pk), form | typed)
        agency.refresh_from_db()
        return told(answer, all(getattr(agency, name) == value for name, value in typed.items()))

    return door


def agency_added(client: Client, agency: Agency) -> str:
    """A new body under that agency's id."""
    form = {"name": "新局", "slug": "xin", "level": "city", "kind": "department", "parent": str(agency.pk)}
    return told(client.post(at("reports_agency_add"), form), Agency.objects.filter(name="新局").exists())


def agency_deleted(client: Client, agency: Agency) -> str:
    """The agency deleted; one that has bodies, reports or staff of its own never is."""
    answer = client.post(at("reports_agency_delete", agency.pk), {"post": "yes"})
    return told(answer, not Agency.objects.filter(pk=agency.pk).exists())


# Accounts and the log


def colleague(agency: Agency) -> Account:
    """Somebody who writes for that agency."""
    return make_account("zhou", "editor", agency=agency)


def account_listed(client: Client, agency: Agency) -> str:
    """The list of accounts."""
    account = colleague(agency)
    answer = client.get(at("reports_account_changelist"))
    return told(answer, answer.status_code == 200 and account in answer.context["cl"].result_list)


def account_page(name: str) -> Door:
    """A page about a colleague there, only looked at, by somebody who has just shown who they are."""

    def door(client: Client, agency: Agency) -> str:
        prove(client)
        answer = client.get(at(name, colleague(agency).pk))
        return told(answer, answer.status_code == 200)

    return door


def account_sent(role: str = "", **typed: str) -> Door:
    """The page of a colleague there: renamed, or given that role there."""

    def door(client: Client, agency: Agency) -> str:
        account = colleague(agency)
        form = {"username": "zhou", "is_active": "on", "appointments-INITIAL_FORMS": "1", **typed}
        form |= {"appointments-TOTAL_FORMS": "2", "appointments-0-account": str(account.pk)}
        form |= {"appointments-0-id": str(account.appointments.get().pk)}
        prove(client)
        if role:
            form |= {"appointments-1-role": role, "appointments-1-agency": str(agency.pk)}
        answer = client.post(at("reports_account_change", account.pk), form)
        account.refresh_from_db()
        given = account.appointments.filter(role=role, agency=agency).exists()
        return told(answer, given if role else account.username == typed["username"])

    return door


def account_deleted(client: Client, agency: Agency) -> str:
    """A colleague's account deleted."""
    account = colleague(agency)
    answer = client.post(at("reports_account_delete", account.pk), {"post": "yes"})
    return told(answer, not Account.objects.filter(pk=account.pk).exists())


def account_added(client: Client, agency: Agency) -> str:
    """A new account that writes for that agency."""
    form = {"username": "new", "appointments-TOTAL_FORMS": "1", "appointments-INITIAL_FORMS": "0"}
    form |= {"appointments-0-role": "editor", "appointments-0-agency": str(agency.pk)}
    prove(client)
    answer = client.post(at("reports_account_add"), form)
    return told(answer, Appointment.objects.filter(account__username="new").exists())


def event_listed(client: Client, agency: Agency) -> str:
    """The log."""
    event = events.record("edited", by=None, subject=agency)
    answer = client.get(at("reports_event_changelist"))
    return told(answer, answer.status_code == 200 and event in answer.context["cl"].result_list)


def event_page(client: Client, agency: Agency) -> str:
    """One entry of the log."""
    event = events.record("edited", by=None, subject=agency)
    answer = client.get(at("reports_event_change", event.pk))
    return told(answer, answer.status_code == 200)


def events_exported(client: Client, agency: Agency) -> str:
    """The log as a file."""
    prove(client)
    event = events.record("edited", by=None, subject=agency, reason="见导出")
    answer = client.post(at("reports_event_export"))
    content = b"".join(answer.streaming_content).decode() if answer.streaming else ""
    return told(answer, event.digest in content)


DOORS: dict[str, Door] = {
    "report list": listing(lambda agency: {}),
    "report search": listing(lambda agency: {"q": agency.name}),
    "report filter": listing(lambda agency: {"agency__id__exact": str(agency.pk)}),
    "name in filter": named_in_filter,
    "year in filter": years_in_filter,
    "report page": page("change"),
    "report history": page("history"),
    "report table": page("table"),
    "report review": page("review", in_review),
    "report trail": page("trail"),
    "source file": kept_file("source"),
    "attachment": kept_file("attachment"),
    "write": sent("change", draft, lambda report: report.title == "新", title="新", **ROWS),
    "write table": sent(
        "table", draft, lambda report: report.cells.exists(), **{"cell:statistics/1/year": "5"}
    ),
    "accept figure": sent(
        "trail",
        lambda agency: draft(agency, figures=OFF),
        lambda report: report.cells.exclude(accepted_at=None).exists(),
        cell="statistics/2/year",
        _accept="",
    ),
    "explain finding": sent(
        "explain",
        lambda agency: draft(agency, figures=OFF),
        lambda report: report.overrides.exists(),
        check="statistics/2/year:down",
        words="另有渠道",
    ),
    "delete": sent("delete", draft, lambda report: False, post="yes"),
    "submit": sent("submit", draft, becomes("in_review")),
    "correct": sent(
        "correct",
        lambda agency: draft(agency, state="published"),
        lambda report: Report.objects.filter(agency=report.agency, revision=2).exists(),
        words="更正",
    ),
    "approve": sent(
        "review",
        in_review,
        lambda report: report.reviewed_at is not None,
        is_secrecy_reviewed="on",
    ),
    "send back": sent("send_back", in_review, becomes("draft"), words="补充"),
    "publish": sent("publish", approved, becomes("published")),
    "schedule": sent("schedule", approved, lambda report: report.scheduled_at is not None, at=SOON),
    "withdraw": sent(
        "withdraw", lambda agency: draft(agency, state="published"), becomes("withdrawn"), words="误发"
    ),
    "add report": added_report,
    "import": imported,
    "file on desk": on_desk,
    "choose for report": offered("report", "agency"),
    "choose in filter": offered("report", "agency", **{"for": "filter"}),
    "choose parent": offered("agency", "parent"),
    "choose for role": offered("appointment", "agency"),
    "agency list": agency_listed,
    "agency page": agency_page("change"),
    "agency history": agency_page("history"),
    "agency contacts": agency_sent(telephone="0598-1"),
    "agency address": agency_sent(slug="neu"),
    "agency kind": agency_sent(kind="office"),
    "add below": agency_added,
    "delete agency": agency_deleted,
    "account list": account_listed,
    "account page": account_page("reports_account_change"),
    "account history": account_page("reports_account_history"),
    "help back in": account_page("door_help"),
    "rename account": account_sent(username="zhou2"),
    "give role": account_sent("reviewer"),
    "give high role": account_sent("auditor"),
    "add account": account_added,
    "delete account": account_deleted,
    "log list": event_listed,
    "log entry": event_page,
    "log export": events_exported,
}
