"""Staff accounts and their groups: the stock admin."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from reports.models import Account


@admin.register(Account)
class AccountAdmin(UserAdmin):
    """Who may sign in and what they may do. An account that did something is switched off, never deleted."""

    list_display = ("username", "first_name", "last_name", "is_active", "is_superuser", "last_login")
    list_filter = ("is_active", "is_superuser", "groups")
    actions = None
