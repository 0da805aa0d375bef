"""The public face: what tiles_reader may read, and that it is always what the legal tables say."""

import pytest
from django.db import connection, connections
from django.db.utils import ProgrammingError

from land_records import api as land_records
from tests.land_records.fabric_ground import AT, ground, squares

COLUMNS = {
    "parcel": "fid parcel_code unit_id unit_code unit_name series sheet number land_use main_use area w standing"
    " geom_3857",
    "parcel_label": "fid sheet number land_use main_use area w geom_3857",
    "land_object": "fid object_type land_use name w geom_3857",
    "sheet_frame": "fid unit_code series sheet title geom_3857",
}
FROM_LEGAL_TABLES = """
    SELECT v.id, p.code, p.unit_id, u.code, u.full_name, s.name, m.ordinal, p.number, v.land_use, v.main_use,
           coalesce(v.area_certificate, v.area_labelled, v.area_computed)::float8, v.short_side_m, v.standing::text,
           ST_AsBinary(ST_Transform(v.geom, 3857))
    FROM land_records_parcelversion v JOIN land_records_parcel p ON p.id = v.parcel_id
    JOIN land_records_mapsheet m ON m.id = p.sheet_id JOIN land_records_mapseries s ON s.id = m.series_id
    JOIN reference_unit u ON u.id = p.unit_id WHERE v.standing = 'official' AND upper_inf(v.valid)"""


@pytest.fixture(autouse=True)
def really_committed(committed_db, django_db_blocker):
    with django_db_blocker.unblock():
        yield committed_db


def read(alias: str, sql: str) -> list[tuple]:
    with connections[alias].cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


@pytest.mark.parametrize("alias", ["published", "desk"])
def test_readers_see_the_views_and_nothing_else(alias):
    base = ground()
    base.register(squares(3))
    for view, columns in COLUMNS.items():
        rows = read(
            alias,
            "SELECT column_name FROM information_schema.columns WHERE table_schema = 'published'"
            f" AND table_name = '{view}' ORDER BY ordinal_position",
        )
        assert [row[0] for row in rows] == columns.split()
        read(alias, f"SELECT * FROM published.{view}")
    assert read(alias, "SELECT count(*) FROM published.parcel") == [(3,)]
    tables = [
        row[0] for row in read("default", "SELECT tablename FROM pg_tables WHERE tablename LIKE 'land_records_%'")
    ]
    assert len(tables) >= 8
    for table in tables:
        with pytest.raises(ProgrammingError, match="permission denied"):
            read(alias, f"SELECT 1 FROM public.{table} LIMIT 1")


def agrees() -> bool:
    view = f"SELECT {', '.join(COLUMNS['parcel'].split()[:-1])}, ST_AsBinary(geom_3857) FROM published.parcel"
    return not read("default", f"({view} EXCEPT {FROM_LEGAL_TABLES}) UNION ALL ({FROM_LEGAL_TABLES} EXCEPT {view})")


def test_the_map_follows_every_act():
    base = ground()
    receipt = base.register(squares(4, 3))
    assert agrees()
    base.register(squares(2, size=10.0, east=80.0, first=50), at=AT.replace(hour=10))
    base.register(squares(2, north=1000, first=60), standing="provisional")
    assert agrees() and read("default", "SELECT count(*) FROM published.parcel") == [(14,)]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE land_records_parcelversion SET valid = tstzrange(lower(valid), '2027-01-01'),"
            " closed_by_id = transaction_id WHERE id = ANY(%s)",
            [list(receipt.version_ids[:2])],
        )
    assert agrees() and read("default", "SELECT count(*) FROM published.parcel_label") == [(12,)]


def test_a_tile_reads_one_table_through_its_index():
    base = ground()
    base.register(squares(40, 40))
    plan = "\n".join(
        row[0]
        for row in read(
            "default",
            "EXPLAIN SELECT * FROM published.parcel"
            " WHERE geom_3857 && ST_Expand((SELECT geom_3857 FROM published.parcel LIMIT 1), 5)",
        )
    )
    assert "Join" not in plan and "Nested Loop" not in plan and "land_records_mapparcel_geom_3857" in plan


def test_history_holds_after_all_this():
    base = ground()
    base.register(squares(3, 3))
    base.register(squares(1, size=10.0, east=60.0, first=50))
    rows = dict(
        read(
            "default",
            "SELECT table_name, count(*) FROM history.row WHERE table_name LIKE 'public.land_records%' GROUP BY 1",
        )
    )
    assert rows["public.land_records_parcel"] == 10
    assert rows["public.land_records_parcelversion"] == 12  # ten, one closed, one technical
    assert land_records.find_parcel("22945/1/3").history[-1].cause == "neighbour_vertex"
