"""Say of every element what it is for: line work of a form, a label of a role, or set aside with a reason."""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

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
    table = elements[elements["leaf"].to_numpy(dtype=bool)].reset_index(drop=True)
    level = pd.to_numeric(table["level"], errors="coerce")
    layer = table["layer"].fillna("").astype(str).map(folded_key)
    is_text = table["kind"].isin(POINT_KINDS).to_numpy()
    has_geometry = ~(table.geometry.isna() | table.geometry.is_empty).to_numpy()

    form = level.map(profile.level_form).where(level.notna(), None)
    form = form.fillna(layer.map(profile.layer_form)).fillna("")
    role = level.map(profile.level_role).where(level.notna(), None)
    role = role.fillna(layer.map(profile.layer_role)).fillna("")

    lines = ~is_text & (form != "").to_numpy() & has_geometry & _is_linear_or_area(table.geometry.to_numpy())
    texts = is_text & (role != "").to_numpy() & has_geometry
    table["form"] = np.where(lines, form, "")
    table["role"] = np.where(texts, role, "")
    table["use"] = np.where(lines | texts, "used", "set_aside")
    unknown_text = is_text & table["text"].notna().to_numpy() & ~texts
    reason = np.select(
        [lines | texts, ~has_geometry, unknown_text], ["", "no_geometry", "unknown_text"], default="other_level"
    )
    table["reason"] = reason
    return table


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
    boundaries = np.where(is_area, shapely.boundary(geometries), geometries)
    parts, owner = shapely.get_parts(boundaries, return_index=True)
    closed = (closed_kind | is_area)[owner] & shapely.is_closed(parts)
    keep = shapely.length(parts) > 0
    return (
        shapely.force_2d(parts[keep]),
        table["form"].to_numpy()[rows][owner][keep],
        closed[keep],
        rows[owner][keep],
    )
