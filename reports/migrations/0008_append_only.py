"""The log and the manifest only ever grow: triggers refuse to change or delete a row, whoever asks."""

from django.db import migrations

from reports.models import appendonly

TABLES = ("reports_event", "reports_publication", "reports_signingkey")


def guard(apps, schema_editor):
    for table in TABLES:
        appendonly.guard(schema_editor.connection, table)


def unguard(apps, schema_editor):
    for table in TABLES:
        appendonly.unguard(schema_editor.connection, table)


class Migration(migrations.Migration):

    dependencies = [
        ("reports", "0007_publications"),
    ]

    operations = [migrations.RunPython(guard, unguard)]
