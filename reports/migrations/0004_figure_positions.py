"""Where a figure stood in its source and who accepted it; findings overridden with a reason."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0003_review_and_schedule'),
    ]

    operations = [
        migrations.CreateModel(
            name='Override',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('check_code', models.CharField(max_length=200, verbose_name='check')),
                ('values_digest', models.CharField(max_length=64)),
                ('reason', models.TextField(help_text='Shown to the public.', verbose_name='reason')),
                ('at', models.DateTimeField(verbose_name='at')),
            ],
            options={
                'verbose_name': 'overridden finding',
                'verbose_name_plural': 'overridden findings',
                'ordering': ('pk',),
            },
        ),
        migrations.AddField(
            model_name='statcell',
            name='accepted_at',
            field=models.DateTimeField(null=True, verbose_name='accepted at'),
        ),
        migrations.AddField(
            model_name='statcell',
            name='accepted_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='accepted by'),
        ),
        migrations.AddField(
            model_name='statcell',
            name='at_column',
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='statcell',
            name='at_page',
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='statcell',
            name='at_row',
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='statcell',
            name='at_table',
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='override',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='override',
            name='report',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='overrides', to='reports.report', verbose_name='annual report'),
        ),
        migrations.AddConstraint(
            model_name='override',
            constraint=models.UniqueConstraint(fields=('report', 'check_code'), name='override_is_made_once'),
        ),
        migrations.AddConstraint(
            model_name='override',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='override_bears_a_reason'),
        ),
    ]
