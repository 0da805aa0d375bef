"""Re-zonings of the register, as recorded events."""

from django.db import migrations, models

from gis_core.orm.sql_file import RunSqlFile


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0005_read_log")]

    operations = [
        migrations.CreateModel(
            name="Rezoning",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("from_srid", models.PositiveIntegerField()),
                ("to_srid", models.PositiveIntegerField()),
                ("operation", models.CharField(max_length=200)),
                ("rows", models.BigIntegerField()),
                ("way_back_max_m", models.FloatField()),
                ("columns", models.JSONField()),
                ("role", models.CharField(max_length=63)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("from_srid", models.F("to_srid")), _negated=True),
                        name="dossiers_rezoning_moves",
                    )
                ],
            },
        ),
        RunSqlFile(__file__, "rezoning_rules"),
    ]
