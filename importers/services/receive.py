"""Take a delivered file in: keep it, recognise it, open its dossier, queue the work."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from accounts import api as accounts
from dossiers import api as dossiers
from gis_core.errors import DomainError
from importers.errors import ImportRefused, wrong_state
from importers.models import Batch
from importers.services import delivery
from importers.services.stated import pinned_fit, refuse_unknown
from reference import api as reference


@dataclass(frozen=True, slots=True)
class Statement:
    """What the uploader states about a file; everything not stated is worked out and shown."""

    unit_id: int | None = None
    series: str = ""
    sheet: int | None = None
    profile: str = ""
    srid: int | None = None
    encoding: str = ""
    kind: str = ""
    scale: int | None = None
    dossier_code: str = ""
    plan: dict[str, Any] | None = None
    fit: str = ""


def receive_file(*, actor: Any, path: Path, name: str, stated: Statement, at: datetime | None = None) -> list[Batch]:
    """Keep a file (or every data set of a zip) and make a batch of each.

    An empty file, an unsafe archive or an unknown format becomes a refused batch: the file is kept.

    Raises:
        NotAllowed: the actor may not upload for that unit.
        ImportRefused: already imported, or a statement that names nothing known.
    """
    accounts.require(actor, "import.upload", stated.unit_id)
    refuse_unknown(kind=stated.kind, profile=stated.profile, srid=stated.srid, fit=stated.fit)
    stated = replace(stated, fit=pinned_fit(stated.fit, stated.srid))
    with delivery.as_one_file(path) as packed:
        stored = dossiers.store_file(source=packed, name=name, actor=actor)
    moment = at or timezone.now()
    try:
        refuse_size(path, name)
        data_sets = delivery.data_sets(dossiers.stored_path(stored.sha256), name)
    except DomainError as refusal:
        # a file nobody can read is kept too, as a refused batch that says why
        return [_refused(actor, stored.sha256, name, stated, refusal)]
    batches: list[Batch] = []
    with transaction.atomic():
        one_at_a_time(stored.sha256)
        for data_set in data_sets:
            _refuse_seen(stored.sha256, data_set.member, name)
            batches.append(_make(actor, stored.sha256, name, data_set, stated, moment))
    return batches


def _refused(actor: Any, sha256: str, name: str, stated: Statement, refusal: DomainError) -> Batch:
    return Batch.objects.create(
        kind=stated.kind or Batch.Kind.PARCELS,
        status=Batch.Status.REFUSED,
        file_name=name,
        sha256=sha256,
        unit_id=stated.unit_id,
        refusal=refusal.as_answer(),
        uploaded_by=actor,
    )


def _make(actor: Any, sha256: str, name: str, data_set: delivery.DataSet, stated: Statement, at: datetime) -> Batch:
    shown = f"{name} › {data_set.member}" if data_set.member not in ("", name) else name
    kind = stated.kind or data_set.kind
    dossier_id = dossiers.dossier_by_code(stated.dossier_code).id if stated.dossier_code else None
    batch = Batch.objects.create(
        kind=kind,
        file_name=shown,
        sha256=sha256,
        unit_id=stated.unit_id,
        series_name=stated.series,
        sheet_number=stated.sheet,
        profile=stated.profile,
        options={
            "member": data_set.member,
            "srid": stated.srid,
            "encoding": stated.encoding,
            "scale": stated.scale,
            "plan": stated.plan,
            "fit": stated.fit,
        },
        dossier_id=dossier_id,
        uploaded_by=actor,
    )
    if batch.unit_id:
        put_on_dossier(batch, actor, at)
    return batch


def put_on_dossier(batch: Batch, actor: Any, at: datetime) -> int:
    """Open the batch's own dossier as soon as its unit is known and hang the file on it; returns the dossier's id.

    Raises:
        WrongBatchState: the unit is not known yet.
    """
    if batch.unit_id is None:
        raise wrong_state(batch.pk, batch.status, "mở hồ sơ khi chưa rõ đơn vị", "put on a dossier without a unit")
    dossier_id = batch.dossier_id
    if dossier_id is None:
        kind, verb = ("linking", "Liên kết lưu trữ") if batch.kind == Batch.Kind.ARCHIVE else ("import", "Nhập tệp")
        title = f"{verb} {batch.file_name}"[:300]
        opened = dossiers.open_dossier(actor=actor, kind=kind, unit_id=batch.unit_id, title=title, at=at)
        batch.dossier_id = dossier_id = opened.id
        batch.save(update_fields=["dossier"])
    stored = dossiers.stored_file(batch.sha256)
    dossiers.attach_file(actor=actor, dossier_id=dossier_id, file_id=stored.id, name=batch.file_name[:255], at=at)
    return dossier_id


def refuse_size(path: Path, name: str) -> None:
    """Raise ImportRefused for an empty file and for one over the limit."""
    size = path.stat().st_size
    if size == 0:
        raise ImportRefused(
            f"Tệp «{name}» rỗng (0 byte).",
            f"The file '{name}' is empty (0 bytes).",
            hint_vi="Chép lại tệp từ máy nguồn rồi nhập lại.",
            hint_en="Copy the file again from where it came and import it again.",
            code="empty_file",
        )
    if size > settings.UPLOAD_MAX_BYTES:
        raise ImportRefused(
            f"Tệp «{name}» lớn {size // 1_048_576} MB, quá giới hạn {settings.UPLOAD_MAX_BYTES // 1_048_576} MB.",
            f"The file '{name}' has {size // 1_048_576} MB, over the limit of "
            f"{settings.UPLOAD_MAX_BYTES // 1_048_576} MB.",
            hint_vi="Tách tệp theo tờ bản đồ rồi nhập từng phần.",
            hint_en="Split the file by map sheet and import the parts.",
            code="file_too_large",
        )


FINISHED_WITHOUT_EFFECT = (Batch.Status.REFUSED, Batch.Status.FAILED, Batch.Status.CANCELLED)


def one_at_a_time(sha256: str) -> None:
    """Two uploads of the same bytes at once: the second waits here and then sees the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [sha256])


def _refuse_seen(sha256: str, member: str, name: str) -> None:
    """The same bytes a second time are recognised, unless the first try had no effect."""
    earlier = (
        Batch.objects.filter(sha256=sha256, options__member=member)
        .exclude(status__in=FINISHED_WITHOUT_EFFECT)
        .order_by("-id")
        .first()
    )
    if earlier:
        day = timezone.localtime(earlier.uploaded_at).strftime("%d/%m/%Y %H:%M")
        raise ImportRefused(
            f"Tệp «{name}» đã được nhập ngày {day} (lô {earlier.pk}, trạng thái {earlier.status}).",
            f"The file '{name}' was already imported on {day} (batch {earlier.pk}, {earlier.status}).",
            hint_vi=f"Mở lô {earlier.pk} để xem; nếu cần nhập lại, hủy lô đó trước.",
            hint_en=f"Open batch {earlier.pk}; cancel it first if the file must be imported again.",
            code="already_imported",
        )


def resolve_unit(reference_text: str) -> int:
    """The id of the unit a person means by CODE or CODE@DATE."""
    return reference.resolve_unit(reference_text).id
