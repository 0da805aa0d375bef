"""From raw elements to meaning: texts decoded, coordinates placed, sheets recognised."""

import json
import re
from dataclasses import asdict
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gis_core.text import charsets
from gis_core.text.names import fold
from importers.models import Batch
from importers.profiles import DEFAULT, Profile, profile
from importers.readers.summary import WIDE_MARK
from importers.readers.wide_text import decode_text
from importers.services.classify import PUBLIC_ROLES, classify
from importers.services.place import decide_place, to_official
from importers.services.workspace import Workspace

_SHEET_TEXT = re.compile(r"\bto\b(?:\s+ban\s+do)?(?:\s+so)?\s*[:.]?\s*0*(\d{1,4})\b")
_SHEET_IN_NAME = re.compile(r"(?:^|[^a-z])(?:to|sheet|tbd)[_\- ]?0*(\d{1,4})(?!\d)")


def interpret_parcels(batch: Batch, workspace: Workspace) -> dict[str, Any]:
    """Classify, decode, place and find the sheets; returns the batch fields to write.

    The frame `table` holds every leaf element in the official zone with form, role, decoded public text, use
    and reason. When a person must decide, the batch stops with the proposals and nothing is assumed.
    """
    meaning = profile(batch.profile or DEFAULT)
    table = classify(workspace.frame("elements"), meaning)
    encoding, score = decode_texts(table, batch)
    place = decide_place(batch, representative_points(table))
    # asked together: with the unit known, the evidence for a coordinate system may settle itself
    open_questions = (*place.decisions, *(() if batch.unit_id else ({"what": "unit", "proposals": []},)))
    if open_questions:
        return _undecided(open_questions)
    table = to_official(table, place)
    polygons = attribute_polygons(table, meaning, encoding)
    facts = {
        "polygons": polygons is not None,
        "text_score": score,
        "file_srid": place.file_srid,
        "official_srid": place.official_srid,
        "frames": {},
        "operation": place.operation,
        "axes": asdict(place.axes),
    }
    if polygons is not None:
        undecided = _sheet_of_polygons(polygons, batch)
        workspace.save_frame("polygons", polygons)
    else:
        sheets = frames_of_sheets(table)
        undecided = () if sheets is not None or _stated_sheet(batch) else ({"what": "sheet", "proposals": []},)
        if sheets is not None:
            hexes = shapely.to_wkb(sheets.geometry.to_numpy(), hex=True)
            facts["frames"] = dict(zip(sheets["sheet"].astype(str), hexes, strict=True))
        workspace.save_frame("sheets", sheets if sheets is not None else _one_sheet(table, batch))
    if undecided:
        return _undecided(undecided)
    workspace.save_frame("table", table)
    workspace.save_json("facts", facts)
    return {"srid": place.file_srid, "encoding": encoding, "decisions": [], "sheet_number": batch.sheet_number}


def _undecided(decisions: tuple[dict[str, Any], ...]) -> dict[str, Any]:
    return {"status": Batch.Status.NEEDS_DECISION, "decisions": list(decisions), "step": ""}


def decode_texts(table: pd.DataFrame, batch: Batch) -> tuple[str, float]:
    """Decode the texts of public roles into column `decoded`; every other text stays bytes.

    Returns the encoding and its score (1.0 when stated or when all public texts are plain ASCII).
    """
    public = table["role"].isin(PUBLIC_ROLES).to_numpy() & table["text"].notna().to_numpy()
    raw = table["text"].to_numpy()[public]
    narrow = [text for text in raw if not text.startswith(WIDE_MARK)]
    stated = batch.options.get("encoding") or ""
    fonts = tuple(font for font in table.loc[public, "font"].dropna().unique())
    if stated and stated != "auto":
        encoding, score = stated, 1.0
    elif all(text.isascii() for text in narrow):
        encoding, score = "utf-8", 1.0
    else:
        best, second = charsets.guess(narrow, fonts=fonts)[:2]
        encoding, score = best.name, best.score - max(0.0, second.score)
    decoded = np.full(len(table), "", dtype=object)
    fonts_of = table["font"].to_numpy()[public]
    # parcel numbers and land uses come again on every sheet: each text is decoded once
    pairs = list(zip(raw, fonts_of, strict=True))
    told = {(text, font): decode_text(text, encoding, font=font) for text, font in set(pairs)}
    decoded[public] = [told[pair] for pair in pairs]
    table["decoded"] = decoded
    return encoding, score


def representative_points(table: gpd.GeoDataFrame, limit: int = 5000) -> np.ndarray:
    """At most `limit` first vertices (n×2) of the elements that will be used, spread over the file."""
    used = table.geometry.to_numpy()[(table["use"] == "used").to_numpy()]
    if not len(used):
        used = table.geometry.dropna().to_numpy()
    picked = used[:: max(1, len(used) // limit)]
    first, owner = shapely.get_coordinates(picked, return_index=True)
    _, positions = np.unique(owner, return_index=True)
    return first[positions]


def attribute_polygons(table: gpd.GeoDataFrame, meaning: Profile, encoding: str) -> gpd.GeoDataFrame | None:
    """Polygons that carry their numbers as columns (MapInfo, GeoPackage, shapefile), or None for line work."""
    attributes = table["attrs"].notna().to_numpy()
    areal = (shapely.get_dimensions(table.geometry.to_numpy()) == 2) & attributes
    if not areal.any():
        return None
    rows = table.loc[areal, "attrs"]
    names = list(dict.fromkeys(name for row in rows.head(50) for name in row))
    columns = meaning.columns_of(names)
    if "number" not in columns:
        return None
    polygons = gpd.GeoDataFrame({"row": np.flatnonzero(areal)}, geometry=table.geometry.to_numpy()[areal], crs=None)
    for field in ("sheet", "number", "area", "land_use"):
        values = [cell_text(row.get(columns[field]), encoding) for row in rows] if field in columns else None
        polygons[field] = values if values is not None else ""
    polygons["number"] = _whole(polygons["number"])
    polygons["sheet"] = _whole(polygons["sheet"])
    polygons["area"] = pd.to_numeric(polygons["area"].str.replace(",", "."), errors="coerce")
    table.loc[areal, ["use", "reason"]] = ["used", ""]
    table.loc[areal, "form"] = "parcel"
    return polygons


def cell_text(value: Any, encoding: str) -> str:
    """The text of one attribute cell, decoded and trimmed; empty when there is none."""
    if value is None or value is pd.NA:
        return ""
    if isinstance(value, bytes):
        return charsets.decode(value, encoding).strip()
    return str(value).strip()


def _whole(values: pd.Series) -> pd.Series:
    """Whole numbers above zero; offices write 0 where the number is missing."""
    numbers = pd.to_numeric(values.replace("", None), errors="coerce")
    return numbers.where((numbers > 0) & (numbers % 1 == 0)).astype("Int64")


def frames_of_sheets(table: gpd.GeoDataFrame) -> gpd.GeoDataFrame | None:
    """Closed frames that hold a text "Tờ bản đồ số N": columns sheet (int), geometry; None when there is none."""
    is_frame = ((table["form"] == "frame") & (table["use"] == "used")).to_numpy()
    shapes = table.geometry.to_numpy()[is_frame]
    areas = shapes[shapely.get_dimensions(shapes) == 2]
    closed = shapes[shapely.is_closed(shapes) & (shapely.get_type_id(shapes) == shapely.GeometryType.LINESTRING)]
    frames = np.array([*areas, *(shapely.Polygon(ring) for ring in closed)], dtype=object)
    texts = table[(table["role"] == "sheet").to_numpy()]
    numbers = [_sheet_of_text(text) for text in texts["decoded"]]
    if not len(frames) or not any(number is not None for number in numbers):
        return None
    points = texts.geometry.to_numpy()
    which_text, which_frame = shapely.STRtree(frames).query(points, predicate="intersects")
    found = {int(frame): numbers[text] for text, frame in zip(which_text, which_frame, strict=True) if numbers[text]}
    if not found:
        return None
    return gpd.GeoDataFrame({"sheet": list(found.values())}, geometry=frames[list(found)], crs=None)


def _sheet_of_text(text: str) -> int | None:
    match = _SHEET_TEXT.search(fold(text))
    return int(match.group(1)) if match else None


def _stated_sheet(batch: Batch) -> int | None:
    """The sheet the uploader stated, or the one the file's name tells ("PT_to12.dgn")."""
    if batch.sheet_number is None:
        match = _SHEET_IN_NAME.search(fold(batch.file_name))
        batch.sheet_number = int(match.group(1)) if match else None
    return batch.sheet_number


def _one_sheet(table: gpd.GeoDataFrame, batch: Batch) -> gpd.GeoDataFrame:
    box = shapely.box(*shapely.total_bounds(table.geometry.dropna().to_numpy()))
    return gpd.GeoDataFrame({"sheet": [batch.sheet_number or 0]}, geometry=[shapely.buffer(box, 10)], crs=None)


def _sheet_of_polygons(polygons: gpd.GeoDataFrame, batch: Batch) -> tuple[dict[str, Any], ...]:
    if polygons["sheet"].notna().all():
        return ()
    sheet = _stated_sheet(batch)
    if sheet is None and polygons["sheet"].isna().all():
        return ({"what": "sheet", "proposals": []},)
    polygons["sheet"] = polygons["sheet"].fillna(sheet if sheet is not None else 0)
    return ()


def plain_attributes(row: dict[str, Any] | None, meaning: Profile) -> str | None:
    """Column values fit for the staging table: numbers of columns the profile names.

    Texts stay as bytes in the vault's file, and so do numbers of unknown meaning: an identity card is a number too.
    """
    if not row:
        return None
    numbers = {name: value for name, value in row.items() if isinstance(value, int | float | bool)}
    kept = {name: value for name, value in numbers.items() if meaning.names_column(name)}
    return json.dumps(kept) if kept else None
