"""The one table of what follows what in a case, and who may do it. Data only; the guards are in `states`."""

from __future__ import annotations

from enum import StrEnum

from reports.domain.casework.steps import StepKind as K


class State(StrEnum):
    """Where a case stands. Due dates, pauses, extensions and delays are no states: they are folded."""

    REGISTERED = "registered"
    """Arrived; its legal receipt (article 31) is not confirmed yet."""
    ACCEPTED = "accepted"
    """Legally received and in work."""
    AWAITING_SUPPLEMENT = "awaiting_supplement"
    AWAITING_REASONS = "awaiting_reasons"
    AWAITING_PAYMENT = "awaiting_payment"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class Who(StrEnum):
    """Who takes a step."""

    APPLICANT = "applicant"
    STAFF = "staff"


S = State
IN_HAND = (S.ACCEPTED, S.AWAITING_SUPPLEMENT, S.AWAITING_REASONS, S.AWAITING_PAYMENT)
"""Legally received and not closed."""
CLOSED = frozenset({S.ANSWERED, S.WITHDRAWN, S.LAPSED})

TRANSITIONS: dict[tuple[State | None, K], State] = {
    (None, K.REGISTER): S.REGISTERED,
    (S.REGISTERED, K.ACCEPT): S.ACCEPTED,
    (S.REGISTERED, K.WITHDRAW): S.WITHDRAWN,
    (S.REGISTERED, K.DISMISS): S.LAPSED,  # no sender confirms receipt: never received, so never counted
    # in work
    (S.ACCEPTED, K.ASK_SUPPLEMENT): S.AWAITING_SUPPLEMENT,
    (S.ACCEPTED, K.CONSULT): S.ACCEPTED,
    (S.ACCEPTED, K.EXTEND): S.ACCEPTED,
    (S.ACCEPTED, K.ASK_REASONS): S.AWAITING_REASONS,
    (S.ACCEPTED, K.DELAY): S.ACCEPTED,
    (S.ACCEPTED, K.NOTIFY_FEE): S.AWAITING_PAYMENT,
    (S.ACCEPTED, K.ANSWER): S.ANSWERED,
    # article 30
    (S.AWAITING_SUPPLEMENT, K.SUPPLEMENT): S.ACCEPTED,
    (S.AWAITING_SUPPLEMENT, K.LAPSE_SUPPLEMENT): S.LAPSED,
    # article 35; nothing there stops the clock, so the period may be extended meanwhile
    (S.AWAITING_REASONS, K.GIVE_REASONS): S.ACCEPTED,
    (S.AWAITING_REASONS, K.EXTEND): S.AWAITING_REASONS,
    (S.AWAITING_REASONS, K.ANSWER): S.ANSWERED,
    # 国办函〔2020〕109号
    (S.AWAITING_PAYMENT, K.RECEIVE_FEE_NOTICE): S.AWAITING_PAYMENT,
    (S.AWAITING_PAYMENT, K.PAY_FEE): S.ACCEPTED,
    (S.AWAITING_PAYMENT, K.LAPSE_FEE): S.LAPSED,
    # after a review, a judgment or on the organ's own motion
    (S.ANSWERED, K.CORRECT_ANSWER): S.ANSWERED,
}
for _state in IN_HAND:
    TRANSITIONS[_state, K.WITHDRAW] = S.WITHDRAWN
    TRANSITIONS[_state, K.RECEIVE_CONSULT] = _state
    TRANSITIONS[_state, K.CONSULT_REPLY] = _state
for _state in (*IN_HAND, *CLOSED):
    TRANSITIONS[_state, K.DELIVER] = _state

_STAFF = frozenset({Who.STAFF})
_BOTH = frozenset({Who.APPLICANT, Who.STAFF})

WHO: dict[K, frozenset[Who]] = {kind: _STAFF for kind in K} | {
    kind: _BOTH
    for kind in (
        K.REGISTER,
        K.SUPPLEMENT,
        K.GIVE_REASONS,
        K.RECEIVE_FEE_NOTICE,
        K.PAY_FEE,
        K.WITHDRAW,
        K.DELIVER,
    )
}
"""Step → who may take it. Staff may record every step of an applicant that comes on paper or by mouth."""
