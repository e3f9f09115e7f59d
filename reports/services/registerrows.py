"""One row of the register an agency kept before, read into a case: its words, its days, its steps.

Every fault is said for the cell it stands in; a row is taken whole or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from reports.domain.casework.calendar import Calendar
from reports.domain.casework.counting import TOTAL
from reports.domain.casework.outcomes import HOME
from reports.domain.casework.states import PAST, NotAllowed, apply, check
from reports.domain.casework.steps import Channel, Matter, Step, StepKind
from reports.domain.statform.definition import CellKey
from reports.models.application import ApplicantKind, ApplicationKind
from reports.models.application import Channel as Channels
from reports.queries import caserules, casestanding, casewords, statforms
from reports.services.agencytable import DAYS

COLUMNS: Mapping[str, Promise] = {
    "register_number": gettext_lazy("register number"),
    "kind": gettext_lazy("kind of case"),
    "channel": gettext_lazy("channel"),
    "applicant_kind": gettext_lazy("kind of applicant"),
    "name": gettext_lazy("name of the applicant"),
    "identity_number": gettext_lazy("number of the document"),
    "telephone": gettext_lazy("telephone"),
    "email": gettext_lazy("e-mail"),
    "address": gettext_lazy("postal address"),
    "description": gettext_lazy("information asked for"),
    "arrived_on": gettext_lazy("arrived on"),
    "received_on": gettext_lazy("legally received on"),
    "supplement_asked_on": gettext_lazy("supplement asked for on"),
    "supplement_until": gettext_lazy("supplement until"),
    "supplemented_on": gettext_lazy("supplemented on"),
    "extended_on": gettext_lazy("extended on"),
    "consent_on": gettext_lazy("extension consented to on"),
    "withdrawn_on": gettext_lazy("withdrawn on"),
    "answered_on": gettext_lazy("answered on"),
    "outcome": gettext_lazy("outcome"),
}
"""Column → its name. `withdrawn_on` and `answered_on` exclude each other."""
NEEDED = ("register_number", "channel", "applicant_kind", "arrived_on")
PERSONAL = ("name", "identity_number", "telephone", "email", "address")
LENGTHS = {"register_number": 60, "description": 5_000, "address": 200}
LONGEST = 120
FIRST_DAY = date(2008, 5, 1)
"""The first version of the Regulations."""


@dataclass(frozen=True, slots=True)
class Read:
    """A row as read. `faults`: what is wrong, cell by cell; `notes`: what is let pass because it is past."""

    number: int
    texts: Mapping[str, str]
    days: Mapping[str, date] = field(default_factory=dict)
    kind: str = ""
    channel: str = ""
    applicant_kind: str = ""
    steps: tuple[Step, ...] = ()
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def read(number: int, texts: Mapping[str, str], calendar: Calendar, today: date) -> Read:
    """The row on that line of the table. `texts`: column → what stands there."""
    faults = _lengths(texts)
    days = _days(texts, faults)
    kind = _chosen("kind", texts.get("kind", "") or ApplicationKind.APPLICATION.value, _kinds(), faults)
    channel = _chosen("channel", texts.get("channel", ""), _channels(), faults)
    applicant = _chosen("applicant_kind", texts.get("applicant_kind", ""), _applicants(), faults)
    outcome = _outcome(texts, days, faults)
    steps: tuple[Step, ...] = ()
    notes: list[str] = []
    if not faults:
        steps = _taken(_steps(days, channel, outcome), Matter(kind), calendar, today, faults, notes)
    return Read(number, texts, days, kind, channel, applicant, steps, tuple(faults), tuple(notes))


def labels() -> dict[str, str]:
    """Column → its name in the active language."""
    return {name: str(label) for name, label in COLUMNS.items()}


def _lengths(texts: Mapping[str, str]) -> list[str]:
    faults = [_said(name, _("is missing.")) for name in NEEDED if not texts.get(name, "")]
    for name, text in texts.items():
        longest = LENGTHS.get(name, LONGEST)
        if len(text) > longest:
            faults.append(_said(name, _("has more than %(limit)s characters.") % {"limit": longest}))
        if "\0" in text:
            faults.append(_said(name, _("holds a sign that no text has.")))
    return faults


def _days(texts: Mapping[str, str], faults: list[str]) -> dict[str, date]:
    found: dict[str, date] = {}
    for name in COLUMNS:
        text = texts.get(name, "") if name.endswith(("_on", "_until")) else ""
        if not text:
            continue
        day = _day(text)
        if day is None:
            faults.append(
                _said(name, _("“%(text)s” is no day. Write it as 2024-01-31.") % {"text": text[:40]})
            )
        elif day < FIRST_DAY:
            faults.append(_said(name, _("lies before the Regulations came into force, 1 May 2008.")))
        else:
            found[name] = day
    return found


def _day(text: str) -> date | None:
    """A day however people write it; Excel's own dates come with a time of midnight."""
    plain = text.removesuffix(" 00:00:00").removesuffix("T00:00:00")
    for way in DAYS:
        try:
            return datetime.strptime(plain, way).date()
        except ValueError:
            continue
    return None


def _chosen(name: str, text: str, known: Mapping[str, str], faults: list[str]) -> str:
    if not text:
        return ""
    code = known.get(text.casefold())
    if code is None:
        names = _(", ").join(dict.fromkeys(_shown(name)))
        faults.append(
            _said(name, _("“%(text)s” is none of: %(names)s.") % {"text": text[:40], "names": names})
        )
    return code or ""


def _outcome(texts: Mapping[str, str], days: Mapping[str, date], faults: list[str]) -> str:
    text = texts.get("outcome", "")
    if not text:
        if "answered_on" in days:
            faults.append(_said("outcome", _("is missing: the case was answered.")))
        return ""
    if "answered_on" not in days:
        faults.append(_said("answered_on", _("is missing: there is an outcome.")))
    code = _outcomes().get("".join(text.casefold().split()))
    if code is None:
        faults.append(
            _said(
                "outcome",
                _("“%(text)s” is no outcome. Give the row of the form, such as 3.1 or 3.3.4.")
                % {"text": text[:40]},
            )
        )
    return code or ""


def _steps(days: Mapping[str, date], channel: str, outcome: str) -> list[Step]:
    kinds: list[tuple[str, StepKind]] = [
        ("arrived_on", StepKind.REGISTER),
        ("received_on", StepKind.ACCEPT),
        ("supplement_asked_on", StepKind.ASK_SUPPLEMENT),
        ("supplemented_on", StepKind.SUPPLEMENT),
        ("extended_on", StepKind.EXTEND),
        ("withdrawn_on", StepKind.WITHDRAW),
        ("answered_on", StepKind.ANSWER),
    ]
    steps = [
        Step(
            kind,
            days[name],
            until=days.get("supplement_until") if kind == StepKind.ASK_SUPPLEMENT else None,
            outcome=outcome if kind == StepKind.ANSWER else "",
            detail=_consent(days) if kind == StepKind.EXTEND else {},
        )
        for name, kind in kinds
        if name in days
    ]
    order = {kind: place for place, (_name, kind) in enumerate(kinds)}
    # Arrival and receipt stand first whatever their days, so that a wrong day is told as one.
    return sorted(steps, key=lambda step: (min(order[step.kind], 2), step.on, order[step.kind]))


def _consent(days: Mapping[str, date]) -> dict[str, str]:
    return {"consent_on": days["consent_on"].isoformat()} if "consent_on" in days else {}


def _taken(
    steps: list[Step], matter: Matter, calendar: Calendar, today: date, faults: list[str], notes: list[str]
) -> tuple[Step, ...]:
    """The steps through the rules of a case. What came late is let pass and noted: it happened so."""
    taken: tuple[Step, ...] = ()
    for step in steps:
        try:
            facts = casestanding.of_steps(taken, matter, calendar).facts
            late = [one for one in check(taken, step, facts, today) if one.code in PAST]
            taken = apply(taken, step, facts, today, tolerate=PAST)
        except NotAllowed as refused:
            faults += [casewords.refusal(one) for one in refused.refusals if one.code not in PAST]
            return ()
        notes += [casewords.refusal(one) for one in late]
    return taken


def _said(name: str, fault: str) -> str:
    return _("%(column)s: %(fault)s") % {"column": labels()[name], "fault": fault}


def _shown(name: str) -> list[str]:
    choices = {"kind": ApplicationKind, "channel": Channels, "applicant_kind": ApplicantKind}[name]
    return [str(label) for label in choices.labels]


def _in_every_language(words: Callable[[], dict[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for language in ("zh-hans", "en"):
        with override(language):
            found |= {word.casefold(): code for word, code in words().items()}
    return found


def _of_choices(choices: type) -> dict[str, str]:
    pairs = list(choices.choices)
    return {str(label): code for code, label in pairs} | {code: code for code, _label in pairs}


@cache
def _kinds() -> dict[str, str]:
    return _in_every_language(lambda: _of_choices(ApplicationKind)) | {
        "依申请公开": "application",
        "申请公开": "application",
        "投诉": "complaint",
        "举报": "complaint",
    }


@cache
def _channels() -> dict[str, str]:
    """With the words that registers use for them."""
    others = {
        "现场": Channel.IN_PERSON,
        "当面申请": Channel.IN_PERSON,
        "窗口": Channel.IN_PERSON,
        "邮寄": Channel.REGISTERED_POST,
        "信函": Channel.REGISTERED_POST,
        "快递": Channel.REGISTERED_POST,
        "ems": Channel.REGISTERED_POST,
        "挂号信": Channel.REGISTERED_POST,
        "平信": Channel.ORDINARY_POST,
        "网上": Channel.ONLINE,
        "网络": Channel.ONLINE,
        "网站": Channel.ONLINE,
        "电子邮件": Channel.ONLINE,
        "口头": Channel.ORAL,
    }
    named = {word.casefold(): code.value for word, code in others.items()}
    return named | _in_every_language(lambda: _of_choices(Channels))


@cache
def _applicants() -> dict[str, str]:
    others = {
        "个人": "natural_person",
        "公民": "natural_person",
        "企业": "business",
        "律师事务所": "legal_service",
    }
    return others | _in_every_language(lambda: _of_choices(ApplicantKind))


@cache
def _outcomes() -> dict[str, str]:
    """Row, code, label of the form and title → code. A row that several share means the first of them."""
    rules, form = caserules.outcomes(), statforms.form(HOME)
    table = rules.forms[HOME].table
    found: dict[str, str] = {}
    for outcome in rules.of(Matter.APPLICATION):
        label = form.row(CellKey(table, outcome.row, TOTAL)).label
        for name in (outcome.code, outcome.row, outcome.title, outcome.title_en, label):
            found.setdefault("".join(name.casefold().split()), outcome.code)
    return found
