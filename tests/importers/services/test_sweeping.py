"""What the sweep brings back, what it leaves alone, and when it gives up."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from importers import api as importers
from importers.management.commands.worker import Command
from importers.models import Batch
from importers.services.run import BatchLock, hold
from importers.services.workspace import Workspace

FIRST = "sheets/to01.dgn"


def made_long_ago(batch: Batch, **values) -> None:
    Batch.objects.filter(pk=batch.pk).update(uploaded_at=timezone.now() - timedelta(minutes=5), **values)


def claimed(batch: Batch, seconds_ago: float) -> DBTaskResult:
    """The task row as a worker leaves it that was killed right after claiming."""
    importers.queue_batch(batch.pk)
    task = DBTaskResult.objects.get(args_kwargs__args=[batch.pk], status="READY")
    task.status, task.started_at = "RUNNING", timezone.now() - timedelta(seconds=seconds_ago)
    task.save()
    return task


def ready(batch: Batch) -> int:
    return DBTaskResult.objects.filter(args_kwargs__args=[batch.pk], status="READY").count()


def test_worker_killed_right_after_claiming(entrance, small_sample):
    [batch] = entrance.receive(small_sample / FIRST)
    made_long_ago(batch)
    task = claimed(batch, seconds_ago=120)
    assert importers.sweep_batches() == [batch.pk]
    task.refresh_from_db()
    assert task.status == "FAILED", "the task table does not say RUNNING for ever"
    assert ready(batch) == 1
    assert importers.sweep_batches() == [], "queued once, not every minute"
    batch.refresh_from_db()
    assert (batch.status, batch.deaths) == ("queued", 0), "nobody died in a step"


def test_worker_that_has_just_claimed_is_left_alone(entrance, small_sample):
    [batch] = entrance.receive(small_sample / FIRST)
    made_long_ago(batch)
    claimed(batch, seconds_ago=2)
    assert importers.sweep_batches() == []


def test_batch_waiting_for_its_turn_is_left_alone(entrance, small_sample):
    [batch] = entrance.receive(small_sample / FIRST)
    made_long_ago(batch)
    importers.queue_batch(batch.pk)
    assert importers.sweep_batches() == []
    assert ready(batch) == 1


def test_file_received_but_never_queued(entrance, small_sample):
    """The process died between receiving and queueing; a file received this minute may still be worked on here."""
    [batch] = entrance.receive(small_sample / FIRST)
    assert importers.sweep_batches() == []
    made_long_ago(batch)
    assert importers.sweep_batches() == [batch.pk]


def test_batch_under_work_is_left_alone_and_a_dead_one_is_counted(entrance, small_sample):
    [batch] = entrance.receive(small_sample / FIRST)
    made_long_ago(batch, status="running", step="build", run=1)
    lock = BatchLock(batch.pk)
    assert lock.take()
    assert importers.sweep_batches() == []
    lock.close()
    assert importers.sweep_batches() == [batch.pk]
    batch.refresh_from_db()
    assert (batch.status, batch.deaths, batch.run) == ("queued", 1, 2)
    assert importers.sweep_batches() == [], "waiting in the queue is not a second death"


def test_registration_waiting_for_its_turn_is_not_a_death(entrance, small_sample):
    [batch] = entrance.receive(small_sample / FIRST)
    made_long_ago(batch, status="registering", step="", approved_at=timezone.now() - timedelta(minutes=5))
    importers.queue_batch(batch.pk)
    assert importers.sweep_batches() == []
    Batch.objects.filter(pk=batch.pk).update(step="register", run=1, deaths=5)
    DBTaskResult.objects.all().delete()
    assert importers.sweep_batches() == [batch.pk]
    batch.refresh_from_db()
    assert (batch.status, batch.step, batch.deaths) == ("registering", "", 6), "approved work is never given up"


def test_finished_batch_is_left_alone(entrance, small_sample):
    for status in ("staged", "needs_decision", "submitted", "approved", "refused", "failed", "cancelled"):
        [batch] = entrance.receive(small_sample / FIRST)
        made_long_ago(batch, status=status, run=1)
        assert importers.sweep_batches() == []
        Batch.objects.filter(pk=batch.pk).update(status="cancelled")


def test_one_worker_at_a_time(entrance, small_sample):
    [batch] = entrance.receive(small_sample / FIRST)
    with hold(batch.pk) as first, hold(batch.pk) as second:
        assert first is not None
        assert second is None
        importers.run_batch_here(batch.pk)
    batch.refresh_from_db()
    assert batch.status == "queued"


def test_cancel_before_and_between_blocks(entrance, small_sample, monkeypatch):
    [waiting] = entrance.receive(small_sample / FIRST)
    importers.cancel(actor=entrance.officer, batch_id=waiting.pk)
    waiting.refresh_from_db()
    assert waiting.status == "cancelled", "nobody works on it: cancelled at once"
    importers.run_batch_here(waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.status, waiting.finished_steps) == ("cancelled", [])

    [batch] = entrance.receive(small_sample / FIRST)
    save = Workspace.save_frame

    def cancelled_meanwhile(self, name, frame):
        if name == "faces":
            importers.cancel(actor=entrance.officer, batch_id=batch.pk)
        save(self, name, frame)

    monkeypatch.setattr(Workspace, "save_frame", cancelled_meanwhile)
    importers.run_batch_here(batch.pk)
    batch.refresh_from_db()
    assert batch.status == "cancelled"
    assert "build" not in batch.finished_steps, "the wish is seen before the step is committed"
    assert not (entrance.home / "work" / str(batch.pk)).exists()


def test_worker_never_runs_as_root(monkeypatch):
    monkeypatch.setattr("importers.management.commands.worker.os.geteuid", lambda: 0)
    with pytest.raises(SystemExit, match="never runs as root"):
        call_command("worker", "--batch")


def test_a_sweep_that_fails_does_not_end_the_worker(monkeypatch, caplog):
    def broken() -> None:
        raise OSError("anchors folder is full")

    monkeypatch.setattr("importers.management.commands.worker.dossiers.ensure_anchor", broken)
    swept = []

    def sweep() -> list[int]:
        swept.append(1)
        return []

    monkeypatch.setattr("importers.management.commands.worker.api.sweep_batches", sweep)
    Command()._sweep()
    assert swept == [1], "one chore's failure does not keep the other from being done"
    assert "broken failed" in caplog.text


def test_steps_whose_files_lie_on_another_machine_are_done_again(entrance, small_sample):
    [batch] = entrance.receive(small_sample / FIRST)
    Batch.objects.filter(pk=batch.pk).update(finished_steps=["read", "interpret"])
    Workspace(batch.pk).remove()
    importers.run_batch_here(batch.pk)
    batch.refresh_from_db()
    assert (batch.status, batch.refusal) == ("staged", None)
    assert set(batch.finished_steps) >= {"read", "interpret", "stage"}
