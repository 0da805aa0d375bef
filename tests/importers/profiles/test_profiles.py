"""What levels, layers and columns mean; and that what no profile names is personal."""

import json

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from importers import profiles
from importers.services.classify import PUBLIC_ROLES, classify, line_work
from importers.services.interpret import plain_attributes

USUAL = profiles.profile()


def test_every_profile_can_be_read():
    assert profiles.DEFAULT in profiles.names()
    for name in profiles.names():
        meaning = profiles.profile(name)
        assert meaning.title
        assert set(meaning.level_role.values()) | set(meaning.layer_role.values()) <= set(PUBLIC_ROLES)
    with pytest.raises(KeyError):
        profiles.profile("khong-co")


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        (["SoTo", "SoThua", "DienTich", "LoaiDat"], {"sheet", "number", "area", "land_use"}),
        (["so_to", "so_thua", "dien_tich", "loai_dat"], {"sheet", "number", "area", "land_use"}),
        (["Số tờ", "Số thửa", "Diện tích", "Loại đất"], {"sheet", "number", "area", "land_use"}),
        (["SHBANDO", "SHTHUA", "DT", "MDSD"], {"sheet", "number", "area", "land_use"}),
        (["ChuSuDung", "CMND"], set()),
    ],
)
def test_columns_are_known_by_the_names_offices_use(columns, found):
    assert set(USUAL.columns_of(columns)) == found
    assert all(column in columns for column in USUAL.columns_of(columns).values())


def test_forming_levels_are_those_of_the_circular():
    assert {level for level, form in USUAL.level_form.items() if form not in ("frame", "unit_boundary")} == {
        10, 21, 23, 31, 32, 38,
    }  # fmt: skip


def elements(*rows: tuple) -> gpd.GeoDataFrame:
    """(level, layer, kind, text, geometry)."""
    names = ["level", "layer", "kind", "text", "geometry"]
    frame = pd.DataFrame(rows, columns=names)
    frame["level"] = frame["level"].astype("Int64")
    frame["leaf"] = True
    return gpd.GeoDataFrame(frame, geometry="geometry")


LINE, POINT = shapely.LineString([(0, 0), (1, 0)]), shapely.Point(0.5, 0.5)


def test_text_on_an_unnamed_level_is_set_aside_undecoded():
    table = classify(
        elements(
            (10, "", "line", None, LINE),
            (13, "", "text", b"12", POINT),
            (60, "", "text", b"ai do", POINT),
            (60, "", "line", None, LINE),
            (None, "RANH_THUA", "linestring", None, LINE),
            (None, "Ghi chú riêng", "text", b"rieng", POINT),
            (10, "", "line", None, None),
        ),
        USUAL,
    )
    assert list(zip(table["form"], table["role"], table["use"], table["reason"], strict=True)) == [
        ("parcel", "", "used", ""),
        ("", "number", "used", ""),
        ("", "", "set_aside", "unknown_text"),
        ("", "", "set_aside", "other_level"),
        ("parcel", "", "used", ""),
        ("", "", "set_aside", "unknown_text"),
        ("", "", "set_aside", "no_geometry"),
    ]


def test_a_closed_shape_claims_its_area_and_a_ring_of_lines_does_not():
    ring = [(0, 0), (4, 0), (4, 4), (0, 4), (0, 0)]
    table = classify(
        elements(
            (10, "", "shape", None, shapely.Polygon(ring)),
            (10, "", "linestring", None, shapely.LineString(ring)),
            (23, "", "line", None, LINE),
        ),
        USUAL,
    )
    lines, forms, closed, owner = line_work(table)
    assert (len(lines), list(forms), list(closed), list(owner)) == (
        3, ["parcel", "parcel", "road"], [True, False, False], [0, 1, 2],
    )  # fmt: skip


def test_only_numbers_of_named_columns_are_kept():
    """A number of unknown meaning may be an identity card; texts never leave the raw file."""
    row = {"SoThua": 12, "DienTich": 250.4, "CCCD": 60_123_456_789, "LoaiDat": b"LUC", "GhiChu": "x"}
    assert json.loads(plain_attributes(row, USUAL) or "{}") == {"SoThua": 12, "DienTich": 250.4}
    assert plain_attributes({"CCCD": 1}, USUAL) is None
    assert plain_attributes(None, USUAL) is None
