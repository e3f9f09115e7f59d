"""Roles at agencies in place of superusers, groups and single permissions; the sessions of staff."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

EVERYWHERE = (
    "system_administrator",
    "agency_administrator",
    "editor",
    "reviewer",
    "publisher",
    "supervisor",
    "auditor",
)
"""What a superuser becomes, at every agency. Rights given singly or by group named no agency and are not kept."""


def appoint_superusers(apps, schema_editor):
    Appointment = apps.get_model("reports", "Appointment")
    for account in apps.get_model("reports", "Account").objects.filter(is_superuser=True):
        for role in EVERYWHERE:
            Appointment.objects.get_or_create(account=account, role=role, agency=None)


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0001_first_rooms'),
    ]

    operations = [
        migrations.AlterModelManagers(name='account', managers=[]),
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('editor', 'editor'), ('reviewer', 'reviewer (secrecy review)'), ('publisher', 'publisher'), ('caseworker', 'caseworker'), ('agency_administrator', 'agency administrator'), ('supervisor', 'supervising office'), ('auditor', 'auditor'), ('system_administrator', 'system administrator')], max_length=24, verbose_name='role')),
                ('since', models.DateTimeField(auto_now_add=True, verbose_name='since')),
            ],
            options={
                'verbose_name': 'appointment',
                'verbose_name_plural': 'appointments',
                'ordering': ('account', 'role', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='StaffSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('session_key', models.CharField(max_length=40, unique=True)),
                ('started_at', models.DateTimeField(verbose_name='signed in at')),
                ('seen_at', models.DateTimeField(verbose_name='last seen at')),
                ('address', models.GenericIPAddressField(null=True, verbose_name='network address')),
                ('agent', models.CharField(blank=True, max_length=200, verbose_name='browser')),
            ],
            options={
                'verbose_name': 'session',
                'verbose_name_plural': 'sessions',
                'ordering': ('-seen_at', '-pk'),
            },
        ),
        migrations.AddField(
            model_name='account',
            name='must_change_password',
            field=models.BooleanField(default=False, help_text='Asked for at the next sign-in. Set for every password that somebody else chose.', verbose_name='must change the password'),
        ),
        migrations.AddField(
            model_name='appointment',
            name='account',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='appointments', to=settings.AUTH_USER_MODEL, verbose_name='staff account'),
        ),
        migrations.AddField(
            model_name='appointment',
            name='agency',
            field=models.ForeignKey(blank=True, help_text='Empty: every agency of this installation.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='reports.agency', verbose_name='agency'),
        ),
        migrations.AddField(
            model_name='staffsession',
            name='account',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to=settings.AUTH_USER_MODEL, verbose_name='staff account'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.UniqueConstraint(fields=('account', 'role', 'agency'), name='appointment_is_made_once', violation_error_message='This account holds this role there already.'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.UniqueConstraint(condition=models.Q(('agency', None)), fields=('account', 'role'), name='appointment_everywhere_is_made_once', violation_error_message='This account holds this role everywhere already.'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['editor', 'reviewer', 'publisher', 'caseworker', 'agency_administrator', 'supervisor', 'auditor', 'system_administrator'])), name='appointment_role_is_known'),
        ),
        migrations.RunPython(appoint_superusers, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name='account',
            name='groups',
        ),
        migrations.RemoveField(
            model_name='account',
            name='is_superuser',
        ),
        migrations.RemoveField(
            model_name='account',
            name='user_permissions',
        ),
    ]
