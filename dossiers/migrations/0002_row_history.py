"""The rules of the legal spine in the database, and row history; apps that track tables depend on this migration."""

from django.db import migrations

from gis_core.orm.sql_file import RunSqlFile


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0001_legal_spine")]

    operations = [
        RunSqlFile(__file__, "legal_spine_rules"),
        RunSqlFile(__file__, "row_history_tables"),
        RunSqlFile(__file__, "row_history_shapes"),
        RunSqlFile(__file__, "row_history_triggers"),
        RunSqlFile(__file__, "row_history_check"),
        RunSqlFile(__file__, "tracked_tables"),
    ]
