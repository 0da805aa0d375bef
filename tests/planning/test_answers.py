"""Planning answers over squares of known area."""

import time
from dataclasses import replace
from datetime import date
from decimal import Decimal
from statistics import median

import numpy as np
import pytest
import shapely
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gis_core.crs.transform import transform_geometries
from planning.api import THEMES, AnswerMixed, PlanningError, State
from tests.planning.ground import SRID, PlanOffice, ask, draft, of, square, zones

ROAD = {"code": "LG-1", "name": "Mở rộng đường thử", "article": "Điều 2"}


def test_every_theme_answers_in_fixed_order_and_says_when_nothing_is_known(office: PlanOffice) -> None:
    answer = ask(square(0, 0, 10))
    assert [part.theme for part in answer.themes] == [theme.code for theme in THEMES]
    assert {part.state for part in answer.themes} == {State.NO_DATA}
    assert all(part.area_m2 is None and part.plan is None for part in answer.themes)


def test_affected_area_share_and_range_from_line_accuracy(office: PlanOffice) -> None:
    # a road 10 m wide along x = 0…10; the parcel x = 5…25, y = 40…50 loses 5 m of 20
    office.in_force(draft(), zones((square(0, 0, 10, 100), ROAD)))
    part = of(ask(square(5, 40, 20, 10)), "right_of_way")
    assert part.state is State.AFFECTED
    assert part.area_m2 == Decimal("50.0")
    assert part.share == pytest.approx(0.25)
    # ±0.4 m over a front of 10 m: 4 m² less is certain, 4 m² more is possible
    assert (part.certain_m2, part.possible_m2) == (Decimal("46.0"), Decimal("54.0"))
    assert part.plan is not None
    assert (part.plan.decision_number, part.plan.decision_date) == ("1812/QĐ-UBND", date(2026, 1, 5))
    assert [(zone.code, zone.article, zone.affects) for zone in part.zones] == [("LG-1", "Điều 2", True)]


def test_shares_are_square_metres_of_the_official_area(office: PlanOffice) -> None:
    office.in_force(draft(), zones((square(0, 0, 10, 100), ROAD)))
    answer = ask(square(5, 40, 20, 10), official_area_m2=Decimal("210.0"))
    part = of(answer, "right_of_way")
    assert (part.area_m2, part.share) == (Decimal("52.5"), pytest.approx(0.25))
    assert (answer.official_area_m2, answer.computed_area_m2) == (Decimal("210.0"), Decimal("200.0"))


def test_touching_is_not_being_affected_and_the_distance_is_told(office: PlanOffice) -> None:
    office.in_force(draft(), zones((square(0, 0, 10, 100), ROAD)))
    touching = of(ask(square(10, 40, 20, 10)), "right_of_way")
    assert (touching.state, touching.area_m2) == (State.NOT_AFFECTED, Decimal("0.0"))
    assert touching.possible_m2 == Decimal("4.0")  # the line may truly lie 0.4 m further
    rounding = of(ask(square(9.999, 40, 20, 10)), "right_of_way")
    assert rounding.state is State.NOT_AFFECTED
    away = of(ask(square(40, 40, 20, 10)), "right_of_way")
    assert away.nearest_m == pytest.approx(30.0)


def test_coverage_decides_between_not_affected_and_no_data(office: PlanOffice) -> None:
    office.in_force(draft(), zones((square(0, 0, 10, 100), ROAD)))
    assert of(ask(square(50, 50, 20)), "right_of_way").state is State.NOT_AFFECTED
    assert of(ask(square(200, 50, 20)), "right_of_way").state is State.NO_DATA
    half = of(ask(square(90, 50, 20)), "right_of_way")  # half of it beyond the plan's edge
    assert (half.state, half.covered_share) == (State.NO_DATA, pytest.approx(0.5))
    partly = of(ask(square(-10, 50, 20)), "right_of_way")
    assert (partly.state, partly.covered_share) == (State.AFFECTED, pytest.approx(0.5))


def test_expired_plan_tells_its_last_result_as_out_of_date(office: PlanOffice) -> None:
    office.in_force(draft(valid_to=date(2026, 5, 31)), zones((square(0, 0, 10, 100), ROAD)))
    part = of(ask(square(5, 40, 20, 10)), "right_of_way")
    assert (part.state, part.area_m2) == (State.OUT_OF_DATE, Decimal("50.0"))
    free = of(ask(square(40, 40, 20, 10)), "right_of_way")
    assert (free.state, free.area_m2) == (State.OUT_OF_DATE, Decimal("0.0"))
    assert free.plan is not None and free.plan.valid_to == date(2026, 5, 31)
    on_the_last_day = of(ask(square(5, 40, 20, 10), on=date(2026, 5, 31)), "right_of_way")
    assert on_the_last_day.state is State.AFFECTED


def test_past_days_are_answered_by_the_plans_of_those_days(office: PlanOffice) -> None:
    old = office.in_force(draft("QH-CU"), zones((square(0, 0, 10, 100), ROAD)))
    office.in_force(
        draft("QH-MOI", valid_from=date(2026, 4, 1)), zones((square(0, 0, 20, 100), ROAD)), replaces=[old.plan_id]
    )
    parcel = square(5, 40, 20, 10)
    assert of(ask(parcel), "right_of_way").area_m2 == Decimal("150.0")
    assert of(ask(parcel, on=date(2026, 3, 31)), "right_of_way").area_m2 == Decimal("50.0")
    assert of(ask(parcel, on=date(2026, 1, 9)), "right_of_way").state is State.NO_DATA


def test_drafts_stand_apart_and_only_from_the_day_they_are_shown(office: PlanOffice) -> None:
    office.register(
        draft(decision_number="", decision_date=None, valid_from=None, public_from=date(2026, 5, 1)),
        zones((square(0, 0, 10, 100), ROAD)),
    )
    parcel = square(5, 40, 20, 10)
    answer = ask(parcel)
    assert {part.state for part in answer.themes} == {State.NO_DATA}
    assert [(part.theme, part.state, part.area_m2) for part in answer.drafts] == [
        ("right_of_way", State.AFFECTED, Decimal("50.0"))
    ]
    assert ask(parcel, on=date(2026, 4, 30)).drafts == ()


def test_a_land_use_plan_affects_only_where_the_use_changes(office: PlanOffice) -> None:
    plan = draft("QHSDD", theme="land_use_plan", line_accuracy_m=None, scale=2000)
    frame = zones(
        (square(0, 0, 50, 100), {"code": "O-1", "planned_use": "ODT"}),
        (square(50, 0, 50, 100), {"code": "C-1", "planned_use": "DKV"}),
    )
    office.in_force(plan, frame)
    kept = of(ask(square(10, 10, 20)), "land_use_plan")
    assert (kept.state, [zone.affects for zone in kept.zones]) == (State.NOT_AFFECTED, [False])
    across = of(ask(square(40, 10, 20)), "land_use_plan")
    assert (across.state, across.area_m2) == (State.AFFECTED, Decimal("200.0"))
    assert across.plan is not None and across.plan.line_accuracy_m == Decimal("0.6")  # 0.3 mm at 1:2000
    assert of(ask(square(40, 10, 20), existing_use="ODT+DKV"), "land_use_plan").state is State.NOT_AFFECTED


def test_a_line_between_two_affecting_zones_costs_no_certainty(office: PlanOffice) -> None:
    frame = zones((square(0, 0, 50, 100), {"code": "A"}), (square(50, 0, 50, 100), {"code": "B"}))
    office.in_force(draft(), frame)
    part = of(ask(square(40, 40, 20)), "right_of_way")
    assert part.certain_m2 == part.area_m2 == part.possible_m2 == Decimal("400.0")


def test_overlapping_zones_are_counted_once(office: PlanOffice) -> None:
    frame = zones((square(0, 0, 20, 100), {"code": "A"}), (square(10, 0, 20, 100), {"code": "B"}))
    office.in_force(draft(), frame)
    part = of(ask(square(0, 40, 40, 10)), "right_of_way")
    assert (part.area_m2, part.share) == (Decimal("300.0"), pytest.approx(0.75))


def test_the_parcel_may_come_in_another_zone(office: PlanOffice) -> None:
    office.in_force(draft(), zones((square(0, 0, 10, 100), ROAD)))
    moved = transform_geometries(np.array([square(5, 40, 20, 10)], dtype=object), SRID, 5899)[0]
    part = of(ask(moved, srid=5899, official_area_m2=200), "right_of_way")
    assert (part.area_m2, part.certain_m2) == (Decimal("50.0"), Decimal("46.0"))


def test_parts_of_another_question_cannot_be_put_into_an_answer(office: PlanOffice) -> None:
    office.in_force(draft(), zones((square(0, 0, 10, 100), ROAD)))
    one = ask(square(5, 40, 20, 10), subject="w3aaaaaaaaaa")
    other = ask(square(5, 60, 20, 10), subject="w3bbbbbbbbbb")
    assert one.input_hash != other.input_hash
    with pytest.raises(AnswerMixed):
        replace(one, themes=(*one.themes[:-1], other.themes[-1]))
    again = ask(shapely.reverse(square(5, 40, 20, 10)), subject="w3aaaaaaaaaa")
    assert again.input_hash == one.input_hash  # the same ground drawn the other way round


def test_ground_without_area_is_refused(office: PlanOffice) -> None:
    with pytest.raises(PlanningError) as refusal:
        ask(shapely.Polygon())
    assert refusal.value.code == "ground_without_area"


def test_json_form_is_plain(office: PlanOffice) -> None:
    office.in_force(draft(), zones((square(0, 0, 10, 100), ROAD)))
    plain = ask(square(5, 40, 20, 10)).as_dict()
    part = plain["themes"][1]
    assert (part["state"], part["area_m2"], part["share"], part["plan"]["decision_date"]) == (
        "affected", 50.0, 0.25, "2026-01-05",
    )  # fmt: skip


def test_two_statements_and_well_under_fifty_milliseconds(office: PlanOffice) -> None:
    rows = [(square(x, y, 4.5, 4.5), {"code": f"Z{x}-{y}"}) for x in range(0, 100, 5) for y in range(0, 100, 5)]
    office.in_force(draft(), zones(*rows))
    parcel = square(33, 33, 12, 25)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        ask(parcel)
    assert len(queries) == 2
    times = []
    for _ in range(7):
        start = time.perf_counter()
        ask(parcel)
        times.append(time.perf_counter() - start)
    print(f"\nplanning answer over 400 zones: {median(times) * 1000:.1f} ms")


def _polygons() -> st.SearchStrategy[shapely.Polygon]:
    corner = st.tuples(st.floats(5, 95), st.floats(5, 95))
    return (
        st.lists(corner, min_size=3, max_size=9)
        .map(
            lambda corners: shapely.convex_hull(shapely.multipoints([(456_000 + x, 1_208_000 + y) for x, y in corners]))
        )
        .filter(lambda hull: hull.geom_type == "Polygon" and hull.area > 1)
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parcel=_polygons(), official=st.floats(1, 1e5))
def test_certain_at_most_drawn_at_most_possible_at_most_all(
    striped_office: PlanOffice, parcel: shapely.Polygon, official: float
) -> None:
    part = of(ask(parcel, official_area_m2=official), "right_of_way")
    assert part.share is not None and part.certain_m2 is not None
    assert part.area_m2 is not None and part.possible_m2 is not None
    assert 0 <= part.share <= 1
    assert 0 <= part.certain_m2 <= part.area_m2 <= part.possible_m2 <= Decimal(str(official)) + Decimal("0.05")


@pytest.fixture
def striped_office(office: PlanOffice) -> PlanOffice:
    """Stripes 7 m wide every 20 m, two of them overlapping."""
    stripes = [(square(x, 0, 7, 100), {"code": f"S{x}"}) for x in (0, 20, 25, 45, 65, 85)]
    office.in_force(draft(), zones(*stripes))
    return office
