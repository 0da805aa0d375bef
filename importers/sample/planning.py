"""The sample's plans: a road widening, a land-use plan, a water corridor, and an older zoning plan that has expired.

Zones are drawn whole, as decisions show them (the widened road including today's road); what changes on the ground
follows from comparing them with the fabric. Each plan says which area it speaks about; part of the commune lies
outside some of them, so that "no data" exists.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from geopandas import GeoDataFrame

from importers.sample.make import Sample
from importers.sample.plan import Street
from importers.sample.polygon_files import MERIDIAN, tcvn3_column
from importers.sample.recipe import SRID, Face, Zone
from importers.writers.mapinfo import write_tab

WIDENING_M = 11.0
RIVER_CORRIDOR_M, COAST_CORRIDOR_M = 22.0, 45.0
ISSUER = "Ủy ban nhân dân tỉnh Bình Thuận"
PLANNED_FIELD_USE = "ODT"
LAND_USE_PLAN = "Quy hoạch sử dụng đất 2021–2030"
WATER_PLAN = "Hành lang bảo vệ bờ sông, bờ biển"
OLD_PLAN = "Quy hoạch phân khu tỷ lệ 1/2000"


@dataclass(frozen=True, slots=True)
class SamplePlans:
    """Zones (plan, role 'zone' or 'coverage', code, name, planned_use, geometry in EPSG:9218) and decision facts."""

    zones: GeoDataFrame
    facts: list[dict[str, Any]]
    widened_road: str


def make_plans(sample: Sample) -> SamplePlans:
    """Return the plans of a sample."""
    whole = sample.commune.boundary
    most = _cut_away_corner(whole)
    street = _street_to_widen(sample)
    rows: list[tuple[str, str, str, str, str, Any]] = []
    rows.append(("LG-THK", "coverage", "", "Phạm vi lập quy hoạch", "", most))
    planned_width = street.width + WIDENING_M
    axis = axis_of(sample, street)
    corridor = shapely.intersection(shapely.buffer(axis, planned_width / 2, cap_style="flat"), most)
    rows.append(("LG-THK", "zone", f"LG{planned_width:.0f}", f"Mở rộng {street.name}", "DGT", corridor))
    rows.append(("QHSDD-2030", "coverage", "", "Phạm vi lập quy hoạch", "", whole))
    rows += [("QHSDD-2030", "zone", *zone) for zone in _land_use_zones(sample)]
    rows.append(("HLBV-NUOC", "coverage", "", "Phạm vi lập quy hoạch", "", whole))
    rows += [("HLBV-NUOC", "zone", *zone) for zone in _water_zones(sample)]
    rows.append(("QHPK-2015", "coverage", "", "Phạm vi lập quy hoạch", "", most))
    rows += [("QHPK-2015", "zone", *zone) for zone in _old_zoning(sample, most)]
    zones = GeoDataFrame(rows, columns=["plan", "role", "code", "name", "planned_use", "geometry"], crs=SRID)
    clean = shapely.set_precision(zones.geometry.to_numpy(), 0.001)
    zones = zones.set_geometry(GeoDataFrame(geometry=_areas_only(clean), crs=SRID).geometry)
    return SamplePlans(zones, _facts(street, planned_width), street.name)


def write_planning_tab(plans: SamplePlans, path: Path) -> None:
    """Write the zones as MapInfo TAB in TCVN3: MaQH, VaiTro, MaKhu, Ten, MDSD_QH."""
    zones = plans.zones
    widths = {"plan": 20, "role": 10, "code": 20, "name": 120, "planned_use": 20}
    names = {"plan": "MaQH", "role": "VaiTro", "code": "MaKhu", "name": "Ten", "planned_use": "MDSD_QH"}
    columns = [tcvn3_column(names[field], zones[field], width) for field, width in widths.items()]
    write_tab(path, zones.geometry.to_numpy(), columns, meridian=MERIDIAN)


def axis_of(sample: Sample, street: Street) -> shapely.LineString:
    """Return a street's axis on the ground."""
    steps = max(2, int(street.length // 15))
    share = np.linspace(0.0, 1.0, steps)
    u = street.start[0] + (street.end[0] - street.start[0]) * share
    v = street.start[1] + (street.end[1] - street.start[1]) * share
    return shapely.LineString(sample.ground.place(u, v))


def _areas_only(geometries: Iterable[Any]) -> list[Any]:
    """Keep the polygons of what cutting and rounding left."""
    kept = []
    for geometry in geometries:
        parts = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon" and part.area > 1.0]
        kept.append(parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts))
    return kept


def _cut_away_corner(whole: Any) -> Any:
    """Return the commune less its north-east corner, about a seventh of it."""
    west, south, east, north = shapely.bounds(whole)
    knife = shapely.Polygon(
        [(east + 9, north + 9), (west + 0.42 * (east - west), north + 9), (east + 9, south + 0.42 * (north - south))]
    )
    return shapely.difference(whole, knife)


def _street_to_widen(sample: Sample) -> Street:
    """Return the main street most town parcels stand at; the quay stays as it is."""
    parcels = sample.commune.parcels
    town = parcels[parcels["zone"].isin([int(Zone.CORE), int(Zone.SUBURB)])]
    tree = shapely.STRtree(town.geometry.to_numpy())
    inland = [street for street in sample.streets if "Trưng Nhị" not in street.name]
    # a small commune has no main street but the quay: then a street of the next rank is widened
    candidates = [street for street in inland if street.rank == min(other.rank for other in inland)]
    reach = [
        len(tree.query(axis_of(sample, street), predicate="dwithin", distance=street.width / 2 + WIDENING_M / 2))
        for street in candidates
    ]
    return candidates[int(np.argmax(reach))]


def _blocks(sample: Sample) -> GeoDataFrame:
    """Return one row per block: geometry (its parcels together), zone, and the use of most of its ground."""
    parcels = sample.commune.parcels
    rows = []
    for name, block in parcels.groupby("block"):
        ground = shapely.coverage_union_all(block.geometry.to_numpy())
        leading = block.groupby(block["land_use"].str[:3])["area_m2"].sum().idxmax()
        rows.append((name, int(block["zone"].iloc[0]), str(leading), ground))
    return GeoDataFrame(rows, columns=["block", "zone", "use", "geometry"], crs=SRID)


def _land_use_zones(sample: Sample) -> list[tuple[str, str, str, Any]]:
    """Return code, name, planned use and area: three changes of whole blocks, elsewhere every parcel keeps its use."""
    blocks = _blocks(sample)
    blocks["planned"], blocks["change"] = blocks["use"], ""
    centre = shapely.centroid(shapely.union_all(blocks.loc[blocks["zone"] == Zone.CORE, "geometry"].to_numpy()))
    away = shapely.distance(blocks.geometry.to_numpy(), centre)
    changes = (
        (blocks["use"].isin(["LUC", "LUK", "HNK", "CLN", "NTS"]), 3, PLANNED_FIELD_USE, "Khu dân cư mới"),
        (
            blocks["zone"].isin([int(Zone.GARDEN), int(Zone.SUBURB)]) & (blocks["use"] != "NTD"),
            1,
            "DKV",
            "Công viên cây xanh",
        ),
        (blocks["zone"] == Zone.BEACH, 1, "DDL", "Khu du lịch ven biển"),
    )
    for fit, count, use, name in changes:
        free = np.flatnonzero((fit & (blocks["change"] == "")).to_numpy())
        chosen = free[np.argsort(away[free], kind="stable")[:count]]
        blocks.loc[chosen, ["planned", "change"]] = ["TMD" if use == "DDL" else use, name]
    zones = []
    changed = blocks[blocks["change"] != ""]
    for (planned, change), group in changed.groupby(["planned", "change"]):
        zones.append((f"{planned}-M", change, planned, shapely.union_all(group.geometry.to_numpy())))
    parcels = sample.commune.parcels
    kept = parcels[~parcels["block"].isin(changed["block"])]
    for use, group in kept.groupby(kept["land_use"].str[:3]):
        ground = shapely.coverage_union_all(group.geometry.to_numpy())
        zones.append((f"{use}-H", f"Đất hiện trạng {use}", str(use), ground))
    return zones


def _water_zones(sample: Sample) -> list[tuple[str, str, str, Any]]:
    """Return the strips of land along river and sea."""
    faces = sample.commune.faces
    water = faces[faces["kind"].isin([Face.RIVER, Face.SEA])]
    wet = shapely.union_all(shapely.buffer(water.geometry.to_numpy(), 0.02, join_style="mitre"))
    land = shapely.difference(sample.commune.boundary, wet)
    zones = []
    for kind, width, code, name in (
        (Face.RIVER, RIVER_CORRIDOR_M, "HLBS", "Hành lang bảo vệ bờ sông Cà Ty"),
        (Face.SEA, COAST_CORRIDOR_M, "HLBB", "Hành lang bảo vệ bờ biển"),
    ):
        body = shapely.union_all(water.loc[water["kind"] == kind, "geometry"].to_numpy())
        strip = shapely.simplify(shapely.buffer(body, width, quad_segs=3), 0.1)
        zones.append((code, name, "", shapely.intersection(strip, land)))
    return zones


def _old_zoning(sample: Sample, coverage: Any) -> list[tuple[str, str, str, Any]]:
    """Return one function area per sheet of the expired plan."""
    functions = (
        ("OHT", "Khu ở hiện trạng cải tạo", "ODT"),
        ("OM", "Khu ở mới", "ODT"),
        ("DV", "Khu dịch vụ du lịch", "TMD"),
    )
    zones = []
    for place, frame in enumerate(sample.commune.sheets.geometry.to_numpy()):
        code, name, use = functions[place % len(functions)]
        ground = shapely.intersection(shapely.buffer(frame, -0.005, join_style="mitre"), coverage)
        if ground.area > 1000:
            zones.append((f"{code}-{place + 1}", name, use, ground))
    return zones


def _facts(street: Street, planned_width: float) -> list[dict[str, Any]]:
    road = f"Lộ giới {street.name} rộng {planned_width:.0f} m"
    return [
        _fact("LG-THK", road, "right_of_way", "sector", "1812/QĐ-UBND", ("2023-08-15", "2033-08-15"), 0.3, 1000),
        _fact(
            "QHSDD-2030",
            LAND_USE_PLAN,
            "land_use_plan",
            "district",
            "2268/QĐ-UBND",
            ("2021-10-01", "2030-12-31"),
            3.0,
            10000,
        ),
        _fact(
            "HLBV-NUOC", WATER_PLAN, "water_corridor", "sector", "1357/QĐ-UBND", ("2022-07-08", "2032-07-08"), 0.6, 2000
        ),
        _fact("QHPK-2015", OLD_PLAN, "zoning", "detailed", "3115/QĐ-UBND", ("2015-11-12", "2025-12-31"), 0.6, 2000),
    ]


def _fact(
    code: str, name: str, theme: str, level: str, number: str, term: tuple[str, str], accuracy: float, scale: int
) -> dict[str, Any]:
    return {
        "code": code,
        "name": name,
        "theme": theme,
        "level": level,
        "decision_number": number,
        "decision_date": term[0],
        "issuer": ISSUER,
        "valid_from": term[0],
        "valid_to": term[1],
        "line_accuracy_m": accuracy,
        "scale": scale,
    }
