"""Rules as rows: a province sets procedures and limits since 2026, so everything here is dated and replaceable."""

from django.conf import settings
from django.db import models
from django.db.models import PROTECT, F, Q


class Rule(models.Model):
    """One version of one rule. The code is permanent; a new decision is a new version, the old one keeps its days.

    `severities` says per moment (draft, submit, approve) whether a broken rule is a `note`, a `warning` or a `block`;
    a moment left out does not ask. `parameters` are the figures of that decision (minimum area in m², frontage in m …).
    `unit` null: everywhere; else in that unit and below (minimum areas differ between wards and communes).
    """

    code = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    unit = models.ForeignKey("reference.Unit", on_delete=PROTECT, null=True, related_name="+")
    severities = models.JSONField(default=dict)
    parameters = models.JSONField(default=dict)
    text_vi = models.CharField(max_length=400)
    text_en = models.CharField(max_length=400)
    legal_source = models.CharField(max_length=300)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField(null=True, help_text="null: came with the system")
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "quy tắc"
        verbose_name_plural = "quy tắc"
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="land_records_rule_version"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="land_records_rule_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"
