"""The process that converts drawings: DGN and DXF in their own bytes, or through elements into any other format."""

from pathlib import Path
from typing import Any

from importers.conversion import child_ground  # isort: skip  (hides pandas before pyarrow looks for it)

import pyarrow as pa
import pyarrow.compute
import pyarrow.csv

from gis_core.crs.systems import CoordinateSystem
from gis_core.process.child import serve
from importers.conversion import dgn_in_place, dxf_in_place, elements, mif_in_place, to_dgn, to_dxf
from importers.conversion.declared import source_system, tell
from importers.conversion.formats import Target, target_of
from importers.conversion.measuring import Measure
from importers.conversion.tables import Layer, write_layer
from importers.conversion.tables_child import refuse_impossible
from importers.conversion.texts import Alphabet
from importers.conversion.written_systems import mapinfo_clause
from importers.readers import choose, v7_decode
from importers.readers.counts import rules
from importers.readers.protocol import RawReading
from importers.readers.v7_scan import scan

SAME = {("dgn_v7", "dgn"), ("dxf", "dxf")}


def main(arguments: list[str]) -> int:
    """Convert the job's file; 0 also for a refusal."""
    ground = child_ground.prepare(arguments[0])
    rules()
    return serve(arguments, lambda job, given, out: work(job, ground, given, out))


def work(job: dict[str, Any], ground: child_ground.Ground, given: Path, out: Path) -> dict[str, Any]:
    """Convert one drawing, or a table into a drawing; the answer is its report."""
    stated, system = ground.systems()
    path, result = given / job["name"], out / "result"
    result.mkdir()
    target, place = target_of(Path(job["result"])), result / job["result"]
    refuse_impossible(target, system)
    alphabet = Alphabet(job["encoding"])
    if (job["format"], target.code) in SAME:
        start, contradiction = source_system(None, stated, path.name)
        measure = Measure(child_ground.pinned(start, system, ground.fit), swap_axes=job["swap_axes"])
        return _in_place(path, job["format"], place, measure)
    reading = choose.read(path)
    start, contradiction = source_system(reading.info.crs_wkt, stated, path.name)
    measure = Measure(child_ground.pinned(start, system, ground.fit), swap_axes=job["swap_axes"])
    tell(measure, contradiction)
    if (job["format"], target.code) == ("mif", "mif"):
        try:
            return _mif_in_place(path, place, measure, system)
        except mif_in_place.NotInPlace:
            measure = Measure(measure.conversion, swap_axes=job["swap_axes"])
            tell(measure, contradiction)
    found = elements.from_blocks(reading.blocks, measure, alphabet, job["tolerance_m"])
    if job["format"] == "dxf":
        found.text = [to_dxf.unescaped(text) for text in found.text]
    files, rows = _written(found, reading, target, place, measure)
    return {
        "layers": [{"layer": path.stem, **measure.report(rows)}],
        "files": sorted(file.name for file in files),
        "encoding": alphabet.decided(),
        "unreadable_texts": alphabet.unreadable,
    }


def _in_place(path: Path, code: str, place: Path, measure: Measure) -> dict[str, Any]:
    content = path.read_bytes()
    if code == "dgn_v7":
        records = scan(content)
        plane = v7_decode.design_plane(records)
        drawing = dgn_in_place.Drawing(bytearray(content), records, plane, plane.metres_per_unit or 1.0)
        made, rows = dgn_in_place.convert(drawing, measure)
        scan(made)
    else:
        made, rows = dxf_in_place.convert(content, measure)
    place.write_bytes(made)
    measure.note(
        "Chữ, màu, lớp, ký hiệu và dữ liệu đính kèm được giữ nguyên từng byte; chữ xoay theo chênh góc hội tụ.",
        "Texts, colours, levels, symbols and linked data are the bytes they were; texts turn by the convergence.",
    )
    report = {"layer": path.stem, **measure.report(rows)}
    return {"layers": [report], "files": [place.name], "encoding": "kept", "unreadable_texts": 0}


def _mif_in_place(path: Path, place: Path, measure: Measure, system: CoordinateSystem) -> dict[str, Any]:
    made, rows = mif_in_place.convert(
        path.read_bytes(), path.name, mapinfo_clause(system), measure, geographic=system.is_geographic
    )
    place.write_bytes(made)
    data = path.with_suffix(".mid")
    names = [place.name]
    if data.exists():
        place.with_suffix(".mid").write_bytes(data.read_bytes())
        names.append(place.with_suffix(".mid").name)
    measure.note(
        "Nét, màu tô, ký hiệu, phông chữ và bảng MID được giữ nguyên; chữ xoay theo chênh góc hội tụ.",
        "Pens, brushes, symbols, fonts and the MID are kept as they were; texts turn by the convergence.",
    )
    report = {"layer": path.stem, **measure.report(rows)}
    return {"layers": [report], "files": names, "encoding": "kept", "unreadable_texts": 0}


def _written(
    found: elements.Elements, reading: RawReading, target: Target, place: Path, measure: Measure
) -> tuple[list[Path], int]:
    if target.code == "dgn":
        return [place], to_dgn.write(found, place, measure)
    if target.code == "dxf":
        return [place], to_dxf.write(found, place, measure)
    table = elements.as_table(found)
    if reading.info.format not in {"DGN", "DXF"}:
        table = table.select([name for name in table.column_names if table[name].null_count < table.num_rows])
    layer = Layer(place.stem, "geometry", "Unknown", iter(()), table.schema)
    done = write_layer(iter(pa.Table.to_batches(table)), layer, target, place, measure, append=False)
    return done.files, done.rows


__all__ = ["main", "work"]
