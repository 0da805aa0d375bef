"""The truth about a sample: every parcel and every planted fault, and the facts an importer must be told."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from importers.sample.drawing import FONT_NAME, FONT_NUMBER
from importers.sample.fault_kinds import ALSO_IN_POLYGONS, POLYGON_CODES, Fault
from importers.sample.make import Sample
from importers.sample.names import CANARY_OWNER
from importers.sample.planning import SamplePlans
from importers.sample.recipe import SERIES_NAME, SRID, SURVEY_YEAR, UNIT_CODE, UNIT_NAME, Face


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Write JSON in one fixed form (UTF-8, one line per row of the long lists)."""
    lines = ["{"]
    items = list(content.items())
    for number, (key, value) in enumerate(items):
        comma = "," if number < len(items) - 1 else ""
        if isinstance(value, list) and value and isinstance(value[0], dict):
            rows = ",\n".join("  " + json.dumps(row, ensure_ascii=False) for row in value)
            lines.append(f"{json.dumps(key)}: [\n{rows}\n]{comma}")
        else:
            lines.append(f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}{comma}")
    path.write_text("\n".join([*lines, "}", ""]), encoding="utf-8", newline="\n")


def truth_of(sample: Sample) -> dict[str, Any]:
    """Return parcels (with corners), land objects, sheets and faults in file coordinates (EPSG:9218, metres)."""
    faces = sample.commune.faces
    spoiled = {face: fault.kind for fault in sample.planted.faults for face in fault.faces}
    parcels, land_objects = [], []
    for face in faces.itertuples():
        facts: dict[str, Any] = {"sheet": int(face.sheet), "land_use": face.land_use, "area": float(face.area_m2)}
        if face.kind == Face.PARCEL:
            facts = {"sheet": facts.pop("sheet"), "number": int(face.number), **facts}
            facts["corners"] = _corners(face.geometry)
            if face.Index in spoiled:
                facts["fault"] = spoiled[face.Index]
            parcels.append(facts)
        else:
            facts |= {"kind": str(face.kind), "x": round(face.label_x, 3), "y": round(face.label_y, 3)}
            land_objects.append(facts)
    parcels.sort(key=lambda parcel: (parcel["sheet"], parcel["number"]))
    sheets = [
        {
            "sheet": int(row.ordinal),
            "title": row.title,
            "scale": int(row.scale),
            "style": str(sample.drawing.styles[int(row.ordinal)]),
            "frame": shapely.to_wkt(row.geometry, rounding_precision=3),
        }
        for row in sample.commune.sheets.itertuples()
    ]
    counts = {kind: sum(fault.kind == kind for fault in sample.planted.faults) for kind in _kinds(sample)}
    return {
        "unit": UNIT_CODE,
        "srid": SRID,
        "seed": sample.recipe.seed,
        "counts": {"parcels": len(parcels), "land_objects": len(land_objects), "sheets": len(sheets), "faults": counts},
        "faults": [_fault(sample, fault) for fault in sample.planted.faults],
        "sheets": sheets,
        "land_objects": land_objects,
        "parcels": parcels,
    }


def facts_of(sample: Sample, plans: SamplePlans) -> dict[str, Any]:
    """Return what an officer knows about the sample's files before importing them."""
    sheets = []
    for row in sample.commune.sheets.itertuples():
        encoding = sample.drawing.styles[int(row.ordinal)].encoding
        facts = {"file": sheet_file(int(row.ordinal)), "sheet": int(row.ordinal), "scale": int(row.scale)}
        sheets.append(facts | {"encoding": encoding, "font": FONT_NAME[encoding]})
    series = {"name": SERIES_NAME, "year": SURVEY_YEAR, "survey_method": "toàn đạc điện tử", "numbering": "TT25-2014"}
    return {
        "unit": UNIT_CODE,
        "unit_name": UNIT_NAME,
        "srid": SRID,
        "series": series,
        "sheets": sheets,
        "fonts": {str(FONT_NUMBER[name]): FONT_NAME[name] for name in FONT_NUMBER},
        "files": {
            "planning_zones.tab": {"kind": "zones", "srid": SRID, "encoding": "tcvn3"},
            "plan_scan.tif": {"kind": "raster", "srid": SRID, "plan": "QHPK-2015"},
            "parcels.tab": {"kind": "parcels", "srid": SRID, "encoding": "tcvn3"},
            "parcels.mif": {"kind": "parcels", "srid": SRID, "encoding": "tcvn3"},
            "parcels.gpkg": {"kind": "parcels", "srid": SRID, "encoding": "utf-8"},
            "commune.dgn": {"kind": "linework", "srid": SRID, "encoding": "tcvn3"},
        },
        "owner_canary": CANARY_OWNER,
        "planning": {"plans": plans.facts, "widened_road": plans.widened_road},
    }


def sheet_file(ordinal: int) -> str:
    """Return the path of a sheet's design file inside the sample."""
    return f"sheets/to{ordinal:02d}.dgn"


def _kinds(sample: Sample) -> list[str]:
    return list(dict.fromkeys(fault.kind for fault in sample.planted.faults))


def _fault(sample: Sample, fault: Fault) -> dict[str, Any]:
    faces = sample.commune.faces
    return {
        "kind": fault.kind,
        "code": fault.code,
        "code_in_polygons": POLYGON_CODES[fault.kind] if fault.kind in ALSO_IN_POLYGONS else None,
        "sheet": fault.sheet,
        "size": fault.size,
        "unit": fault.unit,
        "parcels": [int(faces.loc[face, "number"]) for face in fault.faces],
        "in": ["dgn", "polygons"] if fault.kind in ALSO_IN_POLYGONS else ["dgn"],
        "note": fault.note,
        "geometry": shapely.to_wkt(fault.geometry, rounding_precision=3),
    }


def _corners(polygon: shapely.Polygon) -> list[list[list[float]]]:
    """Return the rings as lists of [east, north] in metres, outside first, not closed."""
    rings = [polygon.exterior, *polygon.interiors]
    return [np.round(shapely.get_coordinates(ring)[:-1], 3).tolist() for ring in rings]
