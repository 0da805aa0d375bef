"""Several sheets in one act: each on its own transaction, all or none; names written on land objects."""

from typing import Any

import pandas as pd
import pytest
import shapely
from django.db import ProgrammingError, connection, transaction

from accounts.api import NotAllowed, Role
from dossiers import api as dossiers
from gis_core.errors import DomainError
from land_records import api as land_records
from tests.dossiers.people import pending_transaction, person
from tests.land_records.fabric_ground import AT, ORIGIN, Ground, frame_of, ground, squares

pytestmark = pytest.mark.django_db
X, Y = ORIGIN
NO_OBJECTS = pd.DataFrame({"geometry": pd.Series([], dtype=object), "object_type": []})


def content(
    base: Ground, sheet: Any, parcels: pd.DataFrame, *, act: int | None = None, objects: pd.DataFrame = NO_OBJECTS
) -> land_records.SheetContent:
    return land_records.SheetContent(
        sheet.id,
        act or base.approved(),
        land_records.prepare_parcels(parcels, srid=9218),
        land_records.prepare_land_objects(objects, srid=9218),
    )


def entered(base: Ground, *sheets: land_records.SheetContent, actor: Any = None) -> tuple[Any, ...]:
    with transaction.atomic():
        return land_records.register_sheets(actor=actor or base.approver, sheets=sheets, at=AT)


def asked(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def test_each_sheet_gets_its_rows_its_receipt_and_its_ledger_lines():
    base = ground()
    second = base.another_sheet(2)
    road = pd.DataFrame({"geometry": [shapely.box(X, Y - 6, X + 80, Y)], "object_type": ["road"]})
    one = content(base, base.sheet, squares(2), objects=road)
    two = content(base, second, squares(3, east=40))
    first, last = entered(base, one, two)
    assert (first.parcels.registered, first.parcels.area_m2, first.objects.area_m2) == (2, 800, 480)
    assert (last.parcels.registered, last.parcels.area_m2, last.objects.registered) == (3, 1200, 0)
    for receipt, sheet, act in ((first, "1", one.transaction_id), (last, "2", two.transaction_id)):
        told = "SELECT DISTINCT transaction_id FROM land_records_parcelversion WHERE id = ANY(%s)"
        assert asked(told, list(receipt.parcels.version_ids)) == [(act,)]
        found = [land_records.parcel_by_id(parcel) for parcel in receipt.parcels.parcel_ids]
        assert [one.reference for one in found] == [f"22945/{sheet}/{n}" for n in range(1, len(found) + 1)]
        assert tuple(one.parcel_code for one in found) == receipt.parcels.codes
    lines = [[(line.act, line.details) for line in dossiers.entries_of(one.transaction_id)] for one in (one, two)]
    assert lines == [
        [("register_parcels", {"parcels": 2}), ("register_land_objects", {"objects": 1})],
        [("register_parcels", {"parcels": 3})],
    ]


def test_sheets_of_one_act_share_their_common_vertices_without_technical_versions():
    base = ground()
    second = base.another_sheet(2)
    west = frame_of([shapely.box(X, Y, X + 20, Y + 20)])
    east = frame_of([shapely.box(X + 20, Y, X + 40, Y + 7), shapely.box(X + 20, Y + 7, X + 40, Y + 20)])
    first, last = entered(base, content(base, base.sheet, west), content(base, second, east))
    assert (first.parcels.own_vertices, last.parcels.own_vertices) == (1, 0)
    assert first.parcels.neighbour_versions == last.parcels.neighbour_versions == ()
    corners = {(c.x_north, c.y_east) for c in land_records.parcel_by_id(first.parcels.parcel_ids[0]).corners}
    assert (Y + 7, X + 20) in corners


def test_a_neighbour_changes_on_the_word_of_the_sheet_that_touches_it():
    base = ground()
    old = base.register(frame_of([shapely.box(X, Y, X + 20, Y + 20), shapely.box(X, Y + 100, X + 20, Y + 120)]))
    far = content(base, base.another_sheet(2), frame_of([shapely.box(X + 20, Y + 100, X + 40, Y + 107)]))
    near = content(base, base.another_sheet(3), frame_of([shapely.box(X + 20, Y, X + 40, Y + 7)]))
    receipts = entered(base, far, near)
    assert [[change.parcel_id for change in receipt.parcels.neighbour_versions] for receipt in receipts] == [
        [old.parcel_ids[1]],
        [old.parcel_ids[0]],
    ]
    for sheet, receipt in zip((far, near), receipts, strict=True):
        [change] = receipt.parcels.neighbour_versions
        opened = "SELECT transaction_id FROM land_records_parcelversion WHERE id = %s"
        closed = "SELECT closed_by_id FROM land_records_parcelversion WHERE id = %s"
        assert asked(opened, change.version_id) == asked(closed, change.old_version_id) == [(sheet.transaction_id,)]
        assert [line.act for line in dossiers.entries_of(sheet.transaction_id)] == [
            "register_parcels",
            "neighbour_vertex",
        ]


def test_one_sheet_at_fault_lets_none_in():
    base = ground()
    second = base.another_sheet(2)
    base.register(squares(1, north=500, first=7), sheet_id=second.id)
    with pytest.raises(land_records.NumberTakenError) as refused:
        entered(base, content(base, base.sheet, squares(1)), content(base, second, squares(1, east=40, first=7)))
    assert refused.value.numbers == (7,) and "Tờ 2" in refused.value.message_vi
    with pytest.raises(land_records.OverlapError) as refused:
        entered(base, content(base, base.sheet, squares(1)), content(base, second, squares(1, east=10)))
    assert {refused.value.one, refused.value.two} == {"22945/1/1", "22945/2/1"}
    assert asked("SELECT count(*) FROM land_records_parcel") == [(1,)]


def test_every_transaction_is_approved_and_the_actor_may_approve():
    base = ground()
    second = base.another_sheet(2)
    pending = content(base, second, squares(1, east=40), act=pending_transaction().id)
    with pytest.raises(DomainError) as refused:
        entered(base, content(base, base.sheet, squares(1)), pending)
    assert refused.value.code == "transaction_not_approved"
    with pytest.raises(NotAllowed):
        entered(base, content(base, base.sheet, squares(1)), actor=person(Role.OFFICER))


def test_two_sheets_together_have_the_limit_of_one():
    base = ground()
    half = content(base, base.sheet, squares(50, 21))
    with pytest.raises(DomainError) as refused:
        entered(base, half, content(base, base.another_sheet(2), squares(50, 20, east=2000)))
    assert refused.value.code == "chunk_too_large"


def test_parcels_prepared_in_another_zone_are_no_content_of_the_sheet():
    base = ground()
    wrong = land_records.SheetContent(
        base.sheet.id,
        base.approved(),
        land_records.prepare_parcels(squares(1), srid=5899),
        land_records.prepare_land_objects(NO_OBJECTS, srid=9218),
    )
    with pytest.raises(ValueError, match="5899"):
        entered(base, wrong)


def test_sheets_are_made_together_and_found_again():
    base = ground()
    frame = shapely.box(X, Y, X + 100, Y + 100)
    made = land_records.ensure_sheets(series_id=base.series.id, frames={3: frame, 1: frame, "TĐ01-2026": None})
    assert [sheet.ordinal for sheet in made] == ["3", "1", "TĐ01-2026"] and made[1].id == base.sheet.id
    assert land_records.ensure_sheets(series_id=base.series.id, frames={"003": frame})[0].id == made[0].id
    assert asked("SELECT ordinal FROM land_records_mapsheet WHERE frame IS NOT NULL ORDER BY 1") == [("1",), ("3",)]


def test_names_stand_on_the_map_while_their_object_is_valid():
    base = ground()
    objects = pd.DataFrame(
        {
            "geometry": [shapely.box(X, Y - 12, X + 200, Y), shapely.box(X + 300, Y - 400, X + 340, Y)],
            "object_type": ["road", "river"],
            "name": ["", "sông Cà Ty"],
        }
    )
    names = pd.DataFrame(
        {
            "object": [0, 0],
            "text": ["Trần Phú", "Hẻm 7"],
            "x": [X + 50.0, X + 150.0],
            "y": [Y - 6.0, Y - 6.0],
            "rotation_deg": [350.0, 91.0],
            "width_m": [12.0, 12.0],
        }
    )
    entry = land_records.SheetContent(
        base.sheet.id,
        base.approved(),
        land_records.prepare_parcels(squares(1), srid=9218),
        land_records.prepare_land_objects(objects, srid=9218, names=names),
    )
    entered(base, entry)
    shown = "SELECT name, object_type, w, angle, ST_SRID(geom_3857) FROM published.land_object_name ORDER BY name"
    # a name never stands on its head; the river without a text of its own has its name along its middle
    assert asked(shown) == [
        ("Hẻm 7", "road", 12.0, 89, 3857),
        ("Trần Phú", "road", 12.0, 10, 3857),
        ("sông Cà Ty", "river", 40.0, -90, 3857),
    ]
    with pytest.raises(ProgrammingError), transaction.atomic():
        asked("UPDATE land_records_objectname SET text = 'X' RETURNING id")
    asked(
        "UPDATE land_records_landobject SET valid = tstzrange(lower(valid), '2027-01-01'),"
        " closed_by_id = transaction_id WHERE object_type = 'road' RETURNING id"
    )
    assert [row[0] for row in asked(shown)] == ["sông Cà Ty"]
