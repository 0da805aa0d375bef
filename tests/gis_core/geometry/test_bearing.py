"""Bearings: degrees, minutes, seconds from grid north, clockwise."""

import pytest

from gis_core.errors import GeometryError
from gis_core.geometry.bearing import Bearing


@pytest.mark.parametrize(
    ("text", "degrees"),
    [
        ("0", 0.0),
        ("90°", 90.0),
        ("125°30'15\"", 125.504166667),
        ("125 30 15,5", 125.504305556),
        ("125º 30’ 15.5”", 125.504305556),
        ("359°59'59''", 359.999722222),
        ("360", 0.0),
        ("12d30m", 12.5),
    ],
)
def test_written_bearings_are_read(text: str, degrees: float) -> None:
    assert Bearing.read(text).degrees == pytest.approx(degrees, abs=1e-8)


@pytest.mark.parametrize("text", ["", "Bắc", "-5", "361", "12°60'", "12°30'60\"", "360°00'01\"", "1e2", "12,5,3"])
def test_what_is_no_bearing_is_refused(text: str) -> None:
    with pytest.raises(GeometryError) as refusal:
        Bearing.read(text)
    assert refusal.value.code == "bearing_unreadable"


def test_quadrants_run_clockwise_from_north() -> None:
    units = [Bearing(turn).unit() for turn in (0, 90, 180, 270)]
    assert [(round(east), round(north)) for east, north in units] == [(0, 1), (1, 0), (0, -1), (-1, 0)]
    assert Bearing.between((5, 5), (3, 5)).degrees == 270
    assert Bearing.between((0, 0), (1, 1)).degrees == pytest.approx(45)


def test_a_bearing_is_printed_to_the_second_and_never_as_360() -> None:
    assert str(Bearing.of(125, 30, 15.4)) == "125°30'15\""
    assert str(Bearing(359.99999)) == "0°00'00\""
