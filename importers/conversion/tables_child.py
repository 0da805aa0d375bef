"""The process that converts one file with attribute tables; started by `importers.conversion.one_file`."""

import warnings
from pathlib import Path
from typing import Any

from importers.conversion import child_ground  # isort: skip  (hides pandas before pyarrow looks for it)

import pyarrow.compute
import pyarrow.csv  # noqa: F401
import pyogrio

from gis_core.crs.systems import CoordinateSystem
from gis_core.process.child import serve
from importers.conversion.declared import source_system, tell
from importers.conversion.errors import impossible_target, unreadable
from importers.conversion.formats import Target, target_of
from importers.conversion.measuring import Measure
from importers.conversion.tables import Source, Written, convert_layer
from importers.conversion.texts import Alphabet
from importers.readers import legacy_tables
from importers.readers.legacy_tables import LegacyTable

METRES_ONLY = {"dgn", "dxf"}


def main(arguments: list[str]) -> int:
    """Convert the job's file; 0 also for a refusal."""
    ground = child_ground.prepare(arguments[0])
    return serve(arguments, lambda job, given, out: work(job, ground, given, out))


def work(job: dict[str, Any], ground: child_ground.Ground, given: Path, out: Path) -> dict[str, Any]:
    """Convert every layer of the file; the answer is its report."""
    stated, system = ground.systems()
    path, result = given / job["name"], out / "result"
    result.mkdir()
    target = target_of(Path(job["result"]))
    refuse_impossible(target, system)
    table, legacy = _readable(path, job["format"], out)
    alphabet = Alphabet(job["encoding"])
    reports, files = [], []
    layers = _layers(table.path)
    for number, (name, announced, crs) in enumerate(layers):
        start, contradiction = source_system(crs, stated, path.name)
        measure = Measure(child_ground.pinned(start, system, ground.fit), swap_axes=job["swap_axes"])
        tell(measure, contradiction)
        place = result / job["result"]
        if len(layers) > 1 and not target.many_layers:
            place = place.with_name(f"{place.stem}_{name}{place.suffix}")
        one = Source(table.path, name if len(layers) > 1 else None, table.options, legacy)
        written = convert_layer(one, target, place, measure, alphabet, append=number > 0)
        _refuse_short(path, measure, announced if table.announced is None else table.announced)
        files += written.files
        reports.append({"layer": name, **measure.report(written.rows)})
    names = sorted({file.name for file in files})
    encoding = alphabet.decided() if legacy else "utf-8"
    return {"layers": reports, "files": names, "encoding": encoding, "unreadable_texts": alphabet.unreadable}


def refuse_impossible(target: Target, system: CoordinateSystem) -> None:
    """KML knows only WGS-84; drawings and their millimetre grids know only metres."""
    if target.code == "kml" and getattr(system, "srid", None) != 4326:
        raise impossible_target(target.name, system.name, "KML chỉ dùng WGS-84", "KML is WGS-84 by definition")
    if target.code in METRES_ONLY and system.is_geographic:
        raise impossible_target(target.name, system.name, "bản vẽ dùng đơn vị mét", "drawings are in metres")


def _readable(path: Path, code: str, folder: Path) -> tuple[LegacyTable, bool]:
    """Where GDAL opens the table, and whether its texts are bytes of an unstated alphabet."""
    if code == "shp":
        return legacy_tables.shapefile(path), True
    if code in {"mif", "tab"}:
        prepare = legacy_tables.mif if code == "mif" else legacy_tables.tab
        return prepare(path, folder), True
    return LegacyTable(path), False


def _layers(path: Path) -> list[tuple[str, int, str | None]]:
    """Name, announced features (-1: unknown) and CRS text of each layer; empty ones of several are left out."""
    found = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            names = [str(name) for name, _ in pyogrio.list_layers(path)]
            for name in names:
                facts = pyogrio.read_info(path, layer=name)
                found.append((name, int(facts["features"]), facts["crs"]))
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, RuntimeError) as problem:
        raise unreadable(path.name, type(problem).__name__) from problem
    if not found:
        raise unreadable(path.name, "no layer")
    full = [layer for layer in found if layer[1] != 0]
    return full or found[:1]


def _refuse_short(path: Path, measure: Measure, announced: int) -> None:
    """A file that gives fewer features than it announces is cut off."""
    if announced >= 0 and measure.rows_in != announced:
        raise unreadable(path.name, f"{measure.rows_in} / {announced}")


__all__ = ["Written", "main", "refuse_impossible", "work"]
