"""Seals why steps were struck and how to reach readers who reported a fault; both lay in the clear."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models
from django.db.models import Q, TextField, Value
from django.db.models.functions import Cast

import reports.models.encrypted

FIELDS = (("casestep", "strike_reason"), ("pagefault", "contact"))
ERASED = "…"
"""What an erased reason was until now; from now on it is blank."""


def seal(apps: Any, _schema_editor: Any) -> None:
    """Every text that is there, under the present key."""
    for model, field in FIELDS:
        rows = apps.get_model("reports", model)._default_manager
        kept = rows.filter(**{f"{field}__isblank": False}).annotate(plain=Cast(field, TextField()))
        for pk, plain in kept.values_list("pk", "plain").iterator():
            rows.filter(pk=pk).update(**{field: "" if (model, plain) == ("casestep", ERASED) else plain})


def unseal(apps: Any, _schema_editor: Any) -> None:
    """Back to plain text. Raises Unreadable where a key is missing; then nothing is changed."""
    for model, field in FIELDS:
        rows = apps.get_model("reports", model)._default_manager
        kept = rows.filter(**{f"{field}__isblank": False})
        for pk, text in kept.values_list("pk", field).iterator():
            rows.filter(pk=pk).update(**{field: Value(text, output_field=TextField())})
    steps = apps.get_model("reports", "casestep")._default_manager
    erased = steps.filter(struck_at__isnull=False, strike_reason__isblank=True)
    erased.update(strike_reason=Value(ERASED, output_field=TextField()))


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0088_report_file_text"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="casestep", name="case_step_struck_means_at_by_and_why"),
        migrations.AlterField(
            model_name="casestep",
            name="strike_reason",
            field=reports.models.encrypted.EncryptedTextField(
                blank=True, editable=False, verbose_name="why it was struck"
            ),
        ),
        migrations.AlterField(
            model_name="pagefault",
            name="contact",
            field=reports.models.encrypted.EncryptedTextField(
                blank=True, verbose_name="how to reach the reader"
            ),
        ),
        migrations.RunPython(seal, unseal),
        migrations.AddConstraint(
            model_name="casestep",
            constraint=models.CheckConstraint(
                name="case_step_struck_means_at_and_by",
                condition=Q(struck_at=None, struck_by=None, strike_reason__isblank=True)
                | Q(struck_at__isnull=False, struck_by__isnull=False),
            ),
        ),
    ]
