"""Papers and addresses of parties, duplicates and merges; what the database keeps about all of them."""

import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gis_core.orm.sql_file import RunSqlFile


class Migration(migrations.Migration):
    dependencies = [
        ("land_records", "0004_parties"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="IdentityPaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("cmnd", "chứng minh nhân dân"),
                            ("cccd", "căn cước, căn cước công dân"),
                            ("passport", "hộ chiếu"),
                            ("business_code", "mã số doanh nghiệp"),
                            ("decision", "quyết định thành lập"),
                            ("other", "giấy tờ khác"),
                        ],
                        max_length=14,
                    ),
                ),
                ("sealed", models.BinaryField(null=True)),
                ("blind_index", models.BinaryField(null=True)),
                ("key_id", models.CharField(max_length=16)),
                ("issued_on", models.DateField(null=True)),
                ("issued_by", models.CharField(max_length=150, null=True)),
                ("erased_at", models.DateTimeField(null=True)),
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
                    "recorded_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "replaced_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="land_records.identitypaper",
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
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="land_records.party"
                    ),
                ),
            ],
            options={
                "verbose_name": "giấy tờ nhân thân, pháp nhân",
                "verbose_name_plural": "giấy tờ nhân thân, pháp nhân",
            },
        ),
        migrations.CreateModel(
            name="PartyAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "purpose",
                    models.CharField(
                        choices=[("residence", "nơi thường trú, trụ sở"), ("contact", "nơi liên hệ")],
                        default="residence",
                        max_length=10,
                    ),
                ),
                ("house_number", models.CharField(max_length=50, null=True)),
                ("street", models.CharField(max_length=100, null=True)),
                ("hamlet", models.CharField(help_text="tổ dân phố, thôn, xóm, khu phố", max_length=100, null=True)),
                ("detail", models.CharField(help_text="the whole address as written", max_length=255, null=True)),
                ("folded_detail", models.CharField(max_length=255, null=True)),
                ("erased_at", models.DateTimeField(null=True)),
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
                    "party",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="land_records.party",
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
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reference.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "địa chỉ của người sử dụng đất",
                "verbose_name_plural": "địa chỉ của người sử dụng đất",
            },
        ),
        migrations.CreateModel(
            name="PartyDuplicate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("evidence", models.JSONField(default=dict)),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "chờ xem xét"), ("merged", "đã hợp nhất"), ("different", "là hai người")],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("proposed_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(max_length=500, null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "first",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="land_records.party",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="land_records.party"
                    ),
                ),
            ],
            options={
                "verbose_name": "cặp nghi trùng",
                "verbose_name_plural": "cặp nghi trùng",
            },
        ),
        migrations.CreateModel(
            name="PartyMerge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("evidence", models.JSONField(default=dict)),
                ("reason", models.CharField(max_length=500, null=True)),
                ("merged_at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(null=True)),
                ("undone_reason", models.CharField(max_length=500, null=True)),
                (
                    "absorbed",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="land_records.party",
                    ),
                ),
                (
                    "duplicate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="land_records.partyduplicate"
                    ),
                ),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="land_records.party"
                    ),
                ),
                (
                    "merged_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "hợp nhất người sử dụng đất",
                "verbose_name_plural": "hợp nhất người sử dụng đất",
            },
        ),
        migrations.AddConstraint(
            model_name="identitypaper",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("blind_index__isnull", True), ("erased_at__isnull", False), ("sealed__isnull", True)),
                    models.Q(("blind_index__isnull", False), ("erased_at__isnull", True), ("sealed__isnull", False)),
                    _connector="OR",
                ),
                name="land_records_paper_sealed",
            ),
        ),
        migrations.AddConstraint(
            model_name="partyaddress",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("detail__isnull", True), ("erased_at__isnull", False), ("folded_detail__isnull", True)),
                    models.Q(("detail__isnull", False), ("erased_at__isnull", True), ("folded_detail__isnull", False)),
                    _connector="OR",
                ),
                name="land_records_address_written",
            ),
        ),
        migrations.AddConstraint(
            model_name="partyaddress",
            constraint=models.CheckConstraint(
                condition=models.Q(("detail", ""), _negated=True), name="land_records_address_not_empty"
            ),
        ),
        migrations.AddIndex(
            model_name="partyduplicate",
            index=models.Index(fields=["status", "-proposed_at"], name="land_records_duplicate_queue"),
        ),
        migrations.AddConstraint(
            model_name="partyduplicate",
            constraint=models.UniqueConstraint(fields=("first", "second"), name="land_records_duplicate_pair"),
        ),
        migrations.AddConstraint(
            model_name="partyduplicate",
            constraint=models.CheckConstraint(
                condition=models.Q(("first__lt", models.F("second"))), name="land_records_duplicate_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="partyduplicate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status", "open"),
                    models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                    _connector="OR",
                ),
                name="land_records_duplicate_decided_by_someone",
            ),
        ),
        migrations.AddConstraint(
            model_name="partymerge",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone_at__isnull", True)),
                fields=("absorbed",),
                name="land_records_merge_once_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="partymerge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("undone_at__isnull", True), ("undone_by__isnull", True)),
                    models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                    _connector="OR",
                ),
                name="land_records_merge_undone_by_someone",
            ),
        ),
        RunSqlFile(__file__, "party_rules"),
    ]
