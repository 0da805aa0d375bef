"""The sample's parcels as polygon files: MapInfo TAB and MIF, GeoPackage.

They carry those planted faults that a polygon can show (overlap, sliver gap, wrong area, number used twice, missing
number); arcs are chords. TAB has a column of invented owner names, to prove that such a column stays in the office.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
import pyogrio
from geopandas import GeoDataFrame

from gis_core.text.charsets import encode
from importers.sample.drawing import owner_name
from importers.sample.make import Sample
from importers.sample.names import REMARKS
from importers.sample.recipe import SRID
from importers.writers.mapinfo import Column, write_mif, write_tab

MERIDIAN = 108.5
FIXED_DATE = "2025-01-01T00:00:00.000Z"


def parcel_table(sample: Sample) -> GeoDataFrame:
    """Return the parcels as a polygon file shows them: so_to, so_thua, dien_tich, loai_dat, ghi_chu, face."""
    parcels = sample.commune.parcels
    table = GeoDataFrame(
        {
            "so_to": parcels["sheet"],
            "so_thua": parcels["number"],
            "dien_tich": parcels["area_m2"],
            "loai_dat": parcels["land_use"],
            "ghi_chu": [REMARKS.get(purpose, "") for purpose in parcels["land_use"].str[:3]],
            "face": parcels.index,
        },
        geometry=parcels.geometry.to_numpy(),
        crs=SRID,
    )
    table.index = pd.Index(table["face"].to_numpy())
    for face, polygon in sample.planted.polygons.items():
        table.loc[face, "geometry"] = polygon
    drawn = sample.planted.labels.drop_duplicates("face").set_index("face")
    for fault in sample.planted.faults:
        face = fault.faces[0]
        if fault.kind == "missing_label":
            table.loc[face, "so_thua"] = 0
        elif fault.kind == "wrong_area":
            table.loc[face, "dien_tich"] = float(drawn.loc[face, "area"].replace(",", "."))
        elif fault.kind == "number_twice":
            table.loc[face, "so_thua"] = int(drawn.loc[face, "number"])
    return table.sort_values(["so_to", "face"]).reset_index(drop=True)


def write_polygon_files(sample: Sample, folder: Path) -> Iterator[Path]:
    """Write parcels.tab, parcels.mif and parcels.gpkg; yield each path when it is complete."""
    table = parcel_table(sample)
    polygons = table.geometry.to_numpy()
    columns = _columns(table)
    owners = [
        encode(owner_name(sheet, str(place)), "tcvn3") for place, sheet in enumerate(table["so_to"].tolist(), start=1)
    ]
    with_owners = [*columns, Column("ChuSuDung", "char", owners, width=60)]
    write_tab(folder / "parcels.tab", polygons, with_owners, meridian=MERIDIAN)
    yield folder / "parcels.tab"
    write_mif(folder / "parcels.mif", polygons, columns, meridian=MERIDIAN)
    yield folder / "parcels.mif"
    package = folder / "parcels.gpkg"
    package.unlink(missing_ok=True)
    with fixed_date():
        pyogrio.write_dataframe(table.drop(columns="face"), package, layer="thua_dat", driver="GPKG")
    yield package


@contextmanager
def fixed_date() -> Iterator[None]:
    """Make GDAL write one fixed date into files instead of today's."""
    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": FIXED_DATE})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})


def tcvn3_column(name: str, texts: "pd.Series[str]", width: int) -> Column:
    """Return a text column in TCVN3 bytes."""
    return Column(name, "char", [encode(text, "tcvn3") for text in texts], width=width)


def _columns(table: GeoDataFrame) -> list[Column]:
    numbers: list[Any] = table["so_thua"].tolist()
    return [
        Column("SoTo", "integer", table["so_to"].tolist()),
        Column("SoThua", "integer", numbers),
        Column("DienTich", "decimal", table["dien_tich"].tolist(), width=12, decimals=1),
        tcvn3_column("LoaiDat", table["loai_dat"], 20),
        tcvn3_column("GhiChu", table["ghi_chu"], 40),
    ]
