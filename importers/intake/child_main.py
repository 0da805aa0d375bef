"""The reading process: drops its privileges, limits itself, reads one file, leaves JSON and Arrow files behind.

It is started by `importers.intake.child` with a job file and never imports Django, pandas or geopandas: the start
takes about a third of a second, most of it loading GDAL and Arrow.
"""

import codecs
import gc
import json
import sys
from pathlib import Path


class _NotHere:
    """Says that pandas, geopandas and pyproj are not installed.

    pyogrio and pyarrow load them when they find them, which would double the start-up time; the readers need none of
    them. (None in sys.modules would do for Python's own import, but compiled modules take it for the module.)
    """

    @staticmethod
    def find_spec(name: str, _path: object = None, _target: object = None) -> None:
        """Refuse the three, leave all others to the usual finders."""
        if name.partition(".")[0] in {"pandas", "geopandas", "pyproj"}:
            raise ModuleNotFoundError(name)


sys.meta_path.insert(0, _NotHere)  # type: ignore[arg-type]

import pyarrow as pa  # noqa: E402
import pyarrow.compute  # noqa: E402 - loaded before privileges are dropped
import pyogrio  # noqa: E402
import rasterio.crs  # noqa: E402
from pyogrio import _ogr, raw  # noqa: E402

from gis_core.process.child import drop_privileges, limit, place_of, write_json  # noqa: E402
from importers.readers import choose  # noqa: E402
from importers.readers.counts import rules  # noqa: E402
from importers.readers.errors import UnreadableFile  # noqa: E402
from importers.readers.protocol import RawReading  # noqa: E402

DRIVERS = {"DGN", "MapInfo File", "ESRI Shapefile", "GPKG", "GeoJSON", "DXF", "GPX"}
"""All other vector drivers are switched off: no network, no virtual files, no databases."""

WARM_UP = (
    b'{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::9218"}},'
    b'"features":[{"type":"Feature","properties":{"a":"b"},"geometry":{"type":"Point","coordinates":[1,2]}}]}'
)
CODECS = ("utf-8", "utf-8-sig", "latin-1", "cp1252", "cp1258", "utf-16", "utf-16-le", "ascii", "idna")


def main(arguments: list[str]) -> int:
    """Read the file of the job; 0 also for a refusal, which is a result like any other."""
    job = json.loads(Path(arguments[0]).read_text("utf-8"))
    out = Path(job["out"])
    gc.disable()
    _switch_off_drivers()
    _warm_up()
    drop_privileges(job.get("user"))
    limit(job["limits"])
    try:
        reading = choose.read(Path(job["path"]), with_blocks=job["with_blocks"])
        _write(out, reading)
    except UnreadableFile as refusal:
        write_json(out / "error.json", {**refusal.as_answer()})
    except MemoryError:
        write_json(out / "error.json", {"code": "reader_crashed", "reason": "out of memory"})
    except Exception as fault:
        write_json(out / "error.json", {"code": "reader_crashed", "reason": place_of(fault)})
    return 0


def _switch_off_drivers() -> None:
    others = set(pyogrio.list_drivers()) - DRIVERS
    pyogrio.set_gdal_config_options({"GDAL_SKIP": ",".join(sorted(others))})
    _ogr._register_drivers()


def _warm_up() -> None:
    """Load what is loaded late by nature (codecs, tables, PROJ's database) while we may still read our own files."""
    for name in CODECS:
        codecs.lookup(name)
    rules()
    rasterio.crs.CRS.from_epsg(4326)
    raw.read(WARM_UP)


def _write(out: Path, reading: RawReading) -> None:
    blocks = 0
    for blocks, table in enumerate(reading.blocks, start=1):
        with (
            pa.OSFile(str(out / f"block-{blocks - 1:05d}.arrow"), "wb") as sink,
            pa.ipc.new_file(sink, table.schema) as writer,
        ):
            writer.write_table(table)
    texts = pa.table(
        {
            "text": pa.array([text for text, _ in reading.texts], pa.binary()),
            "font": pa.array([font for _, font in reading.texts], pa.string()),
        }
    )
    with pa.OSFile(str(out / "texts.arrow"), "wb") as sink, pa.ipc.new_file(sink, texts.schema) as writer:
        writer.write_table(texts)
    write_json(out / "info.json", {"info": reading.info.as_json(), "blocks": blocks})
