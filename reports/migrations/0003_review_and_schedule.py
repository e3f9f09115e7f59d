"""Review by a second person, publication on a day set before, one-person publication."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0002_appointments'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='report',
            options={'ordering': ('-year', 'agency__name', 'kind', '-revision'), 'permissions': (('review_report', 'Can approve annual reports or send them back'), ('publish_report', 'Can publish and withdraw annual reports'), ('hand_in_report', 'Can hand annual reports in to the supervising office'), ('receive_report', 'Can confirm the receipt of annual reports')), 'verbose_name': 'annual report', 'verbose_name_plural': 'annual reports'},
        ),
        migrations.AddField(
            model_name='agency',
            name='is_one_person',
            field=models.BooleanField(default=False, editable=False, help_text='One person may write and publish. The log and the public pages say so.', verbose_name='one-person publication'),
        ),
        migrations.AddField(
            model_name='report',
            name='is_single_handed',
            field=models.BooleanField(default=False, editable=False, help_text='Written and published without a second pair of eyes; its page says so.', verbose_name='published by one person'),
        ),
        migrations.AddField(
            model_name='report',
            name='reviewed_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='reviewed at'),
        ),
        migrations.AddField(
            model_name='report',
            name='reviewed_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='report',
            name='scheduled_at',
            field=models.DateTimeField(editable=False, help_text='The worker publishes it then.', null=True, verbose_name='to be published at'),
        ),
        migrations.AddField(
            model_name='report',
            name='scheduled_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reviewed_at', None), ('reviewed_by', None)), models.Q(('reviewed_at__isnull', False), ('reviewed_by__isnull', False)), _connector='OR'), name='report_reviewed_means_at_and_by'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('scheduled_at', None), ('scheduled_by', None)), models.Q(('scheduled_at__isnull', False), ('scheduled_by__isnull', False), ('state', 'in_review')), _connector='OR'), name='report_scheduled_means_at_and_by_in_review'),
        ),
    ]
