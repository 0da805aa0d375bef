"""Parcel, land object, outside or finding: what the faces around frames are."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gis_core.topology.build import BuildResult, build_faces

Row = tuple[float, float, str, str]


def ring(*bounds: float) -> shapely.LineString:
    return shapely.LineString(shapely.box(*bounds).exterior.coords)


def build(
    lines: list[tuple[shapely.LineString, str]], labels: list[Row], sheets: gpd.GeoDataFrame | None = None
) -> BuildResult:
    table = pd.DataFrame(labels, columns=["x", "y", "text", "role"])
    forms = np.array([form for _, form in lines])
    return build_faces(
        np.array([line for line, _ in lines], dtype=object),
        forms=forms,
        closed=forms == "frame",
        labels=table,
        sheets=sheets,
    )


def outcomes(result: BuildResult) -> dict[float, str]:
    return dict(zip(result.faces["area_computed"].round(1), result.faces["outcome"], strict=True))


def test_the_rest_of_the_sheet_is_outside() -> None:
    result = build([(ring(0, 0, 100, 100), "frame"), (ring(30, 30, 50, 50), "parcel")], [(40, 40, "1", "number")])
    assert outcomes(result) == {9600.0: "outside", 400.0: "parcel"}
    assert result.findings == []


def test_a_bare_face_inside_the_fabric_is_a_missing_label() -> None:
    lines = [(ring(0, 0, 100, 100), "frame"), (ring(30, 30, 50, 50), "parcel"), (ring(50, 30, 70, 50), "road")]
    result = build(lines, [(40, 40, "1", "number")])
    assert [finding.code for finding in result.findings] == ["LABEL-MISSING"]


def test_a_road_closed_by_the_frame_is_a_land_object() -> None:
    lines = [(ring(0, 0, 100, 100), "frame")]
    lines += [(shapely.LineString([(0, y), (100, y)]), "road") for y in (45, 55)]
    result = build(lines, [(50, 50, "DGT", "land_use")])
    assert sorted(result.faces["outcome"]) == ["land_object", "outside", "outside"]
    assert result.findings == []


def test_between_unit_boundary_and_frame_is_outside_but_inside_the_unit_is_not() -> None:
    lines = [(ring(0, 0, 100, 100), "frame"), (ring(10, 10, 90, 90), "unit_boundary"), (ring(10, 10, 50, 90), "parcel")]
    result = build(lines, [])
    assert outcomes(result) == {3600.0: "outside", 3200.0: "finding"}


def test_a_frame_does_not_cut_a_parcel() -> None:
    lines = [(ring(0, 0, 100, 100), "frame"), (ring(100, 0, 200, 100), "frame"), (ring(90, 40, 120, 60), "parcel")]
    result = build(lines, [(95, 50, "5", "number")])
    parcel = result.faces[result.faces["outcome"] == "parcel"]
    assert parcel["area_computed"].tolist() == [600.0]
    assert result.findings == []


def test_a_road_goes_on_behind_a_frame_line() -> None:
    lines = [(ring(0, 0, 100, 100), "frame"), (ring(100, 0, 200, 100), "frame"), (ring(10, 40, 190, 60), "road")]
    lines += [(shapely.LineString([(100, 40), (100, 60)]), "frame")]
    labels: list[Row] = [(50, 50, "DGT", "land_use"), (50, 48, "DGT", "land_use")]
    result = build(lines, labels)
    roads = result.faces[result.faces["outcome"] == "land_object"]
    assert roads["object_type"].tolist() == ["road", "road"]
    assert result.findings == []


def test_sheets_from_frames_and_titles() -> None:
    lines = [(ring(0, 0, 100, 100), "frame"), (ring(100, 0, 200, 100), "frame")]
    lines += [(ring(10, 10, 20, 20), "parcel"), (ring(110, 10, 120, 20), "parcel")]
    labels: list[Row] = [(15, 15, "1", "number"), (115, 15, "1", "number")]
    titles: list[Row] = [(50, 95, "Tờ bản đồ số 12", "sheet"), (150, 95, "Tờ bản đồ số 13", "sheet")]
    result = build(lines, labels + titles)
    parcels = result.faces[result.faces["outcome"] == "parcel"]
    assert sorted(parcels["sheet"]) == [12, 13]
    assert result.findings == []
    (finding,) = build(lines, labels).findings
    assert finding.code == "NUMBER-TWICE"
    given = gpd.GeoDataFrame({"sheet": [4]}, geometry=[shapely.box(0, 0, 300, 300)], crs=9218)
    result = build(lines, labels, given)
    assert set(result.faces["sheet"]) == {4}
    assert result.faces.crs == given.crs


def test_shapes_with_common_sides_are_no_fault() -> None:
    lines = [(ring(0, 0, 20, 20), "parcel"), (ring(20, 0, 40, 20), "parcel"), (ring(5, 5, 10, 10), "parcel")]
    table = pd.DataFrame(
        [(15, 15, "1", "number"), (30, 10, "2", "number"), (7, 7, "3", "number")], columns=["x", "y", "text", "role"]
    )
    shapes = np.array([line for line, _ in lines], dtype=object)
    forms = np.full(3, "parcel")
    result = build_faces(shapes, forms=forms, closed=np.ones(3, dtype=bool), labels=table)
    assert result.findings == []
    assert sorted(result.faces["area_computed"]) == [25.0, 375.0, 400.0]
    again = np.concatenate([shapes, shapes[:1]])
    result = build_faces(again, forms=np.full(4, "parcel"), closed=np.ones(4, dtype=bool), labels=table)
    assert [finding.code for finding in result.findings] == ["TOPO-DUPLICATE-LINE"]
    assert sorted(result.line_use) == ["duplicate", "used", "used", "used"]


def test_lines_that_close_repeat_each_other_like_shapes_but_not_open_lines() -> None:
    rings = [(ring(0, 0, 20, 20), "parcel"), (ring(20, 0, 40, 20), "parcel")]
    labels: list[Row] = [(15, 15, "1", "number"), (30, 10, "2", "number")]
    assert build(rings, labels).findings == []
    result = build([*rings, (shapely.LineString([(40, 5), (40, 15)]), "parcel")], labels)
    (finding,) = result.findings
    assert (finding.code, finding.size, finding.where) == ("TOPO-DUPLICATE-LINE", 10.0, (40.0, 10.0))
    result = build([*rings, rings[0]], labels)
    assert [finding.code for finding in result.findings] == ["TOPO-DUPLICATE-LINE"]
