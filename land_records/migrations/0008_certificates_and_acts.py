"""Certificates with their states and notes, acts and obligations."""

import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("dossiers", "0004_folded_titles"),
        ("land_records", "0007_holders_and_purposes"),
        ("reference", "0002_rules_data_and_published_units"),
    ]

    operations = [
        migrations.CreateModel(
            name="Certificate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("tt10_2024", "mẫu Thông tư 10/2024/TT-BTNMT"),
                            ("tt23_2014", "mẫu Thông tư 23/2014/TT-BTNMT"),
                            ("older", "mẫu cũ hơn"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "kind_code",
                    models.CharField(blank=True, help_text="VBDLIS catalogue of certificate kinds", max_length=4),
                ),
                ("serial", models.CharField(blank=True, max_length=12)),
                ("serial_raw", models.CharField(blank=True, max_length=30)),
                ("register_no", models.CharField(blank=True, max_length=30)),
                ("register_no_raw", models.CharField(blank=True, max_length=40)),
                ("code", models.CharField(blank=True, help_text="Mã GCN, given by the national system", max_length=12)),
                ("bar_code", models.CharField(blank=True, max_length=20)),
                ("token", models.CharField(help_text="random; the address behind the QR", max_length=26, unique=True)),
                ("issued_on", models.DateField(null=True)),
                ("issuer", models.CharField(blank=True, max_length=200)),
                ("signer", models.CharField(blank=True, max_length=120)),
                ("decision_no", models.CharField(blank=True, max_length=60)),
                ("decision_date", models.DateField(null=True)),
                (
                    "from_archive",
                    models.BooleanField(default=False, help_text="known from papers issued before this register"),
                ),
                ("created_at", models.DateTimeField()),
                (
                    "transaction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.transaction"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reference.unit"
                    ),
                ),
            ],
            options={
                "verbose_name": "giấy chứng nhận",
                "verbose_name_plural": "giấy chứng nhận",
            },
        ),
        migrations.CreateModel(
            name="CertificateNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("change_code", models.CharField(max_length=4)),
                ("text", models.TextField(help_text="personal: it may name the new holder")),
                ("at", models.DateTimeField()),
                (
                    "certificate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="land_records.certificate"
                    ),
                ),
                (
                    "transaction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.transaction"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CertificateRight",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                (
                    "certificate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="land_records.certificate"
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.transaction",
                    ),
                ),
                (
                    "right",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="land_records.right"
                    ),
                ),
                (
                    "transaction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.transaction"
                    ),
                ),
            ],
            options={
                "verbose_name": "quyền ghi trên giấy chứng nhận",
                "verbose_name_plural": "quyền ghi trên giấy chứng nhận",
            },
        ),
        migrations.CreateModel(
            name="CertificateState",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "dự thảo"),
                            ("discarded", "dự thảo đã bỏ, chưa phát hành"),
                            ("valid", "còn giá trị"),
                            ("changed", "còn giá trị, đã chỉnh lý"),
                            ("replaced", "đã được thay thế"),
                            ("revoked", "đã thu hồi"),
                            ("lost", "đã mất, không còn giá trị"),
                        ],
                        max_length=10,
                    ),
                ),
                ("valid", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                (
                    "certificate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="land_records.certificate"
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.transaction",
                    ),
                ),
                (
                    "transaction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.transaction"
                    ),
                ),
            ],
            options={
                "verbose_name": "tình trạng giấy chứng nhận",
                "verbose_name_plural": "tình trạng giấy chứng nhận",
            },
        ),
        migrations.CreateModel(
            name="CertificateSuccession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "earlier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="land_records.certificate"
                    ),
                ),
                (
                    "later",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="land_records.certificate"
                    ),
                ),
                (
                    "transaction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.transaction"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Obligation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        help_text="land_use_fee, registration_fee, income_tax, rent, appraisal_fee", max_length=40
                    ),
                ),
                ("slip_number", models.CharField(blank=True, max_length=60)),
                ("slip_date", models.DateField(null=True)),
                ("amount_vnd", models.DecimalField(decimal_places=0, max_digits=16)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("unpaid", "chưa nộp"),
                            ("paid", "đã nộp"),
                            ("exempt", "được miễn"),
                            ("deferred", "ghi nợ"),
                        ],
                        default="unpaid",
                        max_length=10,
                    ),
                ),
                ("settled_on", models.DateField(null=True)),
                ("legal_basis", models.CharField(blank=True, max_length=200)),
                ("recorded_at", models.DateTimeField()),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.dossier"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "nghĩa vụ tài chính",
                "verbose_name_plural": "nghĩa vụ tài chính",
            },
        ),
        migrations.CreateModel(
            name="RegisterAct",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("payload", models.JSONField(default=dict)),
                ("drafted_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("decided", models.JSONField(help_text="verdicts and counts at approval, no personal data", null=True)),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.dossier"
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "transaction",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.transaction",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reference.unit"
                    ),
                ),
            ],
            options={
                "verbose_name": "biến động",
                "verbose_name_plural": "biến động",
            },
        ),
        migrations.CreateModel(
            name="ActSubject",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject_kind", models.CharField(max_length=20)),
                ("subject_id", models.BigIntegerField()),
                ("open", models.BooleanField(default=True)),
                (
                    "act",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="land_records.registeract"
                    ),
                ),
            ],
        ),
    ]
