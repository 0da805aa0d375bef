"""Plans, their zones and their scanned sheets. Rows are written by planning.services only."""

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.db.models import Q

from gis_core.orm.fields import LandMultiPolygonField, LandPointField


class PlanStatus(models.TextChoices):
    """Life of a plan; replaced and revoked plans stay, so that past days can be answered."""

    DRAFT = "draft", "Dự thảo"
    IN_FORCE = "in_force", "Đang hiệu lực"
    REPLACED = "replaced", "Đã được thay thế"
    REVOKED = "revoked", "Đã bãi bỏ"


class PlanLevel(models.TextChoices):
    """Which authority's map it is; the finer map is the more precise one."""

    PROVINCE = "province", "Cấp tỉnh"
    DISTRICT = "district", "Cấp huyện"
    COMMUNE = "commune", "Cấp xã"
    DETAILED = "detailed", "Quy hoạch chi tiết, phân khu"
    SECTOR = "sector", "Quy hoạch ngành"


class Plan(models.Model):
    """One decision with its map.

    `coverage` is the ground the plan speaks about: outside it the answer is "no data", inside it and outside every
    zone the answer is "not affected". `line_accuracy_m` is how far (metres) a drawn line may lie from its true place.
    `valid_to` is the plan period's last day; `ended_on` the day another decision replaced or revoked it.
    `themes` are the planning themes this plan answers, also where it draws nothing.
    """

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=300)
    theme = models.CharField(max_length=30)
    themes = ArrayField(models.CharField(max_length=30))
    level = models.CharField(max_length=20, choices=PlanLevel.choices)
    decision_number = models.CharField(max_length=80, blank=True)
    decision_date = models.DateField(null=True)
    issuer = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    public_from = models.DateField(null=True, help_text="A draft is shown to the public from this day on.")
    status = models.CharField(max_length=12, choices=PlanStatus.choices, default=PlanStatus.DRAFT)
    line_accuracy_m = models.DecimalField(max_digits=7, decimal_places=3)
    scale = models.PositiveIntegerField(null=True)
    srid = models.PositiveIntegerField(help_text="Coordinate system the plan was delivered in.")
    coverage = LandMultiPolygonField()
    coverage_3857 = models.MultiPolygonField(srid=3857, null=True, editable=False)
    replaced_by = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    transaction = models.ForeignKey("dossiers.Transaction", on_delete=models.PROTECT, related_name="+")
    in_force_transaction = models.ForeignKey(
        "dossiers.Transaction", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        """What a plan must hold before it binds anybody."""

        constraints = [
            models.CheckConstraint(
                name="planning_plan_coverage_valid", condition=Q(coverage__isvalid=True) & Q(coverage__isempty=False)
            ),
            models.CheckConstraint(name="planning_plan_accuracy_positive", condition=Q(line_accuracy_m__gt=0)),
            models.CheckConstraint(
                name="planning_plan_period_ordered",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")),
            ),
            models.CheckConstraint(
                name="planning_plan_in_force_has_decision",
                condition=Q(status="draft")
                | (
                    ~Q(decision_number="")
                    & Q(decision_date__isnull=False)
                    & Q(valid_from__isnull=False)
                    & Q(in_force_transaction__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="planning_plan_end_is_dated",
                condition=Q(status__in=("draft", "in_force"), ended_on__isnull=True)
                | Q(status__in=("replaced", "revoked"), ended_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        """The code people quote."""
        return self.code


class Zone(models.Model):
    """Ground for which the plan says something.

    `hatch_geom` is the part of the zone where the plan differs from what exists (null: never compared; empty parts
    are not stored, `differs` is then false). `label_point` is the pole of the zone's largest part, `width_m` twice
    the pole's distance to the edge (label rules).
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="zones")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=300, blank=True)
    theme = models.CharField(max_length=30)
    planned_use = models.CharField(max_length=40, blank=True)
    article = models.CharField(max_length=120, blank=True)
    differs = models.BooleanField(null=True)
    geom = LandMultiPolygonField()
    geom_3857 = models.MultiPolygonField(srid=3857, null=True, editable=False)
    hatch_geom = LandMultiPolygonField(null=True, spatial_index=False)
    hatch_3857 = models.MultiPolygonField(srid=3857, null=True, editable=False)
    label_point = LandPointField(spatial_index=False)
    label_3857 = models.PointField(srid=3857, null=True, editable=False)
    width_m = models.FloatField()
    transaction = models.ForeignKey("dossiers.Transaction", on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Zones are valid geometry; one code stands once per plan and theme and place."""

        constraints = [
            models.CheckConstraint(
                name="planning_zone_geom_valid", condition=Q(geom__isvalid=True) & Q(geom__isempty=False)
            ),
        ]

    def __str__(self) -> str:
        """Zone code inside its plan."""
        return f"{self.plan_id}:{self.code}"


class PlanRaster(models.Model):
    """A scanned plan sheet, warped once to EPSG:3857 with the official datum shift and kept as a COG.

    `stored_sha256` names the untouched scan in the vault, `cog` the derived file below THODIA_HOME.
    `max_error_px` is the largest distance, in pixels of the scan, between where the warp and where gis_core's
    pinned transformation put the check points.
    """

    plan = models.ForeignKey(Plan, null=True, on_delete=models.PROTECT, related_name="rasters")
    title = models.CharField(max_length=300)
    stored_sha256 = models.CharField(max_length=64)
    cog = models.CharField(max_length=200)
    srid = models.PositiveIntegerField(help_text="Coordinate system of the scan.")
    operation = models.CharField(max_length=80)
    max_error_px = models.FloatField()
    pixel_m = models.FloatField()
    minzoom = models.PositiveSmallIntegerField()
    maxzoom = models.PositiveSmallIntegerField()
    bounds_3857 = models.PolygonField(srid=3857)
    transaction = models.ForeignKey("dossiers.Transaction", on_delete=models.PROTECT, related_name="+")

    class Meta:
        """One scan, one raster per plan."""

        constraints = [
            models.UniqueConstraint(
                name="planning_raster_once", fields=["plan", "stored_sha256"], nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        """Title of the sheet."""
        return self.title
