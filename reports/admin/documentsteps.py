"""The steps of a document's road as the admin offers them: its words, what it asks for, its service."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from reports.domain.documentroad import DocumentPlace, why_not
from reports.domain.road import Step as Road
from reports.models import Account, Document
from reports.services import documents, documentscheduling

Given = Mapping[str, Any]
"""What the form of a step cleaned: "version", and "words" or "at" where the step takes them."""


@dataclass(frozen=True)
class Step:
    """One step. `words` labels the text it takes, if any. `takes_time`: it asks when."""

    name: str
    act: Road
    button: str | Promise
    done: str | Promise
    explained: str | Promise
    run: Callable[[Document, Account, Given], None]
    words: str | Promise | None = None
    help_text: str | Promise = ""
    is_required: bool = False
    takes_time: bool = False
    is_grave: bool = False


def _submit(document: Document, by: Account, given: Given) -> None:
    documents.submit(document=document, by=by, expected_version=given["version"])


def _send_back(document: Document, by: Account, given: Given) -> None:
    documents.send_back(document=document, reason=given["words"], by=by, expected_version=given["version"])


def _publish(document: Document, by: Account, given: Given) -> None:
    documents.publish(document=document, by=by, expected_version=given["version"])


def _schedule(document: Document, by: Account, given: Given) -> None:
    documentscheduling.schedule(document=document, at=given["at"], by=by, expected_version=given["version"])


def _unschedule(document: Document, by: Account, given: Given) -> None:
    documentscheduling.unschedule(
        document=document, by=by, reason=given["words"], expected_version=given["version"]
    )


def _withdraw(document: Document, by: Account, given: Given) -> None:
    documents.withdraw(document=document, reason=given["words"], by=by, expected_version=given["version"])


def _change(document: Document, by: Account, given: Given) -> None:
    documents.begin_change(
        document=document, by=by, change_note=given["words"], expected_version=given["version"]
    )


def _give_up(document: Document, by: Account, given: Given) -> None:
    documents.discard(document=document, by=by, expected_version=given["version"])


_ALL = (
    Step(
        "submit",
        Road.SUBMIT,
        gettext_lazy("Submit for review"),
        gettext_lazy(
            "The document is in review. It can be read, not changed, until it is sent back or published."
        ),
        gettext_lazy("The document gets its index number, goes to review and can no longer be changed."),
        _submit,
    ),
    Step(
        "send-back",
        Road.SEND_BACK,
        gettext_lazy("Send back"),
        gettext_lazy("The document is a draft again. Its writers find your reason in its history."),
        gettext_lazy(
            "The document becomes a draft again, so that it can be mended. Its approval and its time of "
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
        gettext_lazy("The document is public."),
        gettext_lazy("Everyone can read the document from now on. What is public already is replaced by it."),
        _publish,
    ),
    Step(
        "schedule",
        Road.SCHEDULE,
        gettext_lazy("Publish at a set time"),
        gettext_lazy("The document will be published at that time."),
        gettext_lazy(
            "The document is published by itself at that time, in your name. What may not be published then "
            "is taken off the schedule, and its history says why."
        ),
        _schedule,
        takes_time=True,
    ),
    Step(
        "unschedule",
        Road.UNSCHEDULE,
        gettext_lazy("Take off the schedule"),
        gettext_lazy("The document is no longer scheduled. It stays approved."),
        gettext_lazy("The document will not be published by itself. It stays approved."),
        _unschedule,
        words=gettext_lazy("Reason"),
        help_text=gettext_lazy("Only staff read it. It may stay empty."),
    ),
    Step(
        "begin-change",
        Road.CORRECT,
        gettext_lazy("Change"),
        gettext_lazy("The document can be changed. What is public stays until the change is published."),
        gettext_lazy(
            "The document becomes a draft again. What is public stays as it is until the change is "
            "published; versions before stay readable."
        ),
        _change,
        words=gettext_lazy("What is changed"),
        help_text=gettext_lazy(
            "Everyone reads it beside the new version. It can still be changed in the draft."
        ),
    ),
    Step(
        "withdraw",
        Road.WITHDRAW,
        gettext_lazy("Withdraw"),
        gettext_lazy("The document is withdrawn. Its address says so, and gives your reason."),
        gettext_lazy(
            "The document is taken back from the public, with all its versions. Its address stays "
            "and says why."
        ),
        _withdraw,
        words=gettext_lazy("Reason"),
        help_text=gettext_lazy("Everyone reads it."),
        is_required=True,
        is_grave=True,
    ),
    Step(
        "give-up",
        Road.EDIT,
        gettext_lazy("Give up the change"),
        gettext_lazy("The change is given up. The document is as it was."),
        gettext_lazy("What was typed since the change was begun is lost. What is public stays as it is."),
        _give_up,
        is_grave=True,
    ),
)
STEPS: dict[str, Step] = {step.name: step for step in _ALL}


def open_to(place: DocumentPlace, document: Document) -> list[Step]:
    """The steps open to whom `place` was seen by, in the order of the road."""
    steps = [step for step in _ALL if why_not(step.act, place) is None]
    return [step for step in steps if step.name != "give-up" or document.first_released_at is not None]
