"""Reads of the goods entrance; every one asks the policy first."""

import math
from datetime import datetime
from typing import Any

from django.contrib.gis.db.models import Extent
from django.contrib.gis.db.models.functions import Centroid, Transform
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from accounts import api as accounts
from importers.errors import BatchNotFound, batch_not_found
from importers.models import Batch, BatchFinding, StagedElement, StagedFace, StagedZone
from importers.services.pipeline import STEPS
from importers.snapshots import BatchSnapshot, FaceSnapshot, FindingSnapshot, Page

PAGE_SIZE = 50
SEEING_ACTS = ("import.upload", "import.review", "import.approve", "audit.read")
SEEING_ARCHIVE = ("archive.link", "act.approve", "audit.read")
TIME_LEFT_AFTER_S = 5.0
_SEVERITY_ORDER = Case(
    When(severity="error", then=Value(0)), When(severity="warning", then=Value(1)), default=Value(2),
    output_field=IntegerField(),
)  # fmt: skip


def visible(user: Any) -> QuerySet[Batch]:
    """The batches a user may see: those of their units, and their own without a unit yet.

    Archive deliveries are for those who link and approve them; map files for those who import.
    """
    archive = Q(kind=Batch.Kind.ARCHIVE)
    return _of_units(user, SEEING_ACTS).exclude(archive) | _of_units(user, SEEING_ARCHIVE).filter(archive)


def _of_units(user: Any, acts: tuple[str, ...]) -> QuerySet[Batch]:
    scopes = [accounts.scope(user, act) for act in acts]
    if any(scope.all for scope in scopes):
        return Batch.objects.all()
    units = {unit_id for scope in scopes for unit_id in scope.unit_ids}
    return Batch.objects.filter(unit_id__in=units) | Batch.objects.filter(unit=None, uploaded_by=user)


def batch(*, user: Any, batch_id: int) -> BatchSnapshot:
    """One batch the user may see."""
    found = visible(user).filter(pk=batch_id).first()
    if found is None:
        raise batch_not_found(batch_id)
    return snapshot(found)


def batches(
    *, user: Any, page: int = 1, status: str = "", kind: str = "", page_size: int = PAGE_SIZE
) -> Page[BatchSnapshot]:
    """Batches the user may see, the newest first: map files, or those of one kind."""
    rows = visible(user)
    rows = rows.filter(kind=kind) if kind else rows.exclude(kind=Batch.Kind.ARCHIVE)
    if status:
        rows = rows.filter(status=status)
    start = (max(page, 1) - 1) * page_size
    return Page(tuple(snapshot(row) for row in rows[start : start + page_size]), rows.count(), page, page_size)


def snapshot(row: Batch) -> BatchSnapshot:
    """A batch row as a frozen value."""
    return BatchSnapshot(
        id=row.pk,
        kind=row.kind,
        status=row.status,
        file_name=row.file_name,
        sha256=row.sha256,
        unit_id=row.unit_id,
        series_name=row.series_name,
        sheet_number=row.sheet_number,
        srid=row.srid,
        encoding=row.encoding,
        decisions=tuple(row.decisions),
        information=row.information,
        receipt=row.receipt,
        refusal=row.refusal,
        uploaded_by_id=row.uploaded_by_id,
        uploaded_at=row.uploaded_at,
        submitted_by_id=row.submitted_by_id,
        submitted_at=row.submitted_at,
        approved_by_id=row.approved_by_id,
        approved_at=row.approved_at,
        returned=row.options.get("returned", ""),
        step=row.step,
        finished_steps=tuple(row.finished_steps),
        steps=tuple(name for name, _ in STEPS[Batch.Kind(row.kind)]),
        done=row.done,
        total=row.total,
        seconds_left=_seconds_left(row, timezone.now()),
        seconds=row.seconds,
        chunks=tuple(row.options.get("chunks", [])),
        dossier_id=row.dossier_id,
        replaces_series_id=row.options.get("replaces_series"),
        resurvey=row.options.get("resurvey"),
    )


def _seconds_left(row: Batch, now: datetime) -> float | None:
    if not row.step_started_at or not row.step or row.done <= 0 or row.total <= 0:
        return None
    spent = (now - row.step_started_at).total_seconds()
    if spent < TIME_LEFT_AFTER_S:
        return None
    return max(0.0, spent * (row.total - row.done) / row.done)


def findings(
    *, user: Any, batch_id: int, page: int = 1, state: str = "", severity: str = "", page_size: int = PAGE_SIZE
) -> Page[FindingSnapshot]:
    """Findings of a batch, what must be fixed first."""
    batch(user=user, batch_id=batch_id)
    rows = BatchFinding.objects.filter(batch_id=batch_id).select_related("decided_by")
    if state:
        rows = rows.filter(state=state)
    if severity:
        rows = rows.filter(severity=severity)
    start = (max(page, 1) - 1) * page_size
    shown = rows.annotate(rank=_SEVERITY_ORDER, place=Transform("geom_3857", 4326)).order_by("rank", "id")
    items = tuple(_finding(row) for row in shown[start : start + page_size])
    return Page(items, rows.count(), page, page_size)


def finding(*, user: Any, batch_id: int, finding_id: int) -> FindingSnapshot:
    """One finding of a batch the user may see."""
    batch(user=user, batch_id=batch_id)
    row = (
        BatchFinding.objects.filter(batch_id=batch_id, pk=finding_id)
        .select_related("decided_by")
        .annotate(place=Transform("geom_3857", 4326))
        .first()
    )
    if row is None:
        raise BatchNotFound(
            f"Lô {batch_id} không có phát hiện số {finding_id}.",
            f"Batch {batch_id} has no finding {finding_id}.",
        )
    return _finding(row)


def _finding(row: Any) -> FindingSnapshot:
    return FindingSnapshot(
        id=row.pk,
        code=row.code,
        severity=row.severity,
        sheet=row.sheet,
        number=row.number,
        x=row.x,
        y=row.y,
        srid=row.srid,
        lon=row.place.x if row.place else None,
        lat=row.place.y if row.place else None,
        size=None if row.size is None or math.isnan(row.size) else row.size,
        between=tuple(row.between),
        hint=row.hint,
        state=row.state,
        reason=row.reason,
        decided_by=(row.decided_by.get_full_name() or row.decided_by.get_username()) if row.decided_by else "",
        decided_at=row.decided_at,
    )


def finding_counts(*, user: Any, batch_id: int) -> dict[str, dict[str, int]]:
    """severity → {total, open}."""
    batch(user=user, batch_id=batch_id)
    counts: dict[str, dict[str, int]] = {}
    rows = BatchFinding.objects.filter(batch_id=batch_id).values("severity", "state").annotate(n=Count("id"))
    for row in rows:
        entry = counts.setdefault(row["severity"], {"total": 0, "open": 0})
        entry["total"] += row["n"]
        entry["open"] += row["n"] if row["state"] == "open" else 0
    return counts


def open_alike(*, user: Any, batch_id: int, code: str) -> int:
    """How many findings of one code stand open."""
    batch(user=user, batch_id=batch_id)
    return BatchFinding.objects.filter(batch_id=batch_id, code=code, state="open").count()


def work_list(*, user: Any, limits: dict[str, int]) -> tuple[dict[str, int], dict[str, tuple[BatchSnapshot, ...]]]:
    """Counts of the user's batches by status, and the newest of each status in `limits` (status → at most)."""
    rows = visible(user)
    counts = dict(rows.order_by().values_list("status").annotate(n=Count("id")))
    newest: dict[str, tuple[BatchSnapshot, ...]] = dict.fromkeys(limits, ())
    for status, limit in limits.items():
        if counts.get(status):
            newest[status] = tuple(snapshot(row) for row in rows.filter(status=status)[:limit])
    return counts, newest


def face_counts(*, user: Any, batch_id: int) -> dict[str, int]:
    """Outcome → number of staged faces."""
    batch(user=user, batch_id=batch_id)
    return dict(StagedFace.objects.filter(batch_id=batch_id).values_list("outcome").annotate(n=Count("id")))


def faces(
    *, user: Any, batch_id: int, page: int = 1, outcome: str = "parcel", page_size: int = PAGE_SIZE
) -> Page[FaceSnapshot]:
    """Staged faces of one outcome."""
    batch(user=user, batch_id=batch_id)
    rows = StagedFace.objects.filter(batch_id=batch_id, outcome=outcome)
    start = (max(page, 1) - 1) * page_size
    shown = rows.annotate(place=Transform(Centroid("geom_3857"), 4326)).order_by("sheet", "number", "face")
    items = tuple(
        FaceSnapshot(
            face=row.face,
            outcome=row.outcome,
            sheet=row.sheet,
            number=row.number,
            land_use=row.land_use,
            area_labelled=float(row.area_labelled) if row.area_labelled is not None else None,
            area_computed=float(row.area_computed),
            object_type=row.object_type,
            registered=row.registered,
            reason=row.reason,
            lon=row.place.x,
            lat=row.place.y,
        )
        for row in shown[start : start + page_size]
    )
    return Page(items, rows.count(), page, page_size)


def extent(*, user: Any, batch_id: int) -> tuple[float, float, float, float] | None:
    """West, south, east, north (degrees) of what the batch staged."""
    batch(user=user, batch_id=batch_id)
    for model in (StagedFace, StagedZone, StagedElement):
        rows = model.objects.filter(batch_id=batch_id, geom_3857__isnull=False)
        box = rows.aggregate(box=Extent(Transform("geom_3857", 4326)))["box"]
        if box:
            return tuple(box)
    return None
