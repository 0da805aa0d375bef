"""The rulebook; what the columns of certificates, acts and rules must be."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("land_records", "0008_certificates_and_acts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Rule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40)),
                ("version", models.PositiveSmallIntegerField()),
                ("severities", models.JSONField(default=dict)),
                ("parameters", models.JSONField(default=dict)),
                ("text_vi", models.CharField(max_length=400)),
                ("text_en", models.CharField(max_length=400)),
                ("legal_source", models.CharField(max_length=300)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                (
                    "unit",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reference.unit"
                    ),
                ),
            ],
            options={
                "verbose_name": "quy tắc",
                "verbose_name_plural": "quy tắc",
            },
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("serial", ""), _negated=True), fields=("serial",), name="land_records_serial_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("register_no", ""), _negated=True),
                fields=("unit", "register_no"),
                name="land_records_register_no_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("code", ""), _negated=True), fields=("code",), name="land_records_gcn_code_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(("serial", ""), ("serial__regex", "^[A-ZĐ]{1,2}[0-9]{6,8}$"), _connector="OR"),
                name="land_records_serial_pattern",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificatenote",
            constraint=models.UniqueConstraint(fields=("certificate", "position"), name="land_records_note_position"),
        ),
        migrations.AddConstraint(
            model_name="certificatesuccession",
            constraint=models.UniqueConstraint(
                fields=("earlier", "later"), name="land_records_certificate_succession_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="certificatesuccession",
            constraint=models.CheckConstraint(
                condition=models.Q(("earlier", models.F("later")), _negated=True),
                name="land_records_certificate_succession_two_papers",
            ),
        ),
        migrations.AddConstraint(
            model_name="obligation",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_vnd__gte", 0)), name="land_records_obligation_amount"
            ),
        ),
        migrations.AddConstraint(
            model_name="obligation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_on__isnull", True), ("status", "unpaid")),
                    models.Q(("settled_on__isnull", False), ("status__in", ["paid", "exempt", "deferred"])),
                    _connector="OR",
                ),
                name="land_records_obligation_settled_on",
            ),
        ),
        migrations.AddConstraint(
            model_name="actsubject",
            constraint=models.UniqueConstraint(
                condition=models.Q(("open", True)),
                fields=("subject_kind", "subject_id"),
                name="land_records_one_pending_act",
            ),
        ),
        migrations.AddConstraint(
            model_name="rule",
            constraint=models.UniqueConstraint(fields=("code", "version"), name="land_records_rule_version"),
        ),
        migrations.AddConstraint(
            model_name="rule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="land_records_rule_days_in_order",
            ),
        ),
    ]
