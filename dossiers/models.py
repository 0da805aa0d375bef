"""The legal spine: dossier → transaction → ledger entry, and the files a dossier rests on."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q


class Dossier(models.Model):
    """One case with its papers. Every transaction hangs on exactly one dossier."""

    class Kind(models.TextChoices):
        """Where a dossier comes from."""

        IMPORT = "import"
        APPLICATION = "application"
        ARCHIVE = "archive"
        LINKING = "linking"

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
    one_stop_code = models.CharField(max_length=60, blank=True, help_text="the one-stop desk's own code")
    folded_title = models.TextField(blank=True, help_text="title for search: no accents, no case")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["one_stop_code"], condition=~Q(one_stop_code=""), name="dossiers_one_stop_code_once"
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "-id"], name="dossiers_of_unit"),
            GinIndex(fields=["folded_title"], opclasses=["gin_trgm_ops"], name="dossiers_by_title"),
        ]

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


class Document(models.Model):
    """One component of a dossier (thành phần hồ sơ): a paper, with its scan when there is one.

    `type_code` is a code of the dated list `reference.document_types`. `pages` is what the officer counted on paper
    or, unsaid, what the scan has. A missing paper (the checklist asks for it) has no scan.
    """

    class Form(models.TextChoices):
        """Original, certified copy, plain copy."""

        ORIGINAL = "original"
        CERTIFIED = "certified"
        COPY = "copy"

    class Status(models.TextChoices):
        """Where the paper is."""

        RECEIVED = "received"
        MISSING = "missing"
        RETURNED = "returned"

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    position = models.PositiveIntegerField(help_text="1, 2, 3 … within the dossier")
    type_code = models.CharField(max_length=40)
    title = models.CharField(max_length=300, blank=True)
    number = models.CharField(max_length=80, blank=True)
    issued_on = models.DateField(null=True)
    issuer = models.CharField(max_length=200, blank=True)
    pages = models.PositiveIntegerField(null=True)
    form = models.CharField(max_length=10, choices=Form.choices, default=Form.ORIGINAL)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.RECEIVED)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", null=True)
    file_name = models.CharField(max_length=255, blank=True)
    note = models.CharField(max_length=500, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "position"], name="dossiers_document_numbered_once"),
            models.CheckConstraint(
                condition=~Q(status="missing") | Q(file__isnull=True), name="dossiers_missing_paper_has_no_scan"
            ),
            models.CheckConstraint(condition=Q(pages__isnull=True) | Q(pages__gt=0), name="dossiers_document_pages"),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.position}"


class DossierLink(models.Model):
    """A dossier is about a subject: a typed link ("parcel", 17). Ended with a reason, never deleted."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    transaction = models.ForeignKey("dossiers.Transaction", on_delete=models.PROTECT, related_name="+", null=True)
    linked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    linked_at = models.DateTimeField()
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    ended_at = models.DateTimeField(null=True)
    ended_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "subject_kind", "subject_id"],
                condition=Q(ended_at__isnull=True),
                name="dossiers_link_stands_once",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="dossiers_link_end_has_its_facts",
            ),
        ]
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="dossiers_link_subject")]

    def __str__(self) -> str:
        return f"{self.dossier_id}:{self.subject_kind}:{self.subject_id}"


class ShelfMove(models.Model):
    """Where the paper of a dossier was put (kho, dãy, kệ, hộp, ngăn). Append-only; the newest move is where it is."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    store = models.CharField(max_length=60)
    row = models.CharField(max_length=30, blank=True)
    rack = models.CharField(max_length=30, blank=True)
    box = models.CharField(max_length=30, blank=True)
    slot = models.CharField(max_length=30, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    moved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    moved_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(store=""), name="dossiers_move_names_a_store")]

    def __str__(self) -> str:
        return f"{self.dossier_id}:{self.store}"


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


class PersonalRead(models.Model):
    """One reading of personal data: who, when, why, what was asked, what was shown. Append-only.

    One list is one row, with every id it showed. `query` never holds an identity number, only its masked form.
    """

    class Place(models.TextChoices):
        """Which door the answer went through."""

        PAGE = "page"
        API = "api"
        PDF = "pdf"
        COMMAND = "command"

    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    read_at = models.DateTimeField()
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", null=True)
    reason = models.CharField(max_length=300, null=True)
    place = models.CharField(max_length=10, choices=Place.choices)
    what = models.CharField(max_length=40, help_text="the query's name: search_name, search_identity, party …")
    query = models.CharField(max_length=200, null=True)
    subject_kind = models.CharField(max_length=40)
    subject_ids = ArrayField(models.BigIntegerField())

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(dossier__isnull=False) | Q(reason__isnull=False), name="dossiers_read_has_a_purpose"
            ),
        ]
        indexes = [
            GinIndex(fields=["subject_ids"], name="dossiers_read_subjects"),
            models.Index(fields=["read_by", "-read_at"], name="dossiers_read_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.what} by {self.read_by_id}"


class Rezoning(models.Model):
    """The whole register moved from one LAND_SRID to another (docs/adr/0055): an event, never changed.

    `columns` is the proof, column by column: rows, vertices, areas in m², largest difference on the way back in
    metres. `role` is the database role that did it; the rows it rewrote carry the same history transaction.
    """

    at = models.DateTimeField()
    from_srid = models.PositiveIntegerField()
    to_srid = models.PositiveIntegerField()
    operation = models.CharField(max_length=200)
    rows = models.BigIntegerField()
    way_back_max_m = models.FloatField()
    columns = models.JSONField()
    role = models.CharField(max_length=63)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(from_srid=models.F("to_srid")), name="dossiers_rezoning_moves"),
        ]

    def __str__(self) -> str:
        return f"{self.from_srid} → {self.to_srid}"
