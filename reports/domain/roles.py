"""Who may do what, and how far: the whole matrix of roles in one place. Deny is the default.

The roles are those of the statute's own division of labour: who writes, who reviews for secrecy
(2019 Regulations, article 17), who publishes, who handles applications, the department in charge that
supervises (articles 46 and 47), and two that touch no content.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum


class Role(StrEnum):
    """What an account is appointed to be at an agency."""

    EDITOR = "editor"
    REVIEWER = "reviewer"
    PUBLISHER = "publisher"
    CASEWORKER = "caseworker"
    AGENCY_ADMINISTRATOR = "agency_administrator"
    SUPERVISOR = "supervisor"
    AUDITOR = "auditor"
    SYSTEM_ADMINISTRATOR = "system_administrator"


class Action(StrEnum):
    """What a role may allow. Everything the staff's doors do asks for exactly one of these."""

    VIEW_REPORT = "view_report"
    WRITE_REPORT = "write_report"
    REVIEW_REPORT = "review_report"
    PUBLISH_REPORT = "publish_report"
    HAND_IN_REPORT = "hand_in_report"
    RECEIVE_REPORT = "receive_report"
    VIEW_APPLICATION = "view_application"
    WORK_APPLICATION = "work_application"
    UNMASK_APPLICATION = "unmask_application"
    EXPORT_APPLICATION = "export_application"
    VIEW_COUNT = "view_count"
    CHANGE_WORDING = "change_wording"
    CHANGE_WORKDAY = "change_workday"
    VIEW_AGENCY = "view_agency"
    CHANGE_AGENCY = "change_agency"
    MOVE_AGENCY = "move_agency"
    VIEW_ACCOUNT = "view_account"
    MANAGE_ACCOUNT = "manage_account"
    VIEW_EVENT = "view_event"
    EXPORT_EVENT = "export_event"
    VIEW_DOCUMENT = "view_document"
    WRITE_DOCUMENT = "write_document"
    REVIEW_DOCUMENT = "review_document"
    PUBLISH_DOCUMENT = "publish_document"
    MANAGE_CATEGORY = "manage_category"
    MANAGE_EXCHANGE = "manage_exchange"


class Reach(StrEnum):
    """How far an appointment carries an action: the agency itself, or every body below it as well."""

    OWN = "own"
    BELOW = "below"


_OWN_READING = {
    Action.VIEW_REPORT: Reach.OWN,
    Action.VIEW_AGENCY: Reach.OWN,
    Action.VIEW_DOCUMENT: Reach.OWN,
}

MATRIX: Mapping[Role, Mapping[Action, Reach]] = {
    Role.EDITOR: _OWN_READING
    | {
        Action.WRITE_REPORT: Reach.OWN,
        Action.VIEW_COUNT: Reach.OWN,
        Action.WRITE_DOCUMENT: Reach.OWN,
    },
    Role.REVIEWER: _OWN_READING
    | {
        Action.REVIEW_REPORT: Reach.OWN,
        Action.VIEW_COUNT: Reach.OWN,
        Action.REVIEW_DOCUMENT: Reach.OWN,
    },
    Role.PUBLISHER: _OWN_READING
    | {
        Action.PUBLISH_REPORT: Reach.OWN,
        Action.HAND_IN_REPORT: Reach.OWN,
        Action.VIEW_COUNT: Reach.OWN,
        Action.PUBLISH_DOCUMENT: Reach.OWN,
        Action.MANAGE_CATEGORY: Reach.OWN,
    },
    Role.CASEWORKER: _OWN_READING
    | {
        Action.VIEW_APPLICATION: Reach.OWN,
        Action.WORK_APPLICATION: Reach.OWN,
        Action.UNMASK_APPLICATION: Reach.OWN,
        Action.EXPORT_APPLICATION: Reach.OWN,
        Action.VIEW_COUNT: Reach.OWN,
        Action.CHANGE_WORDING: Reach.OWN,
    },
    Role.AGENCY_ADMINISTRATOR: _OWN_READING
    | {
        Action.CHANGE_AGENCY: Reach.OWN,
        Action.MANAGE_CATEGORY: Reach.OWN,
        Action.VIEW_ACCOUNT: Reach.OWN,
        Action.MANAGE_ACCOUNT: Reach.OWN,
    },
    Role.SUPERVISOR: {
        Action.VIEW_REPORT: Reach.BELOW,
        Action.VIEW_DOCUMENT: Reach.BELOW,
        Action.VIEW_AGENCY: Reach.BELOW,
        Action.RECEIVE_REPORT: Reach.BELOW,
    },
    Role.AUDITOR: {
        Action.VIEW_REPORT: Reach.BELOW,
        Action.VIEW_DOCUMENT: Reach.BELOW,
        Action.VIEW_AGENCY: Reach.BELOW,
        Action.VIEW_ACCOUNT: Reach.BELOW,
        Action.VIEW_EVENT: Reach.BELOW,
        Action.EXPORT_EVENT: Reach.BELOW,
    },
    Role.SYSTEM_ADMINISTRATOR: {
        Action.VIEW_AGENCY: Reach.BELOW,
        Action.CHANGE_AGENCY: Reach.BELOW,
        Action.MOVE_AGENCY: Reach.BELOW,
        Action.VIEW_ACCOUNT: Reach.BELOW,
        Action.MANAGE_ACCOUNT: Reach.BELOW,
        Action.CHANGE_WORKDAY: Reach.BELOW,
        Action.MANAGE_EXCHANGE: Reach.BELOW,
    },
}
"""Role → action → reach. What is not here is denied. MOVE_AGENCY: add one, delete one, hang it elsewhere.

Applications carry applicants' data: nobody but the agency's own caseworkers sees a case. VIEW_COUNT shows
figures counted from cases, never a case. MANAGE_CATEGORY: an agency's own columns of the catalogue.
MANAGE_EXCHANGE: from which other portals publications are taken over, for who administers every agency.
"""

GRANTED_BY: Mapping[Role, frozenset[Role]] = {
    Role.AGENCY_ADMINISTRATOR: frozenset({Role.EDITOR, Role.REVIEWER, Role.PUBLISHER, Role.CASEWORKER}),
    Role.SYSTEM_ADMINISTRATOR: frozenset(Role),
}
"""Which roles a role may give to others. Nobody changes appointments of their own account."""

NEEDS_SECOND_FACTOR = frozenset(
    {Role.PUBLISHER, Role.CASEWORKER, Role.AGENCY_ADMINISTRATOR, Role.SYSTEM_ADMINISTRATOR}
)
"""Roles that publish, see personal data, or hand out such roles."""

PERMISSIONS: Mapping[str, Action] = {
    "reports.view_report": Action.VIEW_REPORT,
    "reports.add_report": Action.WRITE_REPORT,
    "reports.change_report": Action.WRITE_REPORT,
    "reports.delete_report": Action.WRITE_REPORT,
    "reports.review_report": Action.REVIEW_REPORT,
    "reports.publish_report": Action.PUBLISH_REPORT,
    "reports.hand_in_report": Action.HAND_IN_REPORT,
    "reports.receive_report": Action.RECEIVE_REPORT,
    "reports.view_agency": Action.VIEW_AGENCY,
    "reports.add_agency": Action.MOVE_AGENCY,
    "reports.change_agency": Action.CHANGE_AGENCY,
    "reports.delete_agency": Action.MOVE_AGENCY,
    "reports.view_account": Action.VIEW_ACCOUNT,
    "reports.add_account": Action.MANAGE_ACCOUNT,
    "reports.change_account": Action.MANAGE_ACCOUNT,
    "reports.view_appointment": Action.VIEW_ACCOUNT,
    "reports.add_appointment": Action.MANAGE_ACCOUNT,
    "reports.delete_appointment": Action.MANAGE_ACCOUNT,
    "reports.view_application": Action.VIEW_APPLICATION,
    "reports.add_application": Action.WORK_APPLICATION,
    "reports.change_application": Action.WORK_APPLICATION,
    "reports.unmask_application": Action.UNMASK_APPLICATION,
    "reports.export_application": Action.EXPORT_APPLICATION,
    "reports.view_applicant": Action.VIEW_APPLICATION,
    "reports.view_casestep": Action.VIEW_APPLICATION,
    "reports.view_casefile": Action.VIEW_APPLICATION,
    "reports.add_casefile": Action.WORK_APPLICATION,
    "reports.view_letter": Action.VIEW_APPLICATION,
    "reports.add_letter": Action.WORK_APPLICATION,
    "reports.change_letter": Action.WORK_APPLICATION,
    "reports.view_dispute": Action.VIEW_APPLICATION,
    "reports.add_dispute": Action.WORK_APPLICATION,
    "reports.change_dispute": Action.WORK_APPLICATION,
    "reports.view_erasure": Action.VIEW_APPLICATION,
    "reports.view_wording": Action.VIEW_APPLICATION,
    "reports.add_wording": Action.CHANGE_WORDING,
    "reports.change_wording": Action.CHANGE_WORDING,
    "reports.delete_wording": Action.CHANGE_WORDING,
    "reports.view_yearcount": Action.VIEW_COUNT,
    "reports.view_difference": Action.VIEW_COUNT,
    "reports.view_workday": Action.CHANGE_WORKDAY,
    "reports.add_workday": Action.CHANGE_WORKDAY,
    "reports.change_workday": Action.CHANGE_WORKDAY,
    "reports.delete_workday": Action.CHANGE_WORKDAY,
    "reports.view_feedsource": Action.MANAGE_EXCHANGE,
    "reports.add_feedsource": Action.MANAGE_EXCHANGE,
    "reports.change_feedsource": Action.MANAGE_EXCHANGE,
    "reports.view_event": Action.VIEW_EVENT,
    "reports.export_event": Action.EXPORT_EVENT,
    "reports.view_document": Action.VIEW_DOCUMENT,
    "reports.add_document": Action.WRITE_DOCUMENT,
    "reports.change_document": Action.WRITE_DOCUMENT,
    "reports.delete_document": Action.WRITE_DOCUMENT,
    "reports.review_document": Action.REVIEW_DOCUMENT,
    "reports.publish_document": Action.PUBLISH_DOCUMENT,
    "reports.view_documentversion": Action.VIEW_DOCUMENT,
    "reports.view_category": Action.VIEW_DOCUMENT,
    "reports.add_category": Action.MANAGE_CATEGORY,
    "reports.change_category": Action.MANAGE_CATEGORY,
    "reports.delete_category": Action.MANAGE_CATEGORY,
    "reports.view_pagefault": Action.VIEW_DOCUMENT,
    "reports.change_pagefault": Action.WRITE_DOCUMENT,
}
"""What Django's admin asks for → the action that answers. A permission not named here is nobody's: so no
account is ever deleted (it is switched off), and an appointment is given or taken away, never changed."""

for _part in ("chapter", "relatedlink", "attachment", "sourcefile", "importrecord", "statcell"):
    PERMISSIONS = {
        **PERMISSIONS,
        f"reports.view_{_part}": Action.VIEW_REPORT,
        f"reports.add_{_part}": Action.WRITE_REPORT,
        f"reports.change_{_part}": Action.WRITE_REPORT,
        f"reports.delete_{_part}": Action.WRITE_REPORT,
    }

for _part in ("documentfile", "documentlink", "formerdocumentaddress"):
    PERMISSIONS = {
        **PERMISSIONS,
        f"reports.view_{_part}": Action.VIEW_DOCUMENT,
        f"reports.add_{_part}": Action.WRITE_DOCUMENT,
        f"reports.change_{_part}": Action.WRITE_DOCUMENT,
        f"reports.delete_{_part}": Action.WRITE_DOCUMENT,
    }


def reach(role: Role, action: Action) -> Reach | None:
    """How far that role carries that action; None: not at all."""
    return MATRIX[role].get(action)


def needs_second_factor(roles: Iterable[str]) -> bool:
    """Whether somebody with these roles must sign in with a one-time code too."""
    return any(role in NEEDS_SECOND_FACTOR for role in roles)
