"""What the database keeps of rights, restrictions and certificates; their history."""

from django.db import migrations

from gis_core.orm.sql_file import RunSqlFile


class Migration(migrations.Migration):
    dependencies = [("land_records", "0009_rules"), ("dossiers", "0002_row_history")]

    operations = [RunSqlFile(__file__, "right_rules")]
