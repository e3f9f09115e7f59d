"""Staff accounts and their groups: the stock admin."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest

from reports.models import Account


@admin.register(Account)
class AccountAdmin(UserAdmin):
    """Who may sign in and what they may do. An account that did something is switched off, never deleted."""

    list_display = ("username", "first_name", "last_name", "is_active", "last_login")
    list_filter = ("is_active",)
    filter_horizontal = ()
    actions = None

    def has_delete_permission(self, request: HttpRequest, obj: Account | None = None) -> bool:
        """The log of the admin would go with the account; what was done to reports holds it anyway."""
        has_acted = obj is not None and LogEntry.objects.filter(user=obj).exists()
        return not has_acted and super().has_delete_permission(request, obj)
