"""The log holds every act, each row the one before; it belongs to no single kind of thing any more."""

from datetime import UTC

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from reports.domain.chain import GENESIS, digest


def name_subjects(apps, schema_editor):
    """What happened to reports so far becomes the beginning of the chain, in the order it happened."""
    previous = GENESIS
    events = apps.get_model("reports", "Event").objects.select_related("report").order_by("pk")
    for sequence, event in enumerate(events, 1):
        event.sequence, event.previous = sequence, previous
        event.subject_kind, event.subject_id = "report", event.report_id
        event.subject_name, event.agency_id = event.report.title[:300], event.report.agency_id
        event.digest = previous = digest(previous, _hashed(event))
        event.save()


def _hashed(event):
    return {
        "sequence": event.sequence,
        "act": event.act,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "by": event.by_id,
        "role": event.role,
        "address": event.address,
        "subject_kind": event.subject_kind,
        "subject_id": event.subject_id,
        "subject_name": event.subject_name,
        "agency": event.agency_id,
        "reason": event.reason,
        "changes": event.changes,
    }


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0005_hand_ins'),
    ]

    operations = [
        migrations.AddField(
            model_name='event',
            name='address',
            field=models.GenericIPAddressField(null=True, verbose_name='network address'),
        ),
        migrations.AddField(
            model_name='event',
            name='agency',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.agency', verbose_name='agency'),
        ),
        migrations.AddField(
            model_name='event',
            name='digest',
            field=models.CharField(default='', max_length=64, verbose_name='digest'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='event',
            name='previous',
            field=models.CharField(default='', max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='event',
            name='role',
            field=models.CharField(blank=True, max_length=200, verbose_name='role'),
        ),
        migrations.AddField(
            model_name='event',
            name='sequence',
            field=models.PositiveBigIntegerField(default=0, verbose_name='number'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='event',
            name='subject_id',
            field=models.BigIntegerField(null=True, verbose_name='id'),
        ),
        migrations.AddField(
            model_name='event',
            name='subject_kind',
            field=models.CharField(default='', max_length=20, verbose_name='kind'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='event',
            name='subject_name',
            field=models.CharField(blank=True, max_length=300, verbose_name='what'),
        ),
        migrations.AlterField(
            model_name='event',
            name='act',
            field=models.CharField(choices=[('created', 'created'), ('imported', 'imported'), ('edited', 'edited'), ('submitted', 'submitted for review'), ('sent_back', 'sent back'), ('approved', 'approved in review'), ('scheduled', 'scheduled for publication'), ('unscheduled', 'taken off the schedule'), ('published', 'published'), ('withdrawn', 'withdrawn'), ('discarded', 'draft deleted'), ('overridden', 'finding overridden'), ('handed_in', 'handed in to the supervising office'), ('received', 'receipt confirmed'), ('reminded', 'reminded'), ('deleted', 'deleted'), ('switched', 'one-person publication switched'), ('signed_in', 'signed in'), ('signed_out', 'signed out'), ('sign_in_failed', 'sign-in failed'), ('locked_out', 'locked out'), ('session_ended', 'session ended'), ('password_changed', 'password changed'), ('second_factor_set', 'second factor set up'), ('second_factor_removed', 'second factor removed'), ('appointed', 'role given'), ('dismissed', 'role taken away'), ('denied', 'denied'), ('exported', 'exported'), ('unmasked', 'unmasked'), ('key_changed', 'signing key changed')], max_length=24, verbose_name='act'),
        ),
        migrations.AlterField(
            model_name='event',
            name='at',
            field=models.DateTimeField(verbose_name='at'),
        ),
        migrations.AlterField(
            model_name='event',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        # One way: the acts of other things than reports would have no place in the old table.
        migrations.RunPython(name_subjects, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name='event',
            name='report',
        ),
        migrations.AlterField(
            model_name='event',
            name='sequence',
            field=models.PositiveBigIntegerField(unique=True, verbose_name='number'),
        ),
        migrations.AlterModelOptions(
            name='event',
            options={'default_permissions': ('view',), 'ordering': ('sequence',), 'permissions': (('export_event', 'Can export the log'),), 'verbose_name': 'event', 'verbose_name_plural': 'events'},
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['subject_kind', 'subject_id', 'sequence'], name='event_history'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['agency', 'sequence'], name='event_of_agency'),
        ),
    ]
