"""Faces of a batch: built from line work and labels, or taken from polygons that carry their numbers."""

from collections.abc import Callable
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gis_core.geometry import measure
from gis_core.topology import build as topology
from gis_core.topology import coverage
from gis_core.topology.finding import Finding, Severity
from importers.checks.land_use import object_types
from importers.models import Batch
from importers.services.classify import line_work
from importers.services.names import COLUMNS as NAME_COLUMNS
from importers.services.names import names_on_objects, single_names
from importers.services.workspace import Workspace

Progress = Callable[[int, int], None]

FACE_COLUMNS = [
    "face", "outcome", "sheet", "number", "land_use", "area_labelled", "area_computed", "object_type", "name",
    "short_side_m",
]  # fmt: skip


def build_faces(batch: Batch, workspace: Workspace, progress: Progress) -> None:
    """Write `faces`, `settled` (use and reason of every row of `table`) and `findings` into the workspace."""
    table = workspace.frame("table")
    facts = workspace.json("facts")
    if facts["polygons"]:
        faces, findings = _from_polygons(workspace.frame("polygons"), batch)
        names = pd.DataFrame(columns=NAME_COLUMNS)
    else:
        faces, names, findings = _from_lines(table, workspace.frame("sheets"), batch)
    progress(len(faces), len(faces))
    workspace.save_frame("faces", faces)
    workspace.save_columns("names", names)
    workspace.save_columns("settled", pd.DataFrame({"use": table["use"], "reason": table["reason"]}))
    workspace.save_json("build_findings", [as_json(finding) for finding in findings])


def _from_lines(
    table: gpd.GeoDataFrame, sheets: gpd.GeoDataFrame, batch: Batch
) -> tuple[gpd.GeoDataFrame, pd.DataFrame, list[Finding]]:
    lines, forms, closed, owner = line_work(table)
    labels, label_rows = labels_of(table)
    result = topology.build_faces(
        lines,
        forms=forms,
        closed=closed,
        labels=labels,
        sheets=sheets,
        options=topology.BuildOptions(
            object_types=object_types(),
            point_accuracy_m=measure.DETAIL_ACCURACY_M[int(batch.options.get("scale") or 1000)],
        ),
    )
    settle_lines(table, owner, result.line_use)
    settle_labels(table, label_rows, result.label_use)
    faces = result.faces.reset_index(drop=True)
    faces["face"] = np.arange(len(faces))
    names = names_on_objects(faces, labels)
    faces["name"] = single_names(faces, names)
    return finish_faces(faces), names, list(result.findings)


def labels_of(table: gpd.GeoDataFrame) -> tuple[pd.DataFrame, np.ndarray]:
    """Labels as the builder wants them, and the row of `table` each came from.

    A text on the number level that is not a whole number (old FAMIS files put everything there) is `mixed`:
    its pattern and place say what it is.
    """
    rows = np.flatnonzero((table["role"] != "").to_numpy())
    picked = table.iloc[rows]
    anchors = _anchors(picked.geometry.to_numpy())
    text = picked["decoded"].astype(str).str.strip()
    role = picked["role"].where(~((picked["role"] == "number") & ~text.str.fullmatch(r"\d+")), "mixed")
    labels = pd.DataFrame(
        {
            "x": anchors[:, 0],
            "y": anchors[:, 1],
            "text": text.to_numpy(),
            "role": role.to_numpy(),
            "height": pd.to_numeric(picked["text_height"], errors="coerce").to_numpy(),
            "rotation": pd.to_numeric(picked["rotation"], errors="coerce").to_numpy(),
            "element": picked["element"].to_numpy(),
        }
    )
    return labels, rows


def _anchors(geometries: np.ndarray) -> np.ndarray:
    """A place (x, y) of every label: its own point, as nearly all have; a point inside of anything larger."""
    anchors = np.column_stack([shapely.get_x(geometries), shapely.get_y(geometries)])  # NaN for all but points
    larger = np.flatnonzero(np.isnan(anchors).any(axis=1))
    if len(larger):
        anchors[larger] = shapely.get_coordinates(shapely.point_on_surface(geometries[larger]))
    return anchors


def settle_lines(table: gpd.GeoDataFrame, owner: np.ndarray, use: np.ndarray) -> None:
    """An element is used when any of its parts bounds a face; otherwise it is set aside with the parts' reason."""
    use = np.asarray(use, dtype=object)
    rows, first = np.unique(owner, return_index=True)
    bounds_a_face = np.zeros(len(table), dtype=bool)
    bounds_a_face[owner[use == "used"]] = True
    aside = ~bounds_a_face[rows]
    _set_aside(table, rows[aside], use[first[aside]])


def settle_labels(table: gpd.GeoDataFrame, rows: np.ndarray, use: np.ndarray) -> None:
    """Labels the builder could not place are set aside as it says (`outside`, `decoration` …)."""
    use = np.asarray(use, dtype=object)
    _set_aside(table, rows[use != "used"], use[use != "used"])


def _set_aside(table: gpd.GeoDataFrame, rows: np.ndarray, reasons: np.ndarray) -> None:
    """Write use and reason of some rows (positions)."""
    for column, values in (("use", "set_aside"), ("reason", reasons)):
        settled = table[column].to_numpy(dtype=object, copy=True)
        settled[rows] = values
        table[column] = settled


def finish_faces(faces: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Columns of the staging table, with the short side that label rules need."""
    faces = faces.reset_index(drop=True)
    faces["face"] = np.arange(len(faces))
    faces["short_side_m"] = measure.short_side_m(faces.geometry.to_numpy()) if len(faces) else []
    return faces[[*FACE_COLUMNS, "geometry"]]


def _from_polygons(polygons: gpd.GeoDataFrame, batch: Batch) -> tuple[gpd.GeoDataFrame, list[Finding]]:
    geometries = polygons.geometry.to_numpy()
    land_use = polygons["land_use"].fillna("").astype(str)
    numbered = polygons["number"].notna().to_numpy()
    object_type = land_use.map(object_types()).fillna("").to_numpy()
    is_object = ~numbered & (object_type != "")
    areas = shapely.area(geometries)
    faces = gpd.GeoDataFrame(
        {
            "outcome": np.select([numbered, is_object], ["parcel", "land_object"], default="finding"),
            "sheet": polygons["sheet"].astype("Int64"),
            "number": polygons["number"],
            "land_use": land_use,
            "area_labelled": polygons["area"],
            "area_computed": areas,
            "object_type": np.where(is_object, object_type, ""),
            "name": "",
        },
        geometry=geometries,
        crs=None,
    )
    findings = coverage.check_polygons(
        geometries,
        sheets=faces["sheet"].to_numpy(),
        numbers=faces["number"].to_numpy(),
        areas_labelled=faces["area_labelled"].to_numpy(dtype=float),
        point_accuracy_m=measure.DETAIL_ACCURACY_M[int(batch.options.get("scale") or 1000)],
    )
    unnamed = np.flatnonzero(faces["outcome"] == "finding")
    places = shapely.get_coordinates(shapely.point_on_surface(geometries[unnamed]))
    findings += [
        Finding("LABEL-MISSING", Severity.ERROR, (float(x), float(y)), float(areas[face]), (), {})
        for face, (x, y) in zip(unnamed, places, strict=True)
    ]
    return finish_faces(faces), findings


def as_json(finding: Finding) -> dict[str, Any]:
    """A finding as the workspace keeps it."""
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "where": list(finding.where) if finding.where else None,
        "size": finding.size,
        "between": list(finding.between),
        "hint": finding.hint,
    }
