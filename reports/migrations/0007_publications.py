"""The signed manifest of what was made public."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0006_event_chain'),
    ]

    operations = [
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sequence', models.PositiveBigIntegerField(unique=True, verbose_name='number')),
                ('act', models.CharField(choices=[('published', 'published'), ('withdrawn', 'withdrawn'), ('key', 'signing key changed')], max_length=12, verbose_name='act')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('subject_kind', models.CharField(max_length=20)),
                ('subject_id', models.BigIntegerField(null=True)),
                ('address', models.CharField(blank=True, max_length=300, verbose_name='public address')),
                ('content', models.TextField(blank=True)),
                ('fingerprint', models.CharField(blank=True, db_index=True, max_length=64, verbose_name='fingerprint')),
                ('previous', models.CharField(max_length=64)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('key_id', models.CharField(max_length=16)),
                ('signature', models.CharField(max_length=128)),
            ],
            options={
                'verbose_name': 'publication',
                'verbose_name_plural': 'publications',
                'ordering': ('sequence',),
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='SigningKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key_id', models.CharField(max_length=16, unique=True)),
                ('public_key', models.CharField(max_length=64, unique=True, verbose_name='public key')),
                ('since', models.DateTimeField(verbose_name='in use since')),
            ],
            options={
                'verbose_name': 'signing key',
                'verbose_name_plural': 'signing keys',
                'ordering': ('since', 'pk'),
                'default_permissions': ('view',),
            },
        ),
        migrations.AddField(
            model_name='publication',
            name='agency',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.agency', verbose_name='agency'),
        ),
        migrations.AddIndex(
            model_name='publication',
            index=models.Index(fields=['subject_kind', 'subject_id', 'sequence'], name='publication_history'),
        ),
    ]
