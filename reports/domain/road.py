"""A report's road to the public: which act is open to whom, in which state. One rule for doors and services.

Draft → in review → published → withdrawn; a correction is a new revision on the same road. Who reviews for
secrecy (保密审查, 2019 Regulations, article 17) and who publishes wrote none of what is published.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from reports.domain.roles import Action


class Step(StrEnum):
    """What can be done to a report."""

    EDIT = "edit"
    SUBMIT = "submit"
    APPROVE = "approve"
    SEND_BACK = "send_back"
    PUBLISH = "publish"
    PUBLISH_ALONE = "publish_alone"
    SCHEDULE = "schedule"
    UNSCHEDULE = "unschedule"
    WITHDRAW = "withdraw"
    CORRECT = "correct"


class Why(StrEnum):
    """Why an act is not open."""

    RIGHT = "right"
    STATE = "state"
    WROTE = "wrote"
    NOT_APPROVED = "not_approved"
    APPROVED_ALREADY = "approved_already"
    NOT_SCHEDULED = "not_scheduled"
    NOT_ONE_PERSON = "not_one_person"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a revision stands, seen by one person.

    `rights`: what that person may do at the report's agency. `is_writer`: whether any of this revision is
    theirs. `is_one_person`: whether the agency has switched to one-person publication.
    """

    state: str
    rights: frozenset[Action]
    is_writer: bool = False
    is_approved: bool = False
    is_scheduled: bool = False
    is_one_person: bool = False


RIGHTS: Mapping[Step, tuple[frozenset[Action], ...]] = {
    Step.EDIT: (frozenset({Action.WRITE_REPORT}),),
    Step.SUBMIT: (frozenset({Action.WRITE_REPORT}),),
    Step.APPROVE: (frozenset({Action.REVIEW_REPORT}),),
    Step.SEND_BACK: (frozenset({Action.REVIEW_REPORT}), frozenset({Action.PUBLISH_REPORT})),
    Step.PUBLISH: (frozenset({Action.PUBLISH_REPORT}),),
    Step.PUBLISH_ALONE: (frozenset({Action.PUBLISH_REPORT, Action.WRITE_REPORT}),),
    Step.SCHEDULE: (frozenset({Action.PUBLISH_REPORT}),),
    Step.UNSCHEDULE: (frozenset({Action.PUBLISH_REPORT}),),
    Step.WITHDRAW: (frozenset({Action.PUBLISH_REPORT}),),
    Step.CORRECT: (frozenset({Action.WRITE_REPORT}),),
}
"""Step → the sets of rights, any one of which is enough."""

STATES: Mapping[Step, frozenset[str]] = {
    Step.EDIT: frozenset({"draft"}),
    Step.SUBMIT: frozenset({"draft"}),
    Step.APPROVE: frozenset({"in_review"}),
    Step.SEND_BACK: frozenset({"in_review"}),
    Step.PUBLISH: frozenset({"in_review"}),
    Step.PUBLISH_ALONE: frozenset({"draft"}),
    Step.SCHEDULE: frozenset({"in_review"}),
    Step.UNSCHEDULE: frozenset({"in_review"}),
    Step.WITHDRAW: frozenset({"published"}),
    Step.CORRECT: frozenset({"published", "withdrawn"}),
}
"""Step → the states in which it is open."""


def why_not(
    step: Step, place: Place, rights: Mapping[Step, tuple[frozenset[Action], ...]] = RIGHTS
) -> Why | None:
    """Why that person may not do that now; None: it is open to them. The first reason counts.

    `rights`: what each step takes; left out, those of reports.
    """
    if not any(needed <= place.rights for needed in rights[step]):
        return Why.RIGHT
    if place.state not in STATES[step]:
        return Why.STATE
    if step is Step.APPROVE:
        return _why_not_approve(place)
    if step in (Step.PUBLISH, Step.SCHEDULE):
        return _why_not_publish(place)
    if step is Step.PUBLISH_ALONE and not place.is_one_person:
        return Why.NOT_ONE_PERSON
    if step is Step.UNSCHEDULE and not place.is_scheduled:
        return Why.NOT_SCHEDULED
    return None


def _why_not_approve(place: Place) -> Why | None:
    if place.is_writer:
        return Why.WROTE
    return Why.APPROVED_ALREADY if place.is_approved else None


def _why_not_publish(place: Place) -> Why | None:
    """A writer publishes what another approved only where the agency has too few people for more."""
    if not place.is_approved:
        return Why.NOT_APPROVED
    return Why.WROTE if place.is_writer and not place.is_one_person else None


def open_steps(place: Place) -> list[Step]:
    """What is open to that person now, in the order of the road."""
    return [step for step in Step if why_not(step, place) is None]
