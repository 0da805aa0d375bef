"""Refusals of the cadastre. Codes are permanent; texts name parcels by reference, never people."""

import json
from typing import Any

from django.db import Error

from gis_core.errors import DomainError

OVERLAP_CONSTRAINT = "land_records_no_overlap"
NUMBER_CONSTRAINT = "land_records_parcel_number"


class OverlapError(DomainError):
    """Two official current parcels would overlap; names both, the common area and a point inside it (LAND_SRID)."""

    code = "parcels_overlap"

    def __init__(self, one: str, two: str, area_m2: float, where: tuple[float, float]) -> None:
        """`one` and `two` are references UNIT/SHEET/NUMBER."""
        size = f"{area_m2:.3f}"
        super().__init__(
            f"Thửa {one} chồng lấn thửa {two}, phần chung {size.replace('.', ',')} m² "
            f"tại X {where[1]:.3f}, Y {where[0]:.3f}.",
            f"Parcel {one} overlaps parcel {two}; the common part has {size} m² at X {where[1]:.3f}, Y {where[0]:.3f}.",
            hint_vi="Sửa ranh giới ở nơi chồng lấn, hoặc ghi một thửa ở dạng dự kiến cho đến khi giải quyết xong.",
            hint_en="Correct the boundary there, or register one of them as provisional until it is settled.",
        )
        self.one, self.two, self.area_m2, self.where = one, two, area_m2, where


class NumberTakenError(DomainError):
    """A parcel number stands on the sheet already; ended parcels keep theirs for ever."""

    code = "number_taken"

    def __init__(self, sheet: str, numbers: list[int]) -> None:
        """`numbers` taken on `sheet`."""
        some = ", ".join(map(str, numbers[:10])) + (" …" if len(numbers) > 10 else "")
        super().__init__(
            f"Tờ {sheet} đã có thửa số {some}.",
            f"Sheet {sheet} already has parcel number {some}.",
            hint_vi="Đánh số tiếp theo số lớn nhất của tờ; số của thửa đã kết thúc không dùng lại.",
            hint_en="Number on from the highest of the sheet; numbers of ended parcels are never used again.",
        )
        self.numbers = tuple(numbers)


class CodeTakenError(DomainError):
    """A national code stands on another parcel: the two share their characteristic point."""

    code = "parcel_code_taken"


class FabricBusyError(DomainError):
    """Two acts crossed; nothing was written by this one, it may simply be tried again."""

    code = "try_again"


class ShapeRefusedError(DomainError):
    """A shape that cannot become an official parcel."""

    code = "shape_refused"


class SeriesDiffersError(DomainError):
    """A map series or sheet of that name exists with other facts."""

    code = "series_differs"


class BadReferenceError(DomainError):
    """A text that is no parcel reference."""

    code = "bad_reference"


class ParcelNotFoundError(DomainError):
    """No such parcel, or none in force at the asked moment."""

    code = "parcel_not_found"


class AmbiguousParcelError(DomainError):
    """Several parcels answer to one reference: `candidates` are all of them, none is preferred."""

    code = "ambiguous_parcel"

    def __init__(self, reference: str, candidates: tuple[Any, ...]) -> None:
        """`candidates` are Candidate snapshots."""
        super().__init__(
            f"“{reference}” có thể là {len(candidates)} thửa khác nhau, thuộc các bộ bản đồ khác nhau.",
            f"“{reference}” may be {len(candidates)} different parcels of different map series.",
            hint_vi="Ghi rõ đơn vị cũ kèm ngày (MÃ@NGÀY/tờ/thửa) hoặc tên bộ bản đồ (MÃ/BỘ:tờ/thửa).",
            hint_en="Give the old unit with a date (CODE@DATE/sheet/number) or the series (CODE/SERIES:sheet/number).",
        )
        self.candidates = candidates


def refusal_of(error: Error) -> DomainError | None:
    """The refusal a database error of the fabric rules means, None for any other error.

    Callers that let the deferred check run at COMMIT use it to answer in words.
    """
    cause = error.__cause__
    diagnosis = getattr(cause, "diag", None)
    if diagnosis is None:
        return None
    if getattr(cause, "pgcode", None) in {"40P01", "40001", "55P03"}:
        return FabricBusyError(
            "Hồ sơ khác đang ghi cùng chỗ; chưa có gì được ghi.",
            "Another act is writing in the same place; nothing was written.",
            hint_vi="Thử lại.",
            hint_en="Try again.",
        )
    if diagnosis.constraint_name == OVERLAP_CONSTRAINT:
        return _overlap(diagnosis)
    if diagnosis.constraint_name and diagnosis.constraint_name.startswith("land_records_parcel_code"):
        return CodeTakenError(
            "Mã thửa đất đã thuộc về thửa khác: hai thửa có cùng điểm đặc trưng.",
            "The parcel code belongs to another parcel: both share one characteristic point.",
            hint_vi="Kiểm tra xem thửa này đã được đăng ký ở tờ khác chưa.",
            hint_en="Check whether the parcel is already registered on another sheet.",
        )
    return None


def _overlap(diagnosis: Any) -> DomainError:
    if not diagnosis.message_detail:
        return DomainError(
            "Thửa đất chỉ được ghi ở mức cô lập READ COMMITTED.",
            diagnosis.message_primary,
            hint_vi="Bỏ mức cô lập khác trong phiên làm việc rồi thử lại.",
            hint_en=diagnosis.message_hint or "",
            code="isolation_refused",
        )
    facts = json.loads(diagnosis.message_detail)
    return OverlapError(
        facts["one"]["reference"], facts["two"]["reference"], float(facts["area_m2"]), (facts["x"], facts["y"])
    )
