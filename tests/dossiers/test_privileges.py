"""What the application's role and the readers may not do to ledger and history."""

from collections.abc import Iterable

import pytest
from django.db import DatabaseError, connections

from tests.dossiers.plots import run

HISTORY = {
    "history.row": "op",
    "history.link": "role",
    "history.salt": "salt",
    "history.tracked": "table_name",
    "history.schema_version": "table_name",
}
"""Table → one of its columns."""

FORBIDDEN = (
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
)


def allowed(changes: Iterable[str]) -> list[str]:
    """Those of the statements the current role could run."""
    done = []
    for change in changes:
        try:
            run(change)
            done.append(change)
        except DatabaseError as refusal:
            if "permission denied" not in str(refusal) and "must be owner" not in str(refusal):
                done.append(f"{change}: {refusal}")
    return done


def test_thodia_app_only_reads_history(plots):
    assert run("SELECT current_user") == [("thodia_app",)]
    for table, column in HISTORY.items():
        run(f"SELECT {column} FROM {table} LIMIT 1")
        assert allowed([f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}", f"TRUNCATE {table}"]) == []


def test_thodia_app_may_not(plots):
    assert allowed(FORBIDDEN) == []


def test_readers_see_nothing_of_history_or_ledger(plots):
    for alias in ("published", "desk"):
        for table in ("history.row", "history.salt", "public.dossiers_ledgerentry", "public.accounts_user"):
            with pytest.raises(DatabaseError, match="permission denied"), connections[alias].cursor() as cursor:
                cursor.execute(f"SELECT * FROM {table} LIMIT 1")
