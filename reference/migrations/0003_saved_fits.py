"""Saved coordinate fits, version by version; the database refuses to change one."""

import django.contrib.gis.db.models.fields
from django.db import migrations, models

from gis_core.orm.sql_file import RunSqlFile


class Migration(migrations.Migration):
    dependencies = [("reference", "0002_rules_data_and_published_units")]

    operations = [
        migrations.CreateModel(
            name="SavedFit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
                ("version", models.PositiveIntegerField()),
                ("made_on", models.DateField()),
                ("kind", models.CharField(max_length=20)),
                ("source", models.CharField(max_length=300)),
                ("target", models.CharField(max_length=300)),
                ("points", models.JSONField()),
                ("sigma_m", models.FloatField(blank=True, null=True)),
                ("stretch", models.BooleanField(default=False)),
                ("rms_m", models.FloatField()),
                ("max_residual_m", models.FloatField()),
                ("area_4326", django.contrib.gis.db.models.fields.PolygonField(null=True, srid=4326)),
                ("author_id", models.BigIntegerField(null=True)),
                ("note", models.CharField(blank=True, max_length=300)),
                ("saved_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={"ordering": ("name", "-version")},
        ),
        migrations.AddConstraint(
            model_name="savedfit",
            constraint=models.UniqueConstraint(fields=("name", "version"), name="reference_savedfit_name_version"),
        ),
        migrations.AddConstraint(
            model_name="savedfit",
            constraint=models.CheckConstraint(
                condition=models.Q(("rms_m__gte", 0), ("version__gte", 1)), name="reference_savedfit_sane"
            ),
        ),
        RunSqlFile(__file__, "saved_fit_append_only"),
    ]
