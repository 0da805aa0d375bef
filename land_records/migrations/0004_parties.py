"""Parties: who can hold rights, where they are known, their particulars and members."""

import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0002_row_history"),
        ("land_records", "0002_cadastre_rules"),
        ("reference", "0002_rules_data_and_published_units"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Party",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("person", "cá nhân"),
                            ("couple", "vợ chồng"),
                            ("household", "hộ gia đình"),
                            ("organisation", "tổ chức"),
                            ("community", "cộng đồng dân cư"),
                            ("foreign_invested", "tổ chức có vốn đầu tư nước ngoài"),
                            ("group", "nhóm người"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "user_kind",
                    models.CharField(help_text="code of land users, TT 08/2024: CNV, TKT, CDS …", max_length=5),
                ),
                ("created_at", models.DateTimeField()),
                (
                    "created_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="land_records.party",
                    ),
                ),
            ],
            options={
                "verbose_name": "người sử dụng đất",
                "verbose_name_plural": "người sử dụng đất",
            },
        ),
        migrations.CreateModel(
            name="PartyMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("husband", "chồng"),
                            ("wife", "vợ"),
                            ("head", "chủ hộ"),
                            ("heads_spouse", "vợ hoặc chồng chủ hộ"),
                            ("member", "thành viên"),
                            ("representative", "người đại diện"),
                        ],
                        max_length=14,
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
                    "group",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="land_records.party",
                    ),
                ),
                (
                    "member",
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
            ],
            options={
                "verbose_name": "thành viên",
                "verbose_name_plural": "thành viên",
            },
        ),
        migrations.CreateModel(
            name="PartyParticulars",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ("recorded_at", models.DateTimeField()),
                ("name", models.CharField(max_length=255, null=True)),
                ("folded_name", models.CharField(max_length=255, null=True)),
                ("folded_back", models.CharField(max_length=255, null=True)),
                ("short_name", models.CharField(max_length=60, null=True)),
                ("foreign_name", models.CharField(max_length=150, null=True)),
                (
                    "gender",
                    models.CharField(
                        choices=[("female", "nữ"), ("male", "nam"), ("other", "khác")], max_length=6, null=True
                    ),
                ),
                ("birth_date", models.DateField(null=True)),
                ("birth_year", models.PositiveSmallIntegerField(null=True)),
                ("death_date", models.DateField(null=True)),
                ("death_year", models.PositiveSmallIntegerField(null=True)),
                ("nationality", models.CharField(help_text="ISO 3166-1 alpha-3", max_length=3, null=True)),
                ("ethnicity", models.CharField(max_length=50, null=True)),
                ("tax_code", models.CharField(max_length=20, null=True)),
                ("phone", models.CharField(max_length=20, null=True)),
                ("email", models.CharField(max_length=150, null=True)),
                (
                    "founding_number",
                    models.CharField(help_text="decision or registration of a body", max_length=50, null=True),
                ),
                ("founding_date", models.DateField(null=True)),
                ("founding_kind", models.CharField(max_length=150, null=True)),
                (
                    "wife_first",
                    models.BooleanField(default=False, help_text="couples: the wife's name is printed first"),
                ),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("registered", "lập mới"),
                            ("changed", "thay đổi thông tin"),
                            ("corrected", "đính chính"),
                        ],
                        default="registered",
                        max_length=10,
                    ),
                ),
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
                    "corrects",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="land_records.partyparticulars",
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
            ],
            options={
                "verbose_name": "thông tin người sử dụng đất",
                "verbose_name_plural": "thông tin người sử dụng đất",
            },
        ),
        migrations.CreateModel(
            name="PartyUnit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField()),
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
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reference.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "địa bàn của người sử dụng đất",
                "verbose_name_plural": "địa bàn của người sử dụng đất",
            },
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into", models.F("id")), _negated=True),
                name="land_records_party_not_into_itself",
            ),
        ),
        migrations.AddConstraint(
            model_name="partymember",
            constraint=models.CheckConstraint(
                condition=models.Q(("group", models.F("member")), _negated=True), name="land_records_member_of_another"
            ),
        ),
        migrations.AddConstraint(
            model_name="partyparticulars",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("erased_at__isnull", False), ("folded_name__isnull", True), ("name__isnull", True)),
                    models.Q(
                        ("erased_at__isnull", True),
                        ("folded_back__isnull", False),
                        ("folded_name__isnull", False),
                        ("name__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="land_records_particulars_named",
            ),
        ),
        migrations.AddConstraint(
            model_name="partyparticulars",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("name", ""), _negated=True), models.Q(("folded_name", ""), _negated=True)),
                name="land_records_particulars_not_empty",
            ),
        ),
        migrations.AddConstraint(
            model_name="partyparticulars",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("birth_year__isnull", True),
                    ("death_year__isnull", True),
                    ("death_year__gte", models.F("birth_year")),
                    _connector="OR",
                ),
                name="land_records_particulars_years",
            ),
        ),
        migrations.AddConstraint(
            model_name="partyunit",
            constraint=models.UniqueConstraint(fields=("party", "unit"), name="land_records_party_unit_once"),
        ),
    ]
