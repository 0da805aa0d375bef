"""What an import keeps: the batch, its staged elements, faces and zones, its findings."""

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField

from importers.archive_linking.models import StagedCertificate, StagedScan

__all__ = [
    "Batch",
    "BatchFinding",
    "StagedCertificate",
    "StagedElement",
    "StagedFace",
    "StagedScan",
    "StagedZone",
]

DEFAULT_SERIES = "Bản đồ địa chính"
"""Name of the map series when the uploader names none."""


class Batch(models.Model):
    """One delivered file on its way into the register (lô).

    The batch is finished work when it is approved, refused or failed; until then a worker may be on it, and
    `run` is its fencing token: whoever does not hold the newest run may not write another step.
    """

    class Kind(models.TextChoices):
        """What the file brings."""

        PARCELS = "parcels"
        ZONES = "zones"
        RASTER = "raster"
        ARCHIVE = "archive"

    class Status(models.TextChoices):
        """Where the batch stands."""

        QUEUED = "queued"
        RUNNING = "running"
        NEEDS_DECISION = "needs_decision"
        STAGED = "staged"
        SUBMITTED = "submitted"
        REGISTERING = "registering"
        APPROVED = "approved"
        REFUSED = "refused"
        FAILED = "failed"
        CANCELLED = "cancelled"

    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.PARCELS)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.QUEUED, db_index=True)
    file_name = models.TextField()
    sha256 = models.CharField(max_length=64, db_index=True)
    unit = models.ForeignKey("reference.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    series_name = models.TextField(blank=True)
    sheet_number = models.IntegerField(null=True)
    profile = models.CharField(max_length=40, blank=True)
    srid = models.IntegerField(null=True, help_text="Coordinate system the file's numbers are in")
    encoding = models.CharField(max_length=10, blank=True)
    options = models.JSONField(default=dict, help_text="What the uploader stated: --crs, --encoding, plan facts …")
    information = models.JSONField(default=dict, help_text="What the readers say of the file (FileInfo)")
    decisions = models.JSONField(default=list, help_text="[{what, proposals}] still to be taken by an officer")
    receipt = models.JSONField(null=True)
    refusal = models.JSONField(null=True)
    dossier = models.ForeignKey("dossiers.Dossier", null=True, on_delete=models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)

    run = models.IntegerField(default=0, help_text="Fencing token: raised each time a worker takes the batch")
    step = models.CharField(max_length=16, blank=True, help_text="The step under way")
    finished_steps = ArrayField(models.CharField(max_length=16), default=list)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    step_started_at = models.DateTimeField(null=True)
    deaths = models.IntegerField(default=0, help_text="Workers lost in the current step")
    cancel_requested = models.BooleanField(default=False)
    seconds = models.JSONField(default=dict, help_text="Seconds spent per step")

    class Meta:
        """The newest first."""

        ordering = ["-id"]
        indexes = [models.Index(fields=["status", "id"], name="batch_by_status")]

    def __str__(self) -> str:
        return f"{self.pk} {self.file_name}"


class StagedElement(models.Model):
    """One leaf element exactly as read, with what became of it.

    `text` holds the decoded text only where a profile names it public; raw bytes of every text stay in
    `text_raw`, which no page, finding, log or map shows.
    """

    # Rows enter only in the transaction that holds the batch's row under the fencing token, so checking the key for
    # each of a hundred thousand rows would tell nothing; the index on (batch, element) serves lookups by batch.
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False)
    element = models.IntegerField()
    source = models.TextField()
    layer = models.TextField()
    level = models.IntegerField(null=True)
    kind = models.CharField(max_length=24)
    color = models.IntegerField(null=True)
    form = models.CharField(max_length=16, blank=True)
    role = models.CharField(max_length=16, blank=True)
    use = models.CharField(max_length=12, help_text="used | set_aside")
    reason = models.CharField(max_length=32, blank=True, help_text="Why it was set aside")
    text = models.TextField(blank=True)
    text_raw = models.BinaryField(null=True)
    attributes = models.JSONField(null=True)
    geom = models.GeometryField(srid=0, spatial_index=False, null=True)
    geom_3857 = models.GeometryField(srid=3857, spatial_index=False, null=True)

    class Meta:
        """Looked up by batch."""

        indexes = [models.Index(fields=["batch", "element"], name="staged_element_of_batch")]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.element}"


class StagedFace(models.Model):
    """One face of the fabric and its one outcome."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="+")
    face = models.IntegerField()
    outcome = models.CharField(max_length=12, help_text="parcel | land_object | outside | finding")
    sheet = models.IntegerField(null=True)
    number = models.IntegerField(null=True)
    land_use = models.TextField(blank=True)
    area_labelled = models.DecimalField(max_digits=14, decimal_places=1, null=True)
    area_computed = models.DecimalField(max_digits=16, decimal_places=3)
    object_type = models.CharField(max_length=16, blank=True)
    name = models.TextField(blank=True)
    short_side_m = models.FloatField(null=True)
    registered = models.CharField(max_length=12, blank=True, help_text="rejected, or empty: what its batch became")
    reason = models.CharField(max_length=32, blank=True)
    geom = models.GeometryField(srid=0, spatial_index=False)
    geom_3857 = models.GeometryField(srid=3857)

    class Meta:
        """Looked up by batch, or by place for the map."""

        indexes = [models.Index(fields=["batch", "face"], name="staged_face_of_batch")]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.sheet}/{self.number}"


class StagedName(models.Model):
    """A name text on a land object (street, river), at its middle, in the official zone of the batch."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False)
    face = models.IntegerField()
    text = models.TextField()
    rotation_deg = models.FloatField(help_text="anticlockwise from grid east, as drawn")
    width_m = models.FloatField(help_text="width of the object where the text stands")
    geom = models.PointField(srid=0, spatial_index=False)

    class Meta:
        """Looked up by batch and face."""

        indexes = [models.Index(fields=["batch", "face"], name="staged_name_of_face")]

    def __str__(self) -> str:
        return self.text


class StagedZone(models.Model):
    """One planning zone of a batch of kind zones."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="+")
    feature = models.IntegerField()
    plan_code = models.TextField()
    theme = models.CharField(max_length=24)
    code = models.TextField(blank=True)
    name = models.TextField(blank=True)
    planned_use = models.TextField(blank=True)
    role = models.CharField(max_length=10, default="zone", help_text="zone | coverage")
    area_computed = models.DecimalField(max_digits=16, decimal_places=3)
    geom = models.GeometryField(srid=0, spatial_index=False)
    geom_3857 = models.GeometryField(srid=3857)

    class Meta:
        """Looked up by batch."""

        indexes = [models.Index(fields=["batch", "feature"], name="staged_zone_of_batch")]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.plan_code}/{self.code}"


class BatchFinding(models.Model):
    """A finding of a batch and what was decided about it."""

    class State(models.TextChoices):
        """Open until a person decides."""

        OPEN = "open"
        ACCEPTED = "accepted"
        WAIVED = "waived"

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=32)
    severity = models.CharField(max_length=8)
    sheet = models.IntegerField(null=True)
    number = models.IntegerField(null=True)
    x = models.FloatField(null=True)
    y = models.FloatField(null=True)
    srid = models.IntegerField(null=True)
    size = models.FloatField(null=True)
    between = ArrayField(models.TextField(), default=list)
    hint = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    geom_3857 = models.PointField(srid=3857, null=True)

    class Meta:
        """Errors first is a matter of the query; the id keeps the order found."""

        indexes = [models.Index(fields=["batch", "id"], name="finding_of_batch")]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.code}"
