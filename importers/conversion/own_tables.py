"""Tables whose files need our own hand: MapInfo (coordinate system line), CSV (coordinate columns), Shapefile
(one family of shapes a file).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyogrio
import shapely

from gis_core.crs.systems import CoordinateSystem
from importers.conversion import mif_text
from importers.conversion.errors import nothing_written
from importers.conversion.formats import Target
from importers.conversion.measuring import Measure
from importers.conversion.texts import is_text, longest
from importers.conversion.written_systems import crs_text, mapinfo_clause

SHAPES = {"points": (0, 4), "lines": (1, 5, 2), "areas": (3, 6)}
ARROW_TYPES = {"points": "MultiPoint", "lines": "MultiLineString", "areas": "MultiPolygon"}
SINGLE_TYPES = {"points": "Point", "lines": "LineString", "areas": "Polygon"}
TAB_STEPS = 2_000_000_000
"""The native format counts so many steps across its bounds."""
DECIMALS_M, DECIMALS_DEG = 5, 10


@dataclass(slots=True)
class Result:
    """Files written and features in them."""

    files: list[Path] = field(default_factory=list)
    rows: int = 0


def write(
    blocks: Iterator[pa.RecordBatch],
    geometry: str,
    system: CoordinateSystem,
    target: Target,
    out: Path,
    measure: Measure,
) -> Result:
    """Write all blocks of a layer; features a format cannot hold are rejected in `measure`."""
    batches = list(blocks)
    if not batches:
        return Result()
    table = pa.Table.from_batches([batch.cast(batches[0].schema) for batch in batches])
    shapes = shapely.from_wkb(table.column(geometry).to_numpy(zero_copy_only=False), on_invalid="ignore")
    attributes = table.drop_columns([geometry])
    if target.code == "csv":
        return _write_csv(attributes, shapes, system, out)
    if target.code == "mif":
        return _write_mif(attributes, shapes, system, out, measure)
    if target.code == "tab":
        return _write_tab(attributes, shapes, system, out)
    return _write_shapefiles(attributes, shapes, system, out, measure)


def _write_csv(attributes: pa.Table, shapes: np.ndarray, system: CoordinateSystem, out: Path) -> Result:
    """Points get coordinate columns (`lon`, `lat` or `e`, `n`), other shapes a column `wkt`."""
    digits = DECIMALS_DEG if system.is_geographic else DECIMALS_M
    if (shapely.get_type_id(shapes) <= 0).all():
        names = ("lon", "lat") if system.is_geographic else ("e", "n")
        for name, values in zip(names, (shapely.get_x(shapes), shapely.get_y(shapes)), strict=True):
            taken = _free(name, attributes.column_names)
            attributes = attributes.append_column(taken, pa.array(np.round(values, digits), from_pandas=True))
    else:
        texts = shapely.to_wkt(shapes, rounding_precision=digits)
        attributes = attributes.append_column(_free("wkt", attributes.column_names), pa.array(texts, pa.string()))
    with out.open("wb") as sink:
        sink.write(b"\xef\xbb\xbf")
        pyarrow.csv.write_csv(attributes, sink)
    return Result([out], len(shapes))


def _free(name: str, taken: list[str]) -> str:
    lowered = {column.lower() for column in taken}
    return name if name not in lowered else f"{name}_converted"


def _write_mif(
    attributes: pa.Table, shapes: np.ndarray, system: CoordinateSystem, out: Path, measure: Measure
) -> Result:
    """A MIF holds no mixed collections: they are rejected."""
    mixed = shapely.get_type_id(shapes) == 7
    for row in np.flatnonzero(mixed).tolist():
        measure.reject(row, "MIF không chứa tập hợp nhiều loại hình / MIF holds no mixed collections")
    if mixed.any():
        attributes, shapes = attributes.filter(pa.array(~mixed)), shapes[~mixed]
    mif_text.write(out, shapes, attributes, mapinfo_clause(system), measure, geographic=system.is_geographic)
    found = int(pyogrio.read_info(out, force_feature_count=True)["features"])
    if found != len(shapes):
        raise nothing_written(out.name, len(shapes), found)
    return Result([out, out.with_suffix(".mid")], len(shapes))


def _write_tab(attributes: pa.Table, shapes: np.ndarray, system: CoordinateSystem, out: Path) -> Result:
    """GDAL writes the table in the system it has read from a MIF of ours, so that datum and parameters survive."""
    with TemporaryDirectory(dir=out.parent) as folder:
        pattern = Path(folder) / "pattern.mif"
        mif_text.write_pattern(pattern, mapinfo_clause(system))
        crs = pyogrio.read_info(pattern)["crs"]
    table = attributes.append_column("geometry", pa.array(shapely.to_wkb(shapes), pa.binary()))
    pyogrio.write_arrow(
        table, out, driver="MapInfo File", geometry_name="geometry", geometry_type="Unknown", crs=crs,
        layer_options={"BOUNDS": ",".join(str(v) for v in tab_bounds(shapes, system)), "ENCODING": "UTF-8"},
    )  # fmt: skip
    found = pyogrio.read_info(out, force_feature_count=True, force_total_bounds=True)
    if int(found["features"]) != len(shapes):
        raise nothing_written(out.name, len(shapes), int(found["features"]))
    return Result([out, *(out.with_suffix(e) for e in (".dat", ".map", ".id") if out.with_suffix(e).exists())],
                  len(shapes))  # fmt: skip


def tab_bounds(shapes: np.ndarray, system: CoordinateSystem) -> tuple[float, float, float, float]:
    """Bounds whose steps are as fine as the extent allows: 0.01 mm up to 20 km, whole millimetres exact."""
    west, south, east, north = shapely.total_bounds(shapes)
    if not np.isfinite([west, south, east, north]).all():
        west = south = east = north = 0.0
    if system.is_geographic:
        x, y, span = round((west + east) / 2, 1), round((south + north) / 2, 1), 0.2
    else:
        x, y, span = round((west + east) / 2000) * 1000.0, round((south + north) / 2000) * 1000.0, TAB_STEPS / 1e5
    while span < 1.2 * max(east - west, north - south):
        span *= 10
    return x - span / 2, y - span / 2, x + span / 2, y + span / 2


def _write_shapefiles(
    attributes: pa.Table, shapes: np.ndarray, system: CoordinateSystem, out: Path, measure: Measure
) -> Result:
    """One file per family of shapes; a table without shapes stays one file."""
    kinds = shapely.get_type_id(shapes)
    result = Result()
    families = [name for name, codes in SHAPES.items() if np.isin(kinds, codes).any()] or ["areas"]
    for name in families:
        # rows without geometry go with the first family
        mask = np.isin(kinds, SHAPES[name]) | ((kinds < 0) & (name == families[0]))
        place = out if len(families) == 1 else out.with_name(f"{out.stem}_{name}{out.suffix}")
        _write_shapefile(attributes.filter(pa.array(mask)), shapes[mask], name, system, place, measure)
        result.files += [place, *(place.with_suffix(e) for e in (".shx", ".dbf", ".prj", ".cpg"))]
        result.rows += int(mask.sum())
    for row in np.flatnonzero(kinds == 7).tolist():
        measure.reject(row, "Shapefile không chứa tập hợp nhiều loại hình / Shapefile holds no mixed collections")
    if len(families) > 1:
        measure.note(
            "Shapefile chỉ chứa một loại hình: kết quả được chia thành nhiều tệp theo loại.",
            "A Shapefile holds one family of shapes: the result is split into one file per family.",
        )
    result.files = [path for path in result.files if path.exists()]
    return result


def _write_shapefile(
    attributes: pa.Table, shapes: np.ndarray, family: str, system: CoordinateSystem, out: Path, measure: Measure
) -> None:
    multi = (shapely.get_type_id(shapes) >= 4).any()
    kind = (ARROW_TYPES if multi else SINGLE_TYPES)[family]
    for name in attributes.column_names:
        column = attributes.column(name)
        if is_text(column.type) and column.num_chunks and max(longest(chunk) for chunk in column.chunks) > 254:
            measure.note(
                f"Cột “{name}” có chữ dài hơn 254 byte: Shapefile cắt bớt.",
                f"Column “{name}” holds texts longer than 254 bytes: a Shapefile cuts them.",
            )
    table = attributes.append_column("geometry", pa.array(shapely.to_wkb(shapes), pa.binary()))
    pyogrio.write_arrow(
        table, out, driver="ESRI Shapefile", geometry_name="geometry", geometry_type=kind, crs=crs_text(system),
        encoding="UTF-8",
    )  # fmt: skip
    found = pyogrio.read_info(out, force_feature_count=True)
    if int(found["features"]) != len(shapes):
        raise nothing_written(out.name, len(shapes), int(found["features"]))
    written = [str(name) for name in found["fields"]]
    renamed = {a: b for a, b in zip(attributes.column_names, written, strict=False) if a != b}
    if renamed:
        words = ", ".join(f"{a} → {b}" for a, b in renamed.items())
        measure.note(f"Tên cột bị rút ngắn: {words}.", f"Column names were shortened: {words}.")
