"""Versions of documents bear a salt, so that their fingerprints can stand in a manifest that keeps for ever."""

from __future__ import annotations

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from reports.models import frozen


def freeze(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """The salt is frozen with the rest. SQLite has dropped the trigger with the altered table."""
    frozen.thaw(editor.connection)
    frozen.freeze(editor.connection, frozen.SALTED)


def unfreeze(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """As before the salt."""
    frozen.thaw(editor.connection)


def freeze_again(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """The trigger as it was, on the table without the salt."""
    frozen.freeze(editor.connection)


class Migration(migrations.Migration):
    dependencies = (("reports", "0090_list_indexes"),)

    operations = (
        migrations.RunPython(migrations.RunPython.noop, freeze_again),
        migrations.AddField(
            model_name="documentversion",
            name="salt",
            field=models.CharField(blank=True, default="", editable=False, max_length=32),
            preserve_default=False,
        ),
        migrations.RunPython(freeze, unfreeze),
    )
