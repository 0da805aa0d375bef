"""The stock of blanks, proposals to issue, printers, and the remarks a certificate bears."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_archivist"),
        ("dossiers", "0005_read_log"),
        ("land_records", "0011_rulebook"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="certificate",
            name="remarks",
            field=models.TextField(blank=True, help_text="Ghi chú as printed at issue; personal: it may name people"),
        ),
        migrations.CreateModel(
            name="BlankLot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("letters", models.CharField(max_length=2)),
                (
                    "digits",
                    models.PositiveSmallIntegerField(help_text="how many figures the number has, zeros in front"),
                ),
                ("first_no", models.PositiveIntegerField()),
                ("last_no", models.PositiveIntegerField()),
                ("form", models.CharField(help_text="Certificate.Form", max_length=10)),
                ("received_on", models.DateField()),
                ("supplier", models.CharField(blank=True, max_length=200)),
                (
                    "delivery_note",
                    models.CharField(blank=True, help_text="number of the hand-over minutes", max_length=80),
                ),
                ("recorded_at", models.DateTimeField()),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "lô phôi",
                "verbose_name_plural": "lô phôi",
            },
        ),
        migrations.CreateModel(
            name="Blank",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("serial", models.CharField(max_length=12, unique=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("in_store", "trong kho"),
                            ("handed", "đã giao đơn vị"),
                            ("reserved", "đang in"),
                            ("used", "đã sử dụng"),
                            ("spoiled", "hỏng"),
                            ("returned", "đã trả lại nơi cấp"),
                            ("lost", "mất"),
                        ],
                        default="in_store",
                        max_length=10,
                    ),
                ),
                (
                    "certificate",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="land_records.certificate",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.office"
                    ),
                ),
                (
                    "lot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="land_records.blanklot"
                    ),
                ),
            ],
            options={
                "verbose_name": "phôi",
                "verbose_name_plural": "phôi",
            },
        ),
        migrations.CreateModel(
            name="BlankMove",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("received", "nhập kho"),
                            ("handed", "giao đơn vị"),
                            ("reserved", "lấy ra in"),
                            ("released", "chưa in, để lại"),
                            ("used", "sử dụng"),
                            ("spoiled", "hỏng"),
                            ("returned", "trả lại nơi cấp"),
                            ("lost", "mất"),
                        ],
                        max_length=10,
                    ),
                ),
                ("first_serial", models.CharField(max_length=12)),
                ("last_serial", models.CharField(max_length=12)),
                ("count", models.PositiveIntegerField()),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("moved_at", models.DateTimeField()),
                (
                    "certificate",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="land_records.certificate",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        help_text="the minutes (biên bản)",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.document",
                    ),
                ),
                (
                    "lot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="land_records.blanklot"
                    ),
                ),
                (
                    "moved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.office"
                    ),
                ),
            ],
            options={
                "verbose_name": "biến động phôi",
                "verbose_name_plural": "biến động phôi",
            },
        ),
        migrations.CreateModel(
            name="CertificateIssue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("open", models.BooleanField(default=True)),
                ("verdict", models.JSONField(default=dict, help_text="rule, version and figures at approval")),
                (
                    "certificate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="land_records.certificate"
                    ),
                ),
                (
                    "transaction",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.transaction"
                    ),
                ),
            ],
            options={
                "verbose_name": "đề nghị phát hành",
                "verbose_name_plural": "đề nghị phát hành",
            },
        ),
        migrations.CreateModel(
            name="PrinterProfile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, unique=True)),
                ("page1_right_mm", models.DecimalField(decimal_places=2, default=0, max_digits=5)),
                ("page1_down_mm", models.DecimalField(decimal_places=2, default=0, max_digits=5)),
                ("page2_right_mm", models.DecimalField(decimal_places=2, default=0, max_digits=5)),
                ("page2_down_mm", models.DecimalField(decimal_places=2, default=0, max_digits=5)),
                ("scale", models.DecimalField(decimal_places=4, default=1, max_digits=6)),
                ("changed_at", models.DateTimeField()),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "máy in",
                "verbose_name_plural": "máy in",
            },
        ),
        migrations.AddConstraint(
            model_name="blanklot",
            constraint=models.CheckConstraint(
                condition=models.Q(("digits__gte", 6), ("digits__lte", 8), ("last_no__gte", models.F("first_no"))),
                name="land_records_lot_range",
            ),
        ),
        migrations.AddIndex(
            model_name="blank",
            index=models.Index(fields=["status", "serial"], name="land_records_blank_status"),
        ),
        migrations.AddConstraint(
            model_name="blank",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("certificate__isnull", False), ("status__in", ["reserved", "used"])),
                    models.Q(
                        models.Q(("status__in", ["reserved", "used"]), _negated=True), ("certificate__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="land_records_blank_names_its_certificate",
            ),
        ),
        migrations.AddConstraint(
            model_name="blank",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "handed"), _negated=True), ("office__isnull", False), _connector="OR"
                ),
                name="land_records_blank_handed_to_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="blankmove",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ["spoiled", "lost"]), _negated=True),
                    models.Q(("document__isnull", False), models.Q(("reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="land_records_move_has_minutes",
            ),
        ),
        migrations.AddConstraint(
            model_name="blankmove",
            constraint=models.CheckConstraint(
                condition=models.Q(("count__gt", 0)), name="land_records_move_moves_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="certificateissue",
            constraint=models.UniqueConstraint(
                condition=models.Q(("open", True)), fields=("certificate",), name="land_records_one_open_issue"
            ),
        ),
        migrations.AddConstraint(
            model_name="printerprofile",
            constraint=models.CheckConstraint(
                condition=models.Q(("scale__gte", "0.95"), ("scale__lte", "1.05")),
                name="land_records_printer_scale_small",
            ),
        ),
    ]
