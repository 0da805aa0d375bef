"""Assets, rights, restrictions, and which parcel came from which."""

import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

import gis_core.orm.fields


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0004_folded_titles"),
        ("land_records", "0005_party_papers"),
        ("reference", "0002_rules_data_and_published_units"),
    ]

    operations = [
        migrations.CreateModel(
            name="Asset",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("house", "nhà ở"),
                            ("apartment", "căn hộ chung cư"),
                            ("construction", "công trình xây dựng"),
                            ("forest", "rừng sản xuất là rừng trồng"),
                            ("perennials", "cây lâu năm"),
                        ],
                        max_length=16,
                    ),
                ),
                ("number", models.CharField(blank=True, help_text="of an apartment in its building", max_length=40)),
                (
                    "building",
                    models.ForeignKey(
                        help_text="of an apartment",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="land_records.asset",
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
                "verbose_name": "tài sản gắn liền với đất",
                "verbose_name_plural": "tài sản gắn liền với đất",
            },
        ),
        migrations.CreateModel(
            name="AssetVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(blank=True, max_length=200)),
                ("built_area_m2", models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                ("floor_area_m2", models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                ("floors", models.CharField(blank=True, max_length=20)),
                ("structure", models.CharField(blank=True, help_text="as on the map: b5, g2 …", max_length=100)),
                ("grade", models.CharField(blank=True, max_length=20)),
                ("ownership_until", models.DateField(null=True)),
                ("valid", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                (
                    "asset",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="land_records.asset"
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
                    "parcel",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="land_records.parcel",
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
                "verbose_name": "phiên bản tài sản",
                "verbose_name_plural": "phiên bản tài sản",
            },
        ),
        migrations.CreateModel(
            name="ParcelLineage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("split", "tách thửa"),
                            ("merge", "hợp thửa"),
                            ("resurvey", "đo đạc lại"),
                            ("renumber", "đánh số lại"),
                        ],
                        max_length=10,
                    ),
                ),
                ("parent_share", models.FloatField()),
                ("at", models.DateTimeField()),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="land_records.parcel"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="land_records.parcel"
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
                "verbose_name": "nguồn gốc thửa đất",
                "verbose_name_plural": "nguồn gốc thửa đất",
            },
        ),
        migrations.CreateModel(
            name="Restriction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("mortgage", "thế chấp"),
                            ("easement", "quyền đối với thửa đất liền kề"),
                            ("seizure", "kê biên, phong tỏa"),
                            ("dispute", "tranh chấp"),
                            ("blocking", "thông tin ngăn chặn"),
                            ("corridor", "hành lang bảo vệ"),
                            ("building", "hạn chế xây dựng"),
                            ("recovery", "thông báo thu hồi đất"),
                            ("enforcement", "thi hành án"),
                        ],
                        max_length=12,
                    ),
                ),
                ("rank", models.PositiveSmallIntegerField(null=True)),
                (
                    "blocks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), default=list, size=None
                    ),
                ),
                ("document_number", models.CharField(blank=True, max_length=80)),
                ("document_date", models.DateField(null=True)),
                ("issuer", models.CharField(blank=True, max_length=200)),
                ("note", models.CharField(blank=True, help_text="personal", max_length=500)),
                (
                    "geom",
                    gis_core.orm.fields.LandMultiPolygonField(
                        help_text="the part of the parcel it lies on", null=True, spatial_index=False
                    ),
                ),
                ("geom_area_m2", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ("valid", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                (
                    "asset",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="land_records.asset",
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
                    "continues",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="land_records.restriction",
                    ),
                ),
                (
                    "favours_parcel",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="land_records.parcel",
                    ),
                ),
                (
                    "parcel",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="land_records.parcel",
                    ),
                ),
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
                "verbose_name": "hạn chế, thế chấp",
                "verbose_name_plural": "hạn chế, thế chấp",
            },
        ),
        migrations.CreateModel(
            name="RestrictionParty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(max_length=20)),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="land_records.party"
                    ),
                ),
                (
                    "restriction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="land_records.restriction"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Right",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("land_use", "quyền sử dụng đất"),
                            ("management", "quyền quản lý đất"),
                            ("ownership", "quyền sở hữu tài sản gắn liền với đất"),
                            ("lease", "quyền thuê, thuê lại"),
                            ("capital", "nhận góp vốn bằng quyền sử dụng đất"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "form",
                    models.CharField(
                        choices=[("sole", "sử dụng riêng"), ("joint", "chung hợp nhất"), ("shares", "chung theo phần")],
                        max_length=8,
                    ),
                ),
                (
                    "origin",
                    models.CharField(blank=True, help_text="DOMAIN 7.3: DG-CTT, CNQ-KTT, DT-THN …", max_length=20),
                ),
                (
                    "received_by",
                    models.CharField(blank=True, help_text="change code by which the holders got it", max_length=4),
                ),
                (
                    "began_on",
                    models.DateField(help_text="by the papers; `valid` is the moment of the entry", null=True),
                ),
                ("valid", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ("cause", models.CharField(max_length=30)),
                ("closed_cause", models.CharField(blank=True, max_length=30)),
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
                        to="land_records.right",
                    ),
                ),
                (
                    "transaction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.transaction"
                    ),
                ),
                (
                    "under",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="land_records.right",
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
                "verbose_name": "quyền",
                "verbose_name_plural": "quyền",
            },
        ),
        migrations.AddField(
            model_name="restriction",
            name="right",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="land_records.right"
            ),
        ),
    ]
