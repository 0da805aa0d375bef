"""Names as the map writes them on land objects: a street net is one object with many names."""

import django.contrib.gis.db.models.fields
import django.db.models.deletion
from django.db import migrations, models

import gis_core.orm.fields
from gis_core.orm.sql_file import RunSqlFile


class Migration(migrations.Migration):
    dependencies = [
        ("land_records", "0021_blank_rules"),
    ]

    operations = [
        migrations.CreateModel(
            name="ObjectName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=200)),
                ("point", gis_core.orm.fields.LandPointField(spatial_index=False)),
                ("point_3857", django.contrib.gis.db.models.fields.PointField(editable=False, null=True, srid=3857)),
                ("rotation_deg", models.FloatField(help_text="anticlockwise from grid east, as drawn")),
                ("width_m", models.FloatField(help_text="width of the object where the name stands")),
                (
                    "land_object",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="land_records.landobject"
                    ),
                ),
            ],
            options={
                "verbose_name": "tên trên bản đồ",
                "verbose_name_plural": "tên trên bản đồ",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="land_records_object_name_says_something"
                    )
                ],
            },
        ),
        RunSqlFile(__file__, "object_names"),
    ]
