"""Migration 0089: what lay in the clear is sealed, and comes back on the way back."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import TextField, Value
from django.utils import timezone

from reports.models import CaseStep, PageFault
from tests.casefactories import make_application
from tests.factories import make_account

pytestmark = pytest.mark.django_db
migration = import_module("reports.migrations.0089_sealed_reasons")


def stored(table: str, column: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} ORDER BY id")  # names of our own
        return [text for (text,) in cursor.fetchall()]


def plain(text: str) -> Value:
    return Value(text, output_field=TextField())


def test_plain_reasons_and_contacts_are_sealed_and_come_back() -> None:
    steps = make_application().steps
    struck = {"struck_at": timezone.now(), "struck_by": make_account()}
    steps.filter(kind="register").update(**struck, strike_reason=plain("录入了另一件"))
    steps.filter(kind="accept").update(**struck, strike_reason=plain("…"))
    PageFault.objects.create(path="/", text="打不开")
    fault = PageFault.objects.create(path="/a/", text="打不开")
    PageFault.objects.filter(pk=fault.pk).update(contact=plain("13800138000"))
    migration.seal(apps, None)
    reasons, contacts = stored("reports_casestep", "strike_reason"), stored("reports_pagefault", "contact")
    assert reasons[0].startswith("gAAAA") and reasons[1] == ""
    assert contacts[0] == "" and contacts[1].startswith("gAAAA")
    assert CaseStep.objects.get(kind="register").strike_reason == "录入了另一件"
    assert PageFault.objects.get(pk=fault.pk).contact == "13800138000"
    migration.unseal(apps, None)
    assert stored("reports_casestep", "strike_reason") == ["录入了另一件", "…"]
    assert stored("reports_pagefault", "contact") == ["", "13800138000"]
