"""The catalogue: columns, documents with their frozen public versions, and the feed of what changed in public."""

import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from reports.models import appendonly, frozen


def guard(apps, schema_editor):
    appendonly.guard(schema_editor.connection, "reports_publicchange")
    frozen.freeze(schema_editor.connection)


def unguard(apps, schema_editor):
    frozen.thaw(schema_editor.connection)
    appendonly.unguard(schema_editor.connection, "reports_publicchange")


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0050_applications"),
    ]

    operations = [
        migrations.CreateModel(
            name="FeedSource",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.URLField(max_length=300, unique=True, verbose_name="address")),
                ("last_sequence", models.PositiveBigIntegerField(default=0, verbose_name="taken up to")),
                ("taken_at", models.DateTimeField(null=True, verbose_name="last taken at")),
                ("fault", models.CharField(blank=True, max_length=500, verbose_name="what went wrong")),
            ],
            options={
                "verbose_name": "feed taken over",
                "verbose_name_plural": "feeds taken over",
                "ordering": ("address",),
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="agency",
            name="index_prefix",
            field=models.CharField(
                blank=True,
                help_text="What the rule puts in front. Empty: taken from the unified social credit code.",
                max_length=40,
                verbose_name="beginning of index numbers",
            ),
        ),
        migrations.AddField(
            model_name="agency",
            name="index_rule",
            field=models.CharField(
                blank=True,
                help_text="Empty: the national rule. Index numbers given already stay as they are.",
                max_length=40,
                verbose_name="rule of index numbers",
            ),
        ),
        migrations.CreateModel(
            name="Category",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        help_text="The part of the public address that names the column.",
                        max_length=60,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z0-9]+(?:[-./][a-z0-9]+)*$",
                                "Give small letters, digits and single hyphens.",
                            )
                        ],
                        verbose_name="code",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("name_en", models.CharField(blank=True, max_length=200, verbose_name="name in English")),
                (
                    "index_code",
                    models.CharField(
                        blank=True,
                        help_text="Only where the agency's rule of index numbers names the column.",
                        max_length=20,
                        verbose_name="code in index numbers",
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0, verbose_name="order")),
                (
                    "max_age_days",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="Longer without an update, and staff are told. Empty: the column need not be kept fresh.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(3660),
                        ],
                        verbose_name="allowed age in days",
                    ),
                ),
                (
                    "is_required",
                    models.BooleanField(
                        default=False,
                        editable=False,
                        help_text="Staff are told where an agency has nothing in it.",
                        verbose_name="asked for by the statute",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: a national column, which every agency has.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="categories",
                        to="reports.agency",
                        verbose_name="agency",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="reports.category",
                        verbose_name="under",
                    ),
                ),
            ],
            options={
                "verbose_name": "catalogue column",
                "verbose_name_plural": "catalogue columns",
                "ordering": ("position", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(default="document", max_length=40, verbose_name="kind")),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                (
                    "document_number",
                    models.CharField(blank=True, max_length=100, verbose_name="document number"),
                ),
                (
                    "issued_by",
                    models.CharField(
                        blank=True,
                        help_text="As printed, several with commas. Empty: the agency.",
                        max_length=200,
                        verbose_name="issuing body",
                    ),
                ),
                (
                    "made_on",
                    models.DateField(
                        blank=True,
                        help_text="The day it was signed, or that its data were complete. The duty to publish runs from it.",
                        null=True,
                        verbose_name="made on",
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Where it was published before. Empty: when this portal publishes it.",
                        null=True,
                        verbose_name="published at",
                    ),
                ),
                ("theme", models.CharField(blank=True, max_length=60, verbose_name="theme")),
                ("genre", models.CharField(blank=True, max_length=40, verbose_name="genre")),
                ("effective_on", models.DateField(blank=True, null=True, verbose_name="in force from")),
                ("amended_on", models.DateField(blank=True, null=True, verbose_name="amended on")),
                (
                    "expires_on",
                    models.DateField(
                        blank=True,
                        help_text="The last day in force, included.",
                        null=True,
                        verbose_name="in force until",
                    ),
                ),
                (
                    "repealed_on",
                    models.DateField(
                        blank=True,
                        help_text="The first day without force.",
                        null=True,
                        verbose_name="repealed on",
                    ),
                ),
                (
                    "stated_validity",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("in_force", "in force"),
                            ("amended", "amended"),
                            ("expired", "expired"),
                            ("repealed", "repealed"),
                        ],
                        help_text="Only where the dates do not tell it.",
                        max_length=10,
                        verbose_name="validity",
                    ),
                ),
                (
                    "keywords",
                    models.CharField(
                        blank=True, help_text="With commas.", max_length=200, verbose_name="keywords"
                    ),
                ),
                ("summary", models.TextField(blank=True, verbose_name="summary")),
                ("body", models.TextField(blank=True, verbose_name="text")),
                ("body_text", models.TextField(blank=True, editable=False)),
                (
                    "fields",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        verbose_name="fields of its kind",
                    ),
                ),
                ("source_line", models.CharField(blank=True, max_length=200, verbose_name="source")),
                (
                    "source_url",
                    models.URLField(blank=True, max_length=500, verbose_name="address of the source"),
                ),
                (
                    "index_number",
                    models.CharField(
                        blank=True,
                        help_text="Empty: given by the rule of the agency. It never changes once the document is public.",
                        max_length=80,
                        verbose_name="index number",
                    ),
                ),
                (
                    "address",
                    models.SlugField(blank=True, editable=False, max_length=100, verbose_name="address"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("in_review", "in review"),
                            ("published", "published"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "openness",
                    models.CharField(
                        choices=[
                            ("open", "published on the agency's own initiative"),
                            ("on_request", "given on request"),
                            ("closed", "not disclosed"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="openness",
                    ),
                ),
                ("ground", models.CharField(blank=True, max_length=40, verbose_name="ground")),
                (
                    "ground_note",
                    models.TextField(blank=True, help_text="Only staff read it.", verbose_name="why"),
                ),
                (
                    "reevaluate_on",
                    models.DateField(
                        blank=True,
                        help_text="What stays closed is looked at again then (2019 Regulations, article 18).",
                        null=True,
                        verbose_name="to be re-evaluated on",
                    ),
                ),
                (
                    "change_note",
                    models.TextField(
                        blank=True, help_text="Shown to the public.", verbose_name="what is changed"
                    ),
                ),
                (
                    "kept_content",
                    models.JSONField(
                        default=dict,
                        editable=False,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        help_text="What was published, as written, where its version masks names.",
                    ),
                ),
                ("due_on", models.DateField(editable=False, null=True, verbose_name="to be public by")),
                ("is_erasable", models.BooleanField(default=False, editable=False)),
                (
                    "origin",
                    models.URLField(
                        blank=True,
                        editable=False,
                        help_text="The other installation it was taken from.",
                        max_length=500,
                        verbose_name="taken from",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                ("submitted_at", models.DateTimeField(editable=False, null=True)),
                ("reviewed_at", models.DateTimeField(editable=False, null=True, verbose_name="reviewed at")),
                (
                    "secrecy_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="reviewed for secrecy at"),
                ),
                (
                    "secrecy_verdict",
                    models.CharField(
                        blank=True,
                        choices=[("clear", "holds no secret"), ("not_clear", "must not be disclosed")],
                        editable=False,
                        max_length=10,
                        verbose_name="secrecy review",
                    ),
                ),
                (
                    "privacy_warnings",
                    models.PositiveIntegerField(
                        default=0, editable=False, verbose_name="warnings of personal data, confirmed"
                    ),
                ),
                (
                    "scheduled_at",
                    models.DateTimeField(
                        editable=False,
                        help_text="The worker publishes it then.",
                        null=True,
                        verbose_name="to be published at",
                    ),
                ),
                (
                    "is_single_handed",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="published by one person"
                    ),
                ),
                (
                    "first_released_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="first public at"),
                ),
                ("released_at", models.DateTimeField(editable=False, null=True, verbose_name="released at")),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
                (
                    "withdrawal_reason",
                    models.TextField(blank=True, editable=False, verbose_name="reason for withdrawal"),
                ),
                (
                    "erased_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="content erased at"),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="reports.agency",
                        verbose_name="agency",
                    ),
                ),
                (
                    "begun_by",
                    models.ForeignKey(
                        editable=False,
                        help_text="Who began this round: the first draft, or the change after a publication.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reports.category",
                        verbose_name="column",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="created by",
                    ),
                ),
                (
                    "released_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "replaced_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reports.document",
                        verbose_name="replaced by",
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "scheduled_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "secrecy_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "catalogue document",
                "verbose_name_plural": "catalogue documents",
                "ordering": ("-updated_at", "-pk"),
                "permissions": (
                    ("review_document", "Can review catalogue documents for secrecy or send them back"),
                    ("publish_document", "Can publish and withdraw catalogue documents"),
                ),
            },
        ),
        migrations.CreateModel(
            name="DocumentFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file", models.FileField(upload_to="%Y/%m", verbose_name="file")),
                ("name", models.CharField(max_length=200, verbose_name="file name")),
                ("sha256", models.CharField(editable=False, max_length=64, verbose_name="SHA-256")),
                ("size", models.PositiveBigIntegerField(editable=False, verbose_name="size in bytes")),
                ("added_at", models.DateTimeField(auto_now_add=True, verbose_name="added at")),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="title")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("content_type", models.CharField(editable=False, max_length=100, verbose_name="type")),
                ("text", models.TextField(blank=True, editable=False, verbose_name="extracted text")),
                ("text_fault", models.CharField(blank=True, editable=False, max_length=300)),
                (
                    "is_inline",
                    models.BooleanField(
                        default=False,
                        help_text="Shown within the text, not in the list of attachments.",
                        verbose_name="picture in the text",
                    ),
                ),
                ("removed_at", models.DateTimeField(editable=False, null=True)),
                ("erased_at", models.DateTimeField(editable=False, null=True)),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="reports.document",
                        verbose_name="catalogue document",
                    ),
                ),
            ],
            options={
                "verbose_name": "attachment of a document",
                "verbose_name_plural": "attachments of documents",
                "ordering": ("position", "pk"),
            },
        ),
        migrations.CreateModel(
            name="DocumentLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "relation",
                    models.CharField(
                        choices=[
                            ("interprets", "interprets"),
                            ("answers", "answers questions about"),
                            ("replaces", "replaces"),
                            ("amends", "amends"),
                        ],
                        max_length=12,
                        verbose_name="relation",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="reports.document",
                        verbose_name="catalogue document",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="linked_from",
                        to="reports.document",
                        verbose_name="other document",
                    ),
                ),
            ],
            options={
                "verbose_name": "related document",
                "verbose_name_plural": "related documents",
                "ordering": ("position", "pk"),
            },
        ),
        migrations.CreateModel(
            name="DocumentVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(default="document", max_length=40, verbose_name="kind")),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                (
                    "document_number",
                    models.CharField(blank=True, max_length=100, verbose_name="document number"),
                ),
                (
                    "issued_by",
                    models.CharField(
                        blank=True,
                        help_text="As printed, several with commas. Empty: the agency.",
                        max_length=200,
                        verbose_name="issuing body",
                    ),
                ),
                (
                    "made_on",
                    models.DateField(
                        blank=True,
                        help_text="The day it was signed, or that its data were complete. The duty to publish runs from it.",
                        null=True,
                        verbose_name="made on",
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Where it was published before. Empty: when this portal publishes it.",
                        null=True,
                        verbose_name="published at",
                    ),
                ),
                ("theme", models.CharField(blank=True, max_length=60, verbose_name="theme")),
                ("genre", models.CharField(blank=True, max_length=40, verbose_name="genre")),
                ("effective_on", models.DateField(blank=True, null=True, verbose_name="in force from")),
                ("amended_on", models.DateField(blank=True, null=True, verbose_name="amended on")),
                (
                    "expires_on",
                    models.DateField(
                        blank=True,
                        help_text="The last day in force, included.",
                        null=True,
                        verbose_name="in force until",
                    ),
                ),
                (
                    "repealed_on",
                    models.DateField(
                        blank=True,
                        help_text="The first day without force.",
                        null=True,
                        verbose_name="repealed on",
                    ),
                ),
                (
                    "stated_validity",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("in_force", "in force"),
                            ("amended", "amended"),
                            ("expired", "expired"),
                            ("repealed", "repealed"),
                        ],
                        help_text="Only where the dates do not tell it.",
                        max_length=10,
                        verbose_name="validity",
                    ),
                ),
                (
                    "keywords",
                    models.CharField(
                        blank=True, help_text="With commas.", max_length=200, verbose_name="keywords"
                    ),
                ),
                ("summary", models.TextField(blank=True, verbose_name="summary")),
                ("body", models.TextField(blank=True, verbose_name="text")),
                ("body_text", models.TextField(blank=True, editable=False)),
                (
                    "fields",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        verbose_name="fields of its kind",
                    ),
                ),
                ("source_line", models.CharField(blank=True, max_length=200, verbose_name="source")),
                (
                    "source_url",
                    models.URLField(blank=True, max_length=500, verbose_name="address of the source"),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                ("index_number", models.CharField(max_length=80, verbose_name="index number")),
                ("address", models.CharField(max_length=100, verbose_name="address")),
                ("change_note", models.TextField(blank=True, verbose_name="what is changed")),
                ("released_at", models.DateTimeField(verbose_name="released at")),
                (
                    "is_single_handed",
                    models.BooleanField(default=False, verbose_name="published by one person"),
                ),
                ("due_on", models.DateField(null=True, verbose_name="to be public by")),
                ("digest", models.CharField(blank=True, max_length=64, verbose_name="fingerprint")),
                ("is_standing", models.BooleanField(default=True, verbose_name="read today")),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("erased_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reports.agency",
                        verbose_name="agency",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reports.category",
                        verbose_name="column",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="reports.document",
                        verbose_name="catalogue document",
                    ),
                ),
                (
                    "released_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "replaced_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reports.document",
                        verbose_name="replaced by",
                    ),
                ),
            ],
            options={
                "verbose_name": "public version",
                "verbose_name_plural": "public versions",
                "ordering": ("document", "number"),
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="FormerDocumentAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.CharField(max_length=300, unique=True, verbose_name="former address")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_addresses",
                        to="reports.document",
                        verbose_name="catalogue document",
                    ),
                ),
            ],
            options={
                "verbose_name": "former address of a document",
                "verbose_name_plural": "former addresses of documents",
                "ordering": ("path",),
            },
        ),
        migrations.CreateModel(
            name="IndexCounter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("series", models.CharField(max_length=80)),
                ("last", models.PositiveIntegerField(default=0)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="reports.agency",
                        verbose_name="agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "counter of index numbers",
                "verbose_name_plural": "counters of index numbers",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="PageFault",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.CharField(max_length=300, verbose_name="page")),
                ("text", models.TextField(verbose_name="what is wrong")),
                (
                    "contact",
                    models.CharField(blank=True, max_length=120, verbose_name="how to reach the reader"),
                ),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="at")),
                ("settled_at", models.DateTimeField(editable=False, null=True, verbose_name="settled at")),
                ("answer", models.TextField(blank=True, verbose_name="what was done")),
                (
                    "agency",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reports.agency",
                        verbose_name="agency",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "fault reported by a reader",
                "verbose_name_plural": "faults reported by readers",
                "ordering": ("-at", "-pk"),
                "default_permissions": ("view", "change"),
            },
        ),
        migrations.CreateModel(
            name="PublicChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sequence", models.PositiveBigIntegerField(unique=True, verbose_name="number")),
                (
                    "action",
                    models.CharField(
                        choices=[("created", "created"), ("changed", "changed"), ("withdrawn", "withdrawn")],
                        max_length=10,
                        verbose_name="act",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                ("subject_kind", models.CharField(max_length=20, verbose_name="kind")),
                ("subject_id", models.BigIntegerField(verbose_name="id")),
                ("address", models.CharField(max_length=300, verbose_name="public address")),
                ("digest", models.CharField(blank=True, max_length=64, verbose_name="fingerprint")),
                (
                    "agency",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reports.agency",
                        verbose_name="agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "public change",
                "verbose_name_plural": "public changes",
                "ordering": ("sequence",),
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="VersionFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="title")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reports.documentfile",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="file_rows",
                        to="reports.documentversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "attachment of a version",
                "verbose_name_plural": "attachments of versions",
                "ordering": ("position", "pk"),
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="documentversion",
            name="files",
            field=models.ManyToManyField(
                related_name="versions", through="reports.VersionFile", to="reports.documentfile"
            ),
        ),
        migrations.CreateModel(
            name="VersionLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "relation",
                    models.CharField(
                        choices=[
                            ("interprets", "interprets"),
                            ("answers", "answers questions about"),
                            ("replaces", "replaces"),
                            ("amends", "amends"),
                        ],
                        max_length=12,
                        verbose_name="relation",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reports.document"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="link_rows",
                        to="reports.documentversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "relation of a version",
                "verbose_name_plural": "relations of versions",
                "ordering": ("position", "pk"),
                "default_permissions": (),
            },
        ),
        migrations.AddConstraint(
            model_name="category",
            constraint=models.UniqueConstraint(
                condition=models.Q(("agency", None)),
                fields=("code",),
                name="category_national_code_is_unique",
            ),
        ),
        migrations.AddConstraint(
            model_name="category",
            constraint=models.UniqueConstraint(
                fields=("agency", "code"),
                name="category_code_is_unique_at_an_agency",
                violation_error_message="This agency already has a column with this code.",
            ),
        ),
        migrations.AddConstraint(
            model_name="category",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("parent", None), models.Q(("parent", models.F("id")), _negated=True), _connector="OR"
                ),
                name="category_is_not_its_own_parent",
                violation_error_message="A column cannot stand under itself.",
            ),
        ),
        migrations.AddConstraint(
            model_name="category",
            constraint=models.CheckConstraint(
                condition=models.Q(("agency", None), ("parent__isnull", False), _connector="OR"),
                name="category_own_ones_stand_under_another",
                violation_error_message="A column of an agency stands under a national one.",
            ),
        ),
        migrations.AddConstraint(
            model_name="category",
            constraint=models.CheckConstraint(
                condition=models.Q(("max_age_days", None), ("max_age_days__gte", 1), _connector="OR"),
                name="category_age_counts_from_one",
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["agency", "state", "-updated_at"], name="document_desk"),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["category", "agency"], name="document_of_column"),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["first_released_at", "due_on"], name="document_duty"),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["document_number"], name="document_by_number"),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(
                condition=models.Q(("index_number", ""), _negated=True),
                fields=("index_number",),
                name="document_index_number_is_unique",
                violation_error_message="Another document has this index number.",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(
                condition=models.Q(("address", ""), _negated=True),
                fields=("address",),
                name="document_address_is_unique",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ("draft", "in_review", "published", "withdrawn"))),
                name="document_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("first_released_at", None),
                    models.Q(
                        models.Q(("index_number", ""), _negated=True),
                        models.Q(("address", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="document_public_ones_are_numbered",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "published"), _negated=True),
                    models.Q(
                        ("openness", "open"), ("released_at__isnull", False), ("secrecy_verdict", "clear")
                    ),
                    _connector="OR",
                ),
                name="document_public_ones_are_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("openness", "closed"), _negated=True),
                    models.Q(("ground", ""), _negated=True),
                    _connector="OR",
                ),
                name="document_closed_ones_say_why",
                violation_error_message="Say on what ground it is not disclosed.",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("submitted_at", None), ("submitted_by", None)),
                    models.Q(("submitted_at__isnull", False), ("submitted_by__isnull", False)),
                    _connector="OR",
                ),
                name="document_submitted_means_at_and_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reviewed_at", None), ("reviewed_by", None)),
                    models.Q(("reviewed_at__isnull", False), ("reviewed_by__isnull", False)),
                    _connector="OR",
                ),
                name="document_reviewed_means_at_and_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reviewed_by", None),
                    models.Q(("reviewed_by", models.F("begun_by")), _negated=True),
                    _connector="OR",
                ),
                name="document_reviewed_by_another_than_who_began_it",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "draft"), _negated=True), ("reviewed_at", None), _connector="OR"
                ),
                name="document_drafts_are_not_reviewed",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("secrecy_at", None), ("secrecy_by", None), ("secrecy_verdict", "")),
                    models.Q(
                        ("secrecy_at__isnull", False),
                        ("secrecy_by__isnull", False),
                        models.Q(("secrecy_verdict", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="document_secrecy_means_at_by_and_verdict",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(("scheduled_at", None), ("reviewed_at__isnull", False), _connector="OR"),
                name="document_scheduled_only_once_reviewed",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("scheduled_at", None), ("scheduled_by", None)),
                    models.Q(
                        ("scheduled_at__isnull", False),
                        ("scheduled_by__isnull", False),
                        ("state", "in_review"),
                    ),
                    _connector="OR",
                ),
                name="document_scheduled_means_at_and_by_in_review",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("withdrawn_at__isnull", False),
                        ("withdrawn_by__isnull", False),
                        models.Q(("withdrawal_reason", ""), _negated=True),
                        models.Q(("state", "published"), _negated=True),
                    ),
                    models.Q(
                        models.Q(("state", "withdrawn"), _negated=True),
                        ("withdrawal_reason", ""),
                        ("withdrawn_at", None),
                        ("withdrawn_by", None),
                    ),
                    _connector="OR",
                ),
                name="document_withdrawn_means_at_by_and_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(("erased_at", None), ("state", "withdrawn"), _connector="OR"),
                name="document_erased_only_once_withdrawn",
            ),
        ),
        migrations.AddIndex(
            model_name="documentfile",
            index=models.Index(fields=["sha256"], name="documentfile_by_content"),
        ),
        migrations.AddConstraint(
            model_name="documentlink",
            constraint=models.UniqueConstraint(
                fields=("document", "target", "relation"),
                name="documentlink_is_made_once",
                violation_error_message="This relation is there already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="documentlink",
            constraint=models.CheckConstraint(
                condition=models.Q(("document", models.F("target")), _negated=True),
                name="documentlink_leads_elsewhere",
                violation_error_message="A document is not related to itself.",
            ),
        ),
        migrations.AddConstraint(
            model_name="indexcounter",
            constraint=models.UniqueConstraint(
                fields=("agency", "series"), name="indexcounter_is_one_a_series"
            ),
        ),
        migrations.AddIndex(
            model_name="pagefault",
            index=models.Index(fields=["settled_at", "agency"], name="pagefault_open"),
        ),
        migrations.AddConstraint(
            model_name="pagefault",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_at", None), ("settled_by", None)),
                    models.Q(("settled_at__isnull", False), ("settled_by__isnull", False)),
                    _connector="OR",
                ),
                name="pagefault_settled_means_at_and_by",
            ),
        ),
        migrations.AddIndex(
            model_name="publicchange",
            index=models.Index(
                fields=["subject_kind", "subject_id", "sequence"], name="publicchange_history"
            ),
        ),
        migrations.AddConstraint(
            model_name="versionfile",
            constraint=models.UniqueConstraint(fields=("version", "file"), name="versionfile_is_once"),
        ),
        migrations.AddIndex(
            model_name="documentversion",
            index=models.Index(
                condition=models.Q(("is_standing", True)),
                fields=["-published_at", "-id"],
                name="version_latest",
            ),
        ),
        migrations.AddIndex(
            model_name="documentversion",
            index=models.Index(
                condition=models.Q(("is_standing", True)),
                fields=["agency", "-published_at", "-id"],
                name="version_of_agency",
            ),
        ),
        migrations.AddIndex(
            model_name="documentversion",
            index=models.Index(
                condition=models.Q(("is_standing", True)),
                fields=["category", "-published_at", "-id"],
                name="version_of_column",
            ),
        ),
        migrations.AddIndex(
            model_name="documentversion",
            index=models.Index(
                condition=models.Q(("is_standing", True)),
                fields=["agency", "category", "-published_at", "-id"],
                name="version_of_both",
            ),
        ),
        migrations.AddIndex(
            model_name="documentversion",
            index=models.Index(
                condition=models.Q(("is_standing", True)),
                fields=["kind", "agency", "-published_at", "-id"],
                name="version_of_kind",
            ),
        ),
        migrations.AddIndex(
            model_name="documentversion",
            index=models.Index(fields=["document_number"], name="version_by_number"),
        ),
        migrations.AddConstraint(
            model_name="documentversion",
            constraint=models.UniqueConstraint(
                fields=("document", "number"), name="documentversion_is_numbered_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="documentversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_standing", True)),
                fields=("document",),
                name="documentversion_one_stands",
            ),
        ),
        migrations.AddConstraint(
            model_name="documentversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("withdrawn_at", None), ("is_standing", False), _connector="OR"),
                name="documentversion_withdrawn_ones_do_not_stand",
            ),
        ),
        migrations.AddConstraint(
            model_name="documentversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("erased_at", None), ("withdrawn_at__isnull", False), _connector="OR"),
                name="documentversion_erased_ones_are_withdrawn",
            ),
        ),
        migrations.AddConstraint(
            model_name="documentversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("published_at__isnull", False)), name="documentversion_bears_its_date"
            ),
        ),
        migrations.AddConstraint(
            model_name="versionlink",
            constraint=models.UniqueConstraint(
                fields=("version", "target", "relation"), name="versionlink_is_once"
            ),
        ),
        migrations.RunPython(guard, unguard),
    ]
