"""One numbering of corners, whatever the data's ring looks like."""

from decimal import Decimal

import pytest
import shapely
from shapely.geometry import MultiPolygon, Polygon

from gis_core.errors import GeometryError
from gis_core.geometry.corners import corner_of, number_corners, printed_length, side_of

SQUARE = Polygon([(0, 0), (20, 0), (20, 10), (0, 10)], [[(5, 3), (5, 6), (9, 6), (9, 3)]])


def test_numbers_run_clockwise_from_the_north_west_and_on_through_the_hole() -> None:
    corners = number_corners(SQUARE)
    assert [c.n for c in corners] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert [c.place for c in corners[:4]] == [(0, 10), (20, 10), (20, 0), (0, 0)]
    assert [c.place for c in corners[4:]] == [(5, 6), (5, 3), (9, 3), (9, 6)]
    assert [c.side_m for c in corners] == [20, 10, 20, 10, 3, 4, 3, 4]
    assert [c.next_n for c in corners] == [2, 3, 4, 1, 6, 7, 8, 5]


def test_the_parcel_lies_to_the_right_of_every_side() -> None:
    for corner in number_corners(SQUARE):
        first, second = side_of(SQUARE, corner.n)
        east, north = second.east - first.east, second.north - first.north
        middle = (first.east + second.east) / 2, (first.north + second.north) / 2
        right = shapely.Point(middle[0] + 0.01 * north, middle[1] - 0.01 * east)
        assert SQUARE.contains(right)


@pytest.mark.parametrize("turn", [0, 1, 2, 3])
@pytest.mark.parametrize("reverse", [False, True])
def test_start_and_direction_of_the_ring_change_nothing(turn: int, reverse: bool) -> None:
    outer = list(SQUARE.exterior.coords)[:-1]
    outer = outer[turn:] + outer[:turn]
    hole = list(SQUARE.interiors[0].coords)[::-1]
    again = Polygon(outer[::-1] if reverse else outer, [hole])
    assert number_corners(again) == number_corners(SQUARE)


def test_parts_are_numbered_one_after_the_other() -> None:
    two = MultiPolygon([Polygon([(30, 0), (31, 0), (31, 1)]), SQUARE])
    assert [(c.n, c.ring) for c in number_corners(two)][-3:] == [(9, 2), (10, 2), (11, 2)]


@pytest.mark.parametrize("n", [0, 9, -1])
def test_a_corner_the_parcel_does_not_have_is_refused(n: int) -> None:
    with pytest.raises(GeometryError) as refusal:
        corner_of(SQUARE, n)
    assert refusal.value.code == "corner_unknown"
    assert "8" in refusal.value.message_vi


def test_lengths_are_printed_to_the_centimetre_half_up() -> None:
    assert [printed_length(m) for m in (5.005, 5.004999, 12.3)] == [Decimal("5.01"), Decimal("5.01"), Decimal("12.30")]
