"""What the database itself keeps: shapes, time, no overlap; the published face; the history."""

from django.db import migrations

from gis_core.orm.sql_file import RunSqlFile


class Migration(migrations.Migration):
    dependencies = [
        ("land_records", "0001_cadastre"),
        ("reference", "0001_units_and_land_use"),
        ("dossiers", "0002_row_history"),
    ]

    operations = [
        RunSqlFile(__file__, "shape_rules"),
        RunSqlFile(__file__, "overlap_rule"),
        RunSqlFile(__file__, "map_parcels"),
        RunSqlFile(__file__, "published_views"),
        RunSqlFile(__file__, "history_kept"),
    ]
