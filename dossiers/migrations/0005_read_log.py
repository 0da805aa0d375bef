"""The read log: who looked at personal data, and why."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gis_core.orm.sql_file import RunSqlFile


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0004_folded_titles"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PersonalRead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("read_at", models.DateTimeField()),
                ("reason", models.CharField(max_length=300, null=True)),
                (
                    "place",
                    models.CharField(
                        choices=[("page", "Page"), ("api", "Api"), ("pdf", "Pdf"), ("command", "Command")],
                        max_length=10,
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        help_text="the query's name: search_name, search_identity, party …", max_length=40
                    ),
                ),
                ("query", models.CharField(max_length=200, null=True)),
                ("subject_kind", models.CharField(max_length=40)),
                (
                    "subject_ids",
                    django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.dossier"
                    ),
                ),
                (
                    "read_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["subject_ids"], name="dossiers_read_subjects"),
                    models.Index(fields=["read_by", "-read_at"], name="dossiers_read_by_person"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("dossier__isnull", False), ("reason__isnull", False), _connector="OR"),
                        name="dossiers_read_has_a_purpose",
                    )
                ],
            },
        ),
        RunSqlFile(__file__, "read_log_rules"),
    ]
