"""Real connections: acts at once, in one commune, across a border, in opposite order; other isolation levels."""

import statistics
import threading
import time
from collections.abc import Callable

import psycopg2
import pytest
import shapely
from django.db import connection, connections, transaction

from gis_core.errors import DomainError
from land_records import api as land_records
from tests.land_records.fabric_ground import AT, ORIGIN, Ground, frame_of, ground, squares

X, Y = ORIGIN
OTHER_WARD = "22924@2025-07-01"


@pytest.fixture(autouse=True)
def really_committed(committed_db, django_db_blocker):
    with django_db_blocker.unblock():
        yield committed_db


def box(west: float, south: float, east: float, north: float) -> shapely.Polygon:
    return shapely.box(X + west, Y + south, X + east, Y + north)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run acts in threads of their own, each with its own connection; answers or refusals in order."""
    results: list[object] = [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        try:
            results[place] = act()
        except DomainError as refusal:
            results[place] = refusal
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()
    return results


def blocks(base: Ground, barrier: threading.Barrier, *work: tuple[int, object]) -> Callable[[], object]:
    """One database transaction that registers several blocks after everybody is ready."""
    act = base.approved()

    def run() -> list[land_records.RegisterReceipt]:
        with transaction.atomic():
            barrier.wait(20)
            return [
                land_records.register_parcels(
                    actor=base.approver, transaction_id=act, sheet_id=sheet, parcels=frame, at=AT
                )
                for sheet, frame in work
            ]

    return run


def outcome(results: list[object]) -> list[str]:
    return sorted(result.code if isinstance(result, DomainError) else "written" for result in results)


def overlapping_now() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM land_records_parcelversion a JOIN land_records_parcelversion b ON a.id < b.id"
            " AND a.geom && b.geom AND ST_Relate(a.geom, b.geom, 'T********')"
            " AND NOT ST_IsEmpty(ST_Buffer(ST_Intersection(a.geom, b.geom), -0.001))"
            " WHERE a.standing = 'official' AND b.standing = 'official' AND upper_inf(a.valid) AND upper_inf(b.valid)"
        )
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize("second", ["22945@2025-07-01", OTHER_WARD], ids=["one commune", "across a border"])
def test_of_two_overlapping_approvals_one_wins(second):
    for _ in range(5):
        one, two = ground(), ground(second)
        barrier = threading.Barrier(2)
        east = 100.0 * _
        results = at_once(
            blocks(one, barrier, (one.sheet.id, frame_of([box(east, 0, east + 20, 20)]))),
            blocks(two, barrier, (two.sheet.id, frame_of([box(east + 10, 0, east + 30, 20)]))),
        )
        assert outcome(results) == ["parcels_overlap", "written"]
    assert overlapping_now() == 0


@pytest.mark.parametrize("second", ["22945@2025-07-01", OTHER_WARD], ids=["one commune", "across a border"])
def test_neighbouring_approvals_both_win(second):
    one, two = ground(), ground(second)
    barrier = threading.Barrier(2)
    results = at_once(
        blocks(one, barrier, (one.sheet.id, squares(20, 10))),
        blocks(two, barrier, (two.sheet.id, squares(20, 10, east=400))),
    )
    assert outcome(results) == ["written", "written"]


def test_opposite_order_neither_deadlocks_nor_overlaps():
    for turn in range(5):
        one, two = ground(), ground(OTHER_WARD)
        north = 200.0 * turn
        here, there = squares(5, 2, north=north), squares(5, 2, east=100, north=north)
        here_again, there_again = squares(5, 2, east=5, north=north + 5), squares(5, 2, east=110, north=north + 5)
        barrier = threading.Barrier(2)
        results = at_once(
            blocks(one, barrier, (one.sheet.id, here), (one.another_sheet(2).id, there)),
            blocks(two, barrier, (two.sheet.id, there_again), (two.another_sheet(2).id, here_again)),
        )
        assert outcome(results) == ["parcels_overlap", "written"]
    assert overlapping_now() == 0


def test_same_sheet_same_numbers_in_opposite_order_one_wins():
    base = ground()
    second_sheet = base.another_sheet(2).id
    barrier = threading.Barrier(2)
    results = at_once(
        blocks(base, barrier, (base.sheet.id, squares(2)), (second_sheet, squares(2, east=100))),
        blocks(base, barrier, (second_sheet, squares(2, east=300)), (base.sheet.id, squares(2, east=400))),
    )
    assert outcome(results) == ["number_taken", "written"]


def test_both_sides_vertices_survive_when_neighbours_arrive_at_once():
    one, two = ground(), ground()
    barrier = threading.Barrier(2)
    results = at_once(
        blocks(one, barrier, (one.sheet.id, frame_of([box(0, 0, 20, 20)]))),
        blocks(two, barrier, (two.sheet.id, frame_of([box(20, 0, 40, 7), box(20, 7, 40, 20)]))),
    )
    assert outcome(results) == ["written", "written"]
    left = land_records.parcel_at(*land_records.find_parcel(f"22945/{one.series.name}:1/1").label_lonlat)
    assert (Y + 7, X + 20) in {(c.x_north, c.y_east) for c in left.corners}


def session(database: str) -> "psycopg2.extensions.connection":
    facts = connection.settings_dict
    return psycopg2.connect(
        host=facts["HOST"], port=facts["PORT"], user=facts["USER"], password=facts["PASSWORD"], dbname=database
    )


@pytest.mark.parametrize("level", ["REPEATABLE READ", "SERIALIZABLE"])
def test_other_isolation_levels_are_refused(really_committed, level):
    base = ground()
    version = base.register(frame_of([box(0, 0, 20, 20)])).version_ids[0]
    with session(really_committed) as other, other.cursor() as cursor:
        cursor.execute(f"SET TRANSACTION ISOLATION LEVEL {level}")
        cursor.execute(
            "INSERT INTO land_records_parcel (sheet_id, number, code_algorithm, unit_id, unit_how)"
            " SELECT sheet_id, 99, '', unit_id, 'series' FROM land_records_parcel LIMIT 1 RETURNING id"
        )
        cursor.execute(
            "INSERT INTO land_records_parcelversion (parcel_id, geom, official_srid, land_use, main_use, standing,"
            " valid, transaction_id, cause) SELECT %s, ST_Translate(geom, 100, 0), 9218, '', '', 'official', valid,"
            " transaction_id, 'psql' FROM land_records_parcelversion WHERE id = %s",
            [cursor.fetchone()[0], version],
        )
        with pytest.raises(psycopg2.Error, match="READ COMMITTED only"):
            other.commit()
    with pytest.raises(DomainError) as refused, transaction.atomic():
        connection.cursor().execute(f"SET TRANSACTION ISOLATION LEVEL {level}")
        land_records.hold_fabric()
    assert refused.value.code == "isolation_refused"


@pytest.mark.long
def test_small_approvals_wait_little_while_a_hundred_sheets_arrive():
    big, small = ground(), ground(OTHER_WARD)
    act = big.approved()
    sheets = [
        (big.another_sheet(n).id, squares(20, 10, east=(n % 10) * 500, north=(n // 10) * 300)) for n in range(100)
    ]
    waits: list[float] = []
    done = threading.Event()

    def hundred_sheets() -> None:
        for sheet, frame in sheets:
            big.register(frame, sheet_id=sheet, transaction_id=act)
        done.set()

    def small_ones() -> None:
        number = 1
        while not done.is_set():
            started = time.perf_counter()
            small.register(frame_of([box(6000 + 30 * number, 0, 6020 + 30 * number, 20)], first=number))
            waits.append(time.perf_counter() - started)
            number += 1
            time.sleep(0.02)

    results = at_once(hundred_sheets, small_ones)
    assert not [result for result in results if isinstance(result, DomainError)]
    p95 = statistics.quantiles(waits, n=20)[-1]
    print(
        f"small approvals beside 100 sheets of 200 parcels: {len(waits)}, median {statistics.median(waits):.3f} s,"
        f" p95 {p95:.3f} s"
    )
    assert p95 < 2
