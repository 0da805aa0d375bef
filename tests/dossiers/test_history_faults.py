"""What was done behind the history's back is found: triggers off, rewritten rows, deleted tails, new chains."""

import json

import pytest
from django.core.management import call_command
from django.db import transaction

from dossiers import api as dossiers
from dossiers.history import anchors
from tests.dossiers.plots import as_superuser, behind_its_back, broken, reasons, run


def test_lost_salt_is_told_from_a_changed_row(plots):
    behind_its_back("DELETE FROM history.salt")
    assert reasons() == {"salt_missing"}


DONE_BEHIND_ITS_BACK = (
    ("UPDATE plot SET area = 399 WHERE id = 3", "row_differs"),
    ("UPDATE plot SET owner = 'x' WHERE id = 3", "row_differs"),
    ("UPDATE plot SET geom = ST_Translate(geom, 0.001, 0) WHERE id = 3", "row_differs"),
    ("DELETE FROM plot WHERE id = 3", "row_missing"),
    ("INSERT INTO plot (id) VALUES (6)", "row_without_history"),
    ("INSERT INTO plot (id) VALUES (5)", "row_without_history"),
    ("UPDATE history.row SET content = replace(content, '421.1', '421.2') WHERE row_pk = '3'", "history_row_hash"),
    ("UPDATE history.row SET row_pk = '4' WHERE row_pk = '3' AND table_name = 'public.plot'", "history_row_hash"),
    ("DELETE FROM history.row WHERE row_pk = '5' AND op = 'I' AND table_name = 'public.plot'", "link_row_count"),
    ("UPDATE history.link SET at = at - interval '1 day' WHERE id = 1", "link_hash"),
    ("UPDATE history.link SET role = 'thodia_app' WHERE id = 0", "link_hash"),
    ("DELETE FROM history.link WHERE id = 1", "link_gap"),
    ("DELETE FROM history.link WHERE id = 0", "link_gap"),
    ("DELETE FROM history.link WHERE id = (SELECT max(id) FROM history.link)", "rows_without_link"),
    ("ALTER TABLE plot DISABLE TRIGGER history_update", "triggers_off"),
    ("DROP TRIGGER history_delete ON plot", "triggers_off"),
    ("DROP TABLE plot", "table_missing"),
)
"""What a superuser with triggers off might do, and the reason that must be among those reported."""


def test_what_was_done_behind_its_back_is_found(plots):
    unseen = []
    with as_superuser():
        for change, reason in DONE_BEHIND_ITS_BACK:
            with transaction.atomic():
                run("SET LOCAL session_replication_role = replica")
                run(change)
                if reason not in reasons():
                    unseen.append(change)
                transaction.set_rollback(True)
        assert reasons() == set()
    assert unseen == []


def test_rehashed_history_row_still_contradicts_its_transaction(plots):
    behind_its_back(
        "UPDATE history.row SET content = replace(content, '421.1', '421.2') WHERE row_pk = '3';"
        "UPDATE history.row SET sha256 = history.row_hash(seq, table_name, row_pk, op, schema_version, content);"
        "UPDATE plot SET area = 421.2 WHERE id = 3"
    )
    assert reasons() == {"link_digest"}


def test_swapping_the_order_of_two_states_is_found(plots):
    behind_its_back(
        "UPDATE history.row SET seq = -seq WHERE table_name = 'public.plot' AND row_pk = '1';"
        "UPDATE plot SET area = 421.1 WHERE id = 1"
    )
    assert "history_row_hash" in reasons()


def test_deleted_tail_is_found_by_the_anchor(plots):
    path, anchor = dossiers.write_anchor()
    assert path.stat().st_mode & 0o777 == 0o600
    behind_its_back(
        f"DELETE FROM history.row WHERE xact = (SELECT xact FROM history.link WHERE id = {anchor.link});"
        f"DELETE FROM history.link WHERE id = {anchor.link};"
        "INSERT INTO plot (id, owner, area, geom, valid, facts, seen, codes, w)"
        " SELECT 5, owner, 421.1, ST_SetSRID(ST_MakeEnvelope(50, 0, 59.123, 10), 9218), valid, facts, seen, codes, w"
        " FROM plot WHERE id = 3"
    )
    assert {"anchored_link_missing"} <= reasons() <= {"anchored_link_missing", "row_differs"}


def test_chain_rewritten_after_the_anchor_is_found(plots):
    _, anchor = dossiers.write_anchor()
    behind_its_back(
        f"UPDATE history.link SET at = at - interval '1 day' WHERE id = {anchor.link};"
        "UPDATE history.link SET hash = history.link_hash(id, xact, rows, digest, at, role, previous)"
        f" WHERE id = {anchor.link}"
    )
    assert reasons() == {"anchored_link_differs"}
    with pytest.raises(SystemExit):
        call_command("anchor_history")


def test_a_new_chain_in_place_of_the_old_one_is_found(plots, home):
    path, _ = dossiers.write_anchor()
    path.write_text(path.read_text().replace(json.loads(path.read_text())["chain"], "0" * 64))
    assert reasons() == {"anchor_of_another_chain"}
    path.write_text("{")
    assert reasons() == {"anchor_unreadable"}


def test_anchor_moves_forward_and_can_be_set_aside_with_a_reason(plots):
    first, anchor = dossiers.write_anchor()
    assert not dossiers.ensure_anchor()
    run("UPDATE plot SET area = 7 WHERE id = 1")
    second, later = dossiers.write_anchor()
    assert first == second and later.link == anchor.link + 1
    behind_its_back(f"DELETE FROM history.row WHERE xact = (SELECT xact FROM history.link WHERE id = {later.link})")
    behind_its_back(f"DELETE FROM history.link WHERE id = {later.link}; UPDATE plot SET area = 400 WHERE id = 1")
    call_command("anchor_history", "--set-aside", "restored the backup of 1 March", "--json")
    assert broken() == []
    kept = sorted(path.name for path in (anchors.anchors_folder() / "set_aside").rglob("*") if path.is_file())
    assert kept == [first.name, "reason.txt"]
