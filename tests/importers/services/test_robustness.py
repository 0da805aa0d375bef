"""What happens when the worker, its lock, its database or its reader dies in the middle of a batch."""

import shutil
import sys
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connections

from importers import api as importers
from importers.intake import child
from importers.intake.limits import Limits
from importers.models import Batch
from importers.services import pipeline
from importers.services.run import LOCK_CLASS
from scripts.cluster import Cluster
from tests import databases
from tests.environment import cluster
from tests.importers import entrance as entrances
from tests.importers.services.outcome import outcome_of
from tests.importers.services.worker_process import worker

SHEET = "sheets/to01.dgn"
QUICK_SWEEP = ("--sweep-every", "0.3")


@pytest.fixture(scope="module")
def undisturbed(django_db_setup, template_database, django_db_blocker, small_sample):
    """What the sheet gives when nobody disturbs: staged, and registered."""
    with contextmanager(entrances.opened)(template_database, django_db_blocker) as place:
        batch = place.imported(small_sample / SHEET)
        staged = outcome_of(batch.pk)
        place.approved(batch)
        return staged, outcome_of(batch.pk)


def queued(place, path) -> Batch:
    [batch] = place.receive(path)
    importers.queue_batch(batch.pk)
    entrances.hand_over(place.home)
    return batch


def state(batch: Batch) -> str:
    return Batch.objects.values_list("status", flat=True).get(pk=batch.pk)


def terminate(where: str, database: str = "postgres") -> int:
    """Kill database sessions; answers how many."""
    answer = cluster.psql("-c", f"SELECT count(pg_terminate_backend(pid)) {where}", database=database)
    return int(answer)


LONG = pytest.mark.long


@pytest.mark.parametrize("step", ["stage", pytest.param("read", marks=LONG), pytest.param("build", marks=LONG)])
def test_killed_worker_another_finishes_with_the_same_result(entrance, small_sample, undisturbed, step):
    batch = queued(entrance, small_sample / SHEET)
    with worker(entrance.home, entrance.database, pause=step) as first:
        first.at_the_point()
        assert state(batch) == "running"
        first.kill()
    with worker(entrance.home, entrance.database, *QUICK_SWEEP) as second:
        second.wait_for(lambda: state(batch) == "staged", "staging")
    assert outcome_of(batch.pk) == undisturbed[0]
    assert Batch.objects.get(pk=batch.pk).deaths == 0, "deaths are counted per step"


def test_killed_in_the_middle_of_registration_another_finishes_with_the_same_result(
    entrance, small_sample, undisturbed
):
    batch = entrance.submitted(entrance.imported(small_sample / SHEET))
    importers.approve(approver=entrance.approver, batch_id=batch.pk)
    entrances.hand_over(entrance.home)
    with worker(entrance.home, entrance.database, pause="register") as first:
        first.at_the_point()
        first.kill()
    assert outcome_of(batch.pk)["parcels"] == [], "a chunk stands whole or not at all"
    with worker(entrance.home, entrance.database, *QUICK_SWEEP) as second:
        second.wait_for(lambda: state(batch) == "approved", "registration")
    assert outcome_of(batch.pk) == undisturbed[1]


def test_two_deaths_in_one_step_end_the_batch_and_keep_the_file(entrance, small_sample):
    batch = queued(entrance, small_sample / SHEET)
    for _ in range(2):
        with worker(entrance.home, entrance.database, pause="build") as doomed:
            doomed.at_the_point()
            doomed.kill()
    assert importers.sweep_batches() == []
    batch.refresh_from_db()
    told = batch.refusal or {}
    assert (batch.status, batch.deaths, told["code"]) == ("failed", 2, "reader_crashed")
    assert batch.file_name in told["message_vi"]
    assert told["hint"]["vi"] and told["hint"]["en"]
    assert entrances.file_is_kept(batch)
    assert outcome_of(batch.pk)["faces"] == []
    assert importers.sweep_batches() == [], "a failed batch is left alone"


def test_worker_that_lost_its_lock_stops_without_writing(entrance, small_sample, undisturbed):
    batch = queued(entrance, small_sample / SHEET)
    with worker(entrance.home, entrance.database, pause="build") as first:
        first.at_the_point()
        held = f"FROM pg_locks WHERE locktype = 'advisory' AND classid = {LOCK_CLASS} AND objid = {batch.pk}"
        assert terminate(held, entrance.database) == 1
        importers.run_batch_here(batch.pk)  # another worker takes the batch over
        taken_over = outcome_of(batch.pk)
        row = Batch.objects.filter(pk=batch.pk).values().get()
        first.go_on()
        first.wait_for(lambda: "lost its hold" in first.text(), "notice of the lost lock")
        assert first.process.poll() is None, "the worker itself lives on"
    assert Batch.objects.filter(pk=batch.pk).values().get() == row
    assert outcome_of(batch.pk) == taken_over == undisturbed[0]


def test_every_database_session_killed_in_the_middle_of_a_step(entrance, small_sample, undisturbed):
    batch = queued(entrance, small_sample / SHEET)
    with worker(entrance.home, entrance.database, *QUICK_SWEEP, pause="stage") as survivor:
        survivor.at_the_point()
        connections.close_all()
        sessions = f"FROM pg_stat_activity WHERE datname = '{entrance.database}' AND pid <> pg_backend_pid()"
        assert terminate(sessions) >= 2
        survivor.go_on()
        survivor.wait_for(lambda: state(batch) == "staged", "staging by the same worker")
        assert survivor.process.poll() is None
    assert outcome_of(batch.pk) == undisturbed[0]


@pytest.fixture
def own_cluster(django_db_setup, django_db_blocker, monkeypatch):
    """A PostgreSQL of its own that may be stopped, with people in a migrated database; Django points at it."""
    home = entrances.own_home()
    shutil.copytree(cluster.home / "secrets", home / "cluster" / "secrets")
    entrances.hand_over(home)
    own = Cluster(home / "cluster", throwaway=True)
    before = {alias: dict(connections[alias].settings_dict) for alias in connections}
    try:
        own.ensure()
        own.bootstrap("restarted")
        for name, value in own.environment().items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(settings, "THODIA_HOME", home)
        databases.manage("migrate", "-v", "0", database="restarted", role="thodia_owner")
        with django_db_blocker.unblock():
            for connection in connections.all():
                connection.close()
                place = {"NAME": "restarted", "HOST": str(own.socket_folder), "PORT": str(own.port)}
                connection.settings_dict.update(place)
            yield own, entrances.people(home, "restarted")
    finally:
        for alias, values in before.items():
            connections[alias].close()
            connections[alias].settings_dict.update(values)
        own.stop()
        shutil.rmtree(home, ignore_errors=True)


@pytest.mark.long
def test_database_restarted_in_the_middle_of_a_step(own_cluster, small_sample, undisturbed):
    """A real stop and start: the worker waits, sweeps and finishes."""
    own, place = own_cluster
    batch = queued(place, small_sample / SHEET)
    with worker(place.home, place.database, *QUICK_SWEEP, pause="build") as survivor:
        survivor.at_the_point()
        connections.close_all()
        own.stop()
        survivor.go_on()
        survivor.wait_for(lambda: "database is away" in survivor.text(), "notice of the lost database")
        own.ensure()
        survivor.wait_for(lambda: state(batch) == "staged", "staging by the same worker")
    assert outcome_of(batch.pk) == undisturbed[0]


def in_place_of_reader(monkeypatch, code):
    monkeypatch.setattr(child.parent, "isolated", lambda *_: [sys.executable, "-I", "-c", code])


def test_reader_that_crashes_twice_ends_the_batch_and_keeps_the_file(entrance, small_sample, monkeypatch):
    in_place_of_reader(monkeypatch, "import os; os.kill(os.getpid(), 11)")
    batch = entrance.imported(small_sample / SHEET)
    assert (batch.status, batch.deaths, batch.refusal["code"]) == ("failed", 2, "reader_crashed")
    assert "SIGSEGV" in batch.refusal["message_vi"]
    assert entrances.file_is_kept(batch)
    assert batch.finished_steps == []


def test_reader_that_crashes_once_gets_a_second_try(entrance, small_sample, monkeypatch, undisturbed):
    real, calls = child.run_limited, []

    def crashes_first(command, out, limits, name):
        calls.append(name)
        broken = [*command[:-4], "-c", "import os; os.kill(os.getpid(), 11)"]
        real(broken if len(calls) == 1 else command, out, limits, name)

    monkeypatch.setattr(child, "run_limited", crashes_first)
    batch = entrance.imported(small_sample / SHEET)
    assert len(calls) == 2
    assert outcome_of(batch.pk) == undisturbed[0]


def test_reader_that_never_returns_is_stopped(entrance, small_sample, monkeypatch):
    in_place_of_reader(monkeypatch, "import time; time.sleep(600)")
    monkeypatch.setattr(child, "Limits", lambda: Limits(wall_seconds=0.5))
    batch = entrance.imported(small_sample / SHEET)
    assert (batch.status, batch.refusal["code"]) == ("failed", "reader_timeout")
    assert batch.refusal["hint"]["vi"] and batch.refusal["hint"]["en"]
    assert entrances.file_is_kept(batch)


def test_a_defect_says_its_type_and_place_but_never_the_file(entrance, small_sample, monkeypatch, caplog):
    owner = "CHỦ THỬ NGHIỆM"

    def defective(*_):
        raise ValueError(f"could not convert {owner}")

    steps = dict(pipeline.STEPS)
    steps[Batch.Kind.PARCELS] = (("read", defective),)
    monkeypatch.setattr(pipeline, "STEPS", steps)
    [batch] = entrance.receive(small_sample / SHEET)
    with pytest.raises(importers.DefectInBatch) as told:
        importers.run_batch_here(batch.pk)
    batch.refresh_from_db()
    assert (batch.status, batch.refusal["code"]) == ("failed", "internal_error")
    assert "ValueError" in caplog.text and "defective" in caplog.text
    for text in (caplog.text, str(told.value), str(batch.refusal)):
        assert owner not in text
    assert told.value.__suppress_context__
