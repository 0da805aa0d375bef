"""Map files and pictures: one file, a folder or a zip, each with its report, and a total for many.

Nothing heavy is imported here: files are opened in child processes (importers.conversion.one_file).
"""

import json
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from gis_core.errors import DomainError
from importers.conversion.errors import ConversionError
from importers.conversion.formats import RASTER_TARGETS, TARGETS
from importers.conversion.one_file import Wish, convert_file, format_code
from importers.intake.archive import is_archive, unpack
from importers.readers.companions import main_files

Progress = Callable[[str], None]
TEXT_TABLES = {".csv", ".txt", ".xyz", ".pts", ".tsv", ".xlsx"}
"""Point tables have their own converters; a map file may still become a CSV."""

SAME_AGAIN = {
    "dgn_v7": ".dgn", "dgn_v8": ".dgn", "dxf": ".dxf", "mif": ".mif", "tab": ".tab", "shp": ".shp", "gpkg": ".gpkg",
    "fgb": ".fgb", "geojson": ".geojson", "kml": ".gpkg", "gml": ".gpkg", "gpx": ".gpkg", "tiff": ".tif",
    "jpeg": ".jpg", "png": ".png",
}  # fmt: skip
"""What a file of a folder becomes when no format was asked for."""

REPORT = "convert_report.json"


def is_map_work(source: Path, target: Path) -> bool:
    """True for what this converter takes: everything but point tables."""
    if source.is_dir():
        return True
    known = target.suffix.lower() in {*TARGETS, *RASTER_TARGETS, ".zip", ""}
    return source.suffix.lower() not in TEXT_TABLES and (known or source.suffix.lower() == ".zip")


def convert_maps(source: Path, target: Path, wish: Wish, *, kind: str = "", progress: Progress) -> dict[str, Any]:
    """Convert a file, or every data set of a folder or zip into folder `target` (a zip when it is called .zip).

    `kind` is the extension of the results of many files (`gpkg`). The answer of many has one report per file; it is
    `ok` when at least one was converted. Raises DomainError when the one file, or all of many, were refused.
    """
    if source.resolve() == target.resolve():
        raise ConversionError(
            "Tệp kết quả trùng với tệp nguồn.",
            "The result would overwrite its own source.",
            hint_vi="Chọn tên khác cho tệp kết quả.",
            hint_en="Give the result another name.",
            code="conversion_unsupported",
        )
    if source.is_dir():
        return _many(source, _listed(source), target, wish, kind, progress)
    if is_archive(source):
        with tempfile.TemporaryDirectory(prefix="thodia-convert-") as folder:
            mains = unpack(source, Path(folder))
            return _many(Path(folder), mains, target, wish, kind, progress)
    return {"ok": True, **convert_file(source, target, wish)}


def _listed(folder: Path) -> list[Path]:
    return main_files(sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()))


def _many(root: Path, mains: list[Path], target: Path, wish: Wish, kind: str, progress: Progress) -> dict[str, Any]:
    zipped = target.suffix.lower() == ".zip"
    with tempfile.TemporaryDirectory(prefix="thodia-convert-") as scratch:
        place = Path(scratch) / "results" if zipped else target
        place.mkdir(parents=True, exist_ok=True)
        reports = []
        for number, path in enumerate(mains, start=1):
            progress(f"{number}/{len(mains)} {path.relative_to(root)}")
            reports.append(_one_of_many(path, root, place, wish, kind))
        total = _total(reports)
        paper = json.dumps({**total, "files": reports}, ensure_ascii=False, indent=1)
        (place / REPORT).write_text(paper, "utf-8")
        if zipped:
            _pack(place, target)
    return {**total, "files": reports, "report": str(target if zipped else target / REPORT)}


def _one_of_many(path: Path, root: Path, place: Path, wish: Wish, kind: str) -> dict[str, Any]:
    name = str(path.relative_to(root))
    try:
        code = format_code(path)
        suffix = f".{kind.lstrip('.')}" if kind and code not in {"tiff", "jpeg", "png"} else SAME_AGAIN[code]
        result = place / path.parent.relative_to(root) / f"{path.stem}{suffix}"
        if result.exists():
            # two sources of one name and different formats in one folder
            result = result.with_name(f"{path.stem}_{path.suffix.lstrip('.').lower()}{suffix}")
        report = convert_file(path, result, wish)
    except DomainError as refusal:
        return {"source": name, "ok": False, "error": refusal.as_answer()}
    made = [str(Path(file).relative_to(place)) for file in report.pop("files")]
    return {"ok": True, **report, "source": name, "files": made}


def _total(reports: list[dict[str, Any]]) -> dict[str, Any]:
    done = [report for report in reports if report["ok"]]
    counts = {
        key: sum(report["features"][key] for report in done if "features" in report)
        for key in ("in", "out", "rejected")
    }
    operations = {report["operation"]["code"]: report["operation"] for report in done}
    total: dict[str, Any] = {
        "ok": bool(done),
        "data_sets": {"in": len(reports), "converted": len(done), "refused": len(reports) - len(done)},
        "features": counts,
        "balanced": counts["in"] == counts["out"] + counts["rejected"],
        "operation": next(iter(operations.values())) if len(operations) == 1 else None,
        "operations": list(operations.values()),
        "max_round_trip_m": max((report["max_round_trip_m"] for report in done), default=0.0),
    }
    if not done:
        total["error"] = ConversionError(
            f"Không tệp nào trong {len(reports)} tệp chuyển được.",
            f"None of {len(reports)} files could be converted.",
            hint_vi="Xem lý do của từng tệp trong báo cáo.",
            hint_en="The report tells the reason of each file.",
            code="nothing_converted",
        ).as_answer()
    return total


def _pack(folder: Path, target: Path) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, str(path.relative_to(folder)))
