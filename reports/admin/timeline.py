"""The history page of a thing in the admin: from the log, not from Django's own notes."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from reports.queries import access, log


class WithTimeline(admin.ModelAdmin):
    """Shows what the log holds of the thing, the newest first."""

    def history_scope(self, request: HttpRequest) -> access.Scope | None:
        """The agencies whose part of the history is shown; None: all of it, for what has one agency."""
        return None

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Every act in words; `get_object` answers 404 for what is not theirs."""
        found = self.get_object(request, object_id)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "object": found,
            "title": _("History: %(name)s") % {"name": found},
            "timeline": log.history(str(self.opts.model_name), found.pk, within=self.history_scope(request)),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/object_history.html", context)
