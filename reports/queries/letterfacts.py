"""What fills the blanks of a letter: read off the case, counted by the rules, or given by staff."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from reports.domain.casework import fees, remedies
from reports.domain.casework.deadline import provisional_deadline
from reports.domain.casework.fees import Fee, NoTariff
from reports.domain.casework.letters import Template, fill, plain, readable
from reports.domain.casework.limits import Limits, Period, law_on
from reports.domain.casework.outcomes import Outcome
from reports.domain.casework.remedies import NoRemedy, Remedy
from reports.domain.casework.steps import Matter, Step, StepKind
from reports.models import Agency, Applicant, Application
from reports.models.application import ApplicantKind
from reports.queries import caserules, casestanding, casewords, letterrules
from reports.queries.casecalendar import calendar
from reports.queries.casefees import tariffs
from reports.queries.casestanding import Reading

Given = Mapping[str, str | date | int]
LONGEST_DESCRIPTION = 300
"""Signs of what is asked for that a letter repeats."""
LAST = 9_999
"""Number of a step that is only tried."""
SURE = frozenset({"read"})


@dataclass(slots=True)
class Facts:
    """Blank → its text; `notes` say to staff what is not sure."""

    values: dict[str, str]
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Case:
    """What is asked while the blanks are filled."""

    application: Application
    reading: Reading
    law: Limits
    on: date
    given: Given
    own: Mapping[str, str]
    notes: list[str] = field(default_factory=list)


def facts(
    application: Application,
    template: Template,
    outcome: Outcome | None,
    *,
    on: date,
    given: Given,
    own: Mapping[str, str],
) -> Facts:
    """Every blank that can be filled, for a letter dated `on`."""
    law = law_of(application)
    case = _Case(application, casestanding.read(application), law, on, given, own)
    values = _about_case(case) | _about_days(case) | _about_ground(case, template, outcome)
    values |= _about_remedies(case, template, outcome)
    values |= {name: said(value) for name, value in given.items() if name not in ("units", "fee_way")}
    if "bands" in template.blanks:
        values |= _about_fee(case)
    if outcome is not None:
        finding = letterrules.letters().findings[outcome.code]
        values |= {"outcome": outcome.title, "finding": fill(finding, values, {}).text}
    return Facts({name: text for name, text in values.items() if text}, tuple(dict.fromkeys(case.notes)))


def law_of(application: Application) -> Limits:
    """The version the case is handled by: of the day of legal receipt, or of arrival before that."""
    return law_on(application.received_on or application.arrived_on, caserules.laws())


def law_code(law: Limits) -> str:
    """The code that `data/outcomes.toml` knows it by: "2019" for "2019-711"."""
    return law.id.partition("-")[0]


def has_ground(template: Template, application: Application, law: Limits) -> bool:
    """Whether the law of the case knows the letter at all."""
    if not template.period:
        return True
    period: Period | None = getattr(law, template.period)
    since = period.in_force_from if period else None
    received_on = application.received_on or application.arrived_on
    return period is not None and (since is None or since <= received_on)


def remedy_of(code: str, row: str, on: date, own: Mapping[str, str]) -> Remedy | None:
    """The remedy named against an answer of that row given that day; None where no rule is known."""
    try:
        return remedies.remedy(row, on, letterrules.remedies(), letterrules.remedy_words(own))
    except NoRemedy:
        return None


def said(value: str | date | int) -> str:
    """What staff gave, as a letter says it."""
    if isinstance(value, date):
        return chinese_day(value)
    return readable(str(value))


def chinese_day(day: date) -> str:
    """2026年3月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _about_case(case: _Case) -> dict[str, str]:
    application = case.application
    applicant = Applicant.objects.filter(application=application).first()
    is_person = application.applicant_kind == ApplicantKind.NATURAL_PERSON
    return {
        "applicant": plain(applicant.name) if applicant else "",
        "you": "您" if is_person else "贵单位",
        "agency": application.agency.name,
        "number": application.number,
        "channel": letterrules.letters().channels.get(application.channel, ""),
        "description": plain(application.description, longest=LONGEST_DESCRIPTION),
        "contact": _contact(application.agency),
    }


def _contact(agency: Agency) -> str:
    parts = (("地址", agency.address), ("电话", agency.telephone), ("电子邮箱", agency.email))
    return "；".join(f"{label}：{plain(text)}" for label, text in parts if text)


def _about_days(case: _Case) -> dict[str, str]:
    reading, standing = case.reading, case.reading.standing
    days: dict[str, date | None] = {
        "arrived_on": case.application.arrived_on,
        "received_on": standing.received_on,
        "due_on": reading.deadline.due if reading.deadline else None,
        "withdrawn_on": standing.day(StepKind.WITHDRAW),
    }
    if standing.received_on is None and Matter(case.application.kind) != Matter.COMPLAINT:
        days["provisional_due"] = provisional_deadline(
            case.application.arrived_on, calendar(), caserules.laws()
        ).due
    for step in reading.steps:
        if step.kind in (StepKind.ASK_SUPPLEMENT, StepKind.NOTIFY_FEE):
            days |= {"asked_on": step.on, "asked_until": step.until}
        if step.kind in (StepKind.ASK_SUPPLEMENT, StepKind.DELAY):
            days["until"] = step.until
    if reading.deadline and reading.deadline.is_provisional:
        case.notes += [casewords.provisional(each) for each in reading.deadline.provisional_because]
    return {name: chinese_day(day) for name, day in days.items() if day} | _extension(case)


def _extension(case: _Case) -> dict[str, str]:
    """The extension as it was recorded, or tried with the days given."""
    taken = next((step for step in case.reading.steps if step.kind is StepKind.EXTEND), None)
    if taken is not None:
        due = case.reading.deadline.due if case.reading.deadline else None
        return {"days": taken.detail.get("days", ""), "extended_due": chinese_day(due) if due else ""}
    days = case.given.get("days")
    if not days:
        return {}
    tried = Step(StepKind.EXTEND, case.on, number=LAST, detail={"days": str(days)})
    matter = Matter(case.application.kind)
    after = casestanding.of_steps((*case.reading.steps, tried), matter, calendar())
    return {"extended_due": chinese_day(after.deadline.due)} if after.deadline else {}


def _about_ground(case: _Case, template: Template, outcome: Outcome | None) -> dict[str, str]:
    """The law and its articles: of the outcome, or of the period the letter is about."""
    if outcome is not None:
        laws = caserules.outcomes().laws
        articles = outcome.under(law_code(case.law))
        return {
            "law": laws[law_code(case.law)].title if articles else "",
            "basis": "、".join(each.article for each in articles),
        }
    period: Period | None = getattr(case.law, template.period) if template.period else None
    if period is None:
        return {}
    if period.certainty not in SURE:
        case.notes.append(
            _("%(law)s%(article)s: the article has not been compared with the text. Check it.")
            % {"law": period.text or case.law.name, "article": period.article}
        )
    days = str(period.days) if period.days else ""
    return {
        "law": period.text or case.law.name,
        "basis": period.article,
        "opinion_days": days,
        "fee_days": days,
    }


def _about_remedies(case: _Case, template: Template, outcome: Outcome | None) -> dict[str, str]:
    row = outcome.row if outcome else template.row
    if not {"remedy", "complaint"} & set(template.blanks):
        return {}
    found = remedy_of(template.code, row, case.on, case.own) if row else None
    if found and found.certainty not in SURE and not found.is_overridden:
        case.notes.append(
            _("Remedies: %(note)s Check before you send it, or word it yourself under “wordings”.")
            % {"note": (found.note_en if casewords.is_english() else found.note) or found.law}
        )
    try:
        where = remedies.complaint(case.on, letterrules.remedies(), letterrules.remedy_words(case.own)).text
    except NoRemedy:
        where = ""
    return {"remedy": found.text if found else "", "complaint": where}


def amount(application: Application, way: str, units: int) -> int:
    """The fee in whole yuan; 0 where none may be charged. `way`: "items" or "pages"."""
    found = _fee(application, way, units)
    return found.amount if found else 0


def _fee(application: Application, way: str, units: int) -> Fee | None:
    """Of the given application of its month alone, or of so many pages."""
    received_on = application.received_on or application.arrived_on
    try:
        if way == "items":
            return fees.fee_by_items(units, received_on, tariffs(), already=units - 1)
        return fees.fee_by_pages(units, received_on, tariffs())
    except (NoTariff, ValueError):
        return None


def _about_fee(case: _Case) -> dict[str, str]:
    """The fee with its bands: of the given application of the month, or of so many pages."""
    units, way = case.given.get("units"), case.given.get("fee_way")
    if not units or way not in ("items", "pages"):
        return {}
    count = int(str(units))
    fee = _fee(case.application, str(way), count)
    if fee is None:
        return {}
    if not fee.amount:
        case.notes.append(_("So few cost nothing: no fee may be asked for."))
        return {}
    unit = "件" if way == "items" else "页"
    return {
        "fee_way": "按件" if way == "items" else "按量",
        "units": f"本月第{count}件" if way == "items" else f"共{count}页",
        "fee": str(fee.amount),
        "bands": "；".join(_band(each, unit) for each in fee.charges),
    }


def _band(charge: fees.Charge, unit: str) -> str:
    span = f"第{charge.first}{unit}"
    if charge.last != charge.first:
        span += f"至第{charge.last}{unit}"
    if not charge.rate:
        return f"{span}不收费"
    return f"{span}，每{unit}{charge.rate}元，计{charge.amount}元"
