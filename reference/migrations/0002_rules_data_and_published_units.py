"""Rules the database keeps, the reference data itself, and the public view of units."""

from django.db import migrations

from gis_core.orm.sql_file import RunSqlFile
from reference.data_files import load_all


def load(apps, _schema_editor):
    load_all(
        unit=apps.get_model("reference", "Unit"),
        succession=apps.get_model("reference", "UnitSuccession"),
        boundary=apps.get_model("reference", "UnitBoundary"),
        land_use=apps.get_model("reference", "LandUseCode"),
    )


class Migration(migrations.Migration):
    """After this, every database carries the units and land-use codes of Bình Thuận."""

    dependencies = [("reference", "0001_units_and_land_use")]

    operations = [
        RunSqlFile(__file__, "unit_rules"),
        migrations.RunPython(load, migrations.RunPython.noop),
        RunSqlFile(__file__, "published_unit"),
    ]
