"""Certificates, their states in time, their chain, the rights they prove, and the changes noted on them."""

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import PROTECT, F, Q

TRANSACTION = "dossiers.Transaction"


class Certificate(models.Model):
    """One certificate (Giấy chứng nhận) as issued: what stands here never changes, only its state does.

    `serial` (số phát hành) is upper case without blanks and dots, `serial_raw` what the paper shows; both empty while
    it is a draft. `register_no` (số vào sổ) likewise. `unit` is the commune as issued and is kept for ever.
    """

    class Form(models.TextChoices):
        """Which printed form it has."""

        TT10_2024 = "tt10_2024", "mẫu Thông tư 10/2024/TT-BTNMT"
        TT23_2014 = "tt23_2014", "mẫu Thông tư 23/2014/TT-BTNMT"
        OLDER = "older", "mẫu cũ hơn"

    form = models.CharField(max_length=10, choices=Form.choices)
    kind_code = models.CharField(max_length=4, blank=True, help_text="VBDLIS catalogue of certificate kinds")
    serial = models.CharField(max_length=12, blank=True)
    serial_raw = models.CharField(max_length=30, blank=True)
    register_no = models.CharField(max_length=30, blank=True)
    register_no_raw = models.CharField(max_length=40, blank=True)
    code = models.CharField(max_length=12, blank=True, help_text="Mã GCN, given by the national system")
    bar_code = models.CharField(max_length=20, blank=True)
    token = models.CharField(max_length=26, unique=True, help_text="random; the address behind the QR")
    unit = models.ForeignKey("reference.Unit", on_delete=PROTECT, related_name="+")
    issued_on = models.DateField(null=True)
    issuer = models.CharField(max_length=200, blank=True)
    signer = models.CharField(max_length=120, blank=True)
    decision_no = models.CharField(max_length=60, blank=True)
    decision_date = models.DateField(null=True)
    remarks = models.TextField(blank=True, help_text="Ghi chú as printed at issue; personal: it may name people")
    from_archive = models.BooleanField(default=False, help_text="known from papers issued before this register")
    transaction = models.ForeignKey(TRANSACTION, on_delete=PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = "giấy chứng nhận"
        verbose_name_plural = "giấy chứng nhận"
        constraints = [
            models.UniqueConstraint(fields=["serial"], condition=~Q(serial=""), name="land_records_serial_once"),
            models.UniqueConstraint(
                fields=["unit", "register_no"], condition=~Q(register_no=""), name="land_records_register_no_once"
            ),
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="land_records_gcn_code_once"),
            models.CheckConstraint(
                condition=Q(serial="") | Q(serial__regex=r"^[A-ZĐ]{1,2}[0-9]{6,8}$"),
                name="land_records_serial_pattern",
            ),
        ]
        indexes = [
            # the desk's search asks all three numbers at once, in several units, a serial by its beginning: the indexes
            # of the constraints cannot serve that
            models.Index(fields=["serial"], name="land_records_serial_begins", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["register_no"], name="land_records_register_no"),
        ]

    def __str__(self) -> str:
        return self.serial or f"draft {self.pk}"


class CertificateState(models.Model):
    """Which status a certificate had during a time."""

    class Status(models.TextChoices):
        """DOMAIN 7.1 and the chain from first to current."""

        DRAFT = "draft", "dự thảo"
        DISCARDED = "discarded", "dự thảo đã bỏ, chưa phát hành"
        VALID = "valid", "còn giá trị"
        CHANGED = "changed", "còn giá trị, đã chỉnh lý"
        REPLACED = "replaced", "đã được thay thế"
        REVOKED = "revoked", "đã thu hồi"
        LOST = "lost", "đã mất, không còn giá trị"

    certificate = models.ForeignKey(Certificate, on_delete=PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=Status.choices)
    valid = DateTimeRangeField()
    transaction = models.ForeignKey(TRANSACTION, on_delete=PROTECT, related_name="+")
    closed_by = models.ForeignKey(TRANSACTION, on_delete=PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = "tình trạng giấy chứng nhận"
        verbose_name_plural = "tình trạng giấy chứng nhận"

    def __str__(self) -> str:
        return f"{self.certificate_id}: {self.status}"


class CertificateSuccession(models.Model):
    """A certificate issued in the place of another."""

    earlier = models.ForeignKey(Certificate, on_delete=PROTECT, related_name="+")
    later = models.ForeignKey(Certificate, on_delete=PROTECT, related_name="+")
    transaction = models.ForeignKey(TRANSACTION, on_delete=PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["earlier", "later"], name="land_records_certificate_succession_once"),
            models.CheckConstraint(
                condition=~Q(earlier=F("later")), name="land_records_certificate_succession_two_papers"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.earlier_id}→{self.later_id}"


class CertificateRight(models.Model):
    """A certificate proves a right during a time; after a noted change it proves the right's next version."""

    certificate = models.ForeignKey(Certificate, on_delete=PROTECT, related_name="+")
    right = models.ForeignKey("land_records.Right", on_delete=PROTECT, related_name="+")
    valid = DateTimeRangeField()
    transaction = models.ForeignKey(TRANSACTION, on_delete=PROTECT, related_name="+")
    closed_by = models.ForeignKey(TRANSACTION, on_delete=PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = "quyền ghi trên giấy chứng nhận"
        verbose_name_plural = "quyền ghi trên giấy chứng nhận"

    def __str__(self) -> str:
        return f"{self.certificate_id}: {self.right_id}"


class CertificateNote(models.Model):
    """One change noted on a certificate (nội dung thay đổi và cơ sở pháp lý), in the order of the entries."""

    certificate = models.ForeignKey(Certificate, on_delete=PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    change_code = models.CharField(max_length=4)
    text = models.TextField(help_text="personal: it may name the new holder")
    transaction = models.ForeignKey(TRANSACTION, on_delete=PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["certificate", "position"], name="land_records_note_position"),
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id}/{self.position}"


class CertificateIssue(models.Model):
    """The proposal to issue a prepared draft; at most one is open for a certificate. Decided as its transaction is."""

    certificate = models.ForeignKey(Certificate, on_delete=PROTECT, related_name="+")
    transaction = models.OneToOneField(TRANSACTION, on_delete=PROTECT, related_name="+")
    open = models.BooleanField(default=True)
    verdict = models.JSONField(default=dict, help_text="rule, version and figures at approval")

    class Meta:
        verbose_name = "đề nghị phát hành"
        verbose_name_plural = "đề nghị phát hành"
        constraints = [
            models.UniqueConstraint(fields=["certificate"], condition=Q(open=True), name="land_records_one_open_issue"),
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id}: {self.transaction_id}"
