"""Every act × state × person of a report's road, written out."""

from __future__ import annotations

import pytest

from reports.domain.road import Place, Step, Why, open_steps, why_not
from reports.domain.roles import MATRIX, Action, Role

EDITOR = frozenset(MATRIX[Role.EDITOR])
REVIEWER = frozenset(MATRIX[Role.REVIEWER])
PUBLISHER = frozenset(MATRIX[Role.PUBLISHER])
BOTH = REVIEWER | PUBLISHER
ALL = EDITOR | BOTH
NOBODY = frozenset[Action]()

PEOPLE = {
    "nobody": {"rights": NOBODY},
    "editor": {"rights": EDITOR},
    "writer": {"rights": EDITOR, "is_writer": True},
    "reviewer": {"rights": REVIEWER},
    "publisher": {"rights": PUBLISHER},
    "reviewer and publisher": {"rights": BOTH},
    "writer with every role": {"rights": ALL, "is_writer": True},
    "the one person": {"rights": ALL, "is_writer": True, "is_one_person": True},
}
STAGES = {
    "draft": {"state": "draft"},
    "in review": {"state": "in_review"},
    "approved": {"state": "in_review", "is_approved": True},
    "scheduled": {"state": "in_review", "is_approved": True, "is_scheduled": True},
    "published": {"state": "published", "is_approved": True},
    "withdrawn": {"state": "withdrawn", "is_approved": True},
}
OPEN = {
    ("editor", "draft"): "edit submit",
    ("editor", "published"): "correct",
    ("editor", "withdrawn"): "correct",
    ("writer", "draft"): "edit submit",
    ("writer", "published"): "correct",
    ("writer", "withdrawn"): "correct",
    ("reviewer", "in review"): "approve send_back",
    ("reviewer", "approved"): "send_back",
    ("reviewer", "scheduled"): "send_back",
    ("publisher", "in review"): "send_back",
    ("publisher", "approved"): "send_back publish schedule",
    ("publisher", "scheduled"): "send_back publish schedule unschedule",
    ("publisher", "published"): "withdraw",
    ("reviewer and publisher", "in review"): "approve send_back",
    ("reviewer and publisher", "approved"): "send_back publish schedule",
    ("reviewer and publisher", "scheduled"): "send_back publish schedule unschedule",
    ("reviewer and publisher", "published"): "withdraw",
    ("writer with every role", "draft"): "edit submit",
    ("writer with every role", "in review"): "send_back",
    ("writer with every role", "approved"): "send_back",
    ("writer with every role", "scheduled"): "send_back unschedule",
    ("writer with every role", "published"): "withdraw correct",
    ("writer with every role", "withdrawn"): "correct",
    ("the one person", "draft"): "edit submit publish_alone",
    ("the one person", "in review"): "send_back",
    ("the one person", "approved"): "send_back publish schedule",
    ("the one person", "scheduled"): "send_back publish schedule unschedule",
    ("the one person", "published"): "withdraw correct",
    ("the one person", "withdrawn"): "correct",
}
"""(who, where it stands) → what is open; what is not listed here is nothing at all."""


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("stage", STAGES)
def test_what_is_open_to_whom_in_which_state(who: str, stage: str) -> None:
    place = Place(**STAGES[stage], **PEOPLE[who])
    assert " ".join(open_steps(place)) == OPEN.get((who, stage), "")


@pytest.mark.parametrize(
    ("step", "who", "stage", "why"),
    [
        (Step.APPROVE, "writer", "in review", Why.RIGHT),
        (Step.APPROVE, "writer with every role", "in review", Why.WROTE),
        (Step.APPROVE, "reviewer", "draft", Why.STATE),
        (Step.APPROVE, "reviewer", "approved", Why.APPROVED_ALREADY),
        (Step.PUBLISH, "publisher", "in review", Why.NOT_APPROVED),
        (Step.PUBLISH, "writer with every role", "approved", Why.WROTE),
        (Step.PUBLISH, "publisher", "published", Why.STATE),
        (Step.PUBLISH_ALONE, "writer with every role", "draft", Why.NOT_ONE_PERSON),
        (Step.PUBLISH_ALONE, "publisher", "draft", Why.RIGHT),
        (Step.UNSCHEDULE, "publisher", "approved", Why.NOT_SCHEDULED),
        (Step.EDIT, "writer", "in review", Why.STATE),
        (Step.EDIT, "writer", "approved", Why.STATE),
    ],
)
def test_why_an_act_is_not_open(step: Step, who: str, stage: str, why: Why) -> None:
    assert why_not(step, Place(**STAGES[stage], **PEOPLE[who])) is why


def test_no_role_alone_takes_a_report_from_draft_to_public() -> None:
    for role in Role:
        place = Place("draft", frozenset(MATRIX[role]), is_one_person=True)
        assert Step.PUBLISH_ALONE not in open_steps(place)
