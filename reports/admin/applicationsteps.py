"""The steps of a case as the admin offers them: the words of each, and in which order they are offered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reports.domain.casework.steps import StepKind


@dataclass(frozen=True, slots=True)
class Offer:
    """One step. `explained` says what follows from it; `words` labels its text, `help_text` who reads it."""

    kind: StepKind
    button: str | Promise
    explained: str | Promise
    words: str | Promise
    help_text: str | Promise = ""
    is_grave: bool = False


TO_APPLICANT = _("The applicant reads it on the progress page and in the notice.")
INTERNAL = _("Only caseworkers of the agency read it.")

_ALL = (
    Offer(
        StepKind.ACCEPT,
        _("Confirm legal receipt"),
        _(
            "The time to answer runs from the day after legal receipt (article 31): in person and signed-for "
            "post, the day it arrived; ordinary post, fax and online, the day both sides confirmed."
        ),
        _("How it was confirmed"),
        INTERNAL,
    ),
    Offer(
        StepKind.ANSWER,
        _("Give the answer"),
        _("The case is closed with this outcome. It is counted in the year's table by its row."),
        _("Reason and basis in short"),
        TO_APPLICANT,
    ),
    Offer(
        StepKind.ASK_SUPPLEMENT,
        _("Ask for a supplement"),
        _(
            "Once only, within 7 working days of legal receipt (article 30). The time to answer begins anew "
            "when the supplement comes."
        ),
        _("What is to be supplemented, and how"),
        TO_APPLICANT,
    ),
    Offer(
        StepKind.SUPPLEMENT,
        _("Supplement came"),
        _("The time to answer begins anew after that day. For supplements on paper or by word of mouth."),
        _("What was supplemented"),
        INTERNAL,
    ),
    Offer(
        StepKind.CONSULT,
        _("Ask for an opinion"),
        _(
            "The clock stands from the day after, up to the opinion or the 15 working days for it (articles "
            "32 and 34)."
        ),
        _("Whom, and about what"),
        INTERNAL,
    ),
    Offer(
        StepKind.RECEIVE_CONSULT,
        _("Request for an opinion was received"),
        _("The 15 working days for the opinion are counted from the day after."),
        _("How that is known"),
        INTERNAL,
    ),
    Offer(
        StepKind.CONSULT_REPLY,
        _("Opinion came"),
        _("The clock runs on from the day after."),
        _("The opinion in short"),
        INTERNAL,
    ),
    Offer(
        StepKind.EXTEND,
        _("Extend the period"),
        _(
            "Once, on the last day of the first period at the latest, by at most 20 working days, with the "
            "consent of the person in charge; the applicant is told (article 33)."
        ),
        _("Why"),
        TO_APPLICANT,
    ),
    Offer(
        StepKind.ASK_REASONS,
        _("Ask for reasons"),
        _("Where number or frequency plainly exceed what is reasonable (article 35). The clock runs on."),
        _("What the applicant is asked"),
        TO_APPLICANT,
    ),
    Offer(
        StepKind.GIVE_REASONS,
        _("Reasons came"),
        _("The case goes on. Unreasonable ones may be refused, reasonable ones answered later (article 35)."),
        _("The reasons in short"),
        INTERNAL,
    ),
    Offer(
        StepKind.DELAY,
        _("Delay the answer to a day"),
        _("For reasonable but numerous applications; the applicant is told the day (article 35)."),
        _("Why"),
        TO_APPLICANT,
    ),
    Offer(
        StepKind.NOTIFY_FEE,
        _("Notify a fee"),
        _(
            "Within the time to answer; payable within 20 working days of receipt of the notice. The time to "
            "answer begins anew when it is paid (measures on processing fees)."
        ),
        _("How to pay"),
        TO_APPLICANT,
    ),
    Offer(
        StepKind.RECEIVE_FEE_NOTICE,
        _("Fee notice was received"),
        _("The 20 working days to pay are counted from the day after."),
        _("How that is known"),
        INTERNAL,
    ),
    Offer(
        StepKind.PAY_FEE,
        _("Fee was paid"),
        _("The time to answer begins anew after that day."),
        _("Number of the receipt"),
        INTERNAL,
    ),
    Offer(
        StepKind.DELIVER,
        _("Record a delivery"),
        _("When and how the answer, or another letter, reached the applicant. Add the proof as a file."),
        _("What was delivered"),
        INTERNAL,
    ),
    Offer(
        StepKind.CORRECT_ANSWER,
        _("Correct the answer"),
        _("After a review, a judgment or of one's own motion. The year's table keeps the first answer."),
        _("What is corrected, and why"),
        TO_APPLICANT,
        is_grave=True,
    ),
    Offer(
        StepKind.LAPSE_SUPPLEMENT,
        _("End: not supplemented in time"),
        _("The applicant was asked, the period is over, and no good reason is known (article 30)."),
        _("What was considered"),
        TO_APPLICANT,
        is_grave=True,
    ),
    Offer(
        StepKind.LAPSE_FEE,
        _("End: fee not paid in time"),
        _("The 20 working days to pay are over (measures on processing fees)."),
        _("What was considered"),
        TO_APPLICANT,
        is_grave=True,
    ),
    Offer(
        StepKind.DISMISS,
        _("Do not take it up"),
        _(
            "Only for what no sender confirms: a test, an advertisement, an applicant who cannot be reached. "
            "It was never legally received, so no table counts it."
        ),
        _("What was tried to confirm it, and why it is not taken up"),
        TO_APPLICANT,
        is_grave=True,
    ),
    Offer(
        StepKind.WITHDRAW,
        _("Withdrawn by the applicant"),
        _("The case is closed. For what the applicant declared on paper or by word of mouth."),
        _("How it was declared"),
        INTERNAL,
        is_grave=True,
    ),
)
OFFERS: Mapping[StepKind, Offer] = {one.kind: one for one in _ALL}


def offered(kinds: Iterable[StepKind]) -> list[Offer]:
    """Those steps in the order they are offered."""
    held = set(kinds)
    return [one for one in _ALL if one.kind in held]
