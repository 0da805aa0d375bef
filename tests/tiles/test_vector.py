"""What is in the tiles: right features, right columns, edges that agree, generalised areas without holes."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import shapely
from django.db import ProgrammingError, connections
from django.test import Client
from shapely.affinity import translate
from shapely.geometry import box, shape

from tests.environment import cluster
from tests.tiles.town import (
    COLUMNS,
    DEPTH,
    ROWS,
    WIDTH,
    decoded,
    ground_area,
    middle,
    properties,
    shapes_by_id,
    town_tile,
)  # fmt: skip
from tiles import vector
from tiles.catalogue import LAYERS, layer
from tiles.grid import Tile, tile
from tiles.layer import Column, LayerSpec

PERSONAL = {
    "owner", "owner_name", "user_name", "holder", "party", "person", "full_name", "id_number", "cccd", "cmnd",
    "address", "phone", "birth", "chu_su_dung", "submitted_by", "approved_by", "created_by",
}  # fmt: skip


def of(name: str, z: int) -> bytes:
    return vector.public_tile([layer(name)], town_tile(z))


def test_parcels_of_a_town_tile(town: str) -> None:
    tile_ = town_tile(14)
    shapes = shapes_by_id(of("parcel", 14), "parcel")
    assert len(shapes) == COLUMNS * ROWS
    area = ground_area(sum(each.area for each in shapes.values()), tile_, middle()[1])
    assert area == pytest.approx(COLUMNS * ROWS * WIDTH * DEPTH, rel=0.01)


@pytest.mark.parametrize("z", [14, 16, 17, 18])
def test_attributes_are_those_of_the_spec_at_that_zoom(town: str, z: int) -> None:
    wanted = {column.name for column in layer("parcel").columns_at(z)}
    assert {frozenset(row) for row in properties(of("parcel", z), "parcel")} == {frozenset(wanted)}
    row = properties(of("parcel", 18), "parcel")[0]
    assert isinstance(row["area"], float) and row["area"] == pytest.approx(WIDTH * DEPTH, abs=0.1)


@pytest.mark.parametrize("spec", LAYERS, ids=lambda spec: spec.name)
def test_columns_exist_in_the_view_and_none_is_personal(town: str, spec: LayerSpec) -> None:
    with connections["desk" if spec.audience == "desk" else "published"].cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [spec.view])
        if cursor.fetchone()[0] is None:
            pytest.skip(f"{spec.view} is not there yet")
        cursor.execute(f"SELECT * FROM {spec.view} LIMIT 0")
        columns = {each.name for each in cursor.description}
    wanted = {column.name for column in spec.columns if column.name != "angle"}
    assert wanted | {"fid", "geom_3857"} <= columns
    assert not columns & PERSONAL
    if spec.audience == "desk":
        assert {"unit", "batch"} <= columns


def test_every_layer_has_a_name_of_its_own() -> None:
    assert len({spec.name for spec in LAYERS}) == len(LAYERS)


def test_the_reader_sees_published_views_and_nothing_else(town: str) -> None:
    for table in ("public.land_records_parcel", "public.planning_plan", "public.accounts_user", "history.row"):
        with connections["published"].cursor() as cursor, pytest.raises(ProgrammingError, match="denied"):
            cursor.execute(f"SELECT 1 FROM {table}")


@pytest.mark.parametrize("name", ["parcel", "land_use", "land_object"])
def test_neighbouring_tiles_agree_along_their_edge(town: str, name: str) -> None:
    z = 17
    spec = replace(layer(name), maxzoom=z)  # generalised areas too, where a tile edge runs through the town
    left = _tile_with_edge_in_town(z)
    right = Tile(z, left.x + 1, left.y)
    key = "main_use" if name == "land_use" else None
    one, other = (_shapes(vector.public_tile([spec], each), name, key) for each in (left, right))
    strip = box(4096 - 60, 0, 4096 + 60, 4096)
    shared = 0
    for identity in one.keys() & other.keys():
        ours = shapely.intersection(one[identity], strip)
        theirs = shapely.intersection(translate(other[identity], 4096, 0), strip)
        if ours.area + theirs.area == 0:
            continue
        shared += 1
        # corners are rounded to tile units in both, so the same corner is the same number
        assert shapely.symmetric_difference(ours, theirs).area <= 2.0 * (ours.length + theirs.length) / 2
        assert abs(ours.area - theirs.area) <= 0.02 * max(ours.area, theirs.area) + 2
    assert shared > 0


def _tile_with_edge_in_town(z: int) -> Tile:
    """A tile whose right edge runs through the town, at a zoom where one does."""
    middle_tile = town_tile(z)
    for x in (middle_tile.x, middle_tile.x - 1):
        left, right = (vector.public_tile([layer("parcel")], Tile(z, each, middle_tile.y)) for each in (x, x + 1))
        if left and right:
            return Tile(z, x, middle_tile.y)
    raise AssertionError("no tile edge of this zoom runs through the town")


def _shapes(body: bytes, name: str, key: str | None) -> dict:
    features = decoded(body)[name]["features"] if body else []
    return {f["properties"][key] if key else f["id"]: shapely.make_valid(shape(f["geometry"])) for f in features}


@pytest.mark.parametrize("z", [11, 12, 13])
def test_generalised_land_use_has_no_holes_and_no_overlaps(town: str, z: int) -> None:
    body = of("land_use", z)
    areas = {f["properties"]["main_use"]: shape(f["geometry"]) for f in decoded(body)["land_use"]["features"]}
    assert set(areas) <= {"ODT", "CLN", "TMD"}
    together = sum(each.area for each in areas.values())
    united = shapely.union_all([shapely.make_valid(each) for each in areas.values()])
    assert united.area == pytest.approx(together, rel=1e-6)
    if z == 13:  # the roads between the blocks are narrower than a pixel: lots keep their area
        ground = ground_area(together, town_tile(z), middle()[1])
        assert ground == pytest.approx(COLUMNS * ROWS * WIDTH * DEPTH, rel=0.15)
    assert "id" not in decoded(body)["land_use"]["features"][0] or not decoded(body)["land_use"]["features"][0]["id"]


def test_layers_travel_together_and_each_keeps_its_zooms(town: str) -> None:
    names = ("land_use", "land_object", "parcel", "parcel_label", "plan_zone")
    specs = [layer(name) for name in names]
    assert set(decoded(vector.public_tile(specs, town_tile(18)))) == {
        "land_object",
        "parcel",
        "parcel_label",
        "plan_zone",
    } - (set() if _plan_in(18) else {"plan_zone"})
    assert "land_use" in decoded(vector.public_tile(specs, town_tile(13)))
    assert "parcel" not in decoded(vector.public_tile(specs, town_tile(13)))


def _plan_in(z: int) -> bool:
    return bool(of("plan_zone", z))


def test_names_of_roads_lie_along_them(town: str) -> None:
    rows = properties(of("land_object_name", 16), "land_object_name")
    assert rows and all(row["name"].startswith("Đường số") for row in rows)
    assert all(abs(row["angle"]) <= 2 for row in rows)  # the roads run east


def test_names_of_units(town: str) -> None:
    names = {row["name"] for row in properties(of("unit_label", 11), "unit_label")}
    assert "Phường Phan Thiết" in names


def test_parallel_requests_never_mix(town: str) -> None:
    centre = town_tile(17)
    addresses = [
        f"/tiles/{names}/17/{centre.x + dx}/{centre.y + dy}.pbf"
        for names in ("parcel", "parcel,land_object", "parcel_label")
        for dx in (-1, 0, 1)
        for dy in (-1, 0, 1)
    ]
    alone = {address: Client().get(address).content for address in addresses}
    assert len({body for body in alone.values() if body}) > 6
    threads = 6
    barrier = threading.Barrier(threads)

    def fetch(offset: int) -> list[tuple[str, bytes]]:
        client = Client()
        answers = []
        try:
            for step in range(len(addresses)):
                barrier.wait(timeout=30)
                address = addresses[(step * 5 + offset * 7) % len(addresses)]
                answers.append((address, client.get(address).content))
        finally:
            connections.close_all()
        return answers

    with ThreadPoolExecutor(threads) as pool:
        for answers in pool.map(fetch, range(threads)):
            for address, body in answers:
                assert body == alone[address], address


def test_a_reset_session_or_a_lost_connection_is_taken_up_again(town: str) -> None:
    before = of("parcel", 16)
    with connections["published"].cursor() as cursor:
        cursor.execute("DISCARD ALL")
    assert of("parcel", 16) == before
    with connections["published"].cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    cluster.psql("-c", f"SELECT pg_terminate_backend({pid})")
    assert of("parcel", 16) == before


def test_desk_tiles_are_narrowed_to_units_and_batch(town: str) -> None:
    spec = LayerSpec(
        "probe", "desk.probe", "point", 0, 22, (Column("batch", 0, "Number"),), "Thử", "Probe", audience="desk"
    )
    cluster.psql("-c", """SET ROLE thodia_owner;
        CREATE OR REPLACE VIEW desk.probe AS
        SELECT n::bigint AS fid, n::bigint AS unit, (n % 2)::bigint AS batch,
               ST_SetSRID(ST_MakePoint(12033000 + n, 1223000), 3857) AS geom_3857 FROM generate_series(1, 6) n
    """, database=town)  # fmt: skip
    whole = tile(0, 0, 0)

    def ids(**narrowed: object) -> list[int]:
        body = vector.desk_tile([spec], whole, **narrowed)
        return sorted(f["id"] for f in decoded(body)["probe"]["features"]) if body else []

    assert ids(unit_ids=None, batch_id=None) == [1, 2, 3, 4, 5, 6]
    assert ids(unit_ids=frozenset({1, 2, 3}), batch_id=None) == [1, 2, 3]
    assert ids(unit_ids=frozenset({1, 2, 3}), batch_id=1) == [1, 3]
    assert ids(unit_ids=frozenset(), batch_id=None) == []
