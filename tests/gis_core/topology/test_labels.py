"""What label texts say, and which face they go to."""

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
import shapely

from gis_core.topology.build import BuildOptions, BuildResult, build_faces
from gis_core.topology.labels import (
    LabelParts,
    LandUseText,
    parse_area,
    parse_label,
    parse_land_use,
    parse_sheet_number,
)


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("421,1", "421.1"),
        ("421.1", "421.1"),
        (" 421 ", "421"),
        ("1.234,5", "1234.5"),
        ("12345,67", "12345.67"),
        ("421,1 m2", "421.1"),
        ("421,1m²", "421.1"),
        ("1.234", None),
        ("ODT", None),
        ("", None),
        ("-5,0", None),
    ],
)
def test_areas(text: str, area: str | None) -> None:
    assert parse_area(text) == (Decimal(area) if area else None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ONT+CLN", LandUseText(("ONT", "CLN"))),
        ("LUC(NTS)", LandUseText(("LUC",), ("NTS",))),
        ("ONT-C+CLN-P", LandUseText(("ONT",), ("CLN",))),
        ("T", LandUseText(("T",))),
        ("ODT", LandUseText(("ODT",))),
        ("12", None),
        ("đường", None),
        ("Nguyễn", None),
    ],
)
def test_land_uses(text: str, expected: LandUseText | None) -> None:
    assert parse_land_use(text) == expected


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("208", LabelParts(number=208)),
        ("0208", LabelParts(number=208)),
        ("135,2", LabelParts(area=Decimal("135.2"))),
        ("208/135,2", LabelParts(208, Decimal("135.2"))),
        ("ODT 208/135,2", LabelParts(208, Decimal("135.2"), "ODT")),
        ("ONT+CLN 208/135.2", LabelParts(208, Decimal("135.2"), "ONT+CLN")),
        ("LUC(NTS) 7/1.020,0", LabelParts(7, Decimal("1020.0"), "LUC(NTS)")),
        ("DGT", LabelParts(land_use="DGT")),
        ("Nhà văn hóa", LabelParts()),
        ("135 m2", LabelParts(area=Decimal("135"))),
        ("", LabelParts()),
    ],
)
def test_labels_of_any_kind(text: str, parts: LabelParts) -> None:
    assert parse_label(text) == parts


@pytest.mark.parametrize(
    ("text", "number"), [("Tờ bản đồ số 12", 12), ("TỜ BẢN ĐỒ SỐ: 7", 7), ("3", 3), ("Khung", None)]
)
def test_sheet_titles(text: str, number: int | None) -> None:
    assert parse_sheet_number(text) == number


Label = tuple[float, float, str | None, str]


def rectangles(*corners: tuple[float, float, float, float]) -> list[shapely.LineString]:
    return [shapely.LineString(shapely.box(*c).exterior.coords) for c in corners]


def build(
    lines: list[shapely.LineString], labels: list[Label], forms: list[str] | None = None, rotation: float = 0.0
) -> BuildResult:
    table = pd.DataFrame(labels, columns=["x", "y", "text", "role"])
    table["height"], table["rotation"], table["element"] = 1.0, rotation, range(len(table))
    return build_faces(
        np.array(lines, dtype=object),
        forms=np.array(forms or ["parcel"] * len(lines)),
        closed=np.zeros(len(lines), dtype=bool),
        labels=table,
        options=BuildOptions(),
    )


def only(result: BuildResult, outcome: str = "parcel") -> pd.Series:
    rows = result.faces[result.faces["outcome"] == outcome]
    assert len(rows) == 1, result.faces
    return rows.iloc[0]


SQUARE = rectangles((0, 0, 20, 20))


def test_three_texts_of_a_fraction_label() -> None:
    result = build(SQUARE, [(10, 11, "18", "number"), (10, 9, "400,0", "area"), (8, 10, "ODT", "land_use")])
    face = only(result)
    assert (face["number"], face["area_labelled"], face["land_use"]) == (18, 400.0, "ODT")
    assert face["label_elements"] == (0, 1, 2)
    assert result.findings == []


@pytest.mark.parametrize(
    "labels",
    [
        [(10, 11, "18", "mixed"), (10, 9, "400", "mixed"), (8, 10, "ODT", "mixed")],
        [(10, 9, "400", "mixed"), (8, 10, "ODT", "mixed"), (10, 11, "18", "mixed")],
        [(10, 9, "400,0", "mixed"), (8, 10, "ODT", "mixed"), (10, 11, "18", "mixed")],
        [(10, 9, "ODT 18/400,0", "mixed")],
        [(10, 9, "18/400,0", "number"), (8, 10, "ODT", "land_use")],
    ],
)
def test_labels_on_one_level(labels: list[Label]) -> None:
    face = only(build(SQUARE, labels))
    assert (face["number"], face["area_labelled"], face["land_use"]) == (18, 400.0, "ODT")


def test_the_upper_number_is_read_along_the_writing() -> None:
    """Written upwards (90°): above the bar means to the west."""
    face = only(build(SQUARE, [(9, 10, "18", "mixed"), (11, 10, "400", "mixed")], rotation=90.0))
    assert (face["number"], face["area_labelled"]) == (18, 400.0)


def test_a_label_in_an_islet_belongs_to_the_islet() -> None:
    result = build(rectangles((0, 0, 20, 20), (5, 5, 15, 15)), [(10, 10, "2", "number"), (2, 2, "1", "number")])
    areas = result.faces.set_index("number")["area_computed"].to_dict()
    assert areas == {1: 300.0, 2: 100.0}


def test_an_arrow_leads_to_the_narrow_parcel() -> None:
    lines = [*rectangles((0, 0, 20, 20), (20, 0, 22, 20)), shapely.LineString([(18, 10), (21, 10)])]
    labels: list[Label] = [(10, 5, "1", "number"), (16, 10, "2", "number")]
    result = build(lines, labels, ["parcel", "parcel", "arrow"])
    assert result.faces.set_index("number")["area_computed"].to_dict() == {1: 400.0, 2: 40.0}
    assert result.findings == []
    assert result.line_use.tolist() == ["used", "used", "arrow"]


def test_a_label_point_fetches_a_number_that_stands_in_the_road() -> None:
    lines = rectangles((0, 0, 20, 20), (20, 0, 30, 20))
    labels: list[Label] = [(10, 10, None, "label_point"), (22, 10, "7", "number"), (27, 5, "DGT", "land_use")]
    result = build(lines, labels)
    assert only(result)["number"] == 7
    assert only(result, "land_object")["object_type"] == "road"
    assert result.findings == []


def test_a_number_outside_goes_to_the_nearest_bare_face_with_a_finding() -> None:
    result = build(SQUARE, [(22, 10, "7", "number")])
    assert only(result)["number"] == 7
    (finding,) = result.findings
    assert (finding.code, finding.size, finding.where) == ("LABEL-OUTSIDE", 2.0, (22.0, 10.0))


def test_a_number_far_outside_stays_outside() -> None:
    result = build(SQUARE, [(10, 10, "1", "number"), (90, 10, "7", "number")])
    assert [finding.code for finding in result.findings] == ["LABEL-OUTSIDE"]
    assert result.label_use.tolist() == ["used", "outside"]


def test_an_area_across_the_boundary_joins_its_number() -> None:
    lines = rectangles((0, 0, 20, 20), (20, 0, 40, 20))
    labels: list[Label] = [
        *[(18, 11, "1", "number"), (21, 9, "400,0", "area"), (15, 10, "ODT", "land_use")],
        *[(32, 11, "2", "number"), (32, 9, "400,0", "area"), (29, 10, "ODT", "land_use")],
    ]
    result = build(lines, labels)
    assert result.findings == []
    assert result.faces["area_labelled"].tolist() == [400.0, 400.0]


def test_incomplete_labels_are_told_when_the_file_has_such_labels() -> None:
    lines = rectangles(*[(20 * k, 0, 20 * k + 20, 20) for k in range(4)])
    labels: list[Label] = []
    for k in range(4):
        labels += [(20 * k + 10, 15, str(k + 1), "number"), (20 * k + 10, 5, "ODT", "land_use")]
        labels += [(20 * k + 10, 8, "400,0", "area")] if k else []
    (finding,) = build(lines, labels).findings
    assert (finding.code, finding.hint) == ("LABEL-INCOMPLETE", {"number": "1", "missing": "area"})
    only_numbers = [label for label in labels if label[3] == "number"]
    assert build(lines, only_numbers).findings == []


def test_a_face_with_a_type_but_no_number_is_no_parcel() -> None:
    codes = {"DGT": "road", "DTL": "canal", "SON": "river", "MNC": "water"}
    for code, kind in codes.items():
        assert only(build(SQUARE, [(10, 10, code, "land_use")]), "land_object")["object_type"] == kind
    (finding,) = build(SQUARE, [(10, 10, "ODT", "land_use")]).findings
    assert (finding.code, finding.hint["missing"]) == ("LABEL-INCOMPLETE", "number")
    (finding,) = build(SQUARE, [(10, 10, "DGT", "land_use"), (5, 5, "DTL", "land_use")]).findings
    assert finding.code == "LABEL-DOUBLE"


def test_a_text_that_says_nothing_is_set_aside() -> None:
    result = build(SQUARE, [(10, 10, "1", "number"), (5, 5, "???", "number"), (6, 6, "Chợ", "name")])
    assert result.label_use.tolist() == ["used", "unread", "used"]
    assert result.findings == []


def test_two_different_areas_in_one_parcel_are_told() -> None:
    result = build(SQUARE, [(10, 10, "1", "number"), (5, 5, "400,0", "area"), (15, 15, "400,0", "area")])
    assert result.findings == []
    result = build(SQUARE, [(10, 10, "1", "number"), (5, 5, "400,0", "area"), (15, 15, "390,0", "area")])
    (finding,) = result.findings
    assert (finding.code, finding.size, finding.hint) == ("LABEL-SURPLUS", 2.0, {"number": "1", "part": "area"})
