"""The first rules of the rulebook, with their legal sources."""

from django.db import migrations

from land_records.rules.loading import rules_in_file


def enter(apps, _schema_editor):
    rule = apps.get_model("land_records", "Rule")
    rule.objects.bulk_create([rule(**row) for row in rules_in_file("rules_2024")])


class Migration(migrations.Migration):
    dependencies = [("land_records", "0010_right_rules")]

    operations = [migrations.RunPython(enter, migrations.RunPython.noop)]
