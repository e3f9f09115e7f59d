"""How Django asks who somebody is and what they may do: rights come from appointments alone."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser

from reports.domain.roles import PERMISSIONS
from reports.models import Account
from reports.queries import access


class StaffBackend(ModelBackend):
    """Permissions come from `queries.access`; groups and single permissions do not exist."""

    def has_perm(self, user_obj: Account | AnonymousUser, perm: str, obj: Any = None) -> bool:
        return access.has_permission(user_obj, perm, obj)

    def has_module_perms(self, user_obj: Account | AnonymousUser, app_label: str) -> bool:
        return any(
            perm.startswith(f"{app_label}.") and access.has_permission(user_obj, perm) for perm in PERMISSIONS
        )

    def get_all_permissions(self, user_obj: Account | AnonymousUser, obj: Any = None) -> set[str]:
        return {perm for perm in PERMISSIONS if access.has_permission(user_obj, perm, obj)}

    def get_user_permissions(self, user_obj: Account | AnonymousUser, obj: Any = None) -> set[str]:
        return set()

    def get_group_permissions(self, user_obj: Account | AnonymousUser, obj: Any = None) -> set[str]:
        return set()
