"""What an account may do, and to which agencies: the one place that answers. Deny is the default.

Every list, form, choice, search, export and address of the staff's doors asks here; the matrix itself is
`domain/roles`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Q, QuerySet

from reports.domain.roles import MATRIX, PERMISSIONS, Action, Reach, Role, needs_second_factor
from reports.models import Account, Agency, Report

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
    "event": "agency",
    "appointment": "agency",
    "account": "appointments__agency",
}
"""Model name → the way from its rows to the agency they belong to. What is not here is nobody's."""


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


def scope(account: Account | AnonymousUser, action: Action) -> Scope:
    """The agencies to which that account may do that.

    One query for each account object, two where a role reaches below its agency; then remembered on the
    object, which lives as long as its request.
    """
    if not account.is_authenticated or not account.is_active:
        return NOTHING
    return _scopes(account).get(action, NOTHING)


def may(account: Account | AnonymousUser, action: Action, agency: Agency | int | None = None) -> bool:
    """Whether that account may do that to that agency; without one: to any at all."""
    found = scope(account, action)
    if agency is None:
        return not found.is_empty
    return found.holds(agency if isinstance(agency, int) else agency.pk)


def limited(queryset: QuerySet[M], account: Account | AnonymousUser, action: Action) -> QuerySet[M]:
    """Those rows to which that account may do that. A model without a way to its agency: none."""
    found = scope(account, action)
    name = str(queryset.model._meta.model_name)
    if name not in AGENCY_OF or found.is_empty:
        return queryset.none()
    if found.is_everywhere:
        return queryset
    within = queryset.filter(**{f"{AGENCY_OF[name]}__in": found.agencies})
    # A row may be reached through several appointments of one account.
    return within.distinct() if name == "account" else within


def has_permission(account: Account | AnonymousUser, permission: str, obj: Any = None) -> bool:
    """The answer to Django's question, "reports.change_report" of a row or of any row. Unknown: no."""
    action = PERMISSIONS.get(permission)
    if action is None:
        return False
    if obj is None:
        return may(account, action)
    if isinstance(obj, Agency):
        return may(account, action, obj)
    if isinstance(obj, Report):
        return may(account, action, obj.agency_id)
    if not isinstance(obj, Model) or obj.pk is None:
        return False
    return limited(type(obj)._default_manager.filter(pk=obj.pk), account, action).exists()


def actions(account: Account | AnonymousUser) -> set[Action]:
    """What that account may do anywhere at all."""
    return {action for action in Action if may(account, action)}


def roles_at(account: Account | AnonymousUser, agency_id: int | None) -> list[str]:
    """The roles that account holds at that agency or everywhere, in the order of the matrix.

    An agency below the one appointed to counts where the role reaches below. None: its roles everywhere.
    """
    if not account.is_authenticated:
        return []
    chains = _above(agency_id) if agency_id is not None else []
    held = set()
    for role, at in _appointments(account):
        is_near = at is None or at == agency_id
        reaches_below = Reach.BELOW in MATRIX[role].values()
        if is_near or (reaches_below and at in chains):
            held.add(role)
    return [role.value for role in Role if role in held]


def has_to_prove_twice(account: Account) -> bool:
    """Whether one of its roles demands a second factor at sign-in."""
    return needs_second_factor(role for role, _at in _appointments(account))


def forget(account: Account) -> None:
    """Drops what is remembered on the account object, after its appointments changed."""
    for name in ("_appointments_held", "_scopes_held"):
        account.__dict__.pop(name, None)


def _appointments(account: Account) -> list[tuple[Role, int | None]]:
    if "_appointments_held" not in account.__dict__:
        rows = account.appointments.values_list("role", "agency_id")
        account.__dict__["_appointments_held"] = [(Role(role), agency) for role, agency in rows]
    return account.__dict__["_appointments_held"]


def _scopes(account: Account) -> dict[Action, Scope]:
    if "_scopes_held" not in account.__dict__:
        account.__dict__["_scopes_held"] = _made_scopes(_appointments(account))
    return account.__dict__["_scopes_held"]


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
    parents = dict(Agency.objects.filter(Q(parent__isnull=False)).values_list("pk", "parent_id"))
    found: list[int] = []
    while agency_id in parents and parents[agency_id] not in found:
        agency_id = parents[agency_id]
        found.append(agency_id)
    return found
