"""One worker's run over a batch: the lock, the fencing token, progress, resumption.

Two things keep two workers off one batch. The advisory lock, on a connection of its own, says who works. The
fencing token `Batch.run` says whose word counts: every step is committed by an UPDATE that names the run, and
zero rows mean that somebody else has taken over. The lock may be lost while the worker lives (connection
killed, database restarted); the token may not.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import psycopg2
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from importers.errors import RunCancelled, RunLost
from importers.models import Batch
from importers.services.workspace import Workspace

logger = logging.getLogger(__name__)

LOCK_CLASS = 0x7D01
"""First key of the advisory lock of a batch; the second is the batch's id."""

PROGRESS_EVERY_S = 0.5
"""Progress is written at most this often: a person cannot read faster."""

DEATHS_ALLOWED = 2
"""Workers that may die in one step before the batch is given up as failed."""


class BatchLock:
    """The advisory lock of one batch, held on a connection of its own."""

    def __init__(self, batch_id: int) -> None:
        """Connect; nothing is locked yet."""
        self._batch_id = batch_id
        parameters = connection.get_connection_params()
        parameters.pop("cursor_factory", None)
        parameters.pop("context", None)
        self._connection = psycopg2.connect(**parameters)
        self._connection.autocommit = True

    def take(self) -> bool:
        """Try to take the lock; False when another worker holds it."""
        with self._connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", (LOCK_CLASS, self._batch_id))
            return bool(cursor.fetchone()[0])

    def held(self) -> bool:
        """True while the connection that holds the lock lives."""
        try:
            with self._connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except psycopg2.Error:
            return False
        return True

    def close(self) -> None:
        """Let go."""
        self._connection.close()


class Run:
    """A worker's hold on a batch; every write goes through it."""

    def __init__(self, batch_id: int, number: int, lock: BatchLock) -> None:
        """`number` is the fencing token this worker was given."""
        self.batch_id = batch_id
        self.number = number
        self._lock = lock
        self._last_progress = 0.0

    @cached_property
    def workspace(self) -> Workspace:
        """The batch's folder; what one step of this run leaves there the next one has at hand."""
        return Workspace(self.batch_id)

    def update(self, **values: Any) -> None:
        """Write to the batch under the fencing token.

        Raises:
            RunLost: another worker holds the batch now.
        """
        changed = Batch.objects.filter(pk=self.batch_id, run=self.number).update(**values)
        if not changed:
            raise RunLost(self.batch_id)

    def progress(self, done: int, total: int, *, force: bool = False) -> None:
        """Say how far the step is; between blocks this is also where a lost lock or a cancel is noticed."""
        now = time.monotonic()
        if not force and now - self._last_progress < PROGRESS_EVERY_S:
            return
        self._last_progress = now
        self.check_hold()
        self.update(done=done, total=total)
        self.check_cancel()

    def check_cancel(self) -> None:
        """Stop here when an officer asked for it.

        Raises:
            RunCancelled: the batch is to be cancelled.
        """
        if Batch.objects.filter(pk=self.batch_id, cancel_requested=True).exists():
            raise RunCancelled(self.batch_id)

    def count_death(self) -> int:
        """A reading process died in this step; returns how many deaths the step has seen now."""
        self.update(deaths=F("deaths") + 1)
        return Batch.objects.values_list("deaths", flat=True).get(pk=self.batch_id)

    def check_hold(self) -> None:
        """Stop here when the lock's connection is gone.

        Raises:
            RunLost: the lock is no longer held.
        """
        if not self._lock.held():
            raise RunLost(self.batch_id)

    def perform(self, step: str, work: Callable[["Run"], dict[str, Any] | None]) -> None:
        """Do one step and commit it: the step's own writes and its mark stand in one transaction or not at all.

        `work` does the computing before it returns a mapping of batch fields to write; a `commit` entry is a
        callable run inside the closing transaction.
        """
        self.update(step=step, done=0, total=0, step_started_at=timezone.now())
        self.check_cancel()
        started = time.monotonic()
        values = dict(work(self) or {})
        commit: Callable[[], None] | None = values.pop("commit", None)
        self.check_hold()
        with transaction.atomic():
            # the token first: it locks the batch's row, so that no other run can write beside us
            self.update(deaths=0, **values)
            # asked while the step's last block was computed: with the row locked nobody can ask unseen any more
            self.check_cancel()
            if commit:
                commit()
            batch = Batch.objects.only("finished_steps", "seconds").get(pk=self.batch_id)
            seconds = {**batch.seconds, step: round(batch.seconds.get(step, 0) + time.monotonic() - started, 3)}
            self.update(finished_steps=[*batch.finished_steps, step], seconds=seconds)


@contextmanager
def hold(batch_id: int) -> Iterator[Run | None]:
    """Take a batch for this worker, or yield None when another worker has it."""
    lock = BatchLock(batch_id)
    try:
        if not lock.take():
            yield None
            return
        Batch.objects.filter(pk=batch_id).update(run=F("run") + 1)
        number = Batch.objects.values_list("run", flat=True).get(pk=batch_id)
        yield Run(batch_id, number, lock)
    finally:
        lock.close()


def is_worked_on(batch_id: int) -> bool:
    """True while some worker holds the batch's lock."""
    lock = BatchLock(batch_id)
    try:
        return not lock.take()
    finally:
        lock.close()
