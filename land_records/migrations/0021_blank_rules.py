"""What the database keeps of blanks; their history; the rule of unpaid obligations."""

from django.db import migrations

from gis_core.orm.sql_file import RunSqlFile
from land_records.rules.loading import rules_in_file


def enter(apps, _schema_editor):
    rule = apps.get_model("land_records", "Rule")
    rule.objects.bulk_create([rule(**row) for row in rules_in_file("certificates_2024")])


class Migration(migrations.Migration):
    dependencies = [("land_records", "0020_blanks_and_issues")]

    operations = [
        RunSqlFile(__file__, "blank_rules"),
        migrations.RunPython(enter, migrations.RunPython.noop),
    ]
