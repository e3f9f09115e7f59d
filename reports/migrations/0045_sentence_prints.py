"""Fingerprints of public sentences, and files that cannot be read, remembered by their bytes."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0040_import_desk"),
    ]

    operations = [
        migrations.CreateModel(
            name="RefusedFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(editable=False, max_length=64, verbose_name="SHA-256")),
                (
                    "suffix",
                    models.CharField(
                        blank=True, editable=False, max_length=20, verbose_name="ending of the file name"
                    ),
                ),
                ("reason", models.CharField(editable=False, max_length=40, verbose_name="reason")),
                ("detail", models.JSONField(default=dict, editable=False)),
                ("refused_at", models.DateTimeField(auto_now_add=True, verbose_name="refused at")),
            ],
            options={
                "verbose_name": "file that cannot be read",
                "verbose_name_plural": "files that cannot be read",
                "constraints": [
                    models.UniqueConstraint(fields=("sha256", "suffix"), name="refused_file_is_unique")
                ],
            },
        ),
        migrations.CreateModel(
            name="SentencePrint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.BigIntegerField(verbose_name="digest of its words")),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="reports.report",
                        verbose_name="annual report",
                    ),
                ),
            ],
            options={
                "verbose_name": "fingerprint of a sentence",
                "verbose_name_plural": "fingerprints of sentences",
                "indexes": [models.Index(fields=["digest"], name="sentence_print_by_digest")],
                "constraints": [
                    models.UniqueConstraint(fields=("report", "digest"), name="sentence_print_is_unique")
                ],
            },
        ),
    ]
