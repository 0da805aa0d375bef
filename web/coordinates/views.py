"""Pages under /toa-do/: points, sheets, unknown numbers. Every answer is HTML; the map only shows it again."""

import io
import json
import tempfile
import zipfile
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from gis_core.crs import sheet_index, topographic_sheets
from gis_core.errors import DomainError
from importers import api as importers
from reference import api as reference
from web.coordinates import choices, detect, exports, sheets, written
from web.coordinates.points import PointRow, PointsAnswer, answer
from web.coordinates.question import Question, read_question
from web.public.deployment import drawn_extent

UPLOAD_BYTES = 20 << 20
SHOWN_ROWS, SHOWN_PLACES = 200, 200
EXAMPLE = {
    "north": "M1 10,9289 108,1021\nM2 10°39′39,2″B 107°46′16,3″Đ",
}

View = Callable[..., HttpResponse]


def refusals_on_page(template: str, *, tab: str) -> Callable[[Callable[..., dict[str, Any] | HttpResponse]], View]:
    """The view gives a context or a file; a refusal is shown on the same page above the form, with status 400."""

    def decorate(view: Callable[..., dict[str, Any] | HttpResponse]) -> View:
        # nothing is stored and nobody is signed in here: a foreign form could only ask a question
        @csrf_exempt
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def guarded(request: HttpRequest) -> HttpResponse:
            given = request.POST if request.method == "POST" else request.GET
            common = {"given": given, "systems": choices.system_choices(), "section": "coordinates", "tab": tab}
            try:
                result = view(request, given)
            except DomainError as refusal:
                result = {"refusal": refusal, "status": 400}
            if isinstance(result, HttpResponse):
                return result
            context = common | _defaults() | result
            return render(request, template, context, status=int(context.get("status", 200)))

        return guarded

    return decorate


def _defaults() -> dict[str, Any]:
    source, target = choices.usual_systems()
    return {"usual_source": source.name, "usual_target": target.name, "own": choices.OWN, "example": EXAMPLE["north"]}


@refusals_on_page("coordinates/points.html", tab="points")
def points_page(request: HttpRequest, given: Any) -> dict[str, Any] | HttpResponse:
    """`/toa-do/`: a list of points, or a file, from one system into another."""
    context: dict[str, Any] = {"fits": _fits(), "own_fields": _own_fields(given)}
    if not given.get("tu"):
        return context
    try:
        upload = request.FILES.get("tep")
        if upload is not None:
            return _converted_file(upload, given)
        if not given.get("diem", "").strip():
            return context
        found = answer(read_question(given))
    except DomainError as refusal:
        return context | {"refusal": refusal, "status": 400}
    form = given.get("xuat", "")
    if form in exports.CONTENT_TYPES:
        return _file(exports.export(found, form), f"toa-do.{form}", exports.CONTENT_TYPES[form])
    return context | _points_context(found)


def _fits() -> list[dict[str, str]]:
    return [
        {
            "value": f"{fit.name}@{fit.version}",
            "label": f"{fit.name} · {fit.source} → {fit.target} · RMS {written.metres(fit.rms_m, 3)} m",
        }
        for fit in reference.saved_fits()
    ]


def _own_fields(given: Any) -> list[tuple[str, str, str]]:
    """Name, label and value of the numbers that define a system of one's own."""
    labels = {
        "lon_0": _("Kinh tuyến trục (độ)"), "k": _("Tỷ lệ k"), "x_0": _("Gốc Đông (m)"), "y_0": _("Gốc Bắc (m)"),
        "a": _("Bán trục lớn a (m)"), "rf": _("1/độ dẹt"), "dx": "ΔX (m)", "dy": "ΔY (m)", "dz": "ΔZ (m)",
        "rx": "ωX (″)", "ry": "ωY (″)", "rz": "ωZ (″)", "ds": _("Tỷ lệ (ppm)"),
    }  # fmt: skip
    usual = {"k": "0.9999", "x_0": "500000", "y_0": "0"}
    return [(key, label, given.get(key, usual.get(key, ""))) for key, label in labels.items()]


def _points_context(found: PointsAnswer) -> dict[str, Any]:
    target = found.conversion.target
    shown = [_shown(row, found) for row in found.rows[:SHOWN_ROWS]]
    first = found.good_rows[0] if found.good_rows else None
    places = [row for row in found.good_rows if row.lon is not None][:SHOWN_PLACES]
    return {
        "answer": found,
        "forms": tuple(exports.CONTENT_TYPES),
        "rows": shown,
        "hidden_rows": max(0, len(found.rows) - SHOWN_ROWS),
        "heads": written.labels(target),
        "single": _shown(first, found) if first and len(found.rows) == 1 else None,
        "communes": _communes(first) if first else (),
        "accuracy": found.conversion.operation.accuracy_m,
        "round_trip_mm": written.metres(found.max_round_trip_m * 1000, 6),
        "places": map_data(exports.features(tuple(places))) if places else None,
    }


def _shown(row: PointRow, found: PointsAnswer) -> dict[str, Any]:
    target = found.conversion.target
    angle = target.is_geographic
    return {
        "row": row,
        "north": written.coordinate(row.north, target),
        "east": written.coordinate(row.east, target),
        "north_dms": written.dms(row.north, 5, "BN") if angle else "",
        "east_dms": written.dms(row.east, 5, "ĐT") if angle else "",
        "convergence": written.dms(row.convergence_deg, 2) if row.convergence_deg is not None else "–",
        "scale": "–" if row.scale is None else f"{row.scale:.8f}".replace(".", ","),
        "height": "" if row.height is None else written.metres(row.height, 3),
    }


def _communes(row: PointRow) -> tuple[str, ...]:
    if row.lon is None or row.lat is None:
        return ()
    return tuple(unit.full_name for unit in reference.unit_containing_hint(row.lon, row.lat)[:2])


def _converted_file(upload: UploadedFile, given: Any) -> HttpResponse:
    """The uploaded table converted in a child process: one archive with the table, the rejected rows, the report."""
    if upload.size and upload.size > UPLOAD_BYTES:
        raise DomainError(
            "Tệp lớn hơn 20 MB.",
            "The file is larger than 20 MB.",
            hint_vi="Chia nhỏ tệp, hoặc dùng lệnh manage.py convert.",
            hint_en="Split it, or use manage.py convert.",
            code="file_too_large",
        )
    question: Question = read_question({**given.dict(), "diem": ""})
    name = Path(upload.name or "bang.csv").name
    with tempfile.NamedTemporaryFile(prefix="thodia-table-") as file:
        for chunk in upload.chunks():
            file.write(chunk)
        file.flush()
        swapped = question.order == "east" and bool(given.get("doi_cot"))
        with importers.converted_upload(Path(file.name), name, question.conversion, swap_axes=swapped) as (facts, out):
            packed = io.BytesIO()
            with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
                for made in sorted(out.glob("result*")):
                    archive.write(made, made.name.replace("result", f"{Path(name).stem}-doi"))
                report = {key: value for key, value in facts.items() if key != "rejected_file"}
                archive.writestr("bao-cao.json", json.dumps(report, ensure_ascii=False, indent=1))
    return _file(packed.getvalue(), f"{Path(name).stem}-doi.zip", "application/zip")


@refusals_on_page("coordinates/sheets.html", tab="sheets")
def sheets_page(request: HttpRequest, given: Any) -> dict[str, Any] | HttpResponse:  # noqa: ARG001
    """`/toa-do/manh/`: a sheet number and its extent, or the sheets of an area."""
    scales = {"cadastral": sheet_index.SCALES, "topographic": topographic_sheets.SCALES}
    context: dict[str, Any] = {"scales": scales}
    try:
        found = sheets.answer(given)
        form = given.get("xuat", "")
        if found is None:
            return context
        if form in sheets.FORMS:
            return _frames_file(found, form)
    except DomainError as refusal:
        return context | {"refusal": refusal, "status": 400}
    shown = found.frames[:SHOWN_PLACES]
    return context | {
        "frames": [_frame_row(frame, found) for frame in shown],
        "total": len(found.frames),
        "forms": tuple(sheets.FORMS),
        "degrees": found.degrees,
        "zone": found.zone,
        "places": map_data(sheets.features(found)[:SHOWN_PLACES]),
    }


def _frame_row(frame: sheets.Frame, found: sheets.SheetsAnswer) -> dict[str, Any]:
    def shown(value: float) -> str:
        return written.dms(value, 3) if found.degrees else written.metres(value, 0)

    return {
        "frame": frame,
        "west": shown(frame.west),
        "east": shown(frame.east),
        "south": shown(frame.south),
        "north": shown(frame.north),
        "corners": [(name, written.metres(north, 3), written.metres(east, 3)) for name, north, east in frame.corners],
    }


def _frames_file(found: sheets.SheetsAnswer, form: str) -> HttpResponse:
    if form == "geojson":
        collection = {"type": "FeatureCollection", "features": sheets.features(found)}
        return _file(json.dumps(collection, ensure_ascii=False).encode(), "khung.geojson", sheets.FORMS[form])
    return _file(sheets.export(found, form), f"khung.{form}", sheets.FORMS[form])


@refusals_on_page("coordinates/detect.html", tab="detect")
def detect_page(request: HttpRequest, given: Any) -> dict[str, Any]:  # noqa: ARG001
    """`/toa-do/nhan-biet/`: in which system are these numbers?"""
    text = given.get("diem", "")
    if not text.strip():
        return {}
    found = detect.explain_text(text)
    places = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [e.candidate.lon, e.candidate.lat]},
            "properties": {"name": str(rank)},
        }
        for rank, e in enumerate(found, 1)
        if e.candidate.lon is not None
    ]
    rows = [{"found": e, "percent": f"{e.score * 100:.0f}", "use": _use_of(e)} for e in found]
    return {"rows": rows, "asked": True, "places": map_data(places) if places else None}


def _use_of(explanation: detect.Explanation) -> str:
    """The query that converts the same numbers with this reading; empty where the page cannot (millimetres)."""
    candidate = explanation.candidate
    if candidate.epsg is None or candidate.to_metres != 1.0:
        return ""
    return f"{candidate.epsg}|{'bac' if candidate.swapped else 'dong'}"


def map_data(features: list[dict[str, Any]]) -> dict[str, Any]:
    """What the map module needs: styles, features in WGS-84, words."""
    return {
        "styles": {theme: reverse("web:map-style", args=[theme]) for theme in ("light", "dark")},
        "features": {"type": "FeatureCollection", "features": features},
        "extent": drawn_extent(),
        "title": _("Bản đồ các điểm. Phím mũi tên để di chuyển, cộng trừ để phóng thu."),
    }


def _file(content: bytes, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name.encode("ascii", "ignore").decode()}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
