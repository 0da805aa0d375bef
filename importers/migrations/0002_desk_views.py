"""Views of staged work for officers' maps."""

from django.db import migrations

from gis_core.orm.sql_file import RunSqlFile


class Migration(migrations.Migration):
    dependencies = [("importers", "0001_batches")]

    operations = [RunSqlFile(__file__, "0002_desk_views")]
