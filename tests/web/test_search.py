"""The one search box over a real register."""

import pytest
from django.utils.translation import override

from gis_core.crs.transform import transform_xy
from tests.land_records.fabric_ground import ORIGIN
from tests.web.town import Town
from web.public.search import search


@pytest.mark.parametrize(
    "text",
    ["tờ 1 thửa 7", "to 1 thua 7", "thửa đất số 7, tờ bản đồ số 1", "1/7", "22945/1/7", "to 1 thua 7 phan thiet"],
)
def test_sheet_and_parcel_in_several_spellings(town: Town, text: str) -> None:
    rows = search(text).results
    assert rows[0].parcel == town.codes[7]
    assert rows[0].label == {"use": "ODT", "main_use": "ODT", "number": "7", "area": "400,0"}


def test_a_missing_parcel_says_what_exists(town: Town) -> None:
    found = search("tờ 1 thửa 908")
    assert not found.results
    assert "1" in found.message and "20" in found.message
    with override("en"):
        assert "No parcel 908" in search("tờ 1 thửa 908").message


def test_the_national_code_is_certain(town: Town) -> None:
    (row,) = search(town.codes[3].upper()).results
    assert row.parcel == town.codes[3] and row.certain


def test_old_unit_names_lead_to_todays_and_say_formerly(town: Town) -> None:
    rows = search("phu trinh").results
    assert any("trước đây là" in row.detail and row.bounds for row in rows)
    assert search("phường Phú Trinh").results


def test_todays_unit_names_with_and_without_accents(town: Town) -> None:
    for text in ("Phan Thiết", "phan thiet"):
        assert search(text).results[0].title == "Phường Phan Thiết"


def test_vn2000_in_the_printed_order_is_certain(town: Town) -> None:
    (row,) = search(f"{ORIGIN[1] + 30:.1f} {ORIGIN[0] + 30:.1f}").results
    lon, lat = transform_xy([ORIGIN[0] + 30], [ORIGIN[1] + 30], 9218, 4326)
    assert row.certain and not row.ask
    assert row.point == pytest.approx((lon[0], lat[0]), abs=1e-9)
    assert "108°30′" in row.detail


def test_swapped_coordinates_are_asked_about_never_swapped_silently(town: Town) -> None:
    (row,) = search(f"{ORIGIN[0] + 30:.1f} {ORIGIN[1] + 30:.1f}").results
    assert row.ask and not row.certain
    assert "Y viết trước X" in row.detail


def test_two_meridians_that_fit_are_both_offered(town: Town) -> None:
    # 5 km north of what is drawn: the register's own zone and neighbouring ones all fall into the province
    rows = search(f"{ORIGIN[1] + 5000:.1f} {ORIGIN[0]:.1f}").results
    assert len(rows) > 1
    assert all(row.ask and not row.certain for row in rows)
    assert "108°30′" in rows[0].detail
    assert len({row.detail for row in rows}) == len(rows)


def test_written_axes_leave_one_reading(town: Town) -> None:
    (row,) = search(f"Y={ORIGIN[0] + 30:.1f} X={ORIGIN[1] + 30:.1f}").results
    assert row.certain


def test_degrees_in_both_orders(town: Town) -> None:
    lon, lat = (float(value[0]) for value in transform_xy([ORIGIN[0] + 30], [ORIGIN[1] + 30], 9218, 4326))
    (row,) = search(f"{lat:.6f}, {lon:.6f}").results
    assert row.certain and row.point == pytest.approx((lon, lat), abs=1e-6)
    (turned,) = search(f"{lon:.6f}, {lat:.6f}").results
    assert turned.ask


def test_far_away_coordinates_are_refused_in_words(town: Town) -> None:
    found = search("48.8566, 2.3522")
    assert not found.results and found.message
