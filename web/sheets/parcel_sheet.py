"""The parcel sheet (trích lục bản đồ địa chính): facts, plan at a true scale, corners and sides as of a day.

Values in, values out: what is printed belongs to one parcel at one moment, and the sheet refuses to be put together
from two. Holders are no business of this room: the desk hands in lines to print, the public sheet has none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from gis_core.crs.zones import zone
from gis_core.errors import DomainError
from gis_core.geometry.corners import Corner, number_corners, printed_length
from land_records import api as land_records
from web import formats
from web.sheets.drawing.frame import Frame
from web.sheets.drawing.plan import Drawing, Neighbour, Subject, draw_plan, frame_of
from web.sheets.drawing.svg import svg_of

PLAN_WIDTH_MM, PLAN_HEIGHTS_MM = 178.0, (94.0, 150.0)
"""A low plan leaves the table of corners on the same page; a tall one is taken when the low one is hard to read."""
LEAST_READABLE_MM = 40.0
SIX_DEGREE_SCALE = 0.9996
_WATER = {"canal", "river", "water", "sea"}


class SheetMixed(DomainError):
    """Parts of a sheet belong to different parcels: a fault of ours, never shown half."""

    code = "answer_mixed"


@dataclass(frozen=True, slots=True)
class CornerRow:
    """One row of the coordinate table; `length` is the side to corner `to`."""

    n: int
    to: int
    x_north: float
    y_east: float
    length: Decimal


@dataclass(frozen=True, slots=True)
class ParcelSheet:
    """Everything a parcel sheet prints. `on` is the day asked about; `holders` are lines for the desk, or None."""

    parcel: land_records.ParcelSnapshot
    on: date
    drawing: Drawing
    corners: tuple[CornerRow, ...]
    address: str
    holders: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        """The plan and the corners must be of this very parcel."""
        expected = self.parcel.parcel_code or self.parcel.reference
        ours = self.parcel.official_geometry is not None and corner_rows(self.parcel) == self.corners
        if self.drawing.subject_code != expected or not ours:
            raise SheetMixed("Sơ đồ không thuộc thửa đất này.", "The plan is of another parcel.")

    @property
    def zone_line(self) -> str:
        """`VN-2000, kinh tuyến trục 108°30′, múi chiếu 3°`."""
        official = zone(self.parcel.official_srid)
        meridian = official.meridian_text.replace("'", "′")
        return _("VN-2000, kinh tuyến trục %(meridian)s, múi chiếu %(width)s°") % {
            "meridian": meridian,
            "width": 6 if official.scale == SIX_DEGREE_SCALE else 3,
        }

    @property
    def plan_svg(self) -> SafeString:
        """The plan as SVG."""
        title = _("Sơ đồ thửa đất số %(number)s, tờ bản đồ số %(sheet)s, tỷ lệ 1:%(scale)s") % {
            "number": self.parcel.number,
            "sheet": self.parcel.sheet,
            "scale": self.drawing.scale,
        }
        return svg_of(self.drawing, title)

    @property
    def qr(self) -> SafeString:
        """The permanent address as QR."""
        code = segno.make(self.address, error="m", micro=False)
        return mark_safe(code.svg_inline(border=0, omitsize=True))  # noqa: S308 - our own SVG

    def as_dict(self) -> dict[str, object]:
        """The JSON object of `parcel_sheet --json`."""
        return {
            "ok": True,
            "reference": self.parcel.reference,
            "parcel_code": self.parcel.parcel_code,
            "on": self.on.isoformat(),
            "scale": self.drawing.scale,
            "address": self.address,
            "crs": self.parcel.official_srid,
            "corners": len(self.corners),
            "sides_in_table_only": list(self.drawing.unplaced_sides),
        }


def sheet_of(
    parcel: land_records.ParcelSnapshot, on: date, *, today: date, holders: Sequence[str] | None = None
) -> ParcelSheet:
    """The sheet of a parcel as it was at the end of day `on`. Refuses a parcel without a shape."""
    if parcel.official_geometry is None:
        raise DomainError(
            "Thửa này chỉ có trên giấy tờ, chưa có hình trên bản đồ nên chưa trích lục được.",
            "This parcel is known from papers only; without a shape there is no map to extract.",
            hint_vi="Đề nghị đo vẽ hoặc số hóa thửa đất trước.",
            hint_en="Have the parcel surveyed or digitised first.",
            code="parcel_without_shape",
        )
    drawing = plan_of(parcel, as_of=on if on < today else None)
    lines = None if holders is None else tuple(holders)
    return ParcelSheet(parcel, on, drawing, corner_rows(parcel), address_of(parcel), lines)


def parcel_sheet(reference: str, on: date, *, today: date) -> ParcelSheet:
    """The sheet for `UNIT[@DATE]/[SERIES:]SHEET/NUMBER`. Raises the register's refusals."""
    return sheet_of(land_records.find_parcel(reference, as_of=on if on < today else None), on, today=today)


def plan_of(
    parcel: land_records.ParcelSnapshot,
    *,
    as_of: date | None = None,
    width_mm: float = PLAN_WIDTH_MM,
    heights_mm: Sequence[float] = PLAN_HEIGHTS_MM,
    scale: int | None = None,
) -> Drawing:
    """The parcel among its neighbours of that day; also for certificates, in a frame of their own.

    Of several heights the first whose plan is easy to read is taken: every side length has found a place and the
    parcel is not tiny; else the one with the largest scale.
    """
    shape = parcel.official_geometry
    frames = [frame_of(shape, width_mm=width_mm, height_mm=height, scale=scale) for height in heights_mm]
    best = _plan_in(parcel, frames[0], as_of)
    for frame in frames[1:]:
        if frame.scale < best.scale and (best.unplaced_sides or _extent_mm(shape, best.scale) < LEAST_READABLE_MM):
            best = _plan_in(parcel, frame, as_of)
    return best


def _plan_in(parcel: land_records.ParcelSnapshot, frame: Frame, as_of: date | None) -> Drawing:
    around = land_records.surroundings(frame.bounds, parcel.official_srid, as_of)
    neighbours = [_neighbour(near) for near in around if (near.kind, near.id) != ("parcel", parcel.parcel_id)]
    subject = Subject(
        parcel.parcel_code or parcel.reference,
        parcel.official_geometry,
        str(parcel.number),
        parcel.land_use,
        formats.label_area(parcel.areas.legal),
    )
    return draw_plan(subject, sorted(neighbours, key=lambda each: each.kind == "parcel"), frame)


def _extent_mm(shape: BaseGeometry, scale: int) -> float:
    west, south, east, north = shape.bounds
    return max(east - west, north - south) * 1000 / scale


def corner_rows(parcel: land_records.ParcelSnapshot) -> tuple[CornerRow, ...]:
    """Corners in the order of their numbers, X north and Y east."""
    return tuple(_row(corner) for corner in number_corners(parcel.official_geometry))


def _row(corner: Corner) -> CornerRow:
    return CornerRow(corner.n, corner.next_n, corner.north, corner.east, printed_length(corner.side_m))


def address_of(parcel: land_records.ParcelSnapshot) -> str:
    """The permanent public address of a parcel; a parcel without code is found by its number."""
    if parcel.parcel_code:
        return settings.PUBLIC_ADDRESS + reverse("web:parcel", args=[parcel.parcel_code])
    place = [parcel.unit_code, parcel.sheet, parcel.number]
    return settings.PUBLIC_ADDRESS + reverse("web:parcel-number", args=place)


def _neighbour(near: land_records.NearShape) -> Neighbour:
    if near.kind == "parcel":
        return Neighbour(near.shape, str(near.number))
    return Neighbour(near.shape, near.name or near.land_use, "water" if near.kind in _WATER else "road")
