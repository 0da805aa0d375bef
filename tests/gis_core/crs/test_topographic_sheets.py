"""Topographic sheets: the circular's examples, number → extent → number at every scale, covers without gaps."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gis_core.crs.sheet_index import SCALES as CADASTRAL_SCALES
from gis_core.crs.sheet_index import sheet_frame, sheet_id
from gis_core.crs.sheet_index import sheets_covering as cadastral_covering
from gis_core.crs.topographic_sheets import SCALES, neighbours, sheet_at, sheet_of_number, sheets_covering
from gis_core.errors import CrsError


@pytest.mark.parametrize(
    ("number", "scale", "utm", "extent"),
    [
        ("F-48", 1_000_000, "NF-48", (102, 20, 108, 24)),
        ("F-48-D", 500_000, "NF-48-C", (105, 20, 108, 22)),
        ("F-48-D-1", 250_000, "NF-48-11", (105, 21, 106.5, 22)),
        ("F-48-68", 100_000, "6151", (105.5, 21, 106, 21.5)),
        ("F-48-68-D", 50_000, "6151II", (105.75, 21, 106, 21.25)),
        ("F-48-68-D-d", 25_000, "", (105.875, 21, 106, 21.125)),
        ("F-48-68-D-d-4", 10_000, "", (105.9375, 21, 106, 21.0625)),
        ("F-48-68-(256)", 5_000, "", (105.96875, 21, 106, 21.03125)),
        ("F-48-68-(256-k)", 2_000, "", (106 - 37.5 / 3600, 21, 106, 21 + 37.5 / 3600)),
        ("F-48-68-(256-k-IV)", 1_000, "", (106 - 18.75 / 3600, 21, 106, 21 + 18.75 / 3600)),
        ("F-48-68-(256-k-16)", 500, "", (106 - 9.375 / 3600, 21, 106, 21 + 9.375 / 3600)),
    ],
)
def test_the_circular_by_its_rule(number: str, scale: int, utm: str, extent: tuple[float, ...]) -> None:
    sheet = sheet_of_number(number)
    assert (sheet.number, sheet.scale, sheet.utm_number) == (number, scale, utm)
    assert (sheet.west, sheet.south, sheet.east, sheet.north) == pytest.approx(extent, abs=1e-12)


def test_utm_numbers_count_from_75_east_and_4_south() -> None:
    """Column 54 is 102° to 102°30′, row 25 is 8° to 8°30′ (Circular 973, II.2)."""
    assert sheet_at(102.1, 8.1, 100_000).utm_number == "5425"
    assert sheet_of_number("F-48-68 (6151)").number == "F-48-68"
    assert sheet_of_number("F-48-68-(256-k)").number == "F-48-68-(256-k)"


def test_binh_thuan_lies_on_both_sides_of_a_zone() -> None:
    assert sheet_at(107.9, 10.93, 1_000_000).number == "C-48"
    assert sheet_at(108.1, 10.93, 1_000_000).number == "C-49"
    assert sheet_at(108.1003, 10.92993, 10_000).number == "C-49-25-A-a-4"


@settings(max_examples=200, deadline=None)
@given(st.floats(102, 117.9), st.floats(6.5, 23.9), st.sampled_from(SCALES))
def test_a_number_leads_back_to_its_extent(lon: float, lat: float, scale: int) -> None:
    sheet = sheet_at(lon, lat, scale)
    assert sheet == sheet_of_number(sheet.number)
    edge = 1e-8
    assert sheet.west - edge <= lon <= sheet.east + edge and sheet.south - edge <= lat <= sheet.north + edge


@pytest.mark.parametrize("scale", SCALES)
def test_edges_belong_to_one_sheet(scale: int) -> None:
    sheet = sheet_at(107.123, 11.456, scale)
    assert sheet_at(sheet.west, sheet.north, scale) == sheet
    assert sheet_at(sheet.east, sheet.north, scale) != sheet
    around = list(neighbours(sheet))
    assert len({one.number for one in around}) == 8 and sheet not in around


def test_sheets_cover_an_area_once() -> None:
    sheets = sheets_covering(107.70, 10.60, 108.30, 11.20, 25_000)
    area = sum((s.east - s.west) * (s.north - s.south) for s in sheets)
    west, south = min(s.west for s in sheets), min(s.south for s in sheets)
    east, north = max(s.east for s in sheets), max(s.north for s in sheets)
    assert area == pytest.approx((east - west) * (north - south))
    assert west <= 107.70 and east >= 108.30 and south <= 10.60 and north >= 11.20
    assert len(sheets) == len({s.number for s in sheets}) == 6 * 6
    with pytest.raises(CrsError) as refusal:
        sheets_covering(102, 8, 109, 23, 500)
    assert refusal.value.code == "too_many_sheets"


@pytest.mark.parametrize("scale", CADASTRAL_SCALES)
def test_cadastral_sheets_cover_an_area_once(scale: int) -> None:
    box = (455_900.0, 1_207_800.0, 456_900.0, 1_208_900.0)
    frames = cadastral_covering(*box, scale)
    assert len(frames) == len({f.grid_id for f in frames})
    area = sum((f.east - f.west) * (f.north - f.south) for f in frames)
    west, south = min(f.west for f in frames), min(f.south for f in frames)
    east, north = max(f.east for f in frames), max(f.north for f in frames)
    assert area == pytest.approx((east - west) * (north - south))
    assert west <= box[0] and south <= box[1] and east >= box[2] and north >= box[3]
    rng = np.random.default_rng(scale)
    for x, y in zip(rng.uniform(box[1], box[3], 20), rng.uniform(box[0], box[2], 20), strict=True):
        number = sheet_id(x, y, scale)
        assert number in {f.grid_id for f in frames}
        frame = sheet_frame(number)
        assert frame.west <= y <= frame.east and frame.south <= x <= frame.north


def test_sheets_on_both_sides_of_a_thousand_kilometres() -> None:
    """X 998 km and 1001 km: the number leaves the thousands out, the place does not."""
    frames = cadastral_covering(500_100.0, 998_500.0, 500_900.0, 1_000_500.0, 2000)
    assert sorted({(f.south, f.north) for f in frames}) == [(998e3, 999e3), (999e3, 1e6), (1e6, 1001e3)]


@pytest.mark.parametrize(
    "number", ["", "I-48", "F-48-97", "F-48-68-E", "F-48-68-(257)", "F-48-68-(256-i)", "F-99", "x"]
)
def test_what_is_no_number(number: str) -> None:
    with pytest.raises(CrsError) as refusal:
        sheet_of_number(number)
    assert refusal.value.code == "sheet_number_refused"
