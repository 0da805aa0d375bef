"""The steps of a batch in their order, and what ends a run."""

import logging

from django.db import OperationalError
from django.utils import timezone

from gis_core.errors import DomainError
from importers.errors import RunCancelled, RunLost
from importers.models import Batch
from importers.services import raster, register, steps, zones
from importers.services.run import DEATHS_ALLOWED, Run, hold, is_worked_on
from importers.services.workspace import Workspace

logger = logging.getLogger(__name__)

STEPS = {
    Batch.Kind.PARCELS: (
        ("read", steps.read),
        ("interpret", steps.interpret),
        ("build", steps.build),
        ("check", steps.check),
        ("stage", steps.stage),
    ),
    Batch.Kind.ZONES: (
        ("read", steps.read),
        ("interpret", zones.interpret),
        ("check", zones.check),
        ("stage", zones.stage),
    ),
    Batch.Kind.RASTER: (("read", raster.inspect), ("stage", raster.stage)),
}

WORKING = (Batch.Status.QUEUED, Batch.Status.RUNNING)


def run_batch(batch_id: int) -> None:
    """Take the batch and do what is left of it; nothing happens when another worker has it."""
    with hold(batch_id) as run:
        if run is None:
            logger.info("batch %s is worked on by another worker", batch_id)
            return
        try:
            _go_on(run)
        except RunLost:
            logger.warning("batch %s: run %s lost its hold and stops without writing", batch_id, run.number)
        except RunCancelled:
            run.update(status=Batch.Status.CANCELLED, step="")
            Workspace(batch_id).remove()
        except DomainError as refusal:
            logger.info("batch %s refused: %s", batch_id, refusal.code)
            run.update(status=Batch.Status.REFUSED, refusal=refusal.as_answer(), step="")
            Workspace(batch_id).remove()
        except OperationalError:
            # the database went away: the sweep brings the batch back from its last finished step
            logger.warning("batch %s: database connection lost in the middle of a step", batch_id)
            raise
        except Exception:
            logger.exception("batch %s: defect in the programme", batch_id)
            run.update(status=Batch.Status.FAILED, refusal=_defect(batch_id), step="")
            raise


def _go_on(run: Run) -> None:
    batch = Batch.objects.get(pk=run.batch_id)
    if batch.status in WORKING:
        run.update(status=Batch.Status.RUNNING)
        for name, work in STEPS[Batch.Kind(batch.kind)]:
            if name not in batch.finished_steps:
                run.perform(name, work)
                if Batch.objects.values_list("status", flat=True).get(pk=run.batch_id) == Batch.Status.NEEDS_DECISION:
                    return
    elif batch.status == Batch.Status.REGISTERING:
        register.register_batch(run)


def sweep() -> list[int]:
    """Bring back batches whose worker died: returns those to be queued again.

    A batch under way whose advisory lock is free has no worker. Two deaths in one step end it as failed, with
    the file kept (DESIGN §5.4).
    """
    again: list[int] = []
    underway = [*WORKING, Batch.Status.REGISTERING]
    for batch in Batch.objects.filter(status__in=underway).order_by("id"):
        never_started = batch.status == Batch.Status.QUEUED and batch.run == 0
        if never_started or is_worked_on(batch.pk):
            continue
        if batch.status == Batch.Status.QUEUED:
            again.append(batch.pk)
            continue
        if batch.deaths + 1 >= DEATHS_ALLOWED and batch.status != Batch.Status.REGISTERING:
            changed = Batch.objects.filter(pk=batch.pk, run=batch.run).update(
                status=Batch.Status.FAILED, deaths=batch.deaths + 1, refusal=_crashed(batch), run=batch.run + 1
            )
        else:
            changed = Batch.objects.filter(pk=batch.pk, run=batch.run).update(
                deaths=batch.deaths + 1, run=batch.run + 1
            )
            if changed:
                again.append(batch.pk)
        if changed:
            logger.warning("batch %s: its worker died in step %s at %s", batch.pk, batch.step, timezone.now())
    return again


def _crashed(batch: Batch) -> dict[str, object]:
    return DomainError(
        f"Lô {batch.pk} dừng hai lần ở bước «{batch.step}». Tệp «{batch.file_name}» được giữ lại để kiểm tra.",
        f"Batch {batch.pk} died twice in step '{batch.step}'. The file '{batch.file_name}' is kept for inspection.",
        hint_vi="Mở tệp bằng MicroStation, chạy File > Compress, lưu lại rồi nhập lại; hoặc báo quản trị.",
        hint_en="Open the file in MicroStation, run File > Compress, save and import again; or tell the administrator.",
        code="reader_crashed",
    ).as_answer()


def _defect(batch_id: int) -> dict[str, object]:
    return DomainError(
        f"Lô {batch_id} gặp lỗi chương trình. Chưa ghi gì vào sổ; tệp được giữ lại.",
        f"Batch {batch_id} met a defect in the programme. Nothing was registered; the file is kept.",
        hint_vi="Báo quản trị kèm số lô; nhật ký máy chủ có chi tiết.",
        hint_en="Tell the administrator the batch number; the server's log has the details.",
        code="internal_error",
    ).as_answer()
