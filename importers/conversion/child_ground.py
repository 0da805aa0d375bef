"""What every converting child does before it touches the file: lean imports, few drivers, PROJ's tables loaded.

Imported first by the children: it hides pandas and geopandas, which pyarrow and pyogrio would load otherwise.
"""

import codecs
import gc
import json
import sys
from dataclasses import dataclass
from pathlib import Path


class _NotHere:
    """Says that pandas and geopandas are not installed; both would double the start-up time."""

    @staticmethod
    def find_spec(name: str, _path: object = None, _target: object = None) -> None:
        """Refuse the two, leave all others to the usual finders."""
        if name.partition(".")[0] in {"pandas", "geopandas"}:
            raise ModuleNotFoundError(name)


sys.meta_path.insert(0, _NotHere)  # type: ignore[arg-type]

import pyogrio  # noqa: E402
from pyogrio import _ogr  # noqa: E402

from gis_core.crs.named_fit import fit_of_paper  # noqa: E402
from gis_core.crs.operations import Conversion, Fit, choose_operation  # noqa: E402
from gis_core.crs.systems import CoordinateSystem, parse_system  # noqa: E402
from gis_core.errors import DomainError  # noqa: E402

DRIVERS = {"MapInfo File", "ESRI Shapefile", "GPKG", "GeoJSON", "FlatGeobuf", "KML", "GML", "GPX", "DXF", "DGN", "CSV"}
"""All other vector drivers are switched off: no network, no virtual files, no databases."""

WARM_UP = (
    b'{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::9218"}},'
    b'"features":[{"type":"Feature","properties":{"a":"b"},"geometry":{"type":"Point","coordinates":[1,2]}}]}'
)
CODECS = ("utf-8", "utf-8-sig", "latin-1", "cp1252", "cp1258", "utf-16", "ascii", "idna")


@dataclass(slots=True)
class Ground:
    """The systems of a job, read before privileges were dropped; a refusal waits until it can be answered."""

    source: CoordinateSystem | None = None
    target: CoordinateSystem | None = None
    fit: Fit | None = None
    refusal: DomainError | None = None

    def systems(self) -> tuple[CoordinateSystem | None, CoordinateSystem]:
        """Source (None: not stated) and target; raises CrsError for what cannot be understood."""
        if self.refusal is not None or self.target is None:
            raise self.refusal or ValueError("no target")
        return self.source, self.target


def prepare(job_file: str) -> Ground:
    """Load what is loaded late by nature while the process may still read the installation's own files."""
    gc.disable()
    for name in CODECS:
        codecs.lookup(name)
    others = set(pyogrio.list_drivers()) - DRIVERS
    pyogrio.set_gdal_config_options({"GDAL_SKIP": ",".join(sorted(others))})
    _ogr._register_drivers()
    pyogrio.read_info(WARM_UP)
    job = json.loads(Path(job_file).read_text("utf-8"))
    try:
        source = parse_system(job["from"]) if job["from"] else None
        target = parse_system(job["to"])
        first = source or parse_system("EPSG:4326")
        choose_operation(first, target).forward([106.0], [11.0], impossible="mark")
        fit = fit_of_paper(job["fit"]) if job["fit"] else None
    except DomainError as refusal:
        return Ground(refusal=refusal)
    return Ground(source or (fit.source if fit else None), target, fit)


def pinned(source: CoordinateSystem, target: CoordinateSystem, fit: Fit | None = None) -> Conversion:
    """The operation of a job."""
    return choose_operation(source, target, fit=fit)
