"""Series, sheets, parcels, versions, land uses and land objects.

No rule lives here: the database keeps what must never break (migrations/sql), services do the rest.
Geometry is stored in LAND_SRID; the legal record are the millimetre digits in the sheet's official zone.
"""

from django.contrib.gis.db import models as gis
from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import PROTECT, Q

from gis_core.orm.fields import LandGeometryField, LandMultiPolygonField, LandPointField

WEB_MERCATOR = 3857


class MapSeries(models.Model):
    """One survey generation of one unit version: its sheets are numbered together (DOMAIN 5.2, "map generations")."""

    class Status(models.TextChoices):
        """Whether certificates still quote this numbering."""

        IN_USE = "in_use", "đang sử dụng"
        REPLACED = "replaced", "đã thay thế"

    unit = models.ForeignKey("reference.Unit", on_delete=PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    survey_method = models.CharField(max_length=40, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    scale = models.PositiveIntegerField(null=True, help_text="denominator, 1000 for 1:1000")
    numbering_scheme = models.CharField(max_length=40, help_text="how the grid id of a sheet is made, e.g. tt25_2014")
    srid = models.PositiveIntegerField(help_text="official zone of the sheets")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.IN_USE)
    replaced_by = models.ForeignKey("self", on_delete=PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "bộ bản đồ địa chính"
        verbose_name_plural = "bộ bản đồ địa chính"
        constraints = [
            models.UniqueConstraint(fields=["unit", "name"], name="land_records_series_name"),
            models.CheckConstraint(
                condition=Q(status="in_use", replaced_by=None) | Q(status="replaced"),
                name="land_records_series_replaced_when_said",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MapSheet(models.Model):
    """One sheet; `ordinal` is what certificates quote ("tờ bản đồ số"), text because of trích đo sheets "TĐ03-2014"."""

    series = models.ForeignKey(MapSeries, on_delete=PROTECT, related_name="+", db_index=False)
    ordinal = models.CharField(max_length=20)
    grid_id = models.CharField(max_length=30, blank=True)
    frame = LandMultiPolygonField(null=True)
    frame_3857 = gis.MultiPolygonField(srid=WEB_MERCATOR, null=True, editable=False)
    title = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "tờ bản đồ"
        verbose_name_plural = "tờ bản đồ"
        constraints = [
            models.UniqueConstraint(fields=["series", "ordinal"], name="land_records_sheet_ordinal"),
            models.CheckConstraint(condition=~Q(ordinal=""), name="land_records_sheet_has_ordinal"),
        ]
        indexes = [models.Index(fields=["ordinal"], name="land_records_sheet_by_ordinal")]

    def __str__(self) -> str:
        return self.ordinal


class Parcel(models.Model):
    """The identity of a parcel: its number on its sheet, its national code, the unit it lies in today."""

    sheet = models.ForeignKey(MapSheet, on_delete=PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField(help_text="never used again on the sheet, even when the parcel has ended")
    code = models.CharField(max_length=12, null=True, unique=True, db_index=True)
    code_algorithm = models.CharField(max_length=60, blank=True)
    unit = models.ForeignKey("reference.Unit", on_delete=PROTECT, related_name="+")
    unit_since = models.DateField(null=True)
    unit_how = models.CharField(max_length=20, help_text="series, succession, officer")

    class Meta:
        verbose_name = "thửa đất"
        verbose_name_plural = "thửa đất"
        constraints = [
            models.UniqueConstraint(fields=["sheet", "number"], name="land_records_parcel_number"),
            models.CheckConstraint(condition=Q(number__gt=0), name="land_records_parcel_number_positive"),
        ]

    def __str__(self) -> str:
        return str(self.number)


class ParcelVersion(models.Model):
    """What a parcel was during a time: shape, three areas kept apart, use, standing.

    `valid` is the legal time of the entry (never empty); paper dates belong to papers. At most one version of a
    parcel is valid at any moment; official current versions never overlap (DESIGN 5.2); both are kept by the
    database. `cause` says which act opened the version, `neighbour_vertex` being a technical one.
    """

    class Standing(models.TextChoices):
        """Which rules hold."""

        OFFICIAL = "official", "chính thức"
        PROVISIONAL = "provisional", "dự kiến"
        HISTORIC = "historic", "lịch sử"

    parcel = models.ForeignKey(Parcel, on_delete=PROTECT, related_name="+", db_index=False)
    geom = LandMultiPolygonField(null=True, spatial_index=False)
    official_srid = models.PositiveIntegerField(help_text="zone whose millimetre digits are the legal record")
    area_certificate = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    area_labelled = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    area_computed = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    land_use = models.CharField(max_length=60, blank=True, help_text="as on the map: ONT+CLN, LUC(NTS)")
    main_use = models.CharField(max_length=10, blank=True)
    standing = models.CharField(max_length=12, choices=Standing.choices)
    valid = DateTimeRangeField()
    transaction = models.ForeignKey("dossiers.Transaction", on_delete=PROTECT, related_name="+")
    closed_by = models.ForeignKey(
        "dossiers.Transaction", on_delete=PROTECT, null=True, related_name="+", db_index=False
    )
    cause = models.CharField(max_length=30)
    corrects = models.ForeignKey("self", on_delete=PROTECT, null=True, related_name="+", db_index=False)
    label_point = LandPointField(null=True, spatial_index=False)
    short_side_m = models.FloatField(null=True)

    class Meta:
        verbose_name = "phiên bản thửa đất"
        verbose_name_plural = "phiên bản thửa đất"
        constraints = [
            models.CheckConstraint(
                condition=~Q(standing="official") | Q(geom__isnull=False),
                name="land_records_version_official_has_shape",
            ),
        ]
        indexes = [
            # the exclusion constraint's GiST index begins with the parcel too, but takes no plain integer (btree_gist
            # knows bigint = bigint only): without this one, every look at a parcel reads the whole table
            models.Index(fields=["parcel"], name="land_records_version_parcel"),
        ]

    def __str__(self) -> str:
        return f"{self.parcel_id}: {self.standing}"


class ParcelLandUse(models.Model):
    """One use of one version; position 1 is the main use, `area_m2` when the papers divide the area."""

    version = models.ForeignKey(ParcelVersion, on_delete=PROTECT, related_name="+", db_index=False)
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=10)
    area_m2 = models.DecimalField(max_digits=14, decimal_places=2, null=True)

    class Meta:
        verbose_name = "mục đích sử dụng"
        verbose_name_plural = "mục đích sử dụng"
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="land_records_use_position"),
        ]

    def __str__(self) -> str:
        return self.code


class MapParcel(models.Model):
    """What the public map shows of each current official version, in one narrow row: joins cost tiles a third more.

    Derived, not legal: triggers write it in the same transaction as the version, nobody else may (map_parcels.up.sql).
    """

    version = models.OneToOneField(
        ParcelVersion, on_delete=PROTECT, primary_key=True, related_name="+", db_constraint=False
    )
    parcel = models.ForeignKey(Parcel, on_delete=PROTECT, related_name="+", db_constraint=False)
    parcel_code = models.CharField(max_length=12, null=True)
    unit_id = models.BigIntegerField()
    unit_code = models.CharField(max_length=5)
    unit_name = models.CharField(max_length=100)
    series = models.CharField(max_length=120)
    sheet = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    land_use = models.CharField(max_length=60)
    main_use = models.CharField(max_length=10)
    area = models.FloatField(null=True)
    short_side_m = models.FloatField(null=True)
    geom_3857 = gis.MultiPolygonField(srid=WEB_MERCATOR)
    label_3857 = gis.PointField(srid=WEB_MERCATOR, null=True)

    class Meta:
        verbose_name = "thửa đất trên bản đồ công khai"
        verbose_name_plural = "thửa đất trên bản đồ công khai"

    def __str__(self) -> str:
        return f"{self.sheet}/{self.number}"


class ObjectName(models.Model):
    """A name as the map writes it on a land object: a street net is one object with many names.

    Opened with its object and never changed; it is on the map while the object is valid.
    """

    land_object = models.ForeignKey("LandObject", on_delete=PROTECT, related_name="+")
    text = models.CharField(max_length=200)
    point = LandPointField(spatial_index=False)
    point_3857 = gis.PointField(srid=WEB_MERCATOR, null=True, editable=False)
    rotation_deg = models.FloatField(help_text="anticlockwise from grid east, as drawn")
    width_m = models.FloatField(help_text="width of the object where the name stands")

    class Meta:
        verbose_name = "tên trên bản đồ"
        verbose_name_plural = "tên trên bản đồ"
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="land_records_object_name_says_something")]

    def __str__(self) -> str:
        return self.text


class LandObject(models.Model):
    """Land that forms no parcel: road, railway, canal, river, dike. Parcels and objects close to the unit's area."""

    class ObjectType(models.TextChoices):
        """What lies there."""

        ROAD = "road", "đường giao thông"
        RAILWAY = "railway", "đường sắt"
        CANAL = "canal", "kênh, mương"
        RIVER = "river", "sông, suối"
        DIKE = "dike", "đê"
        WATER = "water", "ao, hồ, đầm"
        SEA = "sea", "mặt nước biển"
        OTHER = "other", "khác"

    sheet = models.ForeignKey(MapSheet, on_delete=PROTECT, null=True, related_name="+")
    unit = models.ForeignKey("reference.Unit", on_delete=PROTECT, related_name="+")
    object_type = models.CharField(max_length=10, choices=ObjectType.choices)
    land_use = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=200, blank=True)
    geom = LandGeometryField(spatial_index=False)
    geom_3857 = gis.GeometryField(srid=WEB_MERCATOR, null=True, editable=False, spatial_index=False)
    official_srid = models.PositiveIntegerField()
    area_m2 = models.DecimalField(max_digits=14, decimal_places=2)
    short_side_m = models.FloatField(null=True)
    valid = DateTimeRangeField()
    transaction = models.ForeignKey("dossiers.Transaction", on_delete=PROTECT, related_name="+")
    closed_by = models.ForeignKey(
        "dossiers.Transaction", on_delete=PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        verbose_name = "đối tượng chiếm đất không tạo thành thửa"
        verbose_name_plural = "đối tượng chiếm đất không tạo thành thửa"

    def __str__(self) -> str:
        return self.name or self.object_type
