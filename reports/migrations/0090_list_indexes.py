"""Lists of documents that cost the same however many there are: counts that are kept, and indexes."""

from __future__ import annotations

from datetime import date
from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Count, Max, Q

from reports.models import frozen

STANDING = Q(is_standing=True)
LATEST = ["-published_at", "-id"]
FORCE = ["has_force", "effective_on", "amended_on", "expires_on", "repealed_on", "stated_validity"]
INDEXES = {
    "version_of_agency": ["agency", *LATEST, "category", "kind", "theme", "genre", *FORCE],
    "version_of_both": ["agency", "category", *LATEST, "kind", "theme", "genre", *FORCE],
    "version_of_kind": ["kind", *LATEST, "theme", "genre", "agency", "category"],
    "version_of_kind_there": ["kind", "agency", *LATEST, "category", "theme", "genre", *FORCE],
    "version_of_theme": ["theme", *LATEST, "genre", "kind", "agency", "category", *FORCE],
    "version_of_genre": ["genre", *LATEST, "theme", "kind", "agency", "category", *FORCE],
    "version_of_force": ["has_force", *LATEST, *FORCE[1:], "kind", "theme", "genre", "agency", "category"],
}
CHANGED = ["-updated_at", "-id"]
FOUND_BY = ["title", "index_number", "document_number"]
STAFF = {
    "document_latest": [*CHANGED, "agency", "state", "kind", "category", *FOUND_BY],
    "document_latest_there": ["agency", *CHANGED, "state", "kind", "category"],
    "document_in_state": ["state", *CHANGED, "agency", "kind", "category"],
    "document_by_title": ["title", "-id"],
}


def count(apps: Any, _editor: object) -> None:
    """Counts what stands."""
    versions = apps.get_model("reports", "DocumentVersion").objects.filter(is_standing=True).order_by()
    found = versions.values_list("agency", "category", "kind").annotate(Count("pk"), Max("published_at"))
    row = apps.get_model("reports", "ColumnCount")
    row.objects.bulk_create(
        row(agency_id=agency, category_id=category, kind=kind, count=number, last_at=last, changed_at=last)
        for agency, category, kind, number, last in found
    )


def tell_force(apps: Any, _editor: object) -> None:
    """Which of them have force."""
    dated = (
        Q(effective_on__isnull=False)
        | Q(amended_on__isnull=False)
        | Q(expires_on__isnull=False)
        | Q(repealed_on__isnull=False)
        | Q(stated_validity__gt="")
    )
    rows = apps.get_model("reports", "DocumentVersion").objects
    rows.filter(dated | Q(kind="normative_document")).update(has_force=True)


def date_ends(apps: Any, _editor: object) -> None:
    """Until when penalties are shown, as their field says."""
    rows = apps.get_model("reports", "DocumentVersion").objects.filter(is_standing=True, kind="penalty")
    for row in rows.only("fields").iterator(chunk_size=500):
        if row.fields.get("shown_until"):
            row.shown_until = date.fromisoformat(row.fields["shown_until"])
            row.save(update_fields=["shown_until"])


def freeze(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """SQLite writes the table anew for a column, without its trigger."""
    frozen.freeze(editor.connection)


class Migration(migrations.Migration):
    """The counts are filled last: PostgreSQL indexes no table in the transaction that wrote to it."""

    dependencies = (("reports", "0089_sealed_reasons"),)

    operations = (
        migrations.CreateModel(
            name="ColumnCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=40, verbose_name="kind")),
                ("count", models.PositiveIntegerField(default=0, verbose_name="public documents")),
                ("last_at", models.DateTimeField(null=True, verbose_name="last published at")),
                ("changed_at", models.DateTimeField(null=True, verbose_name="changed at")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="reports.agency",
                        verbose_name="agency",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="reports.category",
                        verbose_name="column",
                    ),
                ),
            ],
            options={
                "verbose_name": "count of a column",
                "verbose_name_plural": "counts of columns",
                "ordering": ("agency", "category", "kind"),
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "category", "kind"), name="columncount_is_kept_once"
                    ),
                    models.CheckConstraint(
                        condition=Q(count=0) | Q(last_at__isnull=False),
                        name="columncount_dates_what_it_counts",
                    ),
                ],
            },
        ),
        *(
            migrations.RemoveIndex(model_name="documentversion", name=f"version_of_{name}")
            for name in ("agency", "column", "both", "kind")
        ),
        migrations.AddField(
            model_name="documentversion",
            name="has_force",
            field=models.BooleanField(
                default=False, help_text="Of a kind that has force, or with a date or word that says so."
            ),
        ),
        migrations.AddField(
            model_name="documentversion",
            name="shown_until",
            field=models.DateField(
                help_text="The last day; then the worker withdraws it.", null=True, verbose_name="shown until"
            ),
        ),
        *(
            migrations.AddIndex(
                model_name="documentversion", index=models.Index(fields=fields, name=name, condition=STANDING)
            )
            for name, fields in INDEXES.items()
        ),
        migrations.AddIndex(
            model_name="documentversion",
            index=models.Index(
                fields=["shown_until"],
                name="version_ending",
                condition=Q(is_standing=True, shown_until__isnull=False),
            ),
        ),
        *(
            migrations.AddIndex(model_name="document", index=models.Index(fields=fields, name=name))
            for name, fields in STAFF.items()
        ),
        migrations.RunPython(count, migrations.RunPython.noop),
        migrations.RunPython(tell_force, migrations.RunPython.noop),
        migrations.RunPython(date_ends, migrations.RunPython.noop),
        migrations.RunPython(freeze, freeze),
    )
