"""The legal spine: dossier → transaction → ledger entry, and the files a dossier rests on."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Dossier(models.Model):
    """One case with its papers. Every transaction hangs on exactly one dossier."""

    class Kind(models.TextChoices):
        """Where a dossier comes from."""

        IMPORT = "import"
        APPLICATION = "application"
        ARCHIVE = "archive"

    class Status(models.TextChoices):
        """How far it is."""

        OPEN = "open"
        CLOSED = "closed"

    code = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    unit = models.ForeignKey("reference.Unit", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=300)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.OPEN)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.code


class StoredFile(models.Model):
    """One content in the vault, named by its SHA-256 (hex); `name` is the first name it came under."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.BigIntegerField(help_text="bytes")
    name = models.CharField(max_length=255)
    media_kind = models.CharField(max_length=40)
    stored_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    stored_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="dossiers_file_sha256_hex"),
        ]

    def __str__(self) -> str:
        return self.sha256


class DossierFile(models.Model):
    """A stored file in a dossier, under the name it has there."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    attached_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    attached_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "file"], name="dossiers_file_once_per_dossier")]

    def __str__(self) -> str:
        return f"{self.dossier_id}:{self.file_id}"


class Transaction(models.Model):
    """A proposed or decided change of the register. Pending until another person than the submitter decides.

    `summary` holds counts and areas, never personal data. A decided transaction never changes again
    (a trigger keeps that); nobody deletes one.
    """

    class Status(models.TextChoices):
        """Pending, or one of three ends."""

        PENDING = "pending"
        APPROVED = "approved"
        REJECTED = "rejected"
        WITHDRAWN = "withdrawn"

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.PENDING)
    summary = models.JSONField(default=dict)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    approved_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    ended_at = models.DateTimeField(null=True)
    ended_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="dossiers_transaction_status_has_its_facts",
                condition=(
                    Q(status="pending", approved_by__isnull=True, approved_at__isnull=True, ended_at__isnull=True)
                    | Q(status="approved", approved_by__isnull=False, approved_at__isnull=False, ended_at__isnull=True)
                    | Q(
                        status__in=["rejected", "withdrawn"],
                        approved_by__isnull=True,
                        ended_by__isnull=False,
                        ended_at__isnull=False,
                    )
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.pk}"


class LedgerEntry(models.Model):
    """What one transaction did to one subject. Append-only: the application's role may not change or delete it.

    `subject_kind` and `subject_id` are a typed link ("parcel", 17): this app knows neither parcels nor plans.
    """

    transaction = models.ForeignKey(Transaction, on_delete=models.PROTECT, related_name="+")
    seq = models.PositiveIntegerField(help_text="1, 2, 3 … within the transaction")
    act = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    unit = models.ForeignKey("reference.Unit", on_delete=models.PROTECT, related_name="+", null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    details = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["transaction", "seq"], name="dossiers_entry_numbered_once"),
        ]
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="dossiers_entry_subject")]

    def __str__(self) -> str:
        return f"{self.transaction_id}/{self.seq}"
