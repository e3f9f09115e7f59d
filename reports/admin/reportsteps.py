"""The steps of a report's road as the admin offers them: its words, what it asks for, its service."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from reports.domain.road import Place, why_not
from reports.domain.road import Step as Road
from reports.models import Account, Report
from reports.queries.dossiers import Dossier
from reports.services import reports, scheduling

Given = Mapping[str, Any]
"""What the form of a step cleaned: "version", and "words" or "at" where the step takes them."""


@dataclass(frozen=True)
class Step:
    """One step. `words` labels the text it takes, if any; `run` does it and tells which report to show.

    `is_failing_only`: the words are asked for, and demanded, where a check fails. `takes_time`: it asks when.
    """

    name: str
    act: Road
    button: str | Promise
    done: str | Promise
    explained: str | Promise
    run: Callable[[Report, Account, Given], Report]
    words: str | Promise | None = None
    help_text: str | Promise = ""
    is_required: bool = False
    is_failing_only: bool = False
    takes_time: bool = False
    is_grave: bool = False


def _submit(report: Report, by: Account, given: Given) -> Report:
    words, version = given.get("words", ""), given["version"]
    reports.submit(report=report, by=by, explanation=words, expected_version=version)
    return report


def _send_back(report: Report, by: Account, given: Given) -> Report:
    reports.send_back(report=report, reason=given["words"], by=by, expected_version=given["version"])
    return report


def _publish(report: Report, by: Account, given: Given) -> Report:
    reports.publish(report=report, by=by, expected_version=given["version"])
    return report


def _schedule(report: Report, by: Account, given: Given) -> Report:
    scheduling.schedule(report=report, at=given["at"], by=by, expected_version=given["version"])
    return report


def _unschedule(report: Report, by: Account, given: Given) -> Report:
    scheduling.unschedule(report=report, by=by, reason=given["words"], expected_version=given["version"])
    return report


def _withdraw(report: Report, by: Account, given: Given) -> Report:
    reports.withdraw(report=report, reason=given["words"], by=by, expected_version=given["version"])
    return report


def _correct(report: Report, by: Account, given: Given) -> Report:
    words, version = given["words"], given["version"]
    return reports.new_revision(report=report, by=by, correction_note=words, expected_version=version)


_ALL = (
    Step(
        "submit",
        Road.SUBMIT,
        gettext_lazy("Submit for review"),
        gettext_lazy(
            "The report is in review. It can be read, not changed, until it is sent back or published."
        ),
        gettext_lazy("The report goes to review and can no longer be changed, until it is sent back."),
        _submit,
        words=gettext_lazy("Public explanation"),
        help_text=gettext_lazy(
            "Why figures that do not add up are published as they stand. Everyone reads it."
        ),
        is_failing_only=True,
    ),
    Step(
        "send-back",
        Road.SEND_BACK,
        gettext_lazy("Send back"),
        gettext_lazy("The report is a draft again. Its writers find your reason in its history."),
        gettext_lazy(
            "The report becomes a draft again, so that it can be mended. Its approval and its time of "
            "publication, if any, are void."
        ),
        _send_back,
        words=gettext_lazy("Reason"),
        help_text=gettext_lazy("What is to be mended, and where. Only staff read it."),
        is_required=True,
    ),
    Step(
        "publish",
        Road.PUBLISH,
        gettext_lazy("Publish"),
        gettext_lazy("The report is public."),
        gettext_lazy(
            "Everyone can read the report from now on. It cannot be changed any more, only corrected."
        ),
        _publish,
    ),
    Step(
        "schedule",
        Road.SCHEDULE,
        gettext_lazy("Publish at a set time"),
        gettext_lazy("The report will be published at that time."),
        gettext_lazy(
            "The report is published by itself at that time, in your name. Everything is checked again then; "
            "what may not be published is taken off the schedule, and its page says why."
        ),
        _schedule,
        takes_time=True,
    ),
    Step(
        "unschedule",
        Road.UNSCHEDULE,
        gettext_lazy("Take off the schedule"),
        gettext_lazy("The report is no longer scheduled. It stays approved."),
        gettext_lazy("The report will not be published by itself. It stays approved."),
        _unschedule,
        words=gettext_lazy("Reason"),
        help_text=gettext_lazy("Only staff read it. It may stay empty."),
    ),
    Step(
        "withdraw",
        Road.WITHDRAW,
        gettext_lazy("Withdraw"),
        gettext_lazy("The report is withdrawn. Its address says so, and gives your reason."),
        gettext_lazy("The report is taken back from the public. Its address stays and says why."),
        _withdraw,
        words=gettext_lazy("Reason"),
        help_text=gettext_lazy("Everyone reads it."),
        is_required=True,
        is_grave=True,
    ),
    Step(
        "correct",
        Road.CORRECT,
        gettext_lazy("Correct"),
        gettext_lazy(
            "This draft corrects the report. What was published stands until the draft is published."
        ),
        gettext_lazy(
            "A new revision is begun as a copy. What is public stays as it is until that is published."
        ),
        _correct,
        words=gettext_lazy("What is corrected"),
        help_text=gettext_lazy(
            "Everyone reads it beside the new revision. It can still be changed in the draft."
        ),
    ),
)
STEPS: dict[str, Step] = {step.name: step for step in _ALL}


def open_to(place: Place, dossier: Dossier) -> list[Step]:
    """The steps open to whom `place` was seen by, in the order of the road."""
    is_last = dossier.siblings[-1].pk == dossier.report.pk
    steps = [step for step in _ALL if why_not(step.act, place) is None]
    return [step for step in steps if step.name != "correct" or is_last]
