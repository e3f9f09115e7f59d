"""What an account may do, and to which agencies: the one place that answers. Deny is the default.

Every list, form, choice, search, export and address of the staff's doors asks here; the matrix itself is
`domain/roles`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import Enum
from typing import Any, Literal, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import Http404

from reports.domain.roles import GRANTED_BY, MATRIX, PERMISSIONS, Action, Reach, Role, needs_second_factor
from reports.models import Account, Agency, Appointment

M = TypeVar("M", bound=Model)

AGENCY_OF: dict[str, str] = {
    "agency": "pk",
    "formeraddress": "agency",
    "report": "agency",
    "chapter": "report__agency",
    "relatedlink": "report__agency",
    "attachment": "report__agency",
    "sourcefile": "report__agency",
    "importrecord": "report__agency",
    "statcell": "report__agency",
    "override": "report__agency",
    "handin": "report__agency",
    "reminder": "agency",
    "application": "agency",
    "applicant": "application__agency",
    "casestep": "application__agency",
    "casefile": "application__agency",
    "letter": "agency",
    "wording": "agency",
    "dispute": "agency",
    "erasure": "agency",
    "yearcount": "agency",
    "difference": "agency",
    "event": "agency",
    "appointment": "agency",
    "account": "appointments__agency",
    "document": "agency",
    "documentversion": "agency",
    "documentfile": "document__agency",
    "documentlink": "document__agency",
    "formerdocumentaddress": "document__agency",
    "category": "agency",
    "pagefault": "agency",
}
"""Model name → the way from its rows to the agency they belong to. What is not here is nobody's."""

SHARED: dict[str, frozenset[Action]] = {
    "category": frozenset({Action.VIEW_DOCUMENT, Action.WRITE_DOCUMENT}),
}
"""Model name → what may be done to its rows without an agency by whoever may do it anywhere: the national
columns are everybody's to read and to publish under."""


@dataclass(frozen=True, slots=True)
class Scope:
    """To which agencies an action reaches: every one, or those of these ids."""

    is_everywhere: bool
    agencies: frozenset[int]

    @property
    def is_empty(self) -> bool:
        """Whether it reaches nothing."""
        return not self.is_everywhere and not self.agencies

    def holds(self, agency_id: int | None) -> bool:
        """Whether that agency is within it; what belongs to no agency is within "every one" only."""
        return self.is_everywhere or agency_id in self.agencies


NOTHING = Scope(False, frozenset())


class Anywhere(Enum):
    """Stands for "at any agency at all", so that a row without an agency (None) is never taken for it."""

    ANYWHERE = "anywhere"


ANYWHERE = Anywhere.ANYWHERE


class Denied(PermissionDenied):
    """An act that the account has no right to at that agency (None: at none, or at no agency)."""

    def __init__(self, action: Action, agency_id: int | None = None) -> None:
        super().__init__(f"{action} is not theirs")
        self.action = action
        self.agency_id = agency_id


class NotTheirs(Http404):
    """An id outside of what somebody may see: answered as one that never was. `agency_id`: whose it is."""

    def __init__(self, agency_id: int | None = None) -> None:
        super().__init__()
        self.agency_id = agency_id


def scope(account: Account | AnonymousUser, action: Action) -> Scope:
    """The agencies to which that account may do that.

    Who is switched off, or not of the staff any more, may do nothing whatever roles are left. One query for
    each account object, two where a role reaches below its agency; then remembered on the object, which lives
    as long as its request.
    """
    if not (account.is_authenticated and account.is_active and account.is_staff):
        return NOTHING
    return _scopes(account).get(action, NOTHING)


def may(
    account: Account | AnonymousUser,
    action: Action,
    agency: Agency | int | Literal[Anywhere.ANYWHERE] | None = ANYWHERE,
) -> bool:
    """Whether that account may do that to that agency; left out: to any at all; None: to what has none."""
    found = scope(account, action)
    if isinstance(agency, Anywhere):
        return not found.is_empty
    return found.holds(agency.pk if isinstance(agency, Agency) else agency)


def demand(account: Account | AnonymousUser, action: Action, agency: Agency | int | None) -> None:
    """Raises Denied unless that account may do that to that agency. Records nothing."""
    if not may(account, action, agency):
        raise Denied(action, agency.pk if isinstance(agency, Agency) else agency)


def limited(queryset: QuerySet[M], account: Account | AnonymousUser, action: Action) -> QuerySet[M]:
    """Those rows to which that account may do that. A model without a way to its agency: none."""
    found = scope(account, action)
    name = str(queryset.model._meta.model_name)
    if name not in AGENCY_OF or found.is_empty:
        return queryset.none()
    if found.is_everywhere:
        return queryset
    if name == "account":
        there = Appointment.objects.filter(agency__in=found.agencies)
        return queryset.filter(pk__in=there.values("account"))
    within = Q(**{f"{AGENCY_OF[name]}__in": found.agencies})
    if action in SHARED.get(name, ()):
        within |= Q(**{AGENCY_OF[name]: None})
    return queryset.filter(within)


def has_permission(account: Account | AnonymousUser, permission: str, obj: Any = None) -> bool:
    """The answer to Django's question, "reports.change_report" of a row or of any row. Unknown: no."""
    action = PERMISSIONS.get(permission)
    if action is None:
        return False
    if obj is None:
        return may(account, action)
    if not isinstance(obj, Model) or obj.pk is None:
        return False
    if isinstance(obj, Account) and action is Action.MANAGE_ACCOUNT:
        return may_master(account, obj)
    way = AGENCY_OF.get(_name(obj))
    if way == "pk":
        return may(account, action, obj.pk)
    if way == "agency" and (obj.agency_id is not None or action not in SHARED.get(_name(obj), ())):
        return may(account, action, obj.agency_id)
    return limited(type(obj)._default_manager.filter(pk=obj.pk), account, action).exists()


def _name(row: Model) -> str:
    return str(row._meta.model_name)


def actions(account: Account | AnonymousUser) -> set[Action]:
    """What that account may do anywhere at all."""
    return {action for action in Action if may(account, action)}


def roles_at(account: Account | AnonymousUser, agency_id: int | None) -> list[str]:
    """The roles that account holds at that agency or everywhere, in the order of the matrix.

    An agency below the one appointed to counts where the role reaches below. None: its roles everywhere.
    """
    if not account.is_authenticated:
        return []
    held, far = set(), set()
    for role, at in _appointments(account):
        if at is None or at == agency_id:
            held.add(role)
        elif Reach.BELOW in MATRIX[role].values():
            far.add((role, at))
    if far and agency_id is not None:
        above = _above(agency_id)
        held |= {role for role, at in far if at in above}
    return [role.value for role in Role if role in held]


def may_grant(account: Account | AnonymousUser, role: Role, agency: Agency | int | None) -> bool:
    """Whether that account may give, or take away, that role there (None: everywhere). Never its own."""
    if not account.is_authenticated or not account.is_active:
        return False
    agency_id = agency.pk if isinstance(agency, Agency) else agency
    return any(role in roles and within.holds(agency_id) for roles, within in _grants(account))


def grantable(account: Account | AnonymousUser) -> list[Role]:
    """The roles that account may give somewhere, in the order of the matrix."""
    if not account.is_authenticated or not account.is_active:
        return []
    return [role for role in Role if any(role in roles for roles, _within in _grants(account))]


def may_master(account: Account | AnonymousUser, other: Account) -> bool:
    """Whether that account may rename, switch off, and reset the password or second factor of the other.

    Only where it could give every role the other holds: whoever gets hold of an account gets all its rights.
    Never of its own, nor of the portal's own accounts; of one without any role only where it manages accounts
    everywhere.
    """
    if other.pk == account.pk or not other.is_staff:
        return False
    held = _appointments(other)
    if not held:
        return scope(account, Action.MANAGE_ACCOUNT).is_everywhere
    return all(may_grant(account, role, at) for role, at in held)


def has_to_prove_twice(account: Account) -> bool:
    """Whether one of its roles demands a second factor at sign-in."""
    return needs_second_factor(role for role, _at in _appointments(account))


def forget(account: Account) -> None:
    """Drops what is remembered on the account object, after its appointments changed."""
    for name in ("_appointments_held", "_scopes_held", "_grants_held"):
        if hasattr(account, name):
            delattr(account, name)


# What is remembered is set as an attribute: through the lazy object that a request carries, it reaches the
# account itself, so that the door and the backend remember it once.


def _appointments(account: Account) -> list[tuple[Role, int | None]]:
    if not hasattr(account, "_appointments_held"):
        rows = account.appointments.values_list("role", "agency_id")
        account._appointments_held = [(Role(role), agency) for role, agency in rows]
    return account._appointments_held


def _scopes(account: Account) -> dict[Action, Scope]:
    if not hasattr(account, "_scopes_held"):
        account._scopes_held = _made_scopes(_appointments(account))
    return account._scopes_held


def _grants(account: Account) -> list[tuple[frozenset[Role], Scope]]:
    """For each appointment that lets it give roles: which, and where."""
    if not hasattr(account, "_grants_held"):
        account._grants_held = [
            (GRANTED_BY[role], _made_scopes([(role, at)]).get(Action.MANAGE_ACCOUNT, NOTHING))
            for role, at in _appointments(account)
            if role in GRANTED_BY
        ]
    return account._grants_held


def _made_scopes(appointments: list[tuple[Role, int | None]]) -> dict[Action, Scope]:
    everywhere: set[Action] = set()
    own: dict[Action, set[int]] = defaultdict(set)
    below: dict[Action, set[int]] = defaultdict(set)
    for role, agency in appointments:
        for action, reach in MATRIX[role].items():
            if agency is None:
                everywhere.add(action)
            else:
                (below if reach is Reach.BELOW else own)[action].add(agency)
    children = _children() if below else {}
    return {
        action: Scope(
            action in everywhere,
            frozenset(own[action] | _with_all_below(below[action], children)),
        )
        for action in everywhere | set(own) | set(below)
    }


def _children() -> dict[int, list[int]]:
    children = defaultdict(list)
    for pk, parent in Agency.objects.exclude(parent=None).values_list("pk", "parent_id"):
        children[parent].append(pk)
    return children


def _with_all_below(roots: set[int], children: dict[int, list[int]]) -> set[int]:
    found: set[int] = set()
    waiting = list(roots)
    while waiting:
        pk = waiting.pop()
        if pk not in found:
            found.add(pk)
            waiting += children.get(pk, [])
    return found


def _above(agency_id: int) -> list[int]:
    """The ids of the bodies above one, the nearest first."""
    parents = dict(Agency.objects.exclude(parent=None).values_list("pk", "parent_id"))
    found: list[int] = []
    while agency_id in parents and parents[agency_id] not in found:
        agency_id = parents[agency_id]
        found.append(agency_id)
    return found
