"""Made inputs: `make_*` functions with keyword defaults.

The cast: 陈 owns the agency and writes, 李 reviews, 赵 publishes, 王 belongs elsewhere.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from reports.domain.roles import Role
from reports.domain.statform.definition import CellKey
from reports.models import Account, Agency, Appointment, Category, Chapter, Document, Report, StatCell
from reports.services import categories, documents, reports

SHANGHAI = ZoneInfo("Asia/Shanghai")
_count = itertools.count(1)

SEED_FIGURES = {
    "1": (4047, 24112),
    "1.1": (2936, 21506),
    "1.2": (0, 0),
    "2": (1, 2),
    "2.1": (0, 0),
    "2.2": (1, 2),
    "2.3": (0, 0),
    "3": (1, 2),
    "3.1": (0, 1),
    "3.2": (0, 0),
    "3.3": (0, 0),
    "3.4": (1, 1),
    "4": (0, 0),
    "5": (0, 0),
    "6": (0, 0),
    "7": (0, 0),
}
"""The 32 figures of the first real report: row code → (year, cumulative)."""


def seed_figures() -> dict[CellKey, Decimal]:
    """SEED_FIGURES by cell key."""
    return {
        CellKey("statistics", row, column): Decimal(value)
        for row, pair in SEED_FIGURES.items()
        for column, value in zip(("year", "cumulative"), pair, strict=True)
    }


def make_account(
    name: str = "chen",
    *roles: str,
    agency: Agency | None = None,
    has_every_role: bool = False,
    is_staff: bool = True,
) -> Account:
    """The account of that name, appointed to those roles at that agency (None: everywhere) as well."""
    account, _ = Account.objects.get_or_create(username=name, defaults={"is_staff": is_staff})
    for role in Role if has_every_role else roles:
        Appointment.objects.get_or_create(account=account, role=role, agency=agency)
    return account


def make_writer(agency: Agency | None = None) -> Account:
    """陈, who writes reports there (None: everywhere)."""
    return make_account("chen", Role.EDITOR, agency=agency)


def make_reviewer(agency: Agency | None = None) -> Account:
    """李, who reviews reports for secrecy there, and publishes none."""
    return make_account("li", Role.REVIEWER, agency=agency)


def make_publisher(agency: Agency | None = None) -> Account:
    """赵, who publishes reports there, and reviews none."""
    return make_account("zhao", Role.PUBLISHER, agency=agency)


def released(report: Report) -> Report:
    """That draft taken down the whole road by 陈, 李 and 赵, through the services; published."""
    if report.state == "draft":
        reports.submit(report=report, by=make_writer())
    reports.approve(report=report, by=make_reviewer(), is_secrecy_reviewed=True)
    reports.publish(report=report, by=make_publisher())
    return report


def make_agency(name: str = "示例市公安局", *, slug: str = "", **fields: object) -> Agency:
    existing = Agency.objects.filter(name=name).first()
    if existing:
        return existing
    values: dict[str, object] = {"level": "city", "kind": "department", **fields}
    return Agency.objects.create(name=name, slug=slug or f"agency-{next(_count)}", **values)


def make_report(
    *,
    agency: Agency | None = None,
    year: int = 2016,
    form_id: str = "fujian-2008",
    figures: Mapping[CellKey, Decimal | None] | None = None,
    state: str = "published",
    **fields: object,
) -> Report:
    """A report with the seed's figures and two chapters, put into its state directly."""
    by = make_account()
    agency = agency or make_agency()
    values: dict[str, object] = {
        "title": f"{agency.name}{year}年政府信息公开工作报告",
        "source_line": agency.name,
        "published_at": datetime(year + 1, 1, 19, 15, 3, tzinfo=SHANGHAI),
        "created_by": by,
        **fields,
    }
    if state in ("published", "withdrawn"):
        values.setdefault("released_at", datetime(year + 1, 1, 20, 9, 0, tzinfo=SHANGHAI))
        values.setdefault("released_by", by)
    report = Report.objects.create(agency=agency, year=year, form_id=form_id, state=state, **values)
    Chapter.objects.create(report=report, position=1, number="一", heading="概述", text="第一章的文字。")
    Chapter.objects.create(report=report, position=2, number="二", heading="主动公开", text="第二章的文字。")
    chosen = figures if figures is not None else (seed_figures() if form_id == "fujian-2008" else {})
    StatCell.objects.bulk_create(
        StatCell(
            report=report,
            table=key.table,
            row=key.row,
            column=key.column,
            value=value,
            raw="" if value is None else str(value),
        )
        for key, value in chosen.items()
    )
    return report


def make_category(code: str = "regulations") -> Category:
    """The national column of that code; the first call takes all of them in."""
    if not Category.objects.national().exists():
        categories.take_in_national()
    return Category.objects.national().get(code=code)


def make_document(
    *,
    agency: Agency | None = None,
    title: str = "关于加强城市绿化管理的通知",
    kind: str = "document",
    category: Category | None = None,
    body: str = "<p>现将城市绿化管理有关事项通知如下。</p>",
    state: str = "draft",
    **given: object,
) -> Document:
    """A document written by 陈 through the services, taken as far as `state`: draft, in_review, approved,
    published (by 李 and 赵). Its agency gets a credit code, so that it can be numbered."""
    agency = agency or make_agency()
    if not agency.credit_code and not agency.index_prefix:
        agency.index_prefix = "014416330"
        agency.save(update_fields=["index_prefix"])
    given.setdefault("made_on", date(2024, 3, 1))
    document = documents.create(
        by=make_writer(),
        agency=agency,
        category=category or make_category(),
        title=title,
        kind=kind,
        body=body,
        **given,
    )
    if state != "draft":
        documents.submit(document=document, by=make_writer())
    if state in ("approved", "published"):
        documents.approve(
            document=document, by=make_reviewer(), is_secrecy_reviewed=True, is_privacy_looked_over=True
        )
    if state == "published":
        documents.publish(document=document, by=make_publisher())
    return document
