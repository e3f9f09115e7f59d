"""Reports and documents take their road from one abstract model; the database stays as it is."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Only words and the order within one condition differ, so nothing is altered in the tables."""

    dependencies = (("reports", "0085_disclosed_answers"),)

    operations = (
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveConstraint(model_name="document", name="document_drafts_are_not_reviewed"),
                migrations.AddConstraint(
                    model_name="document",
                    constraint=models.CheckConstraint(
                        name="document_drafts_are_not_reviewed",
                        condition=models.Q(reviewed_at=None) | ~models.Q(state="draft"),
                    ),
                ),
                migrations.AlterField(
                    model_name="document",
                    name="is_single_handed",
                    field=models.BooleanField(
                        default=False,
                        editable=False,
                        help_text="Written and published without a second pair of eyes; its page says so.",
                        verbose_name="published by one person",
                    ),
                ),
                migrations.AlterField(
                    model_name="document",
                    name="released_at",
                    field=models.DateTimeField(
                        editable=False,
                        help_text="When this portal made it public.",
                        null=True,
                        verbose_name="released at",
                    ),
                ),
                migrations.AlterField(
                    model_name="document",
                    name="version",
                    field=models.PositiveIntegerField(
                        default=0,
                        editable=False,
                        help_text="Grows with every save, so that the second of two editors is told.",
                    ),
                ),
                migrations.AlterField(
                    model_name="report",
                    name="released_at",
                    field=models.DateTimeField(
                        editable=False,
                        help_text="When this portal made it public.",
                        null=True,
                        verbose_name="released at",
                    ),
                ),
            ]
        ),
    )
