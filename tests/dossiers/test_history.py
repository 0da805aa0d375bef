"""Row history: what it keeps of a row, how shapes change, what its command answers."""

import hashlib
import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from tests.dossiers.plots import PERSON, TABLE, behind_its_back, broken, run, superuser


def test_content_is_canonical_and_an_outsider_can_recompute_every_hash(plots):
    contents = {}
    by_xact: dict[int, list[bytes]] = {}
    for seq, table, pk, op, version, content, digest, xact in run(
        "SELECT seq, table_name, row_pk, op::text, schema_version, content, sha256, xact FROM history.row ORDER BY seq"
    ):
        text = "\n".join((str(seq), table, pk, op, str(version), content))
        assert hashlib.sha256(text.encode()).digest() == bytes(digest)
        by_xact.setdefault(xact, []).append(bytes(digest))
        if table == TABLE:
            contents[pk, op] = content
    previous = None
    for link, xact, rows, digest, at, role, before, link_hash in run(
        "SELECT id, xact, rows, digest, at AT TIME ZONE 'UTC', role, previous, hash FROM history.link ORDER BY id"
    ):
        if link:
            assert hashlib.sha256(b"".join(sorted(by_xact.pop(xact)))).digest() == bytes(digest)
            assert bytes(before) == previous
        facts = (link, xact, rows, bytes(digest).hex(), f"{at:%Y-%m-%dT%H:%M:%S.%fZ}", role, bytes(before).hex())
        previous = bytes(link_hash)
        assert hashlib.sha256("\n".join(map(str, facts)).encode()).digest() == previous
    assert by_xact == {}
    text = contents["1", "I"]
    row = json.loads(text)
    assert list(row) == sorted(row)
    assert (row["area"], row["codes"], row["facts"], row["w"]) == (421.1, ["ODT", "C,LN"], {"a": '"đ"', "b": 1}, 0.1)
    assert row["seen"] == "2026-01-01T00:00:00+00:00"
    assert row["valid"] == '["2026-01-01 00:00:00+00",)'
    assert row["geom"].startswith("010300002002240000")
    assert '"area":421.1,' in text
    assert set(contents) >= {("1", "U"), ("5", "D"), ("5", "I")}


def test_content_does_not_depend_on_the_session(plots):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL timezone = 'Asia/Ho_Chi_Minh'; SET LOCAL datestyle = 'German'")
        cursor.execute("SET LOCAL extra_float_digits = -5; SET LOCAL search_path = history, public")
        cursor.execute("UPDATE public.plot SET w = 0.1 + 0.2 WHERE id = 1")
    assert broken() == []


def test_copy_and_upsert_are_kept_too(plots):
    with connection.cursor() as cursor:
        cursor.copy_expert("COPY plot (id, area) FROM STDIN", StringIO("11\t1.5\n12\t2.5\n"))
        cursor.execute("INSERT INTO plot (id, area) VALUES (12, 3), (13, 4) ON CONFLICT (id) DO UPDATE SET area = 5")
    kept = run(
        "SELECT row_pk, op::text FROM history.row WHERE row_pk IN ('11', '12', '13') AND table_name = %s", [TABLE]
    )
    assert sorted(kept) == [("11", "I"), ("12", "I"), ("12", "U"), ("13", "I")]
    assert broken() == []


def test_every_legal_table_is_tracked(committed_db):
    untracked = run(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        " AND relname ~ '^(accounts|dossiers|land_records|planning)_' AND 'public.' || relname NOT IN"
        " (SELECT table_name FROM history.tracked)"
    )
    assert {name for (name,) in untracked} <= {
        "accounts_user_groups",  # Django makes these two; rights come from memberships alone
        "accounts_user_user_permissions",
        "land_records_mapparcel",  # drawn from tracked rows by triggers, made anew at will
        "land_records_fabric_change",  # queue of the running transaction
    }


def test_personal_values_are_commitments_only(plots):
    assert run("SELECT count(*) FROM history.row WHERE content LIKE %s", [f"%{PERSON}%"]) == [(0,)]
    (content, salt), *_ = run(
        "SELECT content, salt FROM history.row JOIN history.salt USING (seq) WHERE table_name = %s AND row_pk = '1'"
        " ORDER BY seq",
        [TABLE],
    )
    expected = hashlib.sha256(bytes(salt) + f"owner\n{PERSON}".encode()).hexdigest()
    assert json.loads(content)["owner"] == f"sha256:{expected}"


def test_erasure_keeps_the_chain(plots):
    with pytest.raises(RuntimeError, match="still holds personal values"):
        superuser("SELECT history.erase_personal('public.plot', '1')")
    run("UPDATE plot SET owner = NULL WHERE id = 1")
    assert superuser("SELECT history.erase_personal('public.plot', '1')") == "3"
    assert broken() == []
    run("UPDATE plot SET area = 1 WHERE id = 1")
    assert broken() == []


def test_survives_a_column_added_by_migration_with_and_without_track(plots):
    superuser("ALTER TABLE plot ADD COLUMN note text DEFAULT 'new'")
    assert broken() == []
    run("UPDATE plot SET note = 'seen' WHERE id = 1")
    assert run("SELECT max(version) FROM history.schema_version WHERE table_name = %s", [TABLE]) == [(2,)]
    assert broken() == []
    behind_its_back("UPDATE plot SET area = 3 WHERE id IN (1, 2)")
    assert {(row, reason) for _, row, reason in broken()} == {("1", "row_differs"), ("2", "row_differs")}
    behind_its_back("UPDATE plot SET area = 400 WHERE id IN (1, 2)")
    superuser(
        "SET ROLE thodia_owner; ALTER TABLE plot ADD COLUMN more int; SELECT history.track('public.plot', '{owner}')"
    )
    assert run("SELECT count(*) FROM history.row WHERE table_name = %s AND op = 'S'", [TABLE]) == [(4,)]
    behind_its_back("UPDATE plot SET more = 1 WHERE id = 2")
    assert broken() == [(TABLE, "2", "row_differs")]


def test_survives_a_dropped_and_a_retyped_column(plots):
    superuser("ALTER TABLE plot DROP COLUMN codes; ALTER TABLE plot ALTER COLUMN w TYPE numeric(8,3)")
    assert broken() == []
    behind_its_back("UPDATE plot SET owner = 'x' WHERE id = 4")
    assert broken() == [(TABLE, "4", "row_differs")]


def test_refusals(plots):
    with pytest.raises(DatabaseError, match=r"UPDATE on public\.plot is refused"):
        run("UPDATE plot SET id = 77 WHERE id = 1")
    with pytest.raises(RuntimeError, match=r"TRUNCATE on public\.plot is refused"):
        superuser("TRUNCATE plot")
    with pytest.raises(RuntimeError, match="has no column nothing"):
        superuser("SELECT history.track('public.plot', ARRAY['nothing'])")


def test_command_answers_the_contract(plots, capsys):
    call_command("verify_history", "--json")
    answer = json.loads(capsys.readouterr().out)
    assert answer["ok"] and answer["broken"] == [] and answer["rows"] >= 8 and answer["transactions"] >= 3
    behind_its_back("UPDATE plot SET area = 1 WHERE id = 3")
    with pytest.raises(SystemExit) as leaving:
        call_command("verify_history", "--json")
    answer = json.loads(capsys.readouterr().out)
    assert leaving.value.code == 1
    assert answer["broken"] == [{"table": TABLE, "id": "3", "reason": "row_differs"}]
    assert answer["error"]["code"] == "history_broken"


def test_a_table_nobody_may_read_is_named(plots):
    superuser("REVOKE ALL ON plot FROM thodia_app")
    assert broken() == [(TABLE, TABLE, "table_unreadable")]
