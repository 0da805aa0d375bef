"""The stock of pre-printed blanks (phôi Giấy chứng nhận): lots, blanks, and every move as the book tells it.

A blank carries a serial number from the printing works. It is used once, by one certificate; what is spoiled, returned
or lost never comes back (migrations/sql/blank_rules).
"""

from django.conf import settings
from django.db import models
from django.db.models import PROTECT, F, Q

_PERSON = settings.AUTH_USER_MODEL


class BlankLot(models.Model):
    """Blanks received together: one range of numbers under the same letters, first and last included."""

    letters = models.CharField(max_length=2)
    digits = models.PositiveSmallIntegerField(help_text="how many figures the number has, zeros in front")
    first_no = models.PositiveIntegerField()
    last_no = models.PositiveIntegerField()
    form = models.CharField(max_length=10, help_text="Certificate.Form")
    received_on = models.DateField()
    supplier = models.CharField(max_length=200, blank=True)
    delivery_note = models.CharField(max_length=80, blank=True, help_text="number of the hand-over minutes")
    recorded_by = models.ForeignKey(_PERSON, on_delete=PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = "lô phôi"
        verbose_name_plural = "lô phôi"
        constraints = [
            models.CheckConstraint(
                condition=Q(last_no__gte=F("first_no"), digits__gte=6, digits__lte=8), name="land_records_lot_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letters}{self.first_no:0{self.digits}d}…"


class Blank(models.Model):
    """One blank and where it is now; `serial` as on certificates, upper case without blanks."""

    class Status(models.TextChoices):
        """Reserved: named on a prepared draft, so that it may be printed; the last four are final."""

        IN_STORE = "in_store", "trong kho"
        HANDED = "handed", "đã giao đơn vị"
        RESERVED = "reserved", "đang in"
        USED = "used", "đã sử dụng"
        SPOILED = "spoiled", "hỏng"
        RETURNED = "returned", "đã trả lại nơi cấp"
        LOST = "lost", "mất"

    lot = models.ForeignKey(BlankLot, on_delete=PROTECT, related_name="+")
    serial = models.CharField(max_length=12, unique=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.IN_STORE)
    office = models.ForeignKey("accounts.Office", on_delete=PROTECT, null=True, related_name="+")
    certificate = models.OneToOneField("land_records.Certificate", on_delete=PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "phôi"
        verbose_name_plural = "phôi"
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["reserved", "used"], certificate__isnull=False)
                | (~Q(status__in=["reserved", "used"]) & Q(certificate__isnull=True)),
                name="land_records_blank_names_its_certificate",
            ),
            models.CheckConstraint(
                condition=~Q(status="handed") | Q(office__isnull=False), name="land_records_blank_handed_to_somebody"
            ),
        ]
        indexes = [models.Index(fields=["status", "serial"], name="land_records_blank_status")]

    def __str__(self) -> str:
        return self.serial


class BlankMove(models.Model):
    """One line of the book of blanks: what happened to the blanks from `first_serial` to `last_serial`. Append-only."""

    class Kind(models.TextChoices):
        """What happened."""

        RECEIVED = "received", "nhập kho"
        HANDED = "handed", "giao đơn vị"
        RESERVED = "reserved", "lấy ra in"
        RELEASED = "released", "chưa in, để lại"
        USED = "used", "sử dụng"
        SPOILED = "spoiled", "hỏng"
        RETURNED = "returned", "trả lại nơi cấp"
        LOST = "lost", "mất"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    lot = models.ForeignKey(BlankLot, on_delete=PROTECT, related_name="+")
    first_serial = models.CharField(max_length=12)
    last_serial = models.CharField(max_length=12)
    count = models.PositiveIntegerField()
    office = models.ForeignKey("accounts.Office", on_delete=PROTECT, null=True, related_name="+")
    certificate = models.ForeignKey("land_records.Certificate", on_delete=PROTECT, null=True, related_name="+")
    document = models.ForeignKey(
        "dossiers.Document", on_delete=PROTECT, null=True, related_name="+", help_text="the minutes (biên bản)"
    )
    reason = models.CharField(max_length=300, blank=True)
    moved_by = models.ForeignKey(_PERSON, on_delete=PROTECT, related_name="+")
    moved_at = models.DateTimeField()

    class Meta:
        verbose_name = "biến động phôi"
        verbose_name_plural = "biến động phôi"
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=["spoiled", "lost"]) | (Q(document__isnull=False) & ~Q(reason="")),
                name="land_records_move_has_minutes",
            ),
            models.CheckConstraint(condition=Q(count__gt=0), name="land_records_move_moves_something"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.first_serial}–{self.last_serial}"


class PrinterProfile(models.Model):
    """How far one printer is off, measured on its test sheet; offsets in mm, right and down positive, per page."""

    name = models.CharField(max_length=60, unique=True)
    page1_right_mm = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    page1_down_mm = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    page2_right_mm = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    page2_down_mm = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    scale = models.DecimalField(max_digits=6, decimal_places=4, default=1)
    changed_by = models.ForeignKey(_PERSON, on_delete=PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = "máy in"
        verbose_name_plural = "máy in"
        constraints = [
            models.CheckConstraint(
                condition=Q(scale__gte="0.95", scale__lte="1.05"), name="land_records_printer_scale_small"
            ),
        ]

    def __str__(self) -> str:
        return self.name
