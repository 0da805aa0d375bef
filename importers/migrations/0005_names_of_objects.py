"""Names on land objects, one row per text; what was entered need not be marked face by face."""

import django.contrib.gis.db.models.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("importers", "0004_archive_linking"),
    ]

    operations = [
        migrations.AlterField(
            model_name="stagedface",
            name="registered",
            field=models.CharField(blank=True, help_text="rejected, or empty: what its batch became", max_length=12),
        ),
        migrations.CreateModel(
            name="StagedName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("face", models.IntegerField()),
                ("text", models.TextField()),
                ("rotation_deg", models.FloatField(help_text="anticlockwise from grid east, as drawn")),
                ("width_m", models.FloatField(help_text="width of the object where the text stands")),
                ("geom", django.contrib.gis.db.models.fields.PointField(spatial_index=False, srid=0)),
                (
                    "batch",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="importers.batch",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["batch", "face"], name="staged_name_of_face")],
            },
        ),
    ]
