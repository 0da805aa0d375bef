"""Plans at a true scale: millimetres on paper are metres on the ground, every word has a place of its own."""

from xml.etree import ElementTree

import numpy as np
import pytest
import shapely
import shapely.affinity
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from shapely.geometry import Polygon

from gis_core.errors import DomainError
from gis_core.geometry.corners import number_corners
from tests.gis_core.topology.parcels import star
from web.sheets.drawing.frame import SCALES, fit_frame
from web.sheets.drawing.labels import Spot, text_box, upright
from web.sheets.drawing.plan import BAND_MM, Drawing, Neighbour, Subject, UsePart, draw_plan, frame_of
from web.sheets.drawing.svg import svg_of

EAST, NORTH = 456_300.0, 1_208_600.0
HOUSE = shapely.box(EAST, NORTH, EAST + 5, NORTH + 20)
SVG = "{http://www.w3.org/2000/svg}"


def drawn(shape: Polygon, *neighbours: Neighbour, uses: tuple[UsePart, ...] = (), number: str = "12") -> Drawing:
    frame = frame_of(shape, width_mm=178, height_mm=132)
    return draw_plan(Subject("w3uy5v649x6c", shape, number, "ODT", f"{shape.area:.1f}", uses), neighbours, frame)


@pytest.mark.parametrize(
    ("width_m", "scale"), [(5, 200), (30, 200), (33, 500), (80, 500), (160, 1000), (300, 2000), (9000, 100_000)]
)
def test_the_largest_scale_that_fits_is_chosen(width_m: float, scale: int) -> None:
    frame = fit_frame(shapely.box(EAST, NORTH, EAST + width_m, NORTH + 4), 178, 120)
    assert frame.scale == scale
    assert frame.scale in SCALES


def test_a_metre_is_as_long_as_the_scale_says() -> None:
    frame = fit_frame(HOUSE, 178, 120)
    x, y = frame.at(EAST, NORTH)
    right, up = frame.at(EAST + 5, NORTH + 20)
    assert (right - x, y - up) == pytest.approx((25, 100))
    assert frame.bounds[2] - frame.bounds[0] == pytest.approx(178 * 0.2)


def test_a_scale_that_is_too_large_is_refused() -> None:
    with pytest.raises(DomainError) as refusal:
        fit_frame(shapely.box(EAST, NORTH, EAST + 500, NORTH + 4), 178, 120, scale=500)
    assert refusal.value.code == "scale_too_large"
    assert fit_frame(HOUSE, 178, 120, scale=2000).scale == 2000


def test_corners_and_sides_of_a_house() -> None:
    plan = drawn(HOUSE)
    by_kind = {kind: sorted(word.text for word in plan.words if word.kind == kind) for kind in ("corner", "side")}
    assert by_kind == {"corner": ["1", "2", "3", "4"], "side": ["20,00", "20,00", "5,00", "5,00"]}
    assert plan.unplaced_sides == ()
    assert plan.fraction is not None
    assert (plan.fraction.number, plan.fraction.land_use, plan.fraction.area) == ("12", "ODT", "100.0")


def test_side_lengths_stand_outside_along_their_side() -> None:
    plan = drawn(HOUSE)
    frame = frame_of(HOUSE, width_mm=178, height_mm=132)
    house = frame.on_paper(HOUSE)
    for word in (word for word in plan.words if word.kind == "side"):
        assert not shapely.contains_xy(house, word.x, word.y)
        assert abs(word.angle) == pytest.approx(90 if word.text == "20,00" else 0)


def test_grid_crosses_carry_x_on_the_left_and_y_below() -> None:
    plan = drawn(HOUSE)
    grid = [word for word in plan.words if word.kind == "grid"]
    left = [word for word in grid if word.angle]
    below = [word for word in grid if not word.angle]
    assert {word.text.replace("\u00a0", "") for word in left} <= {
        str(value) for value in range(1_208_500, 1_208_700, 10)
    }
    assert {word.text.replace("\u00a0", "") for word in below} <= {str(value) for value in range(456_200, 456_400, 10)}
    assert len(below) >= 3
    # a cross lies where its coordinates say
    frame = frame_of(HOUSE, width_mm=178, height_mm=132)
    east = float(below[0].text.replace("\u00a0", ""))
    assert below[0].x == pytest.approx(frame.at(east, frame.north)[0])


def test_neighbours_show_their_numbers_and_roads_their_names() -> None:
    beside = Neighbour(shapely.box(EAST + 5, NORTH, EAST + 15, NORTH + 20), "13")
    tiny = Neighbour(shapely.box(EAST - 0.3, NORTH, EAST, NORTH + 20), "99999")
    road = Neighbour(shapely.box(EAST - 40, NORTH - 6, EAST + 40, NORTH), "đường Lê Lợi", "road")
    words = {(word.kind, word.text) for word in drawn(HOUSE, beside, tiny, road).words}
    assert ("parcel", "13") in words
    assert ("road", "đường Lê Lợi") in words
    assert ("parcel", "99999") not in words


def test_parts_of_different_use_are_parted_by_a_dash_dot_line() -> None:
    garden = shapely.box(EAST, NORTH, EAST + 5, NORTH + 9)
    home = shapely.box(EAST, NORTH + 9, EAST + 5, NORTH + 20)
    plan = drawn(HOUSE, uses=(UsePart(home, "ONT"), UsePart(garden, "CLN")))
    assert [stroke.kind for stroke in plan.strokes].count("use-border") == 1
    assert {word.text for word in plan.words if word.kind == "use"} == {"ONT", "CLN"}
    picture = ElementTree.fromstring(svg_of(plan, "thử"))  # noqa: S314 - our own SVG
    line = picture.find(f".//{SVG}path[@class='use-border']")
    assert line is not None
    assert line.get("stroke-dasharray") == "2.4 0.8 0.4 0.8"


def test_the_picture_is_sized_in_millimetres_and_names_its_parcel() -> None:
    plan = drawn(HOUSE)
    picture = ElementTree.fromstring(svg_of(plan, "Sơ đồ <thử> & “dấu”"))  # noqa: S314 - our own SVG
    assert (picture.get("width"), picture.get("height")) == ("178mm", "132mm")
    assert picture.get("viewBox") == "0 0 178 132"
    assert (picture.get("data-parcel"), picture.get("data-scale")) == ("w3uy5v649x6c", "200")
    assert picture.get("aria-label") == "Sơ đồ <thử> & “dấu”"
    assert not [element for element in picture.iter() if element.get("style")]
    bar = picture.findall(f".//{SVG}g[@class='scale-bar']/{SVG}rect")
    assert sum(float(field.get("width", "0")) for field in bar) == pytest.approx(plan.bar_m * 1000 / plan.scale)
    assert BAND_MM + plan.frame_width + 0.5 == pytest.approx(plan.width)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(3, 30), st.floats(3, 400))
def test_no_two_words_lie_on_each_other(seed: int, corners: int, size: float) -> None:
    shape = star(seed, corners, size)
    assume(shape.is_valid and shape.area > 4)
    west, south, east, north = frame_of(shape, width_mm=178, height_mm=132).bounds
    step = (east - west) / 6
    cells = [
        Neighbour(shapely.difference(shapely.box(x, y, x + step, y + step), shape), str(100 + k))
        for k, (x, y) in enumerate((x, y) for x in np.arange(west, east, step) for y in np.arange(south, north, step))
    ]
    plan = drawn(shape, *cells)
    placed = [word for word in plan.words if word.kind != "grid"]
    boxes = np.array(
        [text_box(word.text, word.size, Spot(word.x, word.y, word.angle)) for word in placed], dtype=object
    )
    first, second = shapely.STRtree(boxes).query(boxes, predicate="intersects")
    assert not (first < second).any()
    paper = shapely.box(0, 0, plan.frame_width, plan.frame_height)
    assert shapely.covers(paper, boxes).all()
    sides = {word.text for word in plan.words if word.kind == "side"}
    assert len(plan.unplaced_sides) + sum(word.kind == "side" for word in plan.words) == len(number_corners(shape))
    assert sides or plan.unplaced_sides


@pytest.mark.parametrize(
    ("angle", "turned"), [(0, 0), (90, -90), (-90, -90), (180, 0), (45, 45), (135, -45), (-135, 45)]
)
def test_words_are_never_upside_down(angle: float, turned: float) -> None:
    assert upright(angle) == pytest.approx(turned)


@pytest.mark.parametrize("shift", range(10))
def test_coordinates_beside_the_frame_stay_beside_it(shift: int) -> None:
    """A grid line close to a corner must not push its seven digits past the end of the drawing."""
    plan = drawn(shapely.affinity.translate(HOUSE, shift, shift))
    frame = frame_of(HOUSE, width_mm=178, height_mm=132)
    for word in (word for word in plan.words if word.kind == "grid"):
        side, place = (frame.height_mm, word.y) if word.angle else (frame.width_mm, word.x)
        half = 0.25 * word.size * len(word.text)
        assert half <= place <= side - half
