"""Say of every element what it is for: line work of a form, a label of a role, or set aside with a reason."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gis_core.crs.transform import plane
from importers.profiles import Profile, folded_key

PUBLIC_ROLES = ("land_use", "area", "number", "sheet", "name", "label_point")
"""Texts of these roles may be decoded and shown; every other text is personal until a profile says otherwise."""

LINE_KINDS = ("line", "linestring", "shape", "arc", "ellipse", "curve", "polygon", "multipolygon", "multilinestring")
POINT_KINDS = ("text", "point", "cell", "text_node")


def classify(elements: gpd.GeoDataFrame, profile: Profile) -> gpd.GeoDataFrame:
    """Add columns `form`, `role`, `use` and `reason`; containers are dropped (their leaves are there).

    A line on a forming level gets its form. A text gets its role; a text on an unnamed level is set aside as
    `unknown_text` and stays undecoded. Everything else is set aside as `other_level`.
    """
    leaf = elements["leaf"].to_numpy(dtype=bool)
    table = elements.copy(deep=False) if leaf.all() else elements[leaf].reset_index(drop=True)
    is_text = table["kind"].isin(POINT_KINDS).to_numpy()
    geometries = table.geometry.to_numpy()
    has_geometry = ~(shapely.is_missing(geometries) | shapely.is_empty(geometries))
    form, role = _meanings(table, profile)

    lines = ~is_text & (form != "") & has_geometry & _is_linear_or_area(geometries)
    texts = is_text & (role != "") & has_geometry
    table["form"] = np.where(lines, form, "")
    table["role"] = np.where(texts, role, "")
    table["use"] = np.where(lines | texts, "used", "set_aside")
    unknown_text = is_text & table["text"].notna().to_numpy() & ~texts
    reason = np.select(
        [lines | texts, ~has_geometry, unknown_text], ["", "no_geometry", "unknown_text"], default="other_level"
    )
    table["reason"] = reason
    return table


def _meanings(table: pd.DataFrame, profile: Profile) -> tuple[np.ndarray, np.ndarray]:
    """Form and role of every row by its level, else by its layer's name; each distinct one is looked up once."""
    level_of, levels = pd.factorize(pd.to_numeric(table["level"], errors="coerce"))
    layer_of, layers = pd.factorize(table["layer"].fillna("").astype(str))
    names = [folded_key(layer) for layer in layers]

    def meaning(by_level: dict[int, str], by_layer: dict[str, str]) -> np.ndarray:
        # a missing level is numbered -1: the last entry
        of_level = np.array([*(by_level.get(int(level)) or "" for level in levels), ""], dtype=object)[level_of]
        of_layer = np.array([*(by_layer.get(name) or "" for name in names), ""], dtype=object)[layer_of]
        return np.where(of_level == "", of_layer, of_level)

    return meaning(profile.level_form, profile.layer_form), meaning(profile.level_role, profile.layer_role)


def _is_linear_or_area(geometries: np.ndarray) -> np.ndarray:
    return np.isin(shapely.get_dimensions(geometries), (1, 2))


def line_work(table: gpd.GeoDataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Forming lines as (LineStrings, forms, closed, row numbers of `table`).

    Areas give their rings; multi-part elements give their parts. `closed` marks an element that was one closed
    shape, which claims the area inside it.
    """
    rows = np.flatnonzero((table["form"] != "").to_numpy())
    geometries = table.geometry.to_numpy()[rows]
    closed_kind = table["kind"].isin(("shape", "polygon", "multipolygon", "complex_shape")).to_numpy()[rows]
    is_area = shapely.get_dimensions(geometries) == 2
    boundaries = geometries.copy()
    boundaries[is_area] = shapely.boundary(geometries[is_area])
    parts, owner = shapely.get_parts(boundaries, return_index=True)
    closed = (closed_kind | is_area)[owner] & shapely.is_closed(parts)
    keep = shapely.length(parts) > 0
    return (
        plane(parts[keep]),
        table["form"].to_numpy()[rows][owner][keep],
        closed[keep],
        rows[owner][keep],
    )
