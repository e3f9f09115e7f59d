"""The calendar of publication."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from reports.queries import calendar as queries


def calendar(request: HttpRequest) -> HttpResponse:
    """By which days the law wants the reports of this round and the next, and how many are out."""
    today = timezone.localdate()
    current, coming = queries.rounds(on=today)
    parts = {"current": current, "coming": coming, "today": today}
    return render(request, "calendar/calendar.html", parts)
