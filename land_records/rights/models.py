"""Assets, rights with their holders and purposes, restrictions.

A row is one version: it holds from the moment of the act that opened it to the moment of the act that closed it, and
is never rewritten. What must never break (shares, forms, ranks) the database keeps (migrations/sql/right_rules).
"""

from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.db import models
from django.db.models import PROTECT, F, Q

from gis_core.orm.fields import LandMultiPolygonField

TRANSACTION = "dossiers.Transaction"


class Asset(models.Model):
    """A house, apartment, construction, forest or perennial garden (LA_LegalSpaceBuildingUnit): the identity."""

    class Kind(models.TextChoices):
        """What it is (tài sản gắn liền với đất)."""

        HOUSE = "house", "nhà ở"
        APARTMENT = "apartment", "căn hộ chung cư"
        CONSTRUCTION = "construction", "công trình xây dựng"
        FOREST = "forest", "rừng sản xuất là rừng trồng"
        PERENNIALS = "perennials", "cây lâu năm"

    kind = models.CharField(max_length=16, choices=Kind.choices)
    unit = models.ForeignKey("reference.Unit", on_delete=PROTECT, related_name="+")
    building = models.ForeignKey("self", on_delete=PROTECT, null=True, related_name="+", help_text="of an apartment")
    number = models.CharField(max_length=40, blank=True, help_text="of an apartment in its building")

    class Meta:
        verbose_name = "tài sản gắn liền với đất"
        verbose_name_plural = "tài sản gắn liền với đất"
        constraints = [
            models.UniqueConstraint(
                fields=["building", "number"], condition=Q(kind="apartment"), name="land_records_apartment_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.pk}"


class AssetVersion(models.Model):
    """What an asset was during a time; areas in m²."""

    asset = models.ForeignKey(Asset, on_delete=PROTECT, related_name="+")
    parcel = models.ForeignKey("land_records.Parcel", on_delete=PROTECT, related_name="+", null=True)
    name = models.CharField(max_length=200, blank=True)
    built_area_m2 = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    floor_area_m2 = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    floors = models.CharField(max_length=20, blank=True)
    structure = models.CharField(max_length=100, blank=True, help_text="as on the map: b5, g2 …")
    grade = models.CharField(max_length=20, blank=True)
    ownership_until = models.DateField(null=True)
    valid = DateTimeRangeField()
    transaction = models.ForeignKey(TRANSACTION, on_delete=PROTECT, related_name="+")
    closed_by = models.ForeignKey(TRANSACTION, on_delete=PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = "phiên bản tài sản"
        verbose_name_plural = "phiên bản tài sản"

    def __str__(self) -> str:
        return f"{self.asset_id}: {self.name}"


class Right(models.Model):
    """One right as it stood during a time (LA_Right): who holds it, on what, by which title.

    `form` is riêng (sole), chung hợp nhất (joint: no shares, none can be stored) or chung theo phần (shares that sum
    to exactly one). A lease, sublease or capital contribution lies `under` the right it is derived from.
    """

    class Kind(models.TextChoices):
        """What may be done with the land or the asset."""

        LAND_USE = "land_use", "quyền sử dụng đất"
        MANAGEMENT = "management", "quyền quản lý đất"
        OWNERSHIP = "ownership", "quyền sở hữu tài sản gắn liền với đất"
        LEASE = "lease", "quyền thuê, thuê lại"
        CAPITAL = "capital", "nhận góp vốn bằng quyền sử dụng đất"

    class Form(models.TextChoices):
        """How several holders stand to each other."""

        SOLE = "sole", "sử dụng riêng"
        JOINT = "joint", "chung hợp nhất"
        SHARES = "shares", "chung theo phần"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    form = models.CharField(max_length=8, choices=Form.choices)
    origin = models.CharField(max_length=20, blank=True, help_text="DOMAIN 7.3: DG-CTT, CNQ-KTT, DT-THN …")
    received_by = models.CharField(max_length=4, blank=True, help_text="change code by which the holders got it")
    unit = models.ForeignKey("reference.Unit", on_delete=PROTECT, related_name="+")
    under = models.ForeignKey("self", on_delete=PROTECT, null=True, related_name="+")
    began_on = models.DateField(null=True, help_text="by the papers; `valid` is the moment of the entry")
    valid = DateTimeRangeField()
    transaction = models.ForeignKey(TRANSACTION, on_delete=PROTECT, related_name="+")
    closed_by = models.ForeignKey(TRANSACTION, on_delete=PROTECT, null=True, related_name="+", db_index=False)
    cause = models.CharField(max_length=30)
    closed_cause = models.CharField(max_length=30, blank=True)
    corrects = models.ForeignKey("self", on_delete=PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = "quyền"
        verbose_name_plural = "quyền"

    def __str__(self) -> str:
        return f"{self.kind}:{self.pk}"


class RightSuccession(models.Model):
    """A right that came from another one: by transfer, split, merge, correction."""

    earlier = models.ForeignKey(Right, on_delete=PROTECT, related_name="+")
    later = models.ForeignKey(Right, on_delete=PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["earlier", "later"], name="land_records_right_succession_once"),
            models.CheckConstraint(condition=~Q(earlier=F("later")), name="land_records_right_succession_two_rights"),
        ]

    def __str__(self) -> str:
        return f"{self.earlier_id}→{self.later_id}"


class RightSubject(models.Model):
    """What a right lies on: a parcel or an asset."""

    right = models.ForeignKey(Right, on_delete=PROTECT, related_name="+")
    parcel = models.ForeignKey("land_records.Parcel", on_delete=PROTECT, null=True, related_name="+")
    asset = models.ForeignKey(Asset, on_delete=PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(parcel__isnull=False, asset__isnull=True) | Q(parcel__isnull=True, asset__isnull=False),
                name="land_records_right_subject_one_thing",
            ),
            models.UniqueConstraint(
                fields=["right", "parcel"], condition=Q(parcel__isnull=False), name="land_records_right_parcel_once"
            ),
            models.UniqueConstraint(
                fields=["right", "asset"], condition=Q(asset__isnull=False), name="land_records_right_asset_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.right_id}: {self.parcel_id or self.asset_id}"


class RightHolder(models.Model):
    """One holder of a right; the fraction is there exactly when the right's form is `shares`."""

    right = models.ForeignKey(Right, on_delete=PROTECT, related_name="+")
    party = models.ForeignKey("land_records.Party", on_delete=PROTECT, related_name="+")
    numerator = models.PositiveIntegerField(null=True)
    denominator = models.PositiveIntegerField(null=True)
    represents = models.BooleanField(default=False, help_text="stands on the certificate for the others")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["right", "party"], name="land_records_holder_once"),
            models.CheckConstraint(
                condition=Q(numerator__isnull=True, denominator__isnull=True)
                | Q(numerator__gt=0, denominator__gt=0, numerator__lte=F("denominator")),
                name="land_records_holder_fraction",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.right_id}: {self.party_id}"


class RightPurpose(models.Model):
    """One purpose of a use right on one parcel, with its area (m²) and term (thời hạn sử dụng)."""

    class Term(models.TextChoices):
        """How long."""

        LONG = "long", "lâu dài"
        UNTIL = "until", "đến ngày"
        UNKNOWN = "unknown", "không ghi trên giấy"

    right = models.ForeignKey(Right, on_delete=PROTECT, related_name="+")
    parcel = models.ForeignKey("land_records.Parcel", on_delete=PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=10)
    area_m2 = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    term = models.CharField(max_length=8, choices=Term.choices)
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["right", "parcel", "position"], name="land_records_purpose_position"),
            models.CheckConstraint(
                condition=Q(term="until", until__isnull=False) | (~Q(term="until") & Q(until__isnull=True)),
                name="land_records_purpose_until_has_day",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Restriction(models.Model):
    """What limits or charges a right, a parcel or an asset (LA_Restriction, LA_Mortgage).

    `blocks` names the groups of acts refused while it stands (see acts.kinds.BLOCKABLE); empty: noted only.
    """

    class Kind(models.TextChoices):
        """DOMAIN 7.3: restrictions and registered charges."""

        MORTGAGE = "mortgage", "thế chấp"
        EASEMENT = "easement", "quyền đối với thửa đất liền kề"
        SEIZURE = "seizure", "kê biên, phong tỏa"
        DISPUTE = "dispute", "tranh chấp"
        BLOCKING = "blocking", "thông tin ngăn chặn"
        CORRIDOR = "corridor", "hành lang bảo vệ"
        BUILDING = "building", "hạn chế xây dựng"
        RECOVERY = "recovery", "thông báo thu hồi đất"
        ENFORCEMENT = "enforcement", "thi hành án"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    right = models.ForeignKey(Right, on_delete=PROTECT, null=True, related_name="+")
    parcel = models.ForeignKey("land_records.Parcel", on_delete=PROTECT, null=True, related_name="+")
    asset = models.ForeignKey(Asset, on_delete=PROTECT, null=True, related_name="+")
    favours_parcel = models.ForeignKey("land_records.Parcel", on_delete=PROTECT, null=True, related_name="+")
    unit = models.ForeignKey("reference.Unit", on_delete=PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField(null=True)
    blocks = ArrayField(models.CharField(max_length=20), default=list)
    document_number = models.CharField(max_length=80, blank=True)
    document_date = models.DateField(null=True)
    issuer = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=500, blank=True, help_text="personal")
    geom = LandMultiPolygonField(null=True, spatial_index=False, help_text="the part of the parcel it lies on")
    geom_area_m2 = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    valid = DateTimeRangeField()
    transaction = models.ForeignKey(TRANSACTION, on_delete=PROTECT, related_name="+")
    closed_by = models.ForeignKey(TRANSACTION, on_delete=PROTECT, null=True, related_name="+", db_index=False)
    continues = models.ForeignKey("self", on_delete=PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = "hạn chế, thế chấp"
        verbose_name_plural = "hạn chế, thế chấp"
        constraints = [
            models.CheckConstraint(
                condition=Q(right__isnull=False) | Q(parcel__isnull=False) | Q(asset__isnull=False),
                name="land_records_restriction_lies_on_something",
            ),
            models.CheckConstraint(
                condition=Q(kind="mortgage", rank__isnull=False, right__isnull=False)
                | (~Q(kind="mortgage") & Q(rank__isnull=True)),
                name="land_records_restriction_mortgage_has_rank",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.pk}"


class RestrictionParty(models.Model):
    """Who a restriction favours: the mortgagee, the neighbour of an easement, the claimant."""

    restriction = models.ForeignKey(Restriction, on_delete=PROTECT, related_name="+")
    party = models.ForeignKey("land_records.Party", on_delete=PROTECT, related_name="+")
    role = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["restriction", "party", "role"], name="land_records_restriction_party_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.restriction_id}: {self.party_id}"
