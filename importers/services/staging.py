"""Write what the steps found into the staging tables, all in one transaction."""

import json
import re
from collections.abc import Callable
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import shapely
from django.db import connection

from gis_core.crs import transform
from gis_core.orm import copying
from gis_core.types import Srid
from importers.models import Batch
from importers.profiles import DEFAULT, profile
from importers.services import receipt
from importers.services.interpret import plain_attributes
from importers.services.names import name_columns
from importers.services.workspace import Workspace

WEB_MERCATOR = Srid(3857)
ELEMENT_COLUMNS = (
    "batch_id", "element", "source", "layer", "level", "kind", "color", "form", "role", "use", "reason", "text",
    "text_raw", "attributes", "geom", "geom_3857",
)  # fmt: skip
_PARCEL = re.compile(r"^(\d+)/(\d+)$")


def stage_parcels(batch: Batch, workspace: Workspace, progress: Callable[[int, int], None]) -> dict[str, Any]:
    """Prepare all rows first, then hand back the commit that writes them with the receipt."""
    table = workspace.frame("table")
    table[["use", "reason"]] = workspace.columns("settled")[["use", "reason"]]
    faces = workspace.frame("faces")
    findings = workspace.json("findings")
    srid = workspace.json("facts")["official_srid"]
    operation = workspace.json("facts")["operation"]
    parts = [
        ("importers_stagedface", face_columns(batch.pk, faces, srid)),
        ("importers_stagedname", name_columns(batch.pk, workspace.columns("names"))),
        ("importers_batchfinding", finding_columns(batch.pk, findings, srid)),
    ]
    total = len(table) + sum(len(next(iter(columns.values()))) for _, columns in parts)
    progress(0, total)
    paper = receipt.elements_part(table, batch.information["leaf_elements"]) | receipt.faces_part(faces)
    paper["balanced"] = receipt.balanced(paper)
    paper["coordinate_operation"] = operation
    paper["official_srid"] = srid
    paper["axes"] = workspace.json("facts")["axes"]
    if batch.options.get("replaces_series"):
        paper["resurvey"] = workspace.json("resurvey")

    return {
        "receipt": paper,
        "options": {**batch.options, "frames": workspace.json("facts")["frames"]},
        "status": Batch.Status.STAGED,
        "step": "",
        "done": total,
        "total": total,
        "commit": commit_of(batch, table, srid, write_parts(batch.pk, parts)),
    }


def commit_of(batch: Batch, table: gpd.GeoDataFrame, srid: int, others: Callable[[], None]) -> Callable[[], None]:
    """The commit that writes the elements, made ready while the database takes them, and then the other parts."""

    def commit() -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM public.importers_stagedelement WHERE batch_id = %s", [batch.pk])
        pieces = (
            element_columns(batch, table.iloc[start : start + copying.ROWS_AT_ONCE], srid)
            for start in range(0, len(table), copying.ROWS_AT_ONCE)
        )
        copying.copy_pieces("importers_stagedelement", ELEMENT_COLUMNS, pieces)
        others()

    return commit


def write_parts(batch_id: int, parts: list[tuple[str, dict[str, pa.Array]]]) -> Callable[[], None]:
    """The commit that writes staged rows, replacing whatever an earlier, lost run may have left."""

    def commit() -> None:
        with connection.cursor() as cursor:
            for name, _ in parts:
                cursor.execute(f'DELETE FROM public."{name}" WHERE batch_id = %s', [batch_id])  # noqa: S608
        for name, columns in parts:
            copying.copy_columns(name, columns)

    return commit


def to_web_mercator(geometries: np.ndarray, srid: int) -> np.ndarray:
    """Geometries for the map, by the pinned operation."""
    return transform.transform_geometries(geometries, Srid(srid), WEB_MERCATOR)


def element_columns(batch: Batch, table: gpd.GeoDataFrame, srid: int) -> dict[str, pa.Array]:
    """Columns of importers_stagedelement. Public texts decoded, all texts as bytes, geometry as placed."""
    meaning = profile(batch.profile or DEFAULT)
    geometries = table.geometry.to_numpy()
    mapped = np.full(len(table), None, dtype=object)
    lines = (table["form"] != "").to_numpy()
    if lines.any():
        mapped[lines] = to_web_mercator(geometries[lines], srid)
    count = len(table)
    public = (table["role"] != "").to_numpy()
    return {
        "batch_id": copying.constant(batch.pk, count),
        "element": copying.text_column(table["element"]),
        "source": copying.text_column(table["source"]),
        "layer": copying.text_column(table["layer"].fillna("")),
        "level": copying.text_column(table["level"]),
        "kind": copying.text_column(table["kind"]),
        "color": copying.text_column(table["color"]),
        "form": copying.text_column(table["form"]),
        "role": copying.text_column(table["role"]),
        "use": copying.text_column(table["use"]),
        "reason": copying.text_column(table["reason"]),
        "text": copying.text_column(np.where(public, table["decoded"], "")),
        "text_raw": copying.bytes_column(_bytes(table["text"])),
        "attributes": copying.text_column(
            table["attrs"].map(lambda row: plain_attributes(row, meaning), na_action="ignore")
        ),
        "geom": copying.geometry_column(geometries, srid),
        "geom_3857": copying.geometry_column(mapped, WEB_MERCATOR),
    }


def _bytes(values: pd.Series) -> list[bytes | None]:
    return [value if isinstance(value, bytes) else None for value in values]


def face_columns(batch_id: int, faces: gpd.GeoDataFrame, srid: int) -> dict[str, pa.Array]:
    """Columns of importers_stagedface."""
    geometries = faces.geometry.to_numpy()
    count = len(faces)
    return {
        "batch_id": copying.constant(batch_id, count),
        "face": copying.text_column(faces["face"]),
        "outcome": copying.text_column(faces["outcome"]),
        "sheet": copying.text_column(faces["sheet"]),
        "number": copying.text_column(faces["number"]),
        "land_use": copying.text_column(faces["land_use"].fillna("")),
        "area_labelled": copying.text_column(faces["area_labelled"]),
        "area_computed": copying.text_column(faces["area_computed"].astype(float).round(3)),
        "object_type": copying.text_column(faces["object_type"].fillna("")),
        "name": copying.text_column(faces["name"].fillna("")),
        "short_side_m": copying.text_column(faces["short_side_m"]),
        "registered": copying.constant("", count),
        "reason": copying.constant("", count),
        "geom": copying.geometry_column(geometries, srid),
        "geom_3857": copying.geometry_column(to_web_mercator(geometries, srid), WEB_MERCATOR),
    }


def finding_columns(batch_id: int, findings: list[dict[str, Any]], srid: int) -> dict[str, pa.Array]:
    """Columns of importers_batchfinding; the parcel concerned is read from `between` when it names one."""
    count = len(findings)
    places = np.array([finding["where"] or (np.nan, np.nan) for finding in findings], dtype=float).reshape(count, 2)
    placed = np.isfinite(places).all(axis=1)
    points = np.full(count, None, dtype=object)
    if placed.any():
        points[placed] = to_web_mercator(shapely.points(places[placed]), srid)
    parcels = [_first_parcel(finding) for finding in findings]
    return {
        "batch_id": copying.constant(batch_id, count),
        "code": copying.text_column(finding["code"] for finding in findings),
        "severity": copying.text_column(finding["severity"] for finding in findings),
        "sheet": copying.text_column(parcel[0] for parcel in parcels),
        "number": copying.text_column(parcel[1] for parcel in parcels),
        "x": copying.text_column(places[:, 0]),
        "y": copying.text_column(places[:, 1]),
        "srid": copying.constant(srid, count),
        "size": copying.text_column(finding["size"] for finding in findings),
        "between": copying.array_column(finding["between"] for finding in findings),
        "hint": copying.text_column(_json(finding["hint"]) for finding in findings),
        "state": copying.constant("open", count),
        "reason": copying.constant("", count),
        "geom_3857": copying.geometry_column(points, WEB_MERCATOR),
    }


def _first_parcel(finding: dict[str, Any]) -> tuple[int | None, int | None]:
    for text in finding["between"]:
        match = _PARCEL.match(text)
        if match:
            return int(match.group(1)), int(match.group(2))
    hint = finding["hint"]
    return _whole(hint.get("sheet")), _whole(hint.get("number"))


def _whole(value: Any) -> int | None:
    return int(value) if str(value).isdigit() else None


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
