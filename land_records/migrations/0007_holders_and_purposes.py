"""Holders, purposes and subjects of rights; what their columns must be."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("land_records", "0006_assets_and_rights"),
    ]

    operations = [
        migrations.CreateModel(
            name="RightHolder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("numerator", models.PositiveIntegerField(null=True)),
                ("denominator", models.PositiveIntegerField(null=True)),
                (
                    "represents",
                    models.BooleanField(default=False, help_text="stands on the certificate for the others"),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="land_records.party"
                    ),
                ),
                (
                    "right",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="land_records.right"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RightPurpose",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("code", models.CharField(max_length=10)),
                ("area_m2", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                (
                    "term",
                    models.CharField(
                        choices=[("long", "lâu dài"), ("until", "đến ngày"), ("unknown", "không ghi trên giấy")],
                        max_length=8,
                    ),
                ),
                ("until", models.DateField(null=True)),
                (
                    "parcel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="land_records.parcel"
                    ),
                ),
                (
                    "right",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="land_records.right"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RightSubject",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                    "parcel",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="land_records.parcel",
                    ),
                ),
                (
                    "right",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="land_records.right"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RightSuccession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "earlier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="land_records.right"
                    ),
                ),
                (
                    "later",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="land_records.right"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="asset",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "apartment")),
                fields=("building", "number"),
                name="land_records_apartment_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="parcellineage",
            constraint=models.UniqueConstraint(fields=("parent", "child"), name="land_records_lineage_once"),
        ),
        migrations.AddConstraint(
            model_name="parcellineage",
            constraint=models.CheckConstraint(
                condition=models.Q(("parent", models.F("child")), _negated=True),
                name="land_records_lineage_two_parcels",
            ),
        ),
        migrations.AddConstraint(
            model_name="parcellineage",
            constraint=models.CheckConstraint(
                condition=models.Q(("parent_share__gt", 0), ("parent_share__lte", 1)), name="land_records_lineage_share"
            ),
        ),
        migrations.AddConstraint(
            model_name="restrictionparty",
            constraint=models.UniqueConstraint(
                fields=("restriction", "party", "role"), name="land_records_restriction_party_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="restriction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("right__isnull", False), ("parcel__isnull", False), ("asset__isnull", False), _connector="OR"
                ),
                name="land_records_restriction_lies_on_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="restriction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "mortgage"), ("rank__isnull", False), ("right__isnull", False)),
                    models.Q(models.Q(("kind", "mortgage"), _negated=True), ("rank__isnull", True)),
                    _connector="OR",
                ),
                name="land_records_restriction_mortgage_has_rank",
            ),
        ),
        migrations.AddConstraint(
            model_name="rightholder",
            constraint=models.UniqueConstraint(fields=("right", "party"), name="land_records_holder_once"),
        ),
        migrations.AddConstraint(
            model_name="rightholder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("denominator__isnull", True), ("numerator__isnull", True)),
                    models.Q(("denominator__gt", 0), ("numerator__gt", 0), ("numerator__lte", models.F("denominator"))),
                    _connector="OR",
                ),
                name="land_records_holder_fraction",
            ),
        ),
        migrations.AddConstraint(
            model_name="rightpurpose",
            constraint=models.UniqueConstraint(
                fields=("right", "parcel", "position"), name="land_records_purpose_position"
            ),
        ),
        migrations.AddConstraint(
            model_name="rightpurpose",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("term", "until"), ("until__isnull", False)),
                    models.Q(models.Q(("term", "until"), _negated=True), ("until__isnull", True)),
                    _connector="OR",
                ),
                name="land_records_purpose_until_has_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="rightsubject",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("asset__isnull", True), ("parcel__isnull", False)),
                    models.Q(("asset__isnull", False), ("parcel__isnull", True)),
                    _connector="OR",
                ),
                name="land_records_right_subject_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="rightsubject",
            constraint=models.UniqueConstraint(
                condition=models.Q(("parcel__isnull", False)),
                fields=("right", "parcel"),
                name="land_records_right_parcel_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="rightsubject",
            constraint=models.UniqueConstraint(
                condition=models.Q(("asset__isnull", False)),
                fields=("right", "asset"),
                name="land_records_right_asset_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="rightsuccession",
            constraint=models.UniqueConstraint(fields=("earlier", "later"), name="land_records_right_succession_once"),
        ),
        migrations.AddConstraint(
            model_name="rightsuccession",
            constraint=models.CheckConstraint(
                condition=models.Q(("earlier", models.F("later")), _negated=True),
                name="land_records_right_succession_two_rights",
            ),
        ),
    ]
