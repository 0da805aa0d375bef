"""What we think of a file after reading it: encodings and coordinate systems, with the evidence. Nothing is decided.

Texts serve only for the scores; none of them is kept or shown.
"""

from dataclasses import asdict
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyproj import CRS
from pyproj.exceptions import CRSError as ProjError

from gis_core.crs.plausible import crs_candidates
from gis_core.text.charsets import guess
from importers.readers.protocol import FileInfo

DEFAULT_SRID = 9218
"""Bình Thuận's zone: the guess needs a home when the caller names none."""

SURE = 70
"""PROJ's confidence from which a declared system counts as an EPSG code."""


def add_opinions(
    info: FileInfo, texts: Path, expected_srid: int | None, unit_bounds: tuple[float, float, float, float] | None
) -> None:
    """Fill `encodings`, `crs_candidates` and the declared code of the description."""
    sample = _texts(texts)
    scores = guess([text for text, _ in sample], [font for _, font in sample])
    wide = any(note.code == "text_wide" for note in info.warnings)
    info.encodings = [{"name": s.name, "score": round(s.score, 3), "evidence": s.evidence} for s in scores]
    if wide and not sample:
        info.encodings.insert(0, {"name": "utf-16", "score": 1.0, "evidence": "texts are marked as two-byte Unicode"})
    if info.declared_crs is None and info.crs_wkt:
        info.declared_crs = _declared(info.crs_wkt)
    if info.sample_xy:
        xy = np.array(info.sample_xy)
        found = crs_candidates(xy[:, 0], xy[:, 1], expected_srid=expected_srid or DEFAULT_SRID, unit_bounds=unit_bounds)
        info.crs_candidates = [{**asdict(candidate), "evidence": candidate.evidence} for candidate in found]


def _texts(path: Path) -> list[tuple[bytes, str | None]]:
    if not path.exists():
        return []
    with pa.memory_map(str(path)) as source:
        table = pa.ipc.open_file(source).read_all()
        return list(zip(table["text"].to_pylist(), table["font"].to_pylist(), strict=True))


def _declared(wkt: str) -> dict[str, object]:
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
