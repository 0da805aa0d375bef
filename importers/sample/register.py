"""What the sample's register says: map sheets, parcel numbers, land uses, areas.

`number_commune` turns the fabric into one table of faces. Sheets are numbered from left to right and top to bottom,
parcels inside a sheet in a zigzag of bands from the top, as FAMIS numbers them.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame
from numpy.typing import NDArray

from gis_core.geometry.measure import area_tolerance, pole
from importers.sample.arcs import Arc
from importers.sample.fabric import Fabric
from importers.sample.lots import Lot
from importers.sample.recipe import FACE_TEXT, SRID, Face, Zone

NUMBER_BAND_M = 20.0
SHEET_BAND_M = 260.0
POINT_ACCURACY_M = {500: 0.07, 1000: 0.15}

USES: dict[Zone, tuple[tuple[str, ...], tuple[float, ...]]] = {
    Zone.CORE: (("ODT", "TMD", "ODT+CLN", "SKC", "CLN"), (0.83, 0.08, 0.06, 0.01, 0.02)),
    Zone.BEACH: (("TMD", "ODT", "ODT+CLN", "CLN", "BCS"), (0.48, 0.26, 0.12, 0.08, 0.06)),
    Zone.SUBURB: (("ODT+CLN", "ODT", "CLN", "HNK", "TMD", "SKC"), (0.40, 0.37, 0.10, 0.06, 0.04, 0.03)),
    Zone.GARDEN: (
        ("ONT+CLN", "CLN", "ONT", "HNK", "NTS", "ONT+HNK", "CNT"),
        (0.40, 0.23, 0.10, 0.13, 0.06, 0.05, 0.03),
    ),
    Zone.FIELD: (("LUC", "HNK", "CLN", "NTS", "LUK", "LUC(NTS)"), (0.4, 0.25, 0.15, 0.1, 0.05, 0.05)),
}
ISLAND_USES = {Zone.GARDEN: ("NTD", "TIN", "ODT"), Zone.FIELD: ("NTD", "ONT", "NTD"), Zone.SUBURB: ("TIN", "ODT")}


@dataclass(frozen=True, slots=True)
class Commune:
    """The register of the sample.

    `faces`: geometry, sheet, kind, number (0 without), land_use, area_m2 (one decimal), zone, block, tolerance (m²),
    label_x/label_y/label_radius (the roomiest place), purpose. `sheets`: geometry, ordinal, scale, title.
    `boundary`: the commune's boundary, near-shore water included.
    """

    faces: GeoDataFrame
    sheets: GeoDataFrame
    boundary: shapely.Polygon

    @property
    def parcels(self) -> GeoDataFrame:
        """Only the numbered faces."""
        return self.faces[self.faces["kind"] == Face.PARCEL]


def number_commune(fabric: Fabric, arcs: list[Arc], seed: int) -> Commune:
    """Return the commune's faces (roads included) and sheets with numbers, uses and areas."""
    polygons = fabric.polygons()
    faces, frames = polygons[: fabric.frame_owner], polygons[fabric.frame_owner : fabric.boundary_owner]
    boundary = polygons[fabric.boundary_owner]
    ordinal = _sheet_ordinals(frames)
    scale = _scales(fabric.lots, len(frames))
    lots = fabric.lots
    table = GeoDataFrame(
        {
            "geometry": faces,
            "sheet": ordinal[[lot.sheet for lot in lots]],
            "scale": scale[[lot.sheet for lot in lots]],
            "kind": [lot.kind.value for lot in lots],
            "zone": [int(lot.zone) for lot in lots],
            "block": [lot.block for lot in lots],
            "purpose": [lot.purpose for lot in lots],
            "lot": np.arange(len(lots)),
        },
        crs=SRID,
    )
    table = pd.concat([table, _roads(table, shapely.intersection(frames, boundary), ordinal, scale)], ignore_index=True)
    table["area_m2"] = np.round(shapely.area(table.geometry.values) + _arc_surplus(fabric, arcs, len(table)), 1)
    accuracy = table["scale"].map(POINT_ACCURACY_M).to_numpy(dtype=np.float64)
    table["tolerance"] = area_tolerance(table.geometry.values, accuracy)
    points, radius = pole(table.geometry.values, 0.1)
    table["label_x"], table["label_y"], table["label_radius"] = shapely.get_x(points), shapely.get_y(points), radius
    table["number"] = _numbers(table)
    table["land_use"] = _land_uses(table, seed)
    sheets = GeoDataFrame({"geometry": frames, "ordinal": ordinal, "scale": scale}, crs=SRID)
    sheets["title"] = [f"Tờ bản đồ số {number}" for number in ordinal]
    return Commune(table, sheets.sort_values("ordinal", ignore_index=True), boundary)


def _sheet_ordinals(frames: NDArray[np.object_]) -> NDArray[np.int64]:
    centres = shapely.centroid(frames)
    x, y = shapely.get_x(centres), shapely.get_y(centres)
    band = np.floor((y.max() - y) / SHEET_BAND_M)
    ordinal = np.empty(len(frames), dtype=np.int64)
    ordinal[np.lexsort((x, band))] = np.arange(1, len(frames) + 1)
    return ordinal


def _scales(lots: list[Lot], sheets: int) -> NDArray[np.int64]:
    """Return 500 for sheets of the town, 1000 for the others."""
    built = np.zeros(sheets)
    total = np.zeros(sheets)
    for lot in lots:
        built[lot.sheet] += lot.zone in (Zone.CORE, Zone.SUBURB)
        total[lot.sheet] += 1
    return np.where(built > 0.5 * total, 500, 1000)


def _roads(
    table: GeoDataFrame, frames: NDArray[np.object_], ordinal: NDArray[np.int64], scale: NDArray[np.int64]
) -> GeoDataFrame:
    """Return what is left of every sheet: its streets, one row per connected piece."""
    rows = []
    for frame, number, denominator in zip(frames, ordinal, scale, strict=True):
        others = table.geometry.values[table["sheet"].to_numpy() == number]
        rest = shapely.difference(frame, shapely.coverage_union_all(others))
        pieces = shapely.get_parts(rest)
        rows.append(GeoDataFrame({"geometry": pieces, "sheet": number, "scale": denominator}, crs=SRID))
    roads = pd.concat(rows, ignore_index=True)
    return roads.assign(kind=Face.ROAD.value, zone=0, block=0, purpose="road", lot=-1)


def _arc_surplus(fabric: Fabric, arcs: list[Arc], count: int) -> NDArray[np.float64]:
    """Return what the chords of true arcs leave out of (or add to) each face's area."""
    surplus = np.zeros(count)
    ring_of = np.repeat(fabric.ring_owner, np.diff(fabric.ring_start))
    polygons = fabric.polygons()
    for arc in arcs:
        vertex = arc.inner[0]
        pieces = arc.inner[1] - arc.inner[0] + 1
        step = np.radians(abs(arc.sweep)) / pieces
        lens = pieces * arc.radius**2 * (step - np.sin(step)) / 2
        middle = shapely.Point(_between(arc))
        for owner in ring_of[fabric.ring_vertices == vertex]:
            surplus[owner] += lens if shapely.contains(polygons[owner], middle) else -lens
    return surplus


def _between(arc: Arc) -> tuple[float, float]:
    """Return a point a hand's breadth inside the arc, towards its centre."""
    angle = np.radians(arc.start + arc.sweep / 2)
    reach = arc.radius - 0.05
    return arc.centre[0] + reach * float(np.cos(angle)), arc.centre[1] + reach * float(np.sin(angle))


def _numbers(table: GeoDataFrame) -> NDArray[np.int64]:
    """Number the parcels of each sheet in bands of 20 m from the top, turning at the end of every band."""
    x, y = table["label_x"].to_numpy(), table["label_y"].to_numpy()
    number = np.zeros(len(table), dtype=np.int64)
    for sheet in np.unique(table["sheet"]):
        members = np.flatnonzero((table["sheet"] == sheet) & (table["kind"] == Face.PARCEL))
        band = np.floor((y[members].max() - y[members]) / NUMBER_BAND_M).astype(np.int64)
        along = np.where(band % 2 == 0, x[members], -x[members])
        number[members[np.lexsort((along, band))]] = np.arange(1, len(members) + 1)
    return number


def _land_uses(table: GeoDataFrame, seed: int) -> list[str]:
    rng = np.random.default_rng([seed, 6])
    chance = rng.random(len(table))
    uses = []
    columns = zip(table["kind"], table["zone"], table["purpose"], table["area_m2"], chance, strict=True)
    for kind, zone, purpose, area, luck in columns:
        if kind != Face.PARCEL:
            uses.append(FACE_TEXT[Face(kind)])
        elif purpose in ("island", "round"):
            choices = ISLAND_USES[Zone(zone)]
            uses.append(choices[int(luck * len(choices))])
        elif purpose == "sand":
            uses.append("BCS" if luck < 0.7 else "DKV")
        elif len(purpose) == 3 and (zone != Zone.FIELD or purpose not in ("LUC", "HNK", "NTS", "CLN") or luck < 0.82):
            uses.append(purpose)
        else:
            uses.append(_usual_use(Zone(zone), float(area), float(luck)))
    return uses


def _usual_use(zone: Zone, area: float, luck: float) -> str:
    names, shares = USES[zone]
    use = names[int(np.searchsorted(np.cumsum(shares), luck * 0.999))]
    # A tube house has no orchard, and no shop needs half a hectare.
    return "ODT" if use == "ODT+CLN" and area < 110 else use
