"""What an archive delivery holds while it waits for approval: its certificates and its scans."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models


class StagedCertificate(models.Model):
    """One certificate of the spreadsheet, or one row that names none (`key` empty), and what becomes of it.

    `lines` are its rows in the spreadsheet. `holder` helps the eye while an ambiguous scan is settled; it is emptied
    when the batch ends. Identity numbers and addresses are never staged: they stay in the delivered spreadsheet.
    """

    batch = models.ForeignKey("importers.Batch", on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.TextField(blank=True)
    lines = ArrayField(models.IntegerField())
    serial = models.CharField(max_length=20, blank=True)
    book_number = models.CharField(max_length=80, blank=True)
    issued_on = models.DateField(null=True)
    unit_code = models.CharField(max_length=5, blank=True)
    sheet = models.CharField(max_length=20, blank=True)
    number = models.CharField(max_length=20, blank=True)
    holder = models.TextField(blank=True)
    shelf = models.JSONField(default=dict)
    outcome = models.CharField(max_length=10)
    reason = models.CharField(max_length=32, blank=True)
    parcel_ids = ArrayField(models.BigIntegerField(), default=list)
    candidates = ArrayField(models.BigIntegerField(), default=list, help_text="parcels it may lie on")
    certificate_id = models.BigIntegerField(null=True, help_text="in the register")
    dossier_id = models.BigIntegerField(null=True, help_text="the archive dossier it has, or was given")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "importers"
        ordering = ["id"]
        indexes = [models.Index(fields=["batch", "outcome", "id"], name="staged_certificate_of_batch")]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.key}"


class StagedScan(models.Model):
    """One file of the delivery and its one outcome; `candidates` are staged certificates it may belong to."""

    batch = models.ForeignKey("importers.Batch", on_delete=models.CASCADE, related_name="+", db_index=False)
    name = models.TextField()
    sha256 = models.CharField(max_length=64, blank=True)
    media_kind = models.CharField(max_length=40, blank=True)
    pages = models.IntegerField(null=True)
    outcome = models.CharField(max_length=10)
    reason = models.CharField(max_length=32, blank=True)
    certificate = models.ForeignKey(StagedCertificate, null=True, on_delete=models.CASCADE, related_name="+")
    candidates = ArrayField(models.BigIntegerField(), default=list)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "importers"
        ordering = ["id"]
        indexes = [models.Index(fields=["batch", "outcome", "id"], name="staged_scan_of_batch")]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.name}"
