"""Versions of documents bear a salt: their fingerprints can stand in a manifest that keeps for ever."""

from __future__ import annotations

from secrets import token_hex
from typing import Any

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.exceptions import IrreversibleError

from reports.models import frozen


def salt(apps: Any, _editor: object) -> None:
    """Salts those that may be erased one day, before they are entered into the manifest."""
    versions = apps.get_model("reports", "DocumentVersion")._default_manager
    erasable = apps.get_model("reports", "Document")._default_manager.filter(is_erasable=True)
    for version in versions.filter(document__in=erasable, erased_at=None).only("pk").iterator():
        versions.filter(pk=version.pk).update(salt=token_hex(16))


def freeze(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """The salt is frozen with the rest. SQLite has dropped the trigger with the altered table."""
    frozen.thaw(editor.connection)
    frozen.freeze(editor.connection, frozen.SALTED)


def unfreeze(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    """As before the salt. Raises IrreversibleError where the manifest holds a version that bears one."""
    salted = apps.get_model("reports", "DocumentVersion")._default_manager.exclude(salt="").count()
    entered = apps.get_model("reports", "Publication")._default_manager.filter(subject_kind="document")
    if salted and entered.exists():
        raise IrreversibleError(
            f"{salted} public versions of documents bear a salt. Without it their entries in the manifest"
            " would be faults for ever: put back the backup from before the update instead (docs/deploy.md)."
        )
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
        migrations.RunPython(salt, migrations.RunPython.noop),
        migrations.RunPython(freeze, unfreeze),
    )
