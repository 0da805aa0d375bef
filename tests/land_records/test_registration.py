"""Registering parcels: receipts, digits, neighbours, refusals."""

import itertools
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
import shapely
import shapely.affinity
from django.db import connection, transaction

from accounts.api import NotAllowed, Role
from dossiers import api as dossiers
from gis_core.crs.transform import round_to_grid, transform_geometries
from gis_core.errors import DomainError
from land_records import api as land_records
from tests.dossiers.people import pending_transaction, person
from tests.land_records.fabric_ground import AT, ORIGIN, frame_of, ground, squares

pytestmark = pytest.mark.django_db
X, Y = ORIGIN


def test_squares_enter_with_areas_codes_and_uses():
    base = ground()
    receipt = base.register(squares(3, 2))
    assert (receipt.registered, receipt.rejected, receipt.area_m2) == (6, 0, 2400)
    assert len(set(receipt.codes)) == 6 and all(len(code) == 12 for code in receipt.codes)
    found = land_records.parcel_by_id(receipt.parcel_ids[0])
    assert found.reference == "22945/1/1"
    assert found.standing == "official" and found.valid_to is None
    assert found.areas.legal == 400 and found.areas.certificate is None
    assert [use.code for use in found.land_uses] == ["ODT"]
    assert {(c.x_north, c.y_east) for c in found.corners} == {
        (ORIGIN[1] + dy, ORIGIN[0] + dx) for dx in (0, 20) for dy in (0, 20)
    }
    assert all(corner.side_m == 20 for corner in found.corners)
    assert land_records.parcel_by_code(receipt.codes[0]).parcel_id == found.parcel_id
    assert found.label_lonlat is not None
    assert land_records.parcel_at(*found.label_lonlat).parcel_id == found.parcel_id


def test_vertices_go_both_ways_along_a_common_boundary():
    base = ground()
    old = base.register(frame_of([shapely.box(X, Y, X + 20, Y + 20)]))
    # the new ones end in the middle of the old side; the old corner lies in the middle of a new side
    receipt = base.register(
        frame_of([shapely.box(X + 20, Y - 10, X + 40, Y + 7), shapely.box(X + 20, Y + 7, X + 40, Y + 30)], first=2)
    )
    (change,) = receipt.neighbour_versions
    assert (change.parcel_id, change.reference, change.vertices) == (old.parcel_ids[0], "22945/1/1", 1)
    neighbour = land_records.parcel_by_id(old.parcel_ids[0])
    assert (Y + 7, X + 20) in {(c.x_north, c.y_east) for c in neighbour.corners} and len(neighbour.corners) == 5
    assert neighbour.areas.legal == 400 and [note.cause for note in neighbour.history] == [
        "registered",
        "neighbour_vertex",
    ]
    assert [use.code for use in neighbour.land_uses] == ["ODT"]
    assert neighbour.parcel_code == old.codes[0]
    assert receipt.own_vertices == 2
    assert {finding.code for finding in receipt.findings} == {"NEIGHBOUR-VERTEX"}
    for parcel, north in ((receipt.parcel_ids[0], Y), (receipt.parcel_ids[1], Y + 20)):
        assert (north, X + 20) in {(c.x_north, c.y_east) for c in land_records.parcel_by_id(parcel).corners}
    shapes = [land_records.parcel_by_id(i).geometry.geoms[0] for i in (*old.parcel_ids, *receipt.parcel_ids)]
    assert shapely.coverage_is_valid(shapes)


def test_random_splits_never_overlap_their_neighbour():
    """Without common vertices three of four random points on a slanted side overlap the neighbour by 1e-9 m²."""
    base = ground()
    slanted = shapely.Polygon([(X, Y), (X + 31.417, Y + 3.271), (X + 27.182, Y + 41.113), (X - 3.333, Y + 37.777)])
    base.register(frame_of([slanted]))
    (x0, y0), (x1, y1) = slanted.exterior.coords[1], slanted.exterior.coords[2]
    cuts = np.sort(np.random.default_rng(4).uniform(0.05, 0.95, 6))
    ends = [(x0, y0), *((round(x0 + (x1 - x0) * t, 3), round(y0 + (y1 - y0) * t, 3)) for t in cuts), (x1, y1)]
    strips = [
        shapely.Polygon([one, (one[0] + 30, one[1]), (two[0] + 30, two[1]), two])
        for one, two in itertools.pairwise(ends)
    ]
    receipt = base.register(frame_of(strips, first=2))
    assert receipt.neighbour_versions[0].vertices == 6
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM land_records_parcelversion a JOIN land_records_parcelversion b ON a.id < b.id"
            " WHERE upper_inf(a.valid) AND upper_inf(b.valid) AND ST_Relate(a.geom, b.geom, 'T********')"
        )
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize("srid", [9218, 5899, 5898, 3406])
def test_official_digits_come_back_from_every_zone(srid):
    base = ground(srid=srid)
    rough = np.array([shapely.Polygon(np.random.default_rng(seed).normal(0, 12, (3, 2))) for seed in range(200)])
    shifted = [shapely.affinity.translate(shape, X + 60 * n, Y) for n, shape in enumerate(rough)]
    official = round_to_grid(transform_geometries(shifted, 9218, srid))
    receipt = base.register(frame_of(official))
    for parcel, shape in zip(receipt.parcel_ids, official, strict=True):
        found = land_records.parcel_by_id(parcel)
        assert found.official_srid == srid
        assert shapely.equals_exact(found.official_geometry, shapely.MultiPolygon([shape]), tolerance=0)
        corners = {(corner.y_east, corner.x_north) for corner in found.corners}
        assert corners == set(shape.exterior.coords), "whatever number a corner has, its digits are the official ones"


def test_geojson_leads_back_to_the_millimetre():
    base = ground()
    receipt = base.register(squares(1))
    found = land_records.parcel_by_id(receipt.parcel_ids[0])
    there = np.array([shapely.geometry.shape(found.geojson)], dtype=object)
    back = round_to_grid(transform_geometries(there, 4326, 9218))
    assert shapely.equals_exact(back[0], found.official_geometry, tolerance=0)


def test_holes_parts_uses_and_areas_are_kept():
    base = ground()
    ring = shapely.Polygon(
        shapely.box(X, Y, X + 50, Y + 50).exterior, [shapely.box(X + 20, Y + 20, X + 30, Y + 30).exterior]
    )
    frame = frame_of([shapely.MultiPolygon([ring, shapely.box(X + 60, Y, X + 70, Y + 10)])])
    frame["land_uses"] = [[("ONT", 100), ("CLN", None)]]
    frame["area_labelled"] = [2499.5]
    frame["area_certificate"] = [2480]
    found = land_records.parcel_by_id(base.register(frame).parcel_ids[0])
    assert (found.areas.certificate, found.areas.labelled, found.areas.computed) == (2480, Decimal("2499.5"), 2500)
    assert found.land_use == "ONT+CLN" and found.land_uses[0].area_m2 == 100 and found.land_uses[1].area_m2 is None
    assert {corner.ring for corner in found.corners} == {0, 1, 2}


@pytest.mark.parametrize(
    ("shape", "error"),
    [
        (shapely.Polygon([(X, Y), (X + 9, Y + 9), (X + 9, Y), (X, Y + 9)]), land_records.ShapeRefusedError),
        (shapely.Point(X, Y), land_records.ShapeRefusedError),
        (None, land_records.ShapeRefusedError),
    ],
)
def test_shapes_that_are_no_parcels_are_refused(shape, error):
    frame = squares(2, east=100)
    frame["geometry"] = pd.Series([frame["geometry"][0], shape], dtype=object)
    with pytest.raises(error) as refused:
        ground().register(frame)
    assert "Thửa 2" in refused.value.message_vi


def test_numbers_are_taken_once_for_ever():
    base = ground()
    base.register(squares(2), standing="historic")
    with pytest.raises(land_records.NumberTakenError) as refused:
        base.register(squares(2, first=2))
    assert refused.value.numbers == (2,) and "Tờ 1 đã có thửa số 2" in refused.value.message_vi
    twice = squares(2, first=8)
    twice["number"] = [8, 8]
    with pytest.raises(land_records.NumberTakenError):
        base.register(twice)


def test_two_parcels_with_one_characteristic_point_are_named():
    base = ground()
    frame = squares(1)
    base.register(frame)
    frame["number"] = [3]
    with pytest.raises(land_records.OverlapError) as refused:
        base.register(frame)
    assert "22945/1/1" in refused.value.message_vi and "22945/1/3" in refused.value.message_vi


def test_the_code_goes_over_to_the_parcel_that_stands_in_the_place_of_one_that_has_ended():
    base = ground()
    frame = squares(1)
    base.register(frame)
    hollow = shapely.Polygon(
        shapely.box(X - 20, Y - 20, X + 40, Y + 40).exterior, [shapely.box(X, Y, X + 20, Y + 20).exterior]
    )
    base.register(frame_of([hollow], first=2))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE land_records_parcelversion SET valid = tstzrange(lower(valid), '2027-01-01'),"
            " closed_by_id = transaction_id WHERE parcel_id IN (SELECT id FROM land_records_parcel WHERE number = 1)"
        )
    frame["number"] = [3]
    receipt = base.register(frame)
    assert land_records.parcel_by_code(receipt.codes[0]).number == 3


def test_only_approved_transactions_and_approvers_bring_official_parcels():
    base = ground()
    pending = pending_transaction()
    with pytest.raises(DomainError) as refused:
        base.register(squares(1), transaction_id=pending.id)
    assert refused.value.code == "transaction_not_approved"
    act = base.approved()
    with pytest.raises(NotAllowed), transaction.atomic():
        land_records.register_parcels(
            actor=person(Role.OFFICER), transaction_id=act, sheet_id=base.sheet.id, parcels=squares(1), at=AT
        )
    with pytest.raises(DomainError, match="time zone"):
        base.register(squares(1), at=AT.replace(tzinfo=None))


def test_a_block_has_a_limit():
    with pytest.raises(DomainError) as refused:
        ground().register(squares(50, 41))
    assert refused.value.code == "chunk_too_large"


def test_the_ledger_says_what_was_done():
    base = ground()
    act = base.approved()
    base.register(squares(2), transaction_id=act)
    entries = dossiers.entries_of(act)
    assert [(entry.act, entry.subject_id, entry.details) for entry in entries] == [
        ("register_parcels", base.sheet.id, {"parcels": 2})
    ]


def test_land_objects_sheets_and_frames():
    base = ground()
    act = base.approved()
    road = shapely.box(X, Y, X + 100, Y + 6)
    frame = pd.DataFrame({"geometry": [road], "object_type": ["road"], "land_use": ["DGT"], "name": ["Trần Hưng Đạo"]})
    facts = {"actor": base.approver, "transaction_id": act, "unit_id": base.unit_id, "srid": 9218, "at": AT}
    with transaction.atomic():
        receipt = land_records.register_land_objects(objects=frame, sheet_id=base.sheet.id, **facts)
    assert (receipt.registered, receipt.area_m2) == (1, 600)
    with pytest.raises(DomainError) as refused, transaction.atomic():
        land_records.register_land_objects(objects=frame.assign(object_type="lane"), **facts)
    assert refused.value.code == "object_type_unknown"
    land_records.ensure_sheet(
        series_id=base.series.id, ordinal="1", frame=shapely.box(X, Y, X + 500, Y + 500), title="Tờ 1"
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT object_type, land_use, name, round(w::numeric) FROM published.land_object")
        assert cursor.fetchall() == [("road", "DGT", "Trần Hưng Đạo", 6)]
        cursor.execute("SELECT sheet, title, ST_SRID(geom_3857) FROM published.sheet_frame")
        assert cursor.fetchall() == [("1", "Tờ 1", 3857)]


def test_series_are_found_again_and_differences_said():
    base = ground()
    facts = {"unit_id": base.unit_id, "name": base.series.name}
    assert land_records.ensure_series(**facts, srid=9218).id == base.series.id
    with pytest.raises(land_records.SeriesDiffersError):
        land_records.ensure_series(**facts, srid=5899)
    assert land_records.ensure_sheet(series_id=base.series.id, ordinal="001").id == base.sheet.id
    assert [sheet.ordinal for sheet in land_records.sheets_of(base.series.id)] == ["1"]


def test_conflicts_are_findings_before_registration():
    base = ground()
    base.register(squares(2))
    shapes = [shapely.box(X + 30, Y, X + 60, Y + 20), shapely.box(X + 200, Y, X + 220, Y + 20)]
    frame = frame_of(transform_geometries(shapes, 9218, 5899), first=2)
    taken, overlap = land_records.register_conflicts(frame, 5899, sheet_id=base.sheet.id)
    assert (taken.code, taken.between) == ("NUMBER-TAKEN", ("22945/1/2",))
    assert (overlap.code, overlap.between) == ("REGISTER-OVERLAP", ("2", "22945/1/2"))
    assert overlap.size == pytest.approx(200, abs=0.1)
    assert shapely.Point(overlap.where).within(frame.geometry[0])
    assert land_records.register_conflicts(frame_of([shapes[1]], first=9), 9218, sheet_id=base.sheet.id) == []
    assert land_records.register_conflicts(frame.iloc[:0], 5899) == []
