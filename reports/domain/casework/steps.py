"""What happens to a disclosure application, as dated steps: everything else about a case is read off them.

The state, the deadline and the place in the year's table are folded from the steps, never stored beside them
as a second truth. A step is dated by the day the law counts from (`on`), which may be earlier than its
recording.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class StepKind(StrEnum):
    """What can happen to a case. Stored: added to, never renamed."""

    REGISTER = "register"
    ACCEPT = "accept"
    ASK_SUPPLEMENT = "ask_supplement"
    SUPPLEMENT = "supplement"
    LAPSE_SUPPLEMENT = "lapse_supplement"
    CONSULT = "consult"
    RECEIVE_CONSULT = "receive_consult"
    CONSULT_REPLY = "consult_reply"
    EXTEND = "extend"
    ASK_REASONS = "ask_reasons"
    GIVE_REASONS = "give_reasons"
    DELAY = "delay"
    NOTIFY_FEE = "notify_fee"
    RECEIVE_FEE_NOTICE = "receive_fee_notice"
    PAY_FEE = "pay_fee"
    LAPSE_FEE = "lapse_fee"
    DISMISS = "dismiss"
    WITHDRAW = "withdraw"
    ANSWER = "answer"
    CORRECT_ANSWER = "correct_answer"
    DELIVER = "deliver"


class Applicant(StrEnum):
    """Kinds of applicant: the columns of the table, national-2021."""

    NATURAL_PERSON = "natural_person"
    BUSINESS = "business"
    RESEARCH = "research"
    PUBLIC_WELFARE = "public_welfare"
    LEGAL_SERVICE = "legal_service"
    OTHER = "other"


class Matter(StrEnum):
    """What a case asks for. Only applications stand in the year's table of applications."""

    APPLICATION = "application"
    CORRECTION = "correction"
    """Of one's own records (2019 Regulations, article 41)."""
    COMPLAINT = "complaint"
    """About the organ's disclosure work (article 51)."""


class Channel(StrEnum):
    """How an application came (2019 Regulations, articles 29 and 31)."""

    IN_PERSON = "in_person"
    REGISTERED_POST = "registered_post"
    ORDINARY_POST = "ordinary_post"
    ONLINE = "online"
    FAX = "fax"
    ORAL = "oral"


@dataclass(frozen=True, slots=True)
class Step:
    """One dated step. `until`: the day it sets (a period to supplement, a delayed answer).

    REGISTER is dated by arrival, ACCEPT by the legal receipt (article 31), which may be later.

    `outcome` names the code of `data/outcomes.toml` for an answer; `ref` binds a reply (CONSULT_REPLY) and
    the day on which the request for an opinion was received (RECEIVE_CONSULT) to their consultation.
    `detail` holds figures and codes only (pages, items, amount; "days" of an extension, in working days, and
    "consent_on", the ISO day on which the person in charge consented to it; "party" of a consultation:
    "third_party" or "other_organ"), never words about a person.
    `number` orders the steps of one day as they were recorded.
    """

    kind: StepKind
    on: date
    number: int = 0
    until: date | None = None
    outcome: str = ""
    ref: str = ""
    detail: Mapping[str, str] = field(default_factory=dict)
