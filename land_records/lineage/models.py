"""Parents and children of parcels."""

from django.db import models
from django.db.models import PROTECT, F, Q


class ParcelLineage(models.Model):
    """One parcel came from another, wholly or partly.

    `parent_share` is the part of the parent that went into the child (0–1, by area, plane metres of the official zone).
    """

    class Kind(models.TextChoices):
        """How."""

        SPLIT = "split", "tách thửa"
        MERGE = "merge", "hợp thửa"
        RESURVEY = "resurvey", "đo đạc lại"
        RENUMBER = "renumber", "đánh số lại"

    parent = models.ForeignKey("land_records.Parcel", on_delete=PROTECT, related_name="+")
    child = models.ForeignKey("land_records.Parcel", on_delete=PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    parent_share = models.FloatField()
    transaction = models.ForeignKey("dossiers.Transaction", on_delete=PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = "nguồn gốc thửa đất"
        verbose_name_plural = "nguồn gốc thửa đất"
        constraints = [
            models.UniqueConstraint(fields=["parent", "child"], name="land_records_lineage_once"),
            models.CheckConstraint(condition=~Q(parent=F("child")), name="land_records_lineage_two_parcels"),
            models.CheckConstraint(
                condition=Q(parent_share__gt=0, parent_share__lte=1), name="land_records_lineage_share"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.parent_id}→{self.child_id}"
