"""Dated reference data: administrative units in time, their successions and borders, land-use codes.

Codes are re-used after a reorganisation (22963 was Xã Tiến Lợi, since 2025-07-01 it is Xã Tuyên Quang), so the key
of a unit is (code, valid_from) everywhere. Validity is counted in days, both ends included; None is an open end:
no known beginning, or still in force.
"""

from django.contrib.gis.db import models

from gis_core.orm.fields import LandMultiPolygonField


class Level(models.TextChoices):
    """Tier of an administrative unit; districts were abolished on 2025-07-01."""

    PROVINCE = "province", "Cấp tỉnh"
    DISTRICT = "district", "Cấp huyện"
    COMMUNE = "commune", "Cấp xã"


class Kind(models.TextChoices):
    """Legal kind of a unit, with the Vietnamese word that stands before its name."""

    PROVINCE = "tinh", "Tỉnh"
    CITY = "thanh_pho", "Thành phố"
    TOWN = "thi_xa", "Thị xã"
    DISTRICT = "huyen", "Huyện"
    WARD = "phuong", "Phường"
    COMMUNE = "xa", "Xã"
    TOWNSHIP = "thi_tran", "Thị trấn"
    SPECIAL_ZONE = "dac_khu", "Đặc khu"


class Extent(models.TextChoices):
    """How much of the old unit went into the new one."""

    WHOLE = "whole", "Toàn bộ"
    PART = "part", "Một phần"


class Unit(models.Model):
    """One administrative unit during one validity. A renamed unit is two rows with one code."""

    code = models.CharField(max_length=5)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    level = models.CharField(max_length=8, choices=Level)
    kind = models.CharField(max_length=9, choices=Kind)
    name = models.CharField(max_length=80)
    full_name = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    search_key = models.CharField(max_length=100, editable=False)
    confidence = models.CharField(max_length=12)
    source = models.CharField(max_length=200)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        """Overlapping validities of one code are refused by an exclusion constraint in SQL."""

        constraints = (
            models.UniqueConstraint(
                fields=("code", "valid_from"), nulls_distinct=False, name="reference_unit_code_valid_from"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_from__isnull=True)
                | models.Q(valid_to__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="reference_unit_validity_in_order",
            ),
        )
        ordering = ("code", "valid_from")

    def __str__(self) -> str:
        return f"{self.full_name} ({self.code})"


class UnitSuccession(models.Model):
    """One old unit (or a part of it) became one new unit, or a part of it, on a day.

    Where `extent` is part, the parcels of the old unit are assigned one by one; never by a generalised border.
    """

    from_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    extent = models.CharField(max_length=5, choices=Extent)
    basis = models.CharField(max_length=300)
    confidence = models.CharField(max_length=12)

    class Meta:
        """One row per pair and day."""

        constraints = (
            models.UniqueConstraint(fields=("from_unit", "to_unit", "on"), name="reference_unitsuccession_once"),
        )

    def __str__(self) -> str:
        return f"{self.from_unit_id} → {self.to_unit_id} ({self.on})"  # type: ignore[attr-defined]


class UnitBoundary(models.Model):
    """A generalised border for maps and hints, never for deciding which unit a parcel lies in."""

    unit = models.OneToOneField(Unit, on_delete=models.PROTECT, related_name="+")
    geom = LandMultiPolygonField()
    geom_3857 = models.MultiPolygonField(srid=3857, null=True, editable=False)  # filled by a trigger from geom
    generalised_m = models.FloatField()
    source = models.CharField(max_length=200)
    licence = models.CharField(max_length=50)

    def __str__(self) -> str:
        return f"boundary of unit {self.unit_id}"  # type: ignore[attr-defined]


class SavedFit(models.Model):
    """A named local fit from common points; a new version is a new row, nothing is ever changed (a trigger refuses).

    `source` and `target` are texts gis_core.crs.systems reads; `points` rows of gis_core.crs.named_fit.ControlPoint.
    The fit itself is computed again from them. `area_4326` is the area of validity for maps. `author_id` is the
    account that saved it (accounts stand above this app, so there is no foreign key).
    """

    name = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    made_on = models.DateField()
    kind = models.CharField(max_length=20)
    source = models.CharField(max_length=300)
    target = models.CharField(max_length=300)
    points = models.JSONField()
    sigma_m = models.FloatField(null=True, blank=True)
    stretch = models.BooleanField(default=False)
    rms_m = models.FloatField()
    max_residual_m = models.FloatField()
    area_4326 = models.PolygonField(srid=4326, null=True)
    author_id = models.BigIntegerField(null=True)
    note = models.CharField(max_length=300, blank=True)
    saved_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """One row per name and version."""

        constraints = (
            models.UniqueConstraint(fields=("name", "version"), name="reference_savedfit_name_version"),
            models.CheckConstraint(condition=models.Q(version__gte=1, rms_m__gte=0), name="reference_savedfit_sane"),
        )
        ordering = ("name", "-version")

    def __str__(self) -> str:
        return f"{self.name} ({self.version})"


class LandUseCode(models.Model):
    """A land-use type (loại đất) during the validity of one official code list.

    `rgb` is the colour of the official land-use map symbols, empty where none is verified; `provisional_rgb` then
    serves and is shown as provisional. `object_type` names what a face with this type and without a parcel number
    is (road, canal, river, dike); empty: the type forms parcels. `becomes` lists the codes of the next list.
    """

    code = models.CharField(max_length=3)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    code_set = models.CharField(max_length=4)
    name_vi = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160)
    parent_code = models.CharField(max_length=3, blank=True)
    on_cadastral_map = models.BooleanField()
    leaf = models.BooleanField()
    in_total = models.BooleanField()
    rgb = models.CharField(max_length=7, blank=True)
    provisional_rgb = models.CharField(max_length=7, blank=True)
    object_type = models.CharField(max_length=10, blank=True)
    object_reason_vi = models.CharField(max_length=160, blank=True)
    object_reason_en = models.CharField(max_length=160, blank=True)
    becomes = models.CharField(max_length=40, blank=True)
    confidence = models.CharField(max_length=12)
    source = models.CharField(max_length=200)

    class Meta:
        """Key: code and the list it belongs to."""

        constraints = (models.UniqueConstraint(fields=("code", "code_set"), name="reference_landusecode_code_set"),)
        ordering = ("code", "valid_from")

    def __str__(self) -> str:
        return f"{self.code} ({self.code_set})"
