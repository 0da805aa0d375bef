"""Re-zoning of the sample register: there and back, proof by proof."""

import json
import os
import subprocess
import sys

import pytest
import shapely
from django.db import connection

from tests import databases
from tests.sample_database import sample_template

TABLES = ("land_records_parcelversion", "land_records_landobject", "planning_zone")
VIEWS = """SELECT schemaname || '.' || viewname, viewowner, definition FROM pg_views
           WHERE schemaname IN ('public', 'published', 'desk') ORDER BY 1"""
GRANTS = """SELECT table_schema || '.' || table_name, grantee, privilege_type FROM information_schema.role_table_grants
            WHERE table_schema IN ('public', 'published', 'desk') ORDER BY 1, 2, 3"""
TRIGGERS = "SELECT tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2"
INDEXES = "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1"
CONSTRAINTS = "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype IN ('c', 'x') ORDER BY 1"


@pytest.fixture(scope="module")
def register(django_db_setup, django_db_blocker):
    name, before = "rezone_sample", os.environ["THODIA_DB_NAME"]
    databases.clone(sample_template(), name)
    yield name
    with django_db_blocker.unblock():
        databases.point_connections_at(before)  # whoever runs next in this process has a database again
    databases.drop(name)


@pytest.fixture
def look(register, django_db_blocker):
    def run(sql: str) -> list[tuple]:
        with django_db_blocker.unblock():
            databases.point_connections_at(register)
            with connection.cursor() as cursor:
                cursor.execute(sql)
                rows = cursor.fetchall()
            connection.close()
        return rows

    return run


def rezone(register: str, to: int, *, land_srid: int, role: str = "thodia_owner", flags: tuple[str, ...] = ()) -> dict:
    done = subprocess.run(
        [sys.executable, "manage.py", "rezone", "--to", str(to), "--json", *flags],
        cwd=databases.PROJECT,
        env={**os.environ, "THODIA_DB_NAME": register, "THODIA_DB_ROLE": role, "THODIA_LAND_SRID": str(land_srid)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout, done.stderr
    answer = json.loads(done.stdout)
    assert (done.returncode == 0) == answer["ok"]
    return answer


def shapes(look, table: str, column: str = "geom") -> dict[int, bytes]:
    return {
        pk: bytes(wkb)
        for pk, wkb in look(f"SELECT id, ST_AsBinary({column}) FROM public.{table} WHERE {column} IS NOT NULL")
    }


@pytest.mark.long
def test_there_and_back_keeps_digits_history_views_and_tiles(register, look):
    before = {table: shapes(look, table) for table in TABLES}
    map_before = shapes(look, "land_records_landobject", "geom_3857")
    tiles_before = {
        r[0]: bytes(r[1]) for r in look("SELECT version_id, ST_AsBinary(geom_3857) FROM land_records_mapparcel")
    }
    outside = [look(sql) for sql in (VIEWS, GRANTS, TRIGGERS, INDEXES, CONSTRAINTS)]

    dry = rezone(register, 5899, land_srid=9218, flags=("--dry-run",))
    assert dry["ok"] and not dry["done"]
    assert {table: shapes(look, table) for table in TABLES} == before

    there = rezone(register, 5899, land_srid=9218)
    assert there["ok"], there
    assert there["way_back_max_m"] < 1e-4
    versions = there["columns"]["land_records_parcelversion.geom"]
    assert versions["official_digits_changed"] == 0
    assert versions["official_vertices"] == versions["vertices"] > 1000
    assert versions["area_before_m2"] == pytest.approx(versions["area_after_m2"], abs=1e-3)
    assert versions["shapes"] == len(before["land_records_parcelversion"])
    assert look("SELECT count(DISTINCT ST_SRID(geom)), min(ST_SRID(geom)) FROM land_records_parcelversion") == [
        (1, 5899)
    ]
    first = next(iter(before["land_records_parcelversion"]))
    moved = shapely.from_wkb(shapes(look, "land_records_parcelversion")[first])
    assert abs(moved.centroid.x - shapely.from_wkb(before["land_records_parcelversion"][first]).centroid.x) > 50_000
    assert [look(sql) for sql in (VIEWS, GRANTS, TRIGGERS, INDEXES, CONSTRAINTS)][1:] == outside[1:]
    assert len(look(VIEWS)) == len(outside[0])
    for pk, wkb in shapes(look, "land_records_landobject", "geom_3857").items():
        assert shapely.hausdorff_distance(shapely.from_wkb(wkb), shapely.from_wkb(map_before[pk])) < 1e-5
    tiles = {r[0]: bytes(r[1]) for r in look("SELECT version_id, ST_AsBinary(geom_3857) FROM land_records_mapparcel")}
    assert tiles.keys() == tiles_before.keys()
    worst = max(
        shapely.hausdorff_distance(shapely.from_wkb(tiles[k]), shapely.from_wkb(tiles_before[k])) for k in tiles
    )
    assert worst < 1e-5

    assert json.loads(verify(register, 5899))["broken"] == []
    assert databases_check(register, 5899)

    back = rezone(register, 9218, land_srid=5899)
    assert back["ok"], back
    again = shapes(look, "land_records_parcelversion")
    for pk, wkb in before["land_records_parcelversion"].items():
        apart = shapely.hausdorff_distance(shapely.from_wkb(wkb), shapely.from_wkb(again[pk]))
        assert apart < 1e-8, pk
    assert json.loads(verify(register, 9218))["broken"] == []
    events = look("SELECT from_srid, to_srid, role FROM dossiers_rezoning ORDER BY id")
    assert events == [(9218, 5899, "thodia_owner"), (5899, 9218, "thodia_owner")]


def verify(register: str, land_srid: int) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", "verify_history", "--json"], cwd=databases.PROJECT, capture_output=True,
        text=True, check=True,
        env={**os.environ, "THODIA_DB_NAME": register, "THODIA_LAND_SRID": str(land_srid)},
    )  # fmt: skip
    return done.stdout


def databases_check(register: str, land_srid: int) -> bool:
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--database", "default"], cwd=databases.PROJECT, capture_output=True,
        text=True, check=False,
        env={**os.environ, "THODIA_DB_NAME": register, "THODIA_LAND_SRID": str(land_srid)},
    )  # fmt: skip
    return done.returncode == 0


def test_refusals_change_nothing(register):
    refused = {
        "rezone_not_a_zone": rezone(register, 4326, land_srid=9218),
        "rezone_needs_owner": rezone(register, 5899, land_srid=9218, role="thodia_app"),
        "rezone_wrong_system": rezone(register, 9217, land_srid=5899),
    }
    for code, answer in refused.items():
        assert answer["error"]["code"] == code
        assert answer["error"]["message_vi"] and answer["error"]["hint"]["en"]
