"""What the database itself keeps about plans: web columns, the published face, the history."""

from django.db import migrations

from gis_core.orm.sql_file import RunSqlFile


class Migration(migrations.Migration):
    dependencies = [("planning", "0001_plans_zones_rasters"), ("dossiers", "0002_row_history")]

    operations = [
        RunSqlFile(__file__, "web_mercator"),
        RunSqlFile(__file__, "published_plans"),
        RunSqlFile(__file__, "history_kept"),
    ]
