"""Papers of a dossier, typed links, where the paper lies; rules and history of all three."""

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gis_core.orm.sql_file import RunSqlFile


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0002_row_history"),
        ("reference", "0002_rules_data_and_published_units"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField(help_text="1, 2, 3 … within the dossier")),
                ("type_code", models.CharField(max_length=40)),
                ("title", models.CharField(blank=True, max_length=300)),
                ("number", models.CharField(blank=True, max_length=80)),
                ("issued_on", models.DateField(null=True)),
                ("issuer", models.CharField(blank=True, max_length=200)),
                ("pages", models.PositiveIntegerField(null=True)),
                (
                    "form",
                    models.CharField(
                        choices=[("original", "Original"), ("certified", "Certified"), ("copy", "Copy")],
                        default="original",
                        max_length=10,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("received", "Received"), ("missing", "Missing"), ("returned", "Returned")],
                        default="received",
                        max_length=10,
                    ),
                ),
                ("file_name", models.CharField(blank=True, max_length=255)),
                ("note", models.CharField(blank=True, max_length=500)),
                ("added_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="DossierLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject_kind", models.CharField(max_length=40)),
                ("subject_id", models.BigIntegerField()),
                ("linked_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_reason", models.CharField(blank=True, max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name="ShelfMove",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("store", models.CharField(max_length=60)),
                ("row", models.CharField(blank=True, max_length=30)),
                ("rack", models.CharField(blank=True, max_length=30)),
                ("box", models.CharField(blank=True, max_length=30)),
                ("slot", models.CharField(blank=True, max_length=30)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("moved_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="dossier",
            name="folded_title",
            field=models.TextField(blank=True, help_text="title for search: no accents, no case"),
        ),
        migrations.AddField(
            model_name="dossier",
            name="one_stop_code",
            field=models.CharField(blank=True, help_text="the one-stop desk's own code", max_length=60),
        ),
        migrations.AlterField(
            model_name="dossier",
            name="kind",
            field=models.CharField(
                choices=[
                    ("import", "Import"),
                    ("application", "Application"),
                    ("archive", "Archive"),
                    ("linking", "Linking"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(fields=["unit", "-id"], name="dossiers_of_unit"),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["folded_title"], name="dossiers_by_title", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddConstraint(
            model_name="dossier",
            constraint=models.UniqueConstraint(
                condition=models.Q(("one_stop_code", ""), _negated=True),
                fields=("one_stop_code",),
                name="dossiers_one_stop_code_once",
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="added_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="dossier",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.dossier"
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="file",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.storedfile"
            ),
        ),
        migrations.AddField(
            model_name="dossierlink",
            name="dossier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.dossier"
            ),
        ),
        migrations.AddField(
            model_name="dossierlink",
            name="ended_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="dossierlink",
            name="linked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="dossierlink",
            name="transaction",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.transaction"
            ),
        ),
        migrations.AddField(
            model_name="shelfmove",
            name="dossier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.dossier"
            ),
        ),
        migrations.AddField(
            model_name="shelfmove",
            name="moved_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(fields=("dossier", "position"), name="dossiers_document_numbered_once"),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "missing"), _negated=True), ("file__isnull", True), _connector="OR"
                ),
                name="dossiers_missing_paper_has_no_scan",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(("pages__isnull", True), ("pages__gt", 0), _connector="OR"),
                name="dossiers_document_pages",
            ),
        ),
        migrations.AddIndex(
            model_name="dossierlink",
            index=models.Index(fields=["subject_kind", "subject_id"], name="dossiers_link_subject"),
        ),
        migrations.AddConstraint(
            model_name="dossierlink",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("dossier", "subject_kind", "subject_id"),
                name="dossiers_link_stands_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="dossierlink",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                    _connector="OR",
                ),
                name="dossiers_link_end_has_its_facts",
            ),
        ),
        migrations.AddConstraint(
            model_name="shelfmove",
            constraint=models.CheckConstraint(
                condition=models.Q(("store", ""), _negated=True), name="dossiers_move_names_a_store"
            ),
        ),
        RunSqlFile(__file__, "document_rules"),
    ]
