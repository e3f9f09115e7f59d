"""Count the findings that were decided upon; keep what each decision was about; log one lifted again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0010_two_pairs_of_eyes"),
    ]

    operations = [
        migrations.AddField(
            model_name="override",
            name="about",
            field=models.TextField(blank=True, verbose_name="what it was about"),
        ),
        migrations.AddField(
            model_name="report",
            name="checks_overridden",
            field=models.PositiveSmallIntegerField(
                default=0, editable=False, verbose_name="checks overridden with a reason"
            ),
        ),
        migrations.AlterField(
            model_name="event",
            name="act",
            field=models.CharField(
                choices=[
                    ("created", "created"),
                    ("imported", "imported"),
                    ("edited", "edited"),
                    ("submitted", "submitted for review"),
                    ("sent_back", "sent back"),
                    ("approved", "approved in review"),
                    ("scheduled", "scheduled for publication"),
                    ("unscheduled", "taken off the schedule"),
                    ("published", "published"),
                    ("withdrawn", "withdrawn"),
                    ("discarded", "draft deleted"),
                    ("overridden", "finding overridden"),
                    ("handed_in", "handed in to the supervising office"),
                    ("received", "receipt confirmed"),
                    ("reminded", "reminded"),
                    ("deleted", "deleted"),
                    ("switched", "one-person publication switched"),
                    ("signed_in", "signed in"),
                    ("signed_out", "signed out"),
                    ("sign_in_failed", "sign-in failed"),
                    ("locked_out", "locked out"),
                    ("session_ended", "session ended"),
                    ("password_changed", "password changed"),
                    ("second_factor_set", "second factor set up"),
                    ("second_factor_removed", "second factor removed"),
                    ("appointed", "role given"),
                    ("dismissed", "role taken away"),
                    ("denied", "denied"),
                    ("exported", "exported"),
                    ("unmasked", "unmasked"),
                    ("key_changed", "signing key changed"),
                    ("override_lifted", "override of a finding lifted"),
                ],
                max_length=24,
                verbose_name="act",
            ),
        ),
    ]
