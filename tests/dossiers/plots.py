"""A tracked table for history tests, and hands to reach it with: the application's, and the superuser's."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, connections

from dossiers import api as dossiers
from tests.environment import cluster

PERSON = "CHỦ THỬ NGHIỆM 1"
TABLE = "public.plot"

MAKE_TABLE = """
SET ROLE thodia_owner;
CREATE TABLE public.plot (
    id bigint PRIMARY KEY, owner text, area numeric(12,1), geom geometry(Polygon, 9218), valid tstzrange,
    facts jsonb, seen timestamptz, codes text[], w float8
);
SELECT history.track('public.plot', ARRAY['owner'])
"""

FILL_TABLE = """
INSERT INTO plot (id, owner, area, geom, valid, facts, seen, codes, w)
SELECT n, %s, 421.10, ST_SetSRID(ST_MakeEnvelope(n * 10, 0, n * 10 + 9.123, 10), 9218), '[2026-01-01 07:00+07,)',
       '{"b": 1, "a": "\\"đ\\""}', '2026-01-01 07:00+07', '{ODT,"C,LN"}', 0.1
FROM generate_series(1, 5) n
"""


def make_plots() -> None:
    """Five plots in three committed transactions: inserted, two changed, one deleted."""
    superuser(MAKE_TABLE)
    run(FILL_TABLE, [PERSON])
    run("UPDATE plot SET area = 400 WHERE id <= 2")
    run("DELETE FROM plot WHERE id = 5")


def superuser(sql: str) -> str:
    return cluster.psql("-c", sql, database=connection.settings_dict["NAME"])


@contextmanager
def as_superuser() -> Iterator[None]:
    """Let Django's own connection be the superuser's, to change things and verify them in one transaction."""
    facts = connection.settings_dict
    user, password = facts["USER"], facts["PASSWORD"]
    connection.close()
    facts.update(USER="postgres", PASSWORD=(cluster.home / "secrets" / "db_superuser").read_text().strip())
    try:
        yield
    finally:
        connection.close()
        facts.update(USER=user, PASSWORD=password)


def behind_its_back(sql: str) -> None:
    superuser(f"SET session_replication_role = replica; {sql}")


def run(sql: str, values: list[object] | None = None) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []


def broken() -> list[tuple[str, str, str]]:
    return [(fault.table, fault.id, fault.reason) for fault in dossiers.verify_history().broken]


def reasons() -> set[str]:
    return {reason.split(" ")[0] for _, _, reason in broken()}


def in_threads(*works) -> list[BaseException]:
    errors: list[BaseException] = []

    def guarded(work):
        try:
            work()
        except BaseException as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=guarded, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return errors
