"""What waits for whoever is signed in, on the staff's first page."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.utils import timezone

from reports.queries import access, desks

register = template.Library()


@register.inclusion_tag("admin/_desk.html", takes_context=True)
def desk(context: Context) -> dict[str, Any]:
    """A desk for each role of whoever is signed in; without any, whom to ask."""
    account = context["request"].user
    found = desks.of(account, now=timezone.now())
    return {"desks": found, "has_role": bool(found or access.actions(account))}
