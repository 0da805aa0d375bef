"""Indexes of the party search: names by year of birth, parties by unit."""

from django.db import migrations, models

from gis_core.orm.sql_file import RunSqlFile


class Migration(migrations.Migration):
    dependencies = [("land_records", "0034_lookup_indexes")]

    operations = [
        migrations.AddIndex(
            model_name="partyunit",
            index=models.Index(fields=["unit", "party"], name="land_records_unit_parties"),
        ),
        RunSqlFile(__file__, "search_by_year"),
    ]
