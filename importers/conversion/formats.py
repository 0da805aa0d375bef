"""The formats conversion writes, by extension, and what each can hold."""

from dataclasses import dataclass
from pathlib import Path

from importers.conversion.errors import ConversionError, unknown_target


@dataclass(frozen=True, slots=True)
class Target:
    """A writable format.

    `driver` is GDAL's name, empty where we write ourselves; `many_layers`: several layers in one file;
    `one_type`: one family of geometries a file; `companions`: extensions of the files written beside it.
    """

    code: str
    name: str
    driver: str
    many_layers: bool = False
    one_type: bool = False
    companions: tuple[str, ...] = ()


TARGETS: dict[str, Target] = {
    ".gpkg": Target("gpkg", "GeoPackage", "GPKG", many_layers=True),
    ".fgb": Target("fgb", "FlatGeobuf", "FlatGeobuf"),
    ".shp": Target("shp", "Shapefile", "ESRI Shapefile", one_type=True, companions=(".shx", ".dbf", ".prj", ".cpg")),
    ".geojson": Target("geojson", "GeoJSON", "GeoJSON"),
    ".json": Target("geojson", "GeoJSON", "GeoJSON"),
    ".kml": Target("kml", "KML", "KML", many_layers=True),
    ".csv": Target("csv", "CSV", "CSV"),
    ".mif": Target("mif", "MapInfo MIF", "", companions=(".mid",)),
    ".tab": Target("tab", "MapInfo TAB", "MapInfo File", companions=(".dat", ".map", ".id", ".ind")),
    ".dgn": Target("dgn", "DGN V7", ""),
    ".dxf": Target("dxf", "DXF R12", ""),
}

RASTER_TARGETS = {".tif": "GTiff", ".tiff": "GTiff", ".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG"}
"""Extensions of pictures and GDAL's driver."""


def target_of(path: Path) -> Target:
    """The format a result's name asks for; raises ConversionError `target_format_unknown`."""
    found = TARGETS.get(path.suffix.lower())
    if found is None:
        raise unknown_target(path.name, ", ".join([*TARGETS, ".tif", ".jpg", ".png"]))
    return found


def is_raster_name(path: Path) -> bool:
    """True when the name is a picture's."""
    return path.suffix.lower() in RASTER_TARGETS


__all__ = ["RASTER_TARGETS", "TARGETS", "ConversionError", "Target", "is_raster_name", "target_of"]
