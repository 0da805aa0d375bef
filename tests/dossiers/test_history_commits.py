"""One chain from many sessions: savepoints, concurrent commits, old snapshots, the lock's place in the queue."""

import time

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from tests.dossiers.plots import broken, in_threads, run, superuser


def test_statements_without_rows_and_rolled_back_savepoints_make_no_link(plots):
    before = run("SELECT max(id) FROM history.link")
    run("UPDATE plot SET area = 1 WHERE false")
    with transaction.atomic():
        with pytest.raises(IntegrityError), transaction.atomic():
            run("UPDATE plot SET area = 1 WHERE id = 1")
            run("INSERT INTO plot (id) VALUES (1)")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE plot SET area = 1 WHERE false; SAVEPOINT s")
        cursor.execute("UPDATE plot SET area = 1 WHERE id = 1; ROLLBACK TO s")
    assert run("SELECT max(id) FROM history.link") == before
    with transaction.atomic():
        run("UPDATE plot SET area = 1 WHERE id = 1")
        with pytest.raises(IntegrityError), transaction.atomic():
            run("UPDATE plot SET area = 2 WHERE id = 1")
            run("INSERT INTO plot (id) VALUES (1)")
        run("UPDATE plot SET area = 3 WHERE id = 2")
    assert run("SELECT rows FROM history.link ORDER BY id DESC LIMIT 1") == [(2,)]
    assert run("SELECT count(*) FROM history.link")[0][0] == before[0][0] + 2
    assert broken() == []
    assert superuser("SELECT count(*) FROM history.open") == "0"


def test_many_sessions_committing_at_once_make_one_chain(plots):
    def writer(row):
        def work():
            for n in range(15):
                run("UPDATE plot SET w = %s WHERE id = %s", [n, row])

        return work

    before = run("SELECT max(id) FROM history.link")[0][0]
    assert in_threads(*[writer(row) for row in (1, 2, 3, 4)]) == []
    assert run("SELECT max(id) FROM history.link") == [(before + 60,)]
    assert broken() == []


def test_an_old_snapshot_is_refused_as_a_serialization_failure_not_forked(plots):
    def writer():
        run("UPDATE plot SET w = 5 WHERE id = 2")

    with pytest.raises(OperationalError, match=r"could not serialize|chain has moved on"), transaction.atomic():
        run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        run("UPDATE plot SET w = 4 WHERE id = 1")
        assert in_threads(writer) == []
    assert broken() == []


def test_the_chain_is_not_locked_while_other_deferred_triggers_work(plots):
    """A slow check at one COMMIT (even one that steps back itself) must not hold up another session's COMMIT."""
    superuser(
        "CREATE TABLE slow (id int); GRANT ALL ON slow TO thodia_app;"
        "CREATE FUNCTION slow_check() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " IF NEW.id = 1 THEN INSERT INTO slow VALUES (2); ELSE PERFORM pg_sleep(1.5); END IF; RETURN NULL; END $$;"
        "CREATE CONSTRAINT TRIGGER slow_check AFTER INSERT ON slow DEFERRABLE INITIALLY DEFERRED"
        " FOR EACH ROW EXECUTE FUNCTION slow_check()"
    )
    took = {}

    def slow():
        with transaction.atomic():
            run("UPDATE plot SET w = 1 WHERE id = 1")
            run("INSERT INTO slow VALUES (1)")
        took["slow"] = time.monotonic()

    def quick():
        time.sleep(0.4)
        run("UPDATE plot SET w = 1 WHERE id = 2")
        took["quick"] = time.monotonic()

    assert in_threads(slow, quick) == []
    assert took["quick"] < took["slow"] - 0.5
    assert broken() == []
