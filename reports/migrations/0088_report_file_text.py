from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0087_pulled_reports"),
    ]

    operations = [
        migrations.AddField(
            model_name="attachment",
            name="text",
            field=models.TextField(blank=True, default="", editable=False, verbose_name="extracted text"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="attachment",
            name="text_fault",
            field=models.CharField(blank=True, default="", editable=False, max_length=300),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="attachment",
            index=models.Index(
                condition=Q(("text", ""), ("text_fault", "")), fields=["report"], name="attachment_unread"
            ),
        ),
    ]
