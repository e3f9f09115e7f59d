"""The doors of handing in, receiving, reminding, comparing, and of acts on many at once; as `doors`."""

from __future__ import annotations

import base64
from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from reports.models import Agency, Chapter, Report
from reports.queries import everycheck
from reports.services import handins
from tests.admin.doors import YEAR, Door, at, becomes, draft, sent, told
from tests.admin.pages import text
from tests.factories import make_account, make_agency, make_report

LAST_YEAR = timezone.localdate().year - 1


def on_board(name: str) -> Door:
    """A page over many agencies: whether that one stands in its table."""

    def door(client: Client, agency: Agency) -> str:
        draft(agency, state="published", year=2020)
        answer = client.get(at(name), {"year": "2020"})
        return told(answer, answer.status_code == 200 and f">{agency.name}</a>" in text(answer))

    return door


def handed(agency: Agency) -> Report:
    """One that 赵 handed in."""
    report = under_a_body(agency)
    handins.hand_in(report=report, by=make_account("zhao", "publisher"))
    return report


def under_a_body(agency: Agency) -> Report:
    """A public one of a body that has another above it."""
    if agency.parent_id is None:
        Agency.objects.filter(pk=agency.pk).update(parent=make_agency("上级机关", slug="top"))
    return draft(agency, state="published")


def receipt(client: Client, agency: Agency) -> str:
    """The receipt of a hand-in."""
    report = handed(agency)
    answer = client.get(at("reports_report_receipt", report.pk, report.hand_ins.get().pk))
    return told(answer, answer.status_code == 200)


def received(client: Client, agency: Agency) -> str:
    """A receipt confirmed for that agency's id, sent by hand."""
    report = handed(agency)
    form = {"_do": "1", "year": str(YEAR), "agency": str(agency.pk), "text": ""}
    answer = client.post(at("board_receive"), form)
    return told(answer, report.hand_ins.get().received_at is not None)


def reminded(client: Client, agency: Agency) -> str:
    """That agency reminded by its id."""
    form = {"_do": "1", "year": str(LAST_YEAR), "agency": str(agency.pk), "text": "请发布"}
    return told(client.post(at("board_remind"), form), agency.reminders.exists())


def bulk(name: str, make: Callable[[Agency], Report], is_done: Callable[[Report], bool]) -> Door:
    """An act on ticked reports, sent by hand."""

    def door(client: Client, agency: Agency) -> str:
        report = make(agency)
        form = {"action": name, "_selected_action": str(report.pk), "_do": "1"}
        answer = client.post(
            at("reports_report_changelist"), form | {f"version-{report.pk}": str(report.version)}
        )
        report.refresh_from_db()
        return told(answer, is_done(report))

    return door


def was_handed_in(report: Report) -> bool:
    """Whether it has a receipt."""
    return report.hand_ins.exists()


def tabled(heads: str, row: str, is_done: Callable[[Agency], bool]) -> Door:
    """A table of agencies of one row, confirmed by hand where that is offered."""

    def door(client: Client, agency: Agency) -> str:
        table = f"{heads}\n{row.format(agency=agency)}\n".encode()
        answer = client.post(at("reports_agency_import"), {"file": SimpleUploadedFile("a.csv", table)})
        if answer.status_code == 200:
            digest = answer.context["preview"].digest
            form = {"_do": "1", "content": base64.b64encode(table).decode(), "digest": digest}
            answer = client.post(at("reports_agency_import"), form)
        return told(answer, is_done(Agency.objects.get(pk=agency.pk)))

    return door


def tree_exported(client: Client, agency: Agency) -> str:
    """The agencies as a file."""
    answer = client.post(at("reports_agency_export"))
    return told(answer, agency.name in answer.content.decode())


def side_by_side(client: Client, agency: Agency) -> str:
    """A draft beside the public report of the year before, which it repeats."""
    words = "".join(f"公开专栏第{sign}组把更新滞后的页面当天补齐并逐项核对。" for sign in "甲乙丙丁戊己")
    before = make_report(agency=agency, year=YEAR - 1)
    report = draft(agency)
    for one in (before, report):
        Chapter.objects.create(report=one, position=3, number="三", heading="工作", text=words)
    codes = [one.check for one in everycheck.of_report(report).prose if one.rule == "copied"]
    answer = client.get(at("reports_report_side_by_side", report.pk), {"check": codes[0]})
    return told(answer, answer.status_code == 200)


HANDING_DOORS: dict[str, Door] = {
    "side by side": side_by_side,
    "hand in": sent("hand_in", under_a_body, was_handed_in),
    "receipt": receipt,
    "board": on_board("board"),
    "assessment": on_board("assessment"),
    "confirm receipt": received,
    "remind": reminded,
    "submit many": bulk("submit_selected", draft, becomes("in_review")),
    "hand in many": bulk("hand_in_selected", under_a_body, was_handed_in),
    "rename by table": tabled("slug,name", "{agency.slug},改名", lambda agency: agency.name == "改名"),
    "add by table": tabled(
        "slug,name,parent,level,kind",
        "xin,新局,{agency.slug},city,department",
        lambda agency: agency.children.filter(slug="xin").exists(),
    ),
    "agency export": tree_exported,
}
