"""Drafts of acts, what they claim while pending, and the financial obligations they bring."""

from django.conf import settings
from django.db import models
from django.db.models import PROTECT, Q

TRANSACTION = "dossiers.Transaction"


class RegisterAct(models.Model):
    """One act on one dossier, from draft to decision.

    `payload` is the typed input of its kind and holds ids and figures, never names: parties are entered before. A
    submitted act has a transaction; what it becomes is read from there.
    """

    dossier = models.ForeignKey("dossiers.Dossier", on_delete=PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    payload = models.JSONField(default=dict)
    unit = models.ForeignKey("reference.Unit", on_delete=PROTECT, related_name="+")
    transaction = models.OneToOneField(TRANSACTION, on_delete=PROTECT, null=True, related_name="+")
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    decided = models.JSONField(null=True, help_text="verdicts and counts at approval, no personal data")

    class Meta:
        verbose_name = "biến động"
        verbose_name_plural = "biến động"

    def __str__(self) -> str:
        return f"{self.kind}:{self.pk}"


class ActSubject(models.Model):
    """What a pending act works on. While it is open nobody else may submit an act on the same thing."""

    act = models.ForeignKey(RegisterAct, on_delete=PROTECT, related_name="+")
    subject_kind = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    open = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id"], condition=Q(open=True), name="land_records_one_pending_act"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act_id}: {self.subject_kind} {self.subject_id}"


class Obligation(models.Model):
    """A financial obligation of a dossier (nghĩa vụ tài chính): the slip, the amount, and how it ended."""

    class Status(models.TextChoices):
        """Unpaid blocks the issue of a certificate (a rule); deferred is noted on it."""

        UNPAID = "unpaid", "chưa nộp"
        PAID = "paid", "đã nộp"
        EXEMPT = "exempt", "được miễn"
        DEFERRED = "deferred", "ghi nợ"

    dossier = models.ForeignKey("dossiers.Dossier", on_delete=PROTECT, related_name="+")
    kind = models.CharField(max_length=40, help_text="land_use_fee, registration_fee, income_tax, rent, appraisal_fee")
    slip_number = models.CharField(max_length=60, blank=True)
    slip_date = models.DateField(null=True)
    amount_vnd = models.DecimalField(max_digits=16, decimal_places=0)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.UNPAID)
    settled_on = models.DateField(null=True)
    legal_basis = models.CharField(max_length=200, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = "nghĩa vụ tài chính"
        verbose_name_plural = "nghĩa vụ tài chính"
        constraints = [
            models.CheckConstraint(condition=Q(amount_vnd__gte=0), name="land_records_obligation_amount"),
            models.CheckConstraint(
                condition=Q(status="unpaid", settled_on__isnull=True)
                | Q(status__in=["paid", "exempt", "deferred"], settled_on__isnull=False),
                name="land_records_obligation_settled_on",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.status}"
