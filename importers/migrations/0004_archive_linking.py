"""Archive deliveries: staged certificates and scans."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("importers", "0003_staged_elements_in_bulk"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="batch",
            name="kind",
            field=models.CharField(
                choices=[("parcels", "Parcels"), ("zones", "Zones"), ("raster", "Raster"), ("archive", "Archive")],
                default="parcels",
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="StagedCertificate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.TextField(blank=True)),
                ("lines", django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
                ("serial", models.CharField(blank=True, max_length=20)),
                ("book_number", models.CharField(blank=True, max_length=80)),
                ("issued_on", models.DateField(null=True)),
                ("unit_code", models.CharField(blank=True, max_length=5)),
                ("sheet", models.CharField(blank=True, max_length=20)),
                ("number", models.CharField(blank=True, max_length=20)),
                ("holder", models.TextField(blank=True)),
                ("shelf", models.JSONField(default=dict)),
                ("outcome", models.CharField(max_length=10)),
                ("reason", models.CharField(blank=True, max_length=32)),
                (
                    "parcel_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                (
                    "candidates",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, help_text="parcels it may lie on", size=None
                    ),
                ),
                ("certificate_id", models.BigIntegerField(help_text="in the register", null=True)),
                ("dossier_id", models.BigIntegerField(help_text="the archive dossier it has, or was given", null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "batch",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="importers.batch",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="StagedScan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.TextField()),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("media_kind", models.CharField(blank=True, max_length=40)),
                ("pages", models.IntegerField(null=True)),
                ("outcome", models.CharField(max_length=10)),
                ("reason", models.CharField(blank=True, max_length=32)),
                (
                    "candidates",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "batch",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="importers.batch",
                    ),
                ),
                (
                    "certificate",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="importers.stagedcertificate",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.AddIndex(
            model_name="stagedcertificate",
            index=models.Index(fields=["batch", "outcome", "id"], name="staged_certificate_of_batch"),
        ),
        migrations.AddIndex(
            model_name="stagedscan",
            index=models.Index(fields=["batch", "outcome", "id"], name="staged_scan_of_batch"),
        ),
    ]
