"""The steps of a batch in their order, and what ends a run."""

import logging
import traceback
from collections.abc import Callable
from typing import Any

import psycopg2
from django.db import InterfaceError, OperationalError

from gis_core.errors import DomainError
from importers.archive_linking import steps as archive
from importers.errors import DefectInBatch, RunCancelled, RunLost
from importers.models import Batch
from importers.readers.errors import ReaderCrashed, ReaderTimeout
from importers.services import raster, register, steps, zones
from importers.services.run import DEATHS_ALLOWED, Run, hold
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
    Batch.Kind.ARCHIVE: (("read", archive.read), ("examine", archive.examine), ("match", archive.match_delivery)),
}

DATABASE_AWAY = (OperationalError, InterfaceError, psycopg2.OperationalError, psycopg2.InterfaceError)
"""The last two: what speaks to the database beside Django's wrapped cursor (the lock, COPY)."""

WORKING = (Batch.Status.QUEUED, Batch.Status.RUNNING)


def run_batch(batch_id: int) -> None:
    """Take the batch and do what is left of it; nothing happens when another worker has it."""
    with hold(batch_id) as run:
        if run is None:
            logger.info("batch %s is worked on by another worker", batch_id)
            return
        try:
            _to_an_end(run)
        except RunLost:
            logger.warning("batch %s: run %s lost its hold and stops without writing", batch_id, run.number)


def _to_an_end(run: Run) -> None:
    """Work, and write down how it ended. Raises RunLost when somebody else has the batch by then."""
    try:
        _go_on(run)
    except RunLost:
        raise
    except RunCancelled:
        run.update(status=Batch.Status.CANCELLED, step="")
        Workspace(run.batch_id).remove()
    except (ReaderCrashed, ReaderTimeout) as death:
        logger.warning("batch %s failed: %s", run.batch_id, death.code)
        run.update(status=Batch.Status.FAILED, refusal=death.as_answer(), step="")
        Workspace(run.batch_id).remove()
    except DomainError as refusal:
        logger.info("batch %s refused: %s", run.batch_id, refusal.code)
        run.update(status=Batch.Status.REFUSED, refusal=refusal.as_answer(), step="")
        Workspace(run.batch_id).remove()
    except DATABASE_AWAY:
        # the database went away: the sweep brings the batch back from its last finished step
        logger.warning("batch %s: database connection lost in the middle of a step", run.batch_id)
        raise
    except Exception as defect:
        # the message of a foreign exception may quote the file, and the file may name owners: only type and place
        # go to the log and to the task's row
        place = "".join(traceback.format_tb(defect.__traceback__))
        logger.error("batch %s: defect in the programme: %s\n%s", run.batch_id, type(defect).__name__, place)
        told = _defect(Batch.objects.get(pk=run.batch_id))
        run.update(status=Batch.Status.FAILED, refusal=told, step="")
        raise DefectInBatch(f"batch {run.batch_id}: {type(defect).__name__}") from None


def _go_on(run: Run) -> None:
    batch = Batch.objects.get(pk=run.batch_id)
    if batch.status in WORKING:
        run.update(status=Batch.Status.RUNNING)
        _forget_steps_without_files(run, batch)
        for name, work in STEPS[Batch.Kind(batch.kind)]:
            if name not in batch.finished_steps:
                _perform(run, name, work)
                if Batch.objects.values_list("status", flat=True).get(pk=run.batch_id) == Batch.Status.NEEDS_DECISION:
                    return
    elif batch.status == Batch.Status.REGISTERING:
        register.register_batch(run)


def _forget_steps_without_files(run: Run, batch: Batch) -> None:
    """Another machine may have done the first steps: what they left is not here, so they are done again."""
    if batch.finished_steps and not _has_files(batch):
        batch.finished_steps = []
        run.update(finished_steps=[])


def _has_files(batch: Batch) -> bool:
    """True when the files the finished steps left lie here; a raster leaves none."""
    workspace = Workspace(batch.pk)
    if batch.kind == Batch.Kind.ARCHIVE:
        last = "examined" if "examine" in batch.finished_steps else "delivery"
        return workspace.has_json(last)
    return batch.kind == Batch.Kind.RASTER or workspace.has("elements")


def _perform(run: Run, name: str, work: Callable[[Run], dict[str, Any] | None]) -> None:
    """One step; a reading process that crashes gets a second try, as a worker that dies does."""
    while True:
        try:
            run.perform(name, work)
        except ReaderCrashed:
            if run.count_death() >= DEATHS_ALLOWED:
                raise
            logger.warning("batch %s: the reading process crashed; trying once more", run.batch_id)
        else:
            return


def _defect(batch: Batch) -> dict[str, object]:
    entered = any(chunk.get("result") for chunk in batch.options.get("chunks", []))
    what_vi = "Các tờ đã ghi sổ vẫn giữ nguyên" if entered else "Chưa ghi gì vào sổ"
    what_en = "Sheets already registered stand" if entered else "Nothing was registered"
    return DomainError(
        f"Lô {batch.pk} gặp lỗi chương trình. {what_vi}; tệp được giữ lại.",
        f"Batch {batch.pk} met a defect in the programme. {what_en}; the file is kept.",
        hint_vi="Báo quản trị kèm số lô; nhật ký máy chủ có chi tiết.",
        hint_en="Tell the administrator the batch number; the server's log has the details.",
        code="internal_error",
    ).as_answer()
