"""Shapes from typed corners: re-survey, corrections, parts a restriction lies on. Official zone, metres, 1 mm."""

from collections.abc import Sequence

import shapely
from shapely.geometry import Polygon

from land_records.acts.cutting import PlaceInput
from land_records.acts.errors import ActRefusedError


def measured_shape(rings: Sequence[Sequence[PlaceInput]]) -> Polygon:
    """The polygon of typed corners, the outer ring first. Raises ActRefusedError for rings that cross themselves."""
    places = [[place.east_north for place in ring] for ring in rings]
    if any(len({*ring}) < 3 for ring in places):
        raise ActRefusedError(
            "Mỗi vòng ranh cần ít nhất 3 đỉnh khác nhau.",
            "Each ring needs at least three different corners.",
            hint_vi="Nhập đủ các đỉnh theo thứ tự đi vòng quanh thửa.",
            hint_en="Enter the corners in order around the parcel.",
            code="ring_too_short",
        )
    shape = shapely.set_precision(Polygon(places[0], places[1:]), 0.001, mode="pointwise")
    if not shapely.is_valid(shape) or shape.area == 0:
        raise ActRefusedError(
            "Ranh thửa theo các đỉnh đã nhập tự cắt.",
            "The ring through these corners crosses itself.",
            hint_vi="Kiểm tra thứ tự và tọa độ X (Bắc), Y (Đông) của các đỉnh.",
            hint_en="Check the order of the corners and their X (north) and Y (east).",
            code="ring_crosses_itself",
        )
    return shape
