"""Queue batches: new ones, and those a dead worker left.

A worker killed by SIGKILL leaves three things: an advisory lock that PostgreSQL frees, a batch that says it is under
way, and a row of the task table that stays RUNNING for ever. The sweep puts the three side by side (DESIGN §5.4):

- the lock is held: somebody works; leave it alone;
- the batch was taken (`running`, or `registering` with a step): its worker is dead. Count the death, queue again;
- the batch only waits (`queued`, or `registering` without a step): it is lost when no task row will bring it, that
  is none READY and none claimed within the last minute. A worker killed right after claiming leaves it so, and so
  does a process that died between receiving a file and queueing it.
"""

import logging
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from gis_core.errors import DomainError
from importers.models import Batch
from importers.services import pipeline
from importers.services.run import DEATHS_ALLOWED, is_worked_on
from importers.tasks import run_batch

logger = logging.getLogger(__name__)

ON_ITS_WAY = timedelta(seconds=60)
"""A task claimed, or a file received, this recently may still be on its way to the batch's lock."""

UNDERWAY = (Batch.Status.QUEUED, Batch.Status.RUNNING, Batch.Status.REGISTERING)


def queue_batch(batch_id: int) -> None:
    """Let the worker take the batch; queued in the same transaction as its data."""
    run_batch.enqueue(batch_id)


def run_batch_here(batch_id: int) -> None:
    """Do the batch's work in this process (the command line does, the web never)."""
    pipeline.run_batch(batch_id)


def sweep_batches() -> list[int]:
    """Queue again what a dead worker left; returns the batches queued.

    Two deaths in one step end a batch as failed, with the file kept. Registration is never given up: its chunks are
    approved, each stands or falls by itself, and the next worker goes on with the first that is missing.
    """
    again = []
    for batch in Batch.objects.filter(status__in=UNDERWAY).order_by("id"):
        if is_worked_on(batch.pk):
            continue
        lost = _is_lost(batch) if _waits(batch) else _count_death(batch)
        if lost:
            _forget_dead_tasks(batch.pk)
            run_batch.enqueue(batch.pk)
            again.append(batch.pk)
    return again


def _waits(batch: Batch) -> bool:
    """True when no worker has taken the batch since it was queued."""
    return batch.status == Batch.Status.QUEUED or (batch.status == Batch.Status.REGISTERING and not batch.step)


def _tasks_of(batch_id: int) -> "QuerySet[DBTaskResult]":
    return DBTaskResult.objects.filter(task_path=run_batch.module_path, args_kwargs__args=[batch_id])


def _is_lost(batch: Batch) -> bool:
    recent = timezone.now() - ON_ITS_WAY
    tasks = _tasks_of(batch.pk)
    if tasks.filter(status="READY").exists() or tasks.filter(status="RUNNING", started_at__gt=recent).exists():
        return False
    newest = max(moment for moment in (batch.uploaded_at, batch.approved_at) if moment)
    return newest <= recent


def _count_death(batch: Batch) -> bool:
    """Write the death down under the token seen; False when the batch failed by it or moved on meanwhile."""
    seen = Batch.objects.filter(pk=batch.pk, run=batch.run, status=batch.status, step=batch.step)
    values = {"run": batch.run + 1, "deaths": batch.deaths + 1}
    registering = batch.status == Batch.Status.REGISTERING
    given_up = batch.deaths + 1 >= DEATHS_ALLOWED and not registering
    if given_up:
        changed = seen.update(**values, status=Batch.Status.FAILED, refusal=_died(batch), step="")
    elif registering:
        changed = seen.update(**values, step="")
    else:
        changed = seen.update(**values, status=Batch.Status.QUEUED)
    if changed:
        logger.warning("batch %s: its worker died in step %s", batch.pk, batch.step)
    return bool(changed) and not given_up


def _forget_dead_tasks(batch_id: int) -> None:
    """Rows a dead worker left RUNNING are closed, so that the task table tells the truth."""
    _tasks_of(batch_id).filter(status="RUNNING").update(
        status="FAILED", finished_at=timezone.now(), traceback="The worker died; the batch was queued again."
    )


def _died(batch: Batch) -> dict[str, object]:
    return DomainError(
        f"Lô {batch.pk} dừng hai lần ở bước «{batch.step}». Tệp «{batch.file_name}» được giữ lại để kiểm tra.",
        f"Batch {batch.pk} died twice in step '{batch.step}'. The file '{batch.file_name}' is kept for inspection.",
        hint_vi="Mở tệp bằng MicroStation, chạy File > Compress, lưu lại rồi nhập lại; hoặc báo quản trị.",
        hint_en="Open the file in MicroStation, run File > Compress, save and import again; or tell the administrator.",
        code="reader_crashed",
    ).as_answer()
