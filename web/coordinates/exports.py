"""Answers as files: CSV and XLSX with every line, GeoJSON and KML with the places."""

import csv
import io
import json
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import Workbook

from web.coordinates.points import PointRow, PointsAnswer

CSV, XLSX, GEOJSON, KML = "csv", "xlsx", "geojson", "kml"
CONTENT_TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    GEOJSON: "application/geo+json",
    KML: "application/vnd.google-earth.kml+xml",
}


def export(answer: PointsAnswer, form: str) -> bytes:
    """The answer in one of CONTENT_TYPES."""
    return {CSV: _csv, XLSX: _xlsx, GEOJSON: _geojson, KML: _kml}[form](answer)


def _head(answer: PointsAnswer) -> list[str]:
    there = ["lat", "lon"] if answer.conversion.target.is_geographic else ["x", "y"]
    return ["dong", "ten", "viet", *there, "h", "lat_wgs84", "lon_wgs84", "goc_hoi_tu_do", "ty_le", "ly_do"]


def _cells(answer: PointsAnswer, row: PointRow) -> list[Any]:
    digits = 9 if answer.conversion.target.is_geographic else 4
    north, east = (None if value is None else round(value, digits) for value in (row.north, row.east))
    place = [None if value is None else round(value, 9) for value in (row.lat, row.lon)]
    turn = None if row.convergence_deg is None else round(row.convergence_deg, 8)
    scale = None if row.scale is None else round(row.scale, 9)
    return [row.row, row.name, row.written, north, east, row.height, *place, turn, scale, row.reason_vi]


def _source_line(answer: PointsAnswer) -> str:
    operation = answer.conversion.operation
    accuracy = "?" if operation.accuracy_m is None else f"{operation.accuracy_m:g} m"
    return f"{answer.conversion.source.name} > {answer.conversion.target.name}; {operation.code}; {accuracy}"


def _csv(answer: PointsAnswer) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_head(answer))
    writer.writerows([_safe(cell) for cell in _cells(answer, row)] for row in answer.rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def _xlsx(answer: PointsAnswer) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("toa do")
    sheet.append(_head(answer))
    for row in answer.rows:
        sheet.append([_safe(cell) for cell in _cells(answer, row)])
    book.create_sheet("phep chuyen").append([_source_line(answer)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _safe(cell: Any) -> Any:
    """A text that begins like a formula is no formula."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in {"=", "+", "-", "@"} and not _is_number(cell) else cell


def _is_number(text: str) -> bool:
    try:
        float(text.split(maxsplit=1)[0])
    except (ValueError, IndexError):
        return False
    return True


def features(rows: tuple[PointRow, ...]) -> list[dict[str, Any]]:
    """Places as GeoJSON features in WGS-84."""
    return [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [row.lon, row.lat]},
            "properties": {"row": row.row, "name": row.name or str(row.row), "north": row.north, "east": row.east},
        }
        for row in rows
        if row.lon is not None
    ]


def _geojson(answer: PointsAnswer) -> bytes:
    collection = {"type": "FeatureCollection", "features": features(answer.good_rows)}
    return json.dumps(collection, ensure_ascii=False).encode("utf-8")


def _kml(answer: PointsAnswer) -> bytes:
    marks = "".join(
        f"<Placemark><name>{escape(row.name or str(row.row))}</name><description>{escape(row.written)}</description>"
        f"<Point><coordinates>{row.lon:.9f},{row.lat:.9f}</coordinates></Point></Placemark>\n"
        for row in answer.good_rows
        if row.lon is not None
    )
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document>\n<name>{escape(_source_line(answer))}</name>\n'
    return f"{head}{marks}</Document></kml>\n".encode()
