"""Refusals that many acts share, and the shapes they work on (official zone, metres, 1 mm grid)."""

from typing import Any

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon

from land_records.acts.errors import ActRefusedError
from land_records.acts.state import ActState
from land_records.cadastre.official import as_multipolygons, to_land
from land_records.cadastre.snapshots import ParcelSnapshot
from land_records.certificates.snapshots import CertificateSnapshot
from land_records.rights.snapshots import RightSnapshot

USE_KINDS = ("land_use", "management")


def right_in_force(state: ActState, right_id: int, *kinds: str) -> RightSnapshot:
    """The right, of one of `kinds` when given. Raises ActRefusedError."""
    right = state.rights.get(right_id)
    if right is None or right.valid_to is not None:
        raise ActRefusedError(
            "Quyền này không còn hiệu lực.",
            "This right is no longer in force.",
            hint_vi="Mở lại trang thửa đất và chọn quyền đang có hiệu lực.",
            hint_en="Open the parcel again and choose the right in force.",
            code="right_not_in_force",
        )
    if kinds and right.kind not in kinds:
        raise ActRefusedError(
            "Loại quyền này không thực hiện được biến động đã chọn.",
            "This kind of right cannot be the subject of this act.",
            hint_vi="Chọn quyền sử dụng đất của thửa.",
            hint_en="Choose the use right of the parcel.",
            code="right_of_other_kind",
        )
    return right


def parcel_in_force(state: ActState, parcel_id: int) -> ParcelSnapshot:
    """The parcel as it stands. Raises ActRefusedError when it has ended or is unknown."""
    parcel = state.parcels.get(parcel_id)
    if parcel is None or parcel.valid_to is not None:
        raise ActRefusedError(
            "Thửa đất không còn hiệu lực.",
            "The parcel is no longer in force.",
            hint_vi="Tìm thửa hiện nay qua lịch sử của thửa cũ.",
            hint_en="Find today's parcel through the history of the old one.",
            code="parcel_ended",
        )
    return parcel


def certificate_in_force(state: ActState, certificate_id: int) -> CertificateSnapshot:
    """The certificate, still proving something. Raises ActRefusedError."""
    paper = state.certificates.get(certificate_id)
    if paper is None or not paper.in_force:
        raise ActRefusedError(
            "Giấy chứng nhận này không còn giá trị.",
            "This certificate is no longer in force.",
            hint_vi="Xem chuỗi cấp đổi để tìm Giấy chứng nhận hiện hành.",
            hint_en="Follow its chain to the certificate in force.",
            code="certificate_not_in_force",
        )
    return paper


def on_parcel(right: RightSnapshot, parcel: ParcelSnapshot) -> None:
    """Refuse a parcel the right does not lie on."""
    if parcel.parcel_id not in right.parcel_ids:
        raise ActRefusedError(
            f"Quyền này không gắn với thửa {parcel.reference}.",
            f"The right does not lie on parcel {parcel.reference}.",
            code="right_on_other_parcel",
        )


def single_polygon(parcel: ParcelSnapshot) -> Polygon:
    """The one polygon of a parcel. Raises ActRefusedError without shape or with several parts."""
    shape = parcel.official_geometry
    if shape is None:
        raise ActRefusedError(
            f"Thửa {parcel.reference} chưa có hình thửa.",
            f"Parcel {parcel.reference} has no shape.",
            hint_vi="Đo đạc và cập nhật hình thửa trước.",
            hint_en="Survey it and register its shape first.",
            code="parcel_without_shape",
        )
    polygons = list(shape.geoms) if isinstance(shape, MultiPolygon) else [shape]
    if len(polygons) != 1:
        raise ActRefusedError(
            f"Thửa {parcel.reference} gồm {len(polygons)} phần rời nhau; xử lý từng phần riêng.",
            f"Parcel {parcel.reference} has {len(polygons)} separate parts; work on them one by one.",
            code="parcel_in_parts",
        )
    return polygons[0]


def on_land(shape: Any, srid: int) -> Any:
    """A shape of an official zone as a MultiPolygon in LAND_SRID."""
    return to_land(as_multipolygons(np.array([shape], dtype=object)), srid)[0]


def plane_area(shape: Any) -> float:
    """m² in the plane of the official zone."""
    return float(shapely.area(shape))
