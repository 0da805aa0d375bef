"""The overlap rule in the database: what it sees, what it leaves alone, and that nothing escapes it."""

import pytest
import shapely
from django.conf import settings
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from land_records import api as land_records
from land_records.models import ParcelVersion
from tests.land_records.fabric_ground import AT, ORIGIN, frame_of, ground

pytestmark = pytest.mark.django_db
X, Y = ORIGIN


def box(west: float, south: float, east: float, north: float) -> shapely.Polygon:
    return shapely.box(X + west, Y + south, X + east, Y + north)


def test_tolerance_is_one_number():
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.land_records_overlap_tolerance_m()")
        assert cursor.fetchone()[0] == settings.OVERLAP_TOLERANCE_M


@pytest.mark.parametrize(
    ("case", "shape"),
    [
        ("crosses", box(10, 10, 30, 30)),
        ("lies within", box(5, 5, 15, 15)),
        ("contains", box(-5, -5, 25, 25)),
        ("is the same", box(0, 0, 20, 20)),
        ("3 mm strip", box(19.997, 0, 40, 20)),
    ],
)
def test_overlap_is_refused_and_both_are_named(case, shape):
    base = ground()
    base.register(frame_of([box(0, 0, 20, 20)]))
    with pytest.raises(land_records.OverlapError) as refused:
        base.register(frame_of([shape], first=2))
    assert {refused.value.one, refused.value.two} == {"22945/1/1", "22945/1/2"}, case
    assert refused.value.area_m2 == pytest.approx(shapely.intersection(shape, box(0, 0, 20, 20)).area, abs=0.001)
    assert "22945/1/1" in refused.value.message_vi and "chồng lấn" in refused.value.message_vi


@pytest.mark.parametrize(
    "shape",
    [box(20, 0, 40, 20), box(19.999, 0, 40, 20), box(19.998, 0, 40, 20), box(20, 20, 40, 40)],
    ids=["side", "1 mm", "2 mm", "corner"],
)
def test_neighbours_and_rounding_are_let_through(shape):
    base = ground()
    base.register(frame_of([box(0, 0, 20, 20)]))
    base.register(frame_of([shape], first=2))


def test_overlap_inside_one_block_is_refused():
    with pytest.raises(land_records.OverlapError):
        ground().register(frame_of([box(0, 0, 20, 20), box(10, 0, 30, 20)]))


def test_historic_and_provisional_are_left_alone():
    base = ground()
    base.register(frame_of([box(0, 0, 20, 20)]), standing="provisional")
    base.register(frame_of([box(0, 0, 20, 20)], first=2), standing="historic")
    receipt = base.register(frame_of([box(5, 5, 20, 20)], first=3))
    close(receipt.version_ids[0], base.approved())
    base.register(frame_of([box(0, 0, 20, 20)], first=4))


def close(version_id: int, transaction_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE land_records_parcelversion SET valid = tstzrange(lower(valid), lower(valid) + interval '1 hour'),"
            " closed_by_id = %s WHERE id = %s",
            [transaction_id, version_id],
        )


def insert_copy(version_id: int, shift: float) -> None:
    """Straight SQL, as somebody at a psql prompt: a new parcel with the shape of an old one, shifted east."""
    with connection.cursor() as cursor:
        cursor.execute(
            """WITH identity AS (
                   INSERT INTO land_records_parcel (sheet_id, number, code_algorithm, unit_id, unit_how)
                   SELECT p.sheet_id, (SELECT max(number) + 1 FROM land_records_parcel), '', p.unit_id, 'series'
                   FROM land_records_parcel p JOIN land_records_parcelversion v ON v.parcel_id = p.id WHERE v.id = %s
                   RETURNING id)
               INSERT INTO land_records_parcelversion (parcel_id, geom, official_srid, land_use, main_use, standing,
                                                       valid, transaction_id, cause)
               SELECT identity.id, ST_Translate(v.geom, %s, 0), v.official_srid, '', '', 'official', v.valid,
                      v.transaction_id, 'psql'
               FROM land_records_parcelversion v, identity WHERE v.id = %s""",
            [version_id, shift, version_id],
        )


def test_rows_after_an_early_check_do_not_escape():
    base = ground()
    first = base.register(frame_of([box(0, 0, 20, 20)])).version_ids[0]
    with pytest.raises(land_records.OverlapError), transaction.atomic():
        insert_copy(first, 100)
        land_records.check_fabric_now()
        insert_copy(first, 105)
        land_records.check_fabric_now()


def test_a_version_made_current_again_is_looked_at():
    base = ground()
    first = base.register(frame_of([box(0, 0, 20, 20)])).version_ids[0]
    close(first, base.approved())
    base.register(frame_of([box(10, 0, 30, 20)], first=2))
    with pytest.raises(land_records.OverlapError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE land_records_parcelversion SET valid = tstzrange(lower(valid), NULL) WHERE id = %s", [first]
        )
        land_records.check_fabric_now()


def test_the_application_may_open_and_close_but_not_rewrite():
    base = ground()
    first = base.register(frame_of([box(0, 0, 20, 20)])).version_ids[0]
    for statement in (
        "UPDATE land_records_parcelversion SET geom = ST_Translate(geom, 1, 0) WHERE id = %s",
        "UPDATE land_records_parcelversion SET area_certificate = 1 WHERE id = %s",
        "DELETE FROM land_records_parcelversion WHERE id = %s",
        "DELETE FROM land_records_mapparcel WHERE version_id = %s",
        "DELETE FROM land_records_fabric_change WHERE id = %s",
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(statement, [first])


def test_time_rules_hold():
    base = ground()
    version = ParcelVersion.objects.get(pk=base.register(frame_of([box(0, 0, 20, 20)])).version_ids[0])
    for statement in (
        "UPDATE land_records_parcelversion SET valid = tstzrange(lower(valid), lower(valid)) WHERE id = %s",
        "UPDATE land_records_parcelversion SET valid = tstzrange(lower(valid), '2030-01-01') WHERE id = %s",
    ):
        with pytest.raises(Exception, match="land_records_version"), transaction.atomic():
            connection.cursor().execute(statement, [version.pk])
    with pytest.raises(Exception, match="one_at_a_time"), transaction.atomic():
        ParcelVersion.objects.create(
            parcel_id=version.parcel_id,
            geom=version.geom,
            official_srid=9218,
            standing="official",
            valid=(AT.replace(year=2030), None),
            transaction_id=version.transaction_id,
            cause="twice",
        )
