"""Indexes of the party search: names by year of birth, addresses by words."""

from django.db import migrations

from gis_core.orm.sql_file import RunSqlFile


class Migration(migrations.Migration):
    dependencies = [("land_records", "0035_particulars_proposals")]

    operations = [RunSqlFile(__file__, "party_search")]
