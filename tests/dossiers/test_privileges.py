"""What the application's role and the readers may not do to ledger and history."""

import pytest
from django.db import DatabaseError, connections

from tests.dossiers.plots import run


@pytest.mark.parametrize(
    "table", ["history.row", "history.link", "history.salt", "history.tracked", "history.schema_version"]
)
def test_thodia_app_only_reads_history(plots, table):
    assert run("SELECT current_user")[0][0] == "thodia_app"
    run(f"SELECT * FROM {table} LIMIT 1")
    for change in (
        f"UPDATE {table} SET {column(table)} = {column(table)}",
        f"DELETE FROM {table}",
        f"TRUNCATE {table}",
    ):
        with pytest.raises(DatabaseError, match="permission denied"):
            run(change)


def column(table: str) -> str:
    return {"history.row": "op", "history.link": "role", "history.salt": "salt"}.get(table, "table_name")


@pytest.mark.parametrize(
    "change",
    [
        "INSERT INTO history.row SELECT * FROM history.row",
        "INSERT INTO history.link SELECT * FROM history.link",
        "SELECT history.track('public.plot')",
        "SELECT history.erase_personal('public.plot', '1')",
        "SELECT history.current_xact()",
        "SELECT history.record_standing('public.plot')",
        "SELECT nextval('history.row_seq')",
        "SELECT * FROM history.open",
        "ALTER TABLE plot DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "CREATE TRIGGER t AFTER INSERT ON plot REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION history.record()",
        "UPDATE dossiers_ledgerentry SET act = 'x'",
        "DELETE FROM dossiers_ledgerentry",
        "TRUNCATE dossiers_ledgerentry",
        "DELETE FROM dossiers_transaction",
        "DELETE FROM dossiers_dossier",
        "UPDATE dossiers_storedfile SET size = 1",
        "TRUNCATE plot",
    ],
)
def test_thodia_app_may_not(plots, change):
    with pytest.raises(DatabaseError, match=r"permission denied|must be owner"):
        run(change)


def test_readers_see_nothing_of_history_or_ledger(plots):
    for alias in ("published", "desk"):
        for table in ("history.row", "history.salt", "public.dossiers_ledgerentry", "public.accounts_user"):
            with pytest.raises(DatabaseError, match="permission denied"), connections[alias].cursor() as cursor:
                cursor.execute(f"SELECT * FROM {table} LIMIT 1")
