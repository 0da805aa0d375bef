"""Dump → restore into an empty database → same counts → the history still holds, and goes on."""

import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.api import Role
from dossiers import api as dossiers
from scripts import backup
from scripts.cluster import Cluster
from tests import databases
from tests.dossiers.people import pending_transaction, person
from tests.dossiers.plots import behind_its_back, broken, reasons, run
from tests.environment import cluster


@pytest.fixture
def archive(tmp_path):
    return tmp_path / "thodia.dump"


@pytest.fixture
def restored_name():
    name = f"restored_{uuid.uuid4().hex[:8]}"
    yield name
    databases.drop(name)


def counts(database: str) -> str:
    return cluster.psql(
        "-c",
        "SELECT c.oid::regclass, (xpath('/row/n/text()', query_to_xml(format('SELECT count(*) AS n FROM %s',"
        " c.oid::regclass), false, true, '')))[1] FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace"
        " WHERE relkind = 'r' AND nspname IN ('public', 'history', 'desk', 'published') ORDER BY nspname, relname",
        database=database,
    )


def privileges(database: str) -> str:
    return cluster.psql(
        "-c",
        "SELECT nspname, relname, relowner::regrole, string_agg(a.grantee::regrole || ' ' || privilege_type, ','"
        " ORDER BY a.grantee::regrole::text, privilege_type)"
        " FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace"
        " CROSS JOIN aclexplode(coalesce(relacl, acldefault('r', relowner))) a WHERE relkind IN ('r', 'v')"
        " AND nspname IN ('public', 'history', 'desk', 'published') GROUP BY 1, 2, 3 ORDER BY 1, 2",
        database=database,
    )


def legal_work() -> None:
    submitted = pending_transaction()
    with transaction.atomic():
        dossiers.approve_transaction(approver=person(Role.APPROVER), transaction_id=submitted.id)
        dossiers.record_entries(
            transaction_id=submitted.id, entries=[dossiers.EntryDraft(act="a", subject_kind="parcel", subject_id=1)]
        )


def test_restore_into_an_empty_database(plots, archive, restored_name, django_db_blocker):
    legal_work()
    path, anchor = dossiers.write_anchor()
    before = dossiers.verify_history()
    backup.save(cluster, plots, archive)
    assert archive.stat().st_mode & 0o777 == 0o600
    backup.restore(cluster, archive, restored_name)
    assert counts(restored_name) == counts(plots)
    assert privileges(restored_name) == privileges(plots)
    databases.point_connections_at(restored_name)
    beside = path.parent.parent / restored_name
    beside.mkdir()
    path.rename(beside / path.name)
    after = dossiers.verify_history()
    assert after.broken == ()
    assert (after.rows, after.transactions, after.anchors) == (before.rows, before.transactions, 1)
    assert run("SELECT proj4text LIKE '%towgs84=-191.90441429%' FROM spatial_ref_sys WHERE srid = 9218") == [(True,)]
    legal_work()
    run("UPDATE plot SET area = 1 WHERE id = 1")
    assert run("SELECT min(id), count(*) FROM history.link WHERE id > %s", [anchor.link])[0][0] == anchor.link + 1
    assert broken() == []
    behind_its_back("UPDATE plot SET area = 2 WHERE id = 1")
    assert reasons() == {"row_differs"}
    with pytest.raises(DatabaseError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM dossiers_ledgerentry")


@contextmanager
def connected_to(other: Cluster, database: str) -> Iterator[None]:
    """Let Django's default connection be thodia_app's in another cluster."""
    facts = connection.settings_dict
    before = {key: facts[key] for key in ("NAME", "HOST", "PORT", "PASSWORD")}
    connection.close()
    password = (other.home / "secrets" / "db_thodia_app").read_text().strip()
    facts.update(NAME=database, HOST=str(other.socket_folder), PORT=str(other.port), PASSWORD=password)
    try:
        yield
    finally:
        connection.close()
        facts.update(before)


@pytest.fixture
def empty_cluster():
    home = Path(tempfile.mkdtemp(prefix="td"))  # a short path: PostgreSQL's socket lies in it
    home.chmod(0o755)
    other = Cluster(home, throwaway=True)
    other.ensure()
    yield other
    other.stop()
    shutil.rmtree(home)


def test_restore_into_an_empty_cluster(plots, archive, empty_cluster, settings):
    """Its transaction ids begin anew and its passwords are others; the chain neither knows nor minds."""
    legal_work()
    path, _ = dossiers.write_anchor()
    before = dossiers.verify_history()
    backup.save(cluster, plots, archive)
    backup.restore(empty_cluster, archive, "elsewhere")
    shutil.copytree(path.parent, path.parent.with_name("elsewhere"))
    with connected_to(empty_cluster, "elsewhere"):
        after = dossiers.verify_history()
        assert after.broken == ()
        assert (after.rows, after.transactions, after.anchors) == (before.rows, before.transactions, 1)
        for area in range(3):
            run("UPDATE plot SET area = %s", [area])
        after = dossiers.verify_history()
        assert after.ok and after.transactions == before.transactions + 3
        empty_cluster.psql("-c", "DELETE FROM history.link WHERE id > 1", database="elsewhere")
        assert reasons() == {"rows_without_link", "anchored_link_missing"}


def test_restore_of_an_older_state_and_edit_is_found_by_the_anchor(plots, archive, restored_name):
    backup.save(cluster, plots, archive)
    run("UPDATE plot SET area = 1000 WHERE id = 1")
    path, _ = dossiers.write_anchor()
    backup.restore(cluster, archive, restored_name)
    databases.point_connections_at(restored_name)
    run("UPDATE plot SET area = 2000 WHERE id = 1")
    path.parent.rename(path.parent.with_name(restored_name))
    assert reasons() == {"anchored_link_differs"}


def test_refusals(plots, archive):
    backup.save(cluster, plots, archive)
    with pytest.raises(FileExistsError):
        backup.save(cluster, plots, archive)
    with pytest.raises(RuntimeError, match="not empty"):
        backup.restore(cluster, archive, plots)
    assert [path.name for path in archive.parent.iterdir() if path.is_file()] == [archive.name]
