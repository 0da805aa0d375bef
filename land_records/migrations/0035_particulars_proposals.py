"""New particulars that wait, sealed, for the act that enters them; the rule that asks for them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gis_core.orm.sql_file import RunSqlFile
from land_records.rules.loading import rules_in_file


def enter(apps, _schema_editor):
    rule = apps.get_model("land_records", "Rule")
    rule.objects.bulk_create([rule(**row) for row in rules_in_file("rules_of_particulars")])


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0006_rezonings"),
        ("land_records", "0034_lookup_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ParticularsProposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sealed", models.BinaryField(null=True)),
                ("key_id", models.CharField(max_length=16)),
                ("recorded_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="land_records.party"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "transaction",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.transaction",
                    ),
                ),
            ],
            options={
                "verbose_name": "thông tin chờ biến động",
                "verbose_name_plural": "thông tin chờ biến động",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sealed__isnull", False), ("settled_at__isnull", True)),
                            models.Q(("sealed__isnull", True), ("settled_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="land_records_proposal_emptied",
                    )
                ],
            },
        ),
        RunSqlFile(__file__, "proposal_rules"),
        migrations.RunPython(enter, migrations.RunPython.noop),
    ]
