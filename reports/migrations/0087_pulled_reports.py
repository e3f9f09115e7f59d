"""Where a report was taken from; how often the worker looks at another portal, and whom it enters below."""

from __future__ import annotations

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Sources that only the command has pulled from so far stay switched off for the worker."""

    dependencies = (("reports", "0086_one_road"),)

    operations = (
        migrations.AlterField(
            model_name="feedsource",
            name="address",
            field=models.URLField(max_length=300, unique=True, verbose_name="address of the portal"),
        ),
        migrations.AddField(
            model_name="feedsource",
            name="agency_map",
            field=models.TextField(
                blank=True,
                help_text="One a line: address there = address here.",
                verbose_name="agencies known by another address",
            ),
        ),
        migrations.AddField(
            model_name="feedsource",
            name="allows_private",
            field=models.BooleanField(
                default=False,
                editable=False,
                help_text="Stands within a private network and is meant; only the command can say so.",
            ),
        ),
        migrations.AddField(
            model_name="feedsource",
            name="every",
            field=models.PositiveSmallIntegerField(
                default=30,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(1440),
                ],
                verbose_name="minutes between two looks",
            ),
        ),
        migrations.AddField(
            model_name="feedsource",
            name="is_on",
            field=models.BooleanField(
                default=False,
                help_text="Switched off, it is left alone; what was taken over stays.",
                verbose_name="taken over by the worker",
            ),
        ),
        migrations.AddField(
            model_name="feedsource",
            name="succeeded_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="last success"),
        ),
        migrations.AddField(
            model_name="feedsource",
            name="under",
            field=models.ForeignKey(
                blank=True,
                help_text="Agencies of the other portal that are not known here are entered below this one.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="reports.agency",
                verbose_name="entered below",
            ),
        ),
        migrations.AddField(
            model_name="feedsource",
            name="wanted_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="to be taken at once"),
        ),
        migrations.AddField(
            model_name="report",
            name="origin",
            field=models.URLField(
                blank=True,
                editable=False,
                help_text="The other installation it was taken from.",
                max_length=500,
                verbose_name="taken from",
            ),
        ),
    )
