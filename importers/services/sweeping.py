"""Queue batches: new ones, and those a dead worker left."""

from importers.services import pipeline
from importers.tasks import run_batch


def queue_batch(batch_id: int) -> None:
    """Let the worker take the batch; queued in the same transaction as its data."""
    run_batch.enqueue(batch_id)


def run_batch_here(batch_id: int) -> None:
    """Do the batch's work in this process (the command line does, the web never)."""
    pipeline.run_batch(batch_id)


def sweep_batches() -> list[int]:
    """Queue again what a dead worker left; returns the batches queued."""
    again = pipeline.sweep()
    for batch_id in again:
        run_batch.enqueue(batch_id)
    return again
