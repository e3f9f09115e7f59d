"""Loads the made-up bodies, reports and documents of `data/samples/` into an empty portal.

Through the services that staff use, and once: a portal that has agencies of any kind, or had samples before,
is left as it is.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from reports.domain import samples
from reports.domain.samples import Carried, Raws
from reports.models import Account, Agency, FormerAddress, Report
from reports.models.report import ReportKind
from reports.queries.powers import SAMPLES, SAMPLES_REVIEW
from reports.services import agencies, documentsamples, drafts, figures, registersamples, reports, yearly
from reports.services.systemaccounts import account

FOLDER = Path(__file__).resolve().parent.parent / "data" / "samples"
SHANGHAI = ZoneInfo("Asia/Shanghai")
FIELDS = (
    *("name", "short_name", "name_en", "slug", "level", "kind", "division_code", "credit_code", "address"),
    *("postcode", "telephone", "email", "office_hours", "valid_from", "valid_until"),
)
WORDS = ("opening", "disclosure", "management", "platform", "supervision")

TRIAL_YEARS = (2019, 2020)
"""The report years of the form national-2019."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many agencies, report revisions and documents were written; 0 where the portal was not empty."""

    agencies: int
    reports: int
    documents: int = 0


@dataclass(frozen=True, slots=True)
class Planned:
    """A report to be written: its body's file, the year, that year's entry there, its figures.

    `bodies`: of how many bodies a roll-up is the sum.
    """

    body: Mapping[str, Any]
    year: int
    entry: Mapping[str, Any]
    raws: Raws
    bodies: int = 0

    @property
    def slug(self) -> str:
        return str(self.body["agency"]["slug"])

    @property
    def at(self) -> datetime:
        """The time printed on it."""
        return _moment(self.entry["at"])

    @property
    def is_roll_up(self) -> bool:
        return "roll_up" in self.body


@transaction.atomic
def load(folder: Path = FOLDER) -> Loaded:
    """Writes every sample agency, report and document, in the order in which they would have come out.

    All or nothing. Raises KeyError, ValueError where a file is wrong.
    """
    if Agency.objects.exists() or Account.objects.filter(username=SAMPLES).exists():
        return Loaded(0, 0)
    by = account(SAMPLES)
    bodies = _bodies(folder)
    made = {body["agency"]["slug"]: _agency(body["agency"], by) for body in bodies}
    for body in bodies:
        registersamples.load(made[body["agency"]["slug"]], body, by=by, today=timezone.localdate())
    for plan in sorted(_plans(bodies), key=lambda plan: plan.at):
        _write(plan, made[plan.slug], by)
    documents = documentsamples.load(made, by=by, reviewer=account(SAMPLES_REVIEW))
    return Loaded(len(made), Report.objects.count(), documents)


def _bodies(folder: Path) -> list[dict[str, Any]]:
    """The files in order: a parent before its bodies, a predecessor before its successor."""
    return [_toml(path) for path in sorted(folder.glob("*.toml"))]


@cache
def _narrative(name: str) -> dict[str, Any]:
    return _toml(FOLDER / "narratives" / f"{name}.toml")


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)


def _agency(facts: Mapping[str, Any], by: Account) -> Agency:
    values = {name: facts[name] for name in FIELDS if name in facts}
    parent = Agency.objects.get(slug=facts["parent"]) if "parent" in facts else None
    agency = agencies.save(agency=Agency(parent=parent, is_sample=True, **values), by=by)
    agency.predecessors.set(Agency.objects.filter(slug__in=facts.get("predecessors", ())))
    for slug in facts.get("former_addresses", ()):
        FormerAddress.objects.create(agency=agency, slug=slug)
    return agency


def _plans(bodies: list[dict[str, Any]]) -> Iterator[Planned]:
    """Every report but the roll-ups, then the roll-ups of what these hold."""
    plans: list[Planned] = []
    carried: dict[str, Carried] = {}
    for body in bodies:
        if "roll_up" not in body:
            plans.extend(_own_reports(body, carried))
    yield from (plan for plan in plans if plan.entry.get("state") != "missing")
    for body in bodies:
        if "roll_up" in body:
            yield from _roll_ups(body, plans)


def _own_reports(body: Mapping[str, Any], carried: dict[str, Carried]) -> Iterator[Planned]:
    """`carried`: what each body had open after its last year; this body's is added."""
    facts = body["agency"]
    start = body.get("before_2019", {})
    before = Carried(start.get("open", {}), start.get("documents", 0), start.get("items", {}))
    if "predecessors" in facts:
        before = samples.together([carried[slug] for slug in facts["predecessors"]])
    for year, entry in sorted(body["years"].items()):
        raws: Raws = {}
        if "pairs" in entry:
            raws = samples.fujian(entry["pairs"])
        elif "closed" in entry:
            fill = samples.trial if int(year) in TRIAL_YEARS else samples.national
            raws, before = fill(entry, before)
        yield Planned(body, int(year), entry, raws)
    carried[facts["slug"]] = before


def _roll_ups(body: Mapping[str, Any], plans: list[Planned]) -> Iterator[Planned]:
    slug = body["agency"]["slug"]
    for year, entry in sorted(body["years"].items()):
        if entry.get("state") == "missing":
            continue
        below = [
            plan.raws
            for plan in plans
            if plan.year == int(year) and plan.raws and plan.body["agency"].get("parent") == slug
            if plan.entry.get("state") != "withdrawn"
        ]
        yield Planned(body, int(year), entry, samples.added_up(below), len(below))


def _write(plan: Planned, agency: Agency, by: Account) -> None:
    """One report from first draft to where it stands, with its correction if it has one."""
    values = _values(plan)
    narrative = _narrative(_narrative_of(plan))
    report = drafts.create(
        by=by,
        agency=agency,
        year=plan.year,
        kind=ReportKind.ROLL_UP if plan.is_roll_up else ReportKind.OWN,
        title=narrative["title"].format_map(values),
        form_id=_form_of(plan),
        source_line=agency.name,
        published_at=plan.at,
        preamble=narrative["preamble"].strip().format_map(values),
        closing=narrative["closing"].strip().format_map(values),
    )
    drafts.save_chapters(report=report, chapters=_chapters(narrative, values), by=by)
    correction = plan.entry.get("correction")
    if plan.raws:
        first = samples.keyed(correction["before"]) if correction else {}
        figures.save_figures(report=report, raws={**plan.raws, **first}, by=by)
    if registersamples.is_counted(plan.slug, plan.year, today=timezone.localdate()):
        yearly.make_draft(agency=agency, year=plan.year, by=by)
    _release(plan, report, by)
    if correction:
        _correct(plan, report, correction, by)


def _release(plan: Planned, report: Report, by: Account) -> None:
    state = plan.entry.get("state", "published")
    if state != "draft":
        reports.submit(report=report, by=by, explanation=plan.entry.get("explanation", ""))
    if state in ("published", "withdrawn"):
        _publish(report, plan.at)
    if state == "withdrawn":
        reports.withdraw(report=report, reason=plan.entry["reason"], by=account(SAMPLES_REVIEW))


def _publish(report: Report, at: datetime) -> None:
    """Reviewed and published by the second account: the samples go the road that everything goes."""
    reports.approve_and_publish(report=report, by=account(SAMPLES_REVIEW), is_secrecy_reviewed=True, at=at)


def _correct(plan: Planned, report: Report, correction: Mapping[str, Any], by: Account) -> None:
    at = _moment(correction["at"])
    second = reports.new_revision(report=report, by=by, correction_note=correction["note"])
    drafts.revise(report=second, by=by, fields={"published_at": at})
    figures.save_figures(report=second, raws=plan.raws, by=by)
    reports.submit(report=second, by=by)
    _publish(second, at)


def _form_of(plan: Planned) -> str:
    of_year = "national-2019" if plan.year in TRIAL_YEARS else "national-2021"
    return str(plan.entry.get("form", of_year)) if plan.raws else ""


def _narrative_of(plan: Planned) -> str:
    if "narrative" in plan.entry:
        return str(plan.entry["narrative"])
    if plan.year in TRIAL_YEARS:
        return "trial-roll-up" if plan.is_roll_up else "trial"
    return "roll-up" if plan.is_roll_up else "national"


def _values(plan: Planned) -> dict[str, object]:
    """What a narrative may name: facts of the body, its own words, this year's problem, the figures."""
    facts, words = plan.body["agency"], plan.body["words"]
    return {
        "name": facts["name"],
        "telephone": facts["telephone"],
        "address": facts["address"],
        "year": plan.year,
        "by": plan.body.get("roll_up", {}).get("by", ""),
        "bodies": plan.bodies,
        **{name: _of_year(words[name], plan.year) for name in WORDS},
        "problem": _of_year(words["problems"], plan.year),
        "measure": _of_year(words["measures"], plan.year),
        **samples.numbers(plan.raws),
    }


def _of_year(said: str | list[str], year: int) -> str:
    """What a body says in that year: its one sentence, or in turn those of a list."""
    return said if isinstance(said, str) else said[year % len(said)]


def _chapters(narrative: Mapping[str, Any], values: Mapping[str, object]) -> list[tuple[str, str, str]]:
    chapters = []
    for chapter in narrative["chapters"]:
        is_blank = "if_blank" in chapter and "review" not in values
        text = chapter["if_blank"] if is_blank else chapter["text"]
        chapters.append((chapter["number"], chapter["heading"], text.strip().format_map(values)))
    return chapters
