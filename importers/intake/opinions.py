"""What we think of a file after reading it: encodings, coordinate systems, place, with the evidence.

Nothing is decided here: doubts become notes. Texts serve only for the scores; none of them is kept or shown.
"""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from pyproj import CRS
from pyproj.exceptions import CRSError as ProjError

from gis_core.crs.plausible import Candidate, crs_candidates, where_they_lie
from gis_core.crs.regions import Whereabouts
from gis_core.crs.zones import ZONES
from gis_core.errors import CrsError
from gis_core.text.charsets import certain, guess
from importers.readers.protocol import FileInfo

DEFAULT_SRID = 9218
"""Bình Thuận's zone: the guess needs a home when the caller names none."""

HOME = (106.8, 9.9, 109.5, 12.1)
"""Longitudes and latitudes of the province with its islands and neighbours; farther away somebody has to look."""

SURE = 70
"""PROJ's confidence from which a declared system counts as an EPSG code."""

SAME_ENCODING = {"1252": "latin", "cp1252": "latin", "iso-8859-1": "latin", "1258": "cp1258", "utf8": "utf-8"}
Box = tuple[float, float, float, float]


def add_opinions(info: FileInfo, texts: Path, expected_srid: int | None, unit_bounds: Box | None) -> None:
    """Fill `encodings`, `crs_candidates`, the declared code, and the notes about doubts."""
    _judge_texts(info, _texts(texts))
    if info.declared_crs is None and info.crs_wkt:
        info.declared_crs = _declared(info.crs_wkt)
    if info.sample_xy:
        _judge_place(info, expected_srid or DEFAULT_SRID, unit_bounds)


def _texts(path: Path) -> list[tuple[bytes, str | None]]:
    if not path.exists():
        return []
    with pa.memory_map(str(path)) as source:
        table = pa.ipc.open_file(source).read_all()
        return list(zip(table["text"].to_pylist(), table["font"].to_pylist(), strict=True))


def _judge_texts(info: FileInfo, sample: list[tuple[bytes, str | None]]) -> None:
    scores = guess([text for text, _ in sample], [font for _, font in sample])
    info.encodings = [{"name": s.name, "score": round(s.score, 3), "evidence": s.evidence} for s in scores]
    if not sample:
        if any(note.code == "text_wide" for note in info.warnings):
            evidence = "all texts beyond ASCII are marked as two-byte Unicode"
            info.encodings.insert(0, {"name": "utf-16", "score": 1.0, "evidence": evidence})
        return
    best = certain(scores)
    if best is None and (info.kind == "vector" or not all(_is_utf8(text) for text, _ in sample)):
        info.note(
            "encoding_doubtful",
            "warn",
            "Không chắc bảng mã của chữ trong tệp; có thể lẫn nhiều bảng mã. Hãy chọn khi nhập.",
            "The encoding of the texts is doubtful, several may be mixed. Choose it at import.",
        )
    elif best is not None and info.format == "ESRI Shapefile":
        _compare_declared_encoding(info, best)


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _compare_declared_encoding(info: FileInfo, best: str) -> None:
    declared = (info.declared_encoding or "").lower()
    if SAME_ENCODING.get(declared, declared) == best:
        return
    said = f"“{info.declared_encoding}”" if declared else "—"
    info.note(
        "encoding_differs",
        "warn",
        f"Bảng mã khai báo: {said}; nội dung chữ là {best}.",
        f"Declared encoding: {said}; the texts look like {best}.",
    )


def _declared(wkt: str) -> dict[str, Any]:
    try:
        crs = CRS.from_user_input(wkt)
    except ProjError:
        return {"kind": "unreadable", "epsg": None, "name": None, "how": "wkt", "text": None}
    return {
        "kind": "geographic" if crs.is_geographic else "earth",
        "epsg": crs.to_epsg(min_confidence=SURE),
        "name": crs.name,
        "how": "wkt",
        "text": None,
    }


def _judge_place(info: FileInfo, expected_srid: int, unit_bounds: Box | None) -> None:
    xy = np.array(info.sample_xy)
    found = crs_candidates(xy[:, 0], xy[:, 1], expected_srid=expected_srid, unit_bounds=unit_bounds)
    info.crs_candidates = [{**asdict(candidate), "evidence": candidate.evidence} for candidate in found]
    best = found[0] if found and found[0].score > 0 else None
    declared = _declared_place(info, xy)
    if declared is not None:
        _add_declared(info, declared)
    _note_axes(info, best)
    _note_declared(info, best, declared)
    _note_far(info, best, declared)


def _declared_place(info: FileInfo, xy: np.ndarray) -> Whereabouts | None:
    """Where the points lie when the file is taken at its word."""
    epsg = (info.declared_crs or {}).get("epsg")
    for system in (epsg, info.crs_wkt):
        if system is None:
            continue
        try:
            place = where_they_lie(xy[:, 0], xy[:, 1], system)
        except (CrsError, ProjError, ValueError):
            continue
        if place is not None and np.isfinite([place.lon, place.lat]).all():
            return place
    return None


def _add_declared(info: FileInfo, place: Whereabouts) -> None:
    """The file's own word stands among the candidates, weaker than numbers that fit."""
    declared = info.declared_crs or {}
    epsg = declared.get("epsg")
    if any(c["epsg"] == epsg and not c["swapped"] and c["score"] > 0 for c in info.crs_candidates):
        return
    name = str(declared.get("name") or "declared by the file")
    en, vi = f"declared by the file: {place.en}", f"theo khai báo của tệp: {place.vi}"
    entry = Candidate(epsg, name, 0.3, vi, en, lon=place.lon, lat=place.lat)
    info.crs_candidates.append({**asdict(entry), "evidence": entry.evidence})
    info.crs_candidates.sort(key=lambda candidate: -float(candidate["score"]))


def _note_axes(info: FileInfo, best: Candidate | None) -> None:
    if best is not None and best.swapped:
        info.note(
            "axes_swapped",
            "warn",
            f"Có vẻ hai trục bị đổi chỗ (Bắc trước, Đông sau): {best.evidence_vi}.",
            f"The axes look swapped (north before east): {best.evidence_en}.",
        )
    if best is not None and best.to_metres != 1.0:
        info.note(
            "units_doubtful",
            "warn",
            f"Đơn vị có vẻ không phải là mét: {best.evidence_vi}.",
            f"The unit does not look like the metre: {best.evidence_en}.",
        )


def _note_declared(info: FileInfo, best: Candidate | None, declared: Whereabouts | None) -> None:
    """The declared system puts the points somewhere else than the numbers themselves suggest."""
    epsg = (info.declared_crs or {}).get("epsg")
    if best is None or best.epsg is None or best.epsg == epsg or (epsg is None and not info.crs_wkt):
        return
    if declared is not None and _at_home(declared.lon, declared.lat):
        return
    name = ZONES[best.epsg].name if best.epsg in ZONES else str(best.epsg)
    where = declared.vi if declared else "không có vị trí nào trên trái đất"
    where_en = declared.en if declared else "have no place on earth"
    info.note(
        "crs_doubtful",
        "warn",
        f"Hệ tọa độ khai báo đặt dữ liệu ở {where}; số liệu lại phù hợp với {name}. Hãy chọn hệ tọa độ khi nhập.",
        f"The declared system puts the data {where_en}; the numbers fit {name}. Choose the system at import.",
    )


def _note_far(info: FileInfo, best: Candidate | None, declared: Whereabouts | None) -> None:
    places = [(_at_home(p.lon, p.lat), p.vi, p.en) for p in (declared,) if p is not None]
    if best is not None and best.lon is not None and best.lat is not None:
        places.append((_at_home(best.lon, best.lat), best.evidence_vi, best.evidence_en))
    if not places or any(home for home, _, _ in places):
        return
    _, vi, en = places[0]
    info.note(
        "far_from_home",
        "quarantine",
        f"Dữ liệu nằm xa địa bàn: {vi}.",
        f"The data lies far from this office's area: {en}.",
    )


def _at_home(lon: float, lat: float) -> bool:
    west, south, east, north = HOME
    return west <= lon <= east and south <= lat <= north
