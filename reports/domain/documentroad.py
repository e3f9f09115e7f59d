"""A catalogue document's road to the public: that of reports, with the rights of documents.

One difference: a document keeps one row. A change is written on it while its public version stands, so it can
be withdrawn in any state, as long as something of it is public.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reports.domain import road
from reports.domain.road import Place, Step, Why
from reports.domain.roles import Action

RIGHTS: Mapping[Step, tuple[frozenset[Action], ...]] = {
    Step.EDIT: (frozenset({Action.WRITE_DOCUMENT}),),
    Step.SUBMIT: (frozenset({Action.WRITE_DOCUMENT}),),
    Step.APPROVE: (frozenset({Action.REVIEW_DOCUMENT}),),
    Step.SEND_BACK: (frozenset({Action.REVIEW_DOCUMENT}), frozenset({Action.PUBLISH_DOCUMENT})),
    Step.PUBLISH: (frozenset({Action.PUBLISH_DOCUMENT}),),
    Step.PUBLISH_ALONE: (frozenset({Action.PUBLISH_DOCUMENT, Action.WRITE_DOCUMENT}),),
    Step.SCHEDULE: (frozenset({Action.PUBLISH_DOCUMENT}),),
    Step.UNSCHEDULE: (frozenset({Action.PUBLISH_DOCUMENT}),),
    Step.WITHDRAW: (frozenset({Action.PUBLISH_DOCUMENT}),),
    Step.CORRECT: (frozenset({Action.WRITE_DOCUMENT}),),
}
"""Step → the sets of rights, any one of which is enough."""


@dataclass(frozen=True, slots=True)
class DocumentPlace:
    """Where a document stands for one person: on the road, and in public.

    `is_public`: a version of it stands. `is_erased`: it was withdrawn for good, nothing is left to change.
    """

    place: Place
    is_public: bool = False
    is_erased: bool = False


def why_not(step: Step, at: DocumentPlace) -> Why | None:
    """Why that person may not do that now; None: it is open to them. The first reason counts."""
    if step is Step.WITHDRAW:
        has_right = any(needed <= at.place.rights for needed in RIGHTS[step])
        return Why.RIGHT if not has_right else (None if at.is_public else Why.STATE)
    why = road.why_not(step, at.place, RIGHTS)
    if why is None and step is Step.CORRECT and at.is_erased:
        return Why.STATE
    return why


def open_steps(at: DocumentPlace) -> list[Step]:
    """What is open to that person now, in the order of the road."""
    return [step for step in Step if why_not(step, at) is None]
