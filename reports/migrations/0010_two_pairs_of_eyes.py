"""The database holds the road's rules too: reviewed by another than who began it, scheduled once reviewed."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("reports", "0008_append_only"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reviewed_by", None),
                    models.Q(("reviewed_by", models.F("created_by")), _negated=True),
                    _connector="OR",
                ),
                name="report_reviewed_by_another_than_who_began_it",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reviewed_at", None), models.Q(("state", "draft"), _negated=True), _connector="OR"
                ),
                name="report_drafts_are_not_reviewed",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_single_handed", False), ("state__in", ("published", "withdrawn")), _connector="OR"
                ),
                name="report_single_handed_once_public",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(("scheduled_at", None), ("reviewed_at__isnull", False), _connector="OR"),
                name="report_scheduled_only_once_reviewed",
            ),
        ),
    ]
