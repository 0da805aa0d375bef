"""Queue entry points: five lines each, the work is in services."""

from django_tasks import task

from importers.services import pipeline


@task()
def run_batch(batch_id: int) -> None:
    """Bring a batch from wherever it stands to review (or to a refusal)."""
    pipeline.run_batch(batch_id)
