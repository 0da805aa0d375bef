"""JSON API of the coordinate tools, described by OpenAPI at /api/toa-do/openapi.json."""

from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI, Schema
from pydantic import Field

from gis_core.crs import sheet_index, topographic_sheets
from gis_core.crs.factors import factors
from gis_core.crs.operations import choose_operation
from gis_core.crs.systems import parse_system
from gis_core.crs.zones import ZONES
from gis_core.errors import DomainError
from reference import api as reference
from web.coordinates import detect, points, sheets
from web.coordinates.heights import converted_height
from web.coordinates.question import LINES, read_question
from web.errors import status_of

api = NinjaAPI(
    title="Thổ Địa – tọa độ",
    version="1",
    description="Coordinate conversion, map sheets and detection for Viet Nam. East and north are always named; "
    "refusals carry a permanent code and a sentence in Vietnamese and English.",
    urls_namespace="coordinates-api",
    docs_url=None,
)


class ConvertQuestion(Schema):
    """Points as text lines or as pairs."""

    source: str = Field(..., alias="from", description="EPSG code, name, province, or a definition")
    target: str = Field(..., alias="to", description="the same")
    lines: str = Field("", description=f"one point a line, at most {LINES}: [name] first second [height]")
    points: list[tuple[float, float]] = Field([], description="pairs [north, east] or [lat, lon]")
    east_first: bool = Field(False, description="pairs and lines give east (lon) first")
    fit: str = Field("", description="name of a saved fit, NAME or NAME@VERSION")


class SheetQuestion(Schema):
    """A sheet number, or an area and a scale."""

    kind: str = Field("dia-chinh", description="dia-chinh (cadastral) or dia-hinh (topographic)")
    number: str = ""
    lines: str = Field("", description="points of the area, one a line, north first")
    source: str = Field("", alias="from", description="system of the area's points; the zone when empty")
    zone: str = Field("", description="VN-2000 zone of the frames; the deployment's when empty")
    scale: int = 0


class DetectQuestion(Schema):
    """Numbers whose system nobody knows."""

    lines: str = ""
    points: list[tuple[float, float]] = Field([], description="pairs in file order, first and second")


@api.exception_handler(DomainError)
def refused(request: HttpRequest, refusal: DomainError) -> Any:
    """Refusals as the command contract has them."""
    return api.create_response(request, {"ok": False, "error": refusal.as_answer()}, status=status_of(refusal))


@api.get("/systems", summary="Coordinate systems of the table")
def systems(request: HttpRequest) -> list[dict[str, Any]]:  # noqa: ARG001
    """Code, name, datum, kind, central meridian and scale of every system known by code."""
    return [
        {
            "code": z.code, "name": z.name, "datum": z.datum, "kind": z.kind,
            "central_meridian": z.central_meridian, "scale": z.scale,
        }
        for z in ZONES.values()
    ]  # fmt: skip


@api.post("/convert", summary="Convert points")
def convert(request: HttpRequest, question: ConvertQuestion) -> dict[str, Any]:  # noqa: ARG001
    """Every point with its image, place in WGS-84, convergence and scale; bad rows with their reason."""
    lines = question.lines or "\n".join(f"{first!r} {second!r}" for first, second in question.points)
    order = "dong" if question.east_first else "bac"
    found = points.answer(
        read_question(
            {"tu": question.source, "den": question.target, "diem": lines, "thu_tu": order, "fit": question.fit}
        )
    )
    operation = found.conversion.operation
    return {
        "ok": True,
        "from": {"code": found.conversion.source.code, "name": found.conversion.source.name},
        "to": {"code": found.conversion.target.code, "name": found.conversion.target.name},
        "operation": {"code": operation.code, "name": operation.name, "accuracy_m": operation.accuracy_m},
        "cautions": [{"code": c.code, "vi": c.vi, "en": c.en} for c in found.conversion.cautions],
        "features": {"in": len(found.rows), "out": found.good, "rejected": found.bad},
        "max_round_trip_m": found.max_round_trip_m,
        "points": [_point(row) for row in found.rows],
    }


def _point(row: points.PointRow) -> dict[str, Any]:
    if row.reason:
        return {
            "row": row.row, "name": row.name, "reason": row.reason, "reason_vi": row.reason_vi,
            "reason_en": row.reason_en,
        }  # fmt: skip
    return {
        "row": row.row, "name": row.name, "north": row.north, "east": row.east, "height": row.height,
        "lon": row.lon, "lat": row.lat, "convergence_deg": row.convergence_deg, "scale": row.scale,
    }  # fmt: skip


@api.get("/operation", summary="The operation between two systems")
def operation(request: HttpRequest, source: str, target: str, fit: str = "") -> dict[str, Any]:  # noqa: ARG001
    """Code, name and stated accuracy, without converting anything."""
    named = reference.usable_fit(fit) if fit else None
    chosen = choose_operation(parse_system(source), parse_system(target), fit=named)
    return {
        "ok": True,
        "code": chosen.operation.code,
        "name": chosen.operation.name,
        "accuracy_m": chosen.operation.accuracy_m,
        "cautions": [{"code": c.code, "vi": c.vi, "en": c.en} for c in chosen.cautions],
    }


@api.get("/factors", summary="Meridian convergence and scale factor")
def convergence(request: HttpRequest, system: str, north: float, east: float) -> dict[str, Any]:  # noqa: ARG001
    """Of one place in a plane system; null in degrees."""
    found = factors(parse_system(system), [east], [north])
    known = bool(found.scale[0] == found.scale[0])
    return {
        "ok": True,
        "convergence_deg": float(found.convergence_deg[0]) if known else None,
        "scale": float(found.scale[0]) if known else None,
    }


@api.get("/heights", summary="Levelled and ellipsoidal heights")
def heights(
    request: HttpRequest,  # noqa: ARG001
    system: str,
    north: float,
    east: float,
    height: float,
    to_ellipsoid: bool = True,
) -> dict[str, Any]:
    """Through the deployment's geoid model; `heights_not_available` where there is none, never a silent zero."""
    value, model = converted_height(system=system, north=north, east=east, height=height, to_ellipsoid=to_ellipsoid)
    return {"ok": True, "height_m": value, "model": model}


@api.post("/sheets", summary="Sheet numbers and frames")
def sheet_frames(request: HttpRequest, question: SheetQuestion) -> dict[str, Any]:  # noqa: ARG001
    """Frames of a number or of an area, with corners and outline in WGS-84 (GeoJSON)."""
    found = sheets.answer(
        {
            "loai": question.kind, "so": question.number, "diem": question.lines, "tu": question.source,
            "mui": question.zone, "ty_le": str(question.scale),
        }
    )  # fmt: skip
    if found is None:
        raise sheets.SheetsRefused(
            "Cần số hiệu mảnh, hoặc điểm của khu vực và tỷ lệ.", "A number, or points and a scale, are needed."
        )
    frames = [
        {
            "number": f.number, "utm_number": f.other_number, "scale": f.scale, "west": f.west, "south": f.south,
            "east": f.east, "north": f.north,
            "corners": [{"corner": name, "x_north": north, "y_east": east} for name, north, east in f.corners],
            "outline": feature["geometry"],
        }
        for f, feature in zip(found.frames, sheets.features(found), strict=True)
    ]  # fmt: skip
    return {"ok": True, "zone": found.zone.code, "unit": "degrees" if found.degrees else "metres", "sheets": frames}


@api.get("/scales", summary="Scales of the numbering schemes")
def scales(request: HttpRequest) -> dict[str, list[int]]:  # noqa: ARG001
    """Scale denominators of cadastral and topographic sheets."""
    return {"dia-chinh": list(sheet_index.SCALES), "dia-hinh": list(topographic_sheets.SCALES)}


@api.post("/detect", summary="Candidates for numbers without a system")
def detected(request: HttpRequest, question: DetectQuestion) -> dict[str, Any]:  # noqa: ARG001
    """Candidates, best first, with the evidence in both languages."""
    found = detect.explain_text(question.lines) if question.lines else detect.explain(list(question.points))
    return {
        "ok": True,
        "crs_candidates": [
            {
                "epsg": e.candidate.epsg, "name": e.candidate.name, "score": e.score,
                "swapped": e.candidate.swapped, "to_metres": e.candidate.to_metres, "lon": e.candidate.lon,
                "lat": e.candidate.lat, "evidence": e.candidate.evidence_en, "evidence_vi": e.candidate.evidence_vi,
                "communes": list(e.communes), "nearest_parcel_m": e.nearest_m, "nearest_parcel": e.parcel,
            }
            for e in found
        ],
    }  # fmt: skip


@api.get("/fits", summary="Saved coordinate fits")
def fits(request: HttpRequest) -> list[dict[str, Any]]:  # noqa: ARG001
    """Newest version of every saved fit; who saved it is not told."""
    return [
        {
            "name": f.name, "version": f.version, "made_on": f.made_on.isoformat(), "kind": f.kind, "from": f.source,
            "to": f.target, "rms_m": f.rms_m, "max_residual_m": f.max_residual_m,
            "common_points": sum(p.used for p in f.points), "area": f.area,
        }
        for f in reference.saved_fits()
    ]  # fmt: skip
