"""The receipt of a batch: what came in is what was used plus what was set aside, or the batch does not go on."""

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

AREA_CLOSES_M2 = 0.5
"""Sums of face areas per outcome must close to the sum over all faces within rounding of a whole commune."""


def elements_part(table: pd.DataFrame, counted_by_reader: int) -> dict[str, Any]:
    """Elements in = used + set aside, per level and kind; `in` is the reader's own count, not the table's."""
    used = int((table["use"] == "used").sum())
    aside = int((table["use"] == "set_aside").sum())
    level = table["level"].astype("string").fillna("–")
    groups = table.assign(level=level).groupby(["level", "layer", "kind"], sort=True)["use"]
    levels = [
        {"level": key[0], "layer": key[1], "kind": key[2], "in": len(uses), "used": int((uses == "used").sum())}
        for key, uses in groups
    ]
    reasons = table.loc[table["use"] == "set_aside", "reason"].value_counts()
    return {
        "elements": {"in": counted_by_reader, "used": used, "set_aside": aside},
        "levels": [{**row, "set_aside": row["in"] - row["used"]} for row in levels],
        "set_aside": [{"reason": str(reason), "count": int(count)} for reason, count in reasons.items()],
    }


def faces_part(faces: gpd.GeoDataFrame) -> dict[str, Any]:
    """Faces built = parcels + land objects + outside + unexplained, and their areas."""
    counts = faces["outcome"].value_counts()
    count = {key: int(counts.get(key, 0)) for key in ("parcel", "land_object", "outside", "finding")}
    area = faces.groupby("outcome")["area_computed"].sum()
    areas = {key: round(float(area.get(key, 0.0)), 1) for key in count}
    extent = shapely.total_bounds(faces.geometry.to_numpy()) if len(faces) else np.array([np.nan] * 4)
    return {
        "faces": {
            "built": len(faces),
            "parcels": count["parcel"],
            "land_objects": count["land_object"],
            "outside": count["outside"],
            "unexplained": count["finding"],
        },
        "parcels": {"built": count["parcel"], "registered": 0, "rejected": 0},
        "area_m2": {
            "built": round(float(faces["area_computed"].sum()), 1),
            "parcels": areas["parcel"],
            "land_objects": areas["land_object"],
            "outside": areas["outside"],
            "unexplained": areas["finding"],
            "registered": 0.0,
        },
        "extent": [round(float(value), 3) for value in extent] if np.isfinite(extent).all() else None,
    }


def elements_close(receipt: dict[str, Any]) -> bool:
    """True when every element the reader counted was used or set aside, in all and level by level."""
    elements = receipt["elements"]
    return (
        elements["in"] == elements["used"] + elements["set_aside"]
        and all(row["in"] == row["used"] + row["set_aside"] for row in receipt["levels"])
        and elements["in"] == sum(row["in"] for row in receipt["levels"])
        and elements["used"] == sum(row["used"] for row in receipt["levels"])
        and elements["set_aside"] == sum(row["count"] for row in receipt["set_aside"])
    )


def balanced(receipt: dict[str, Any]) -> bool:
    """True when elements, levels, faces and areas all close."""
    faces, area = receipt["faces"], receipt["area_m2"]
    return (
        elements_close(receipt)
        and faces["built"] == faces["parcels"] + faces["land_objects"] + faces["outside"] + faces["unexplained"]
        and abs(area["built"] - area["parcels"] - area["land_objects"] - area["outside"] - area["unexplained"])
        <= AREA_CLOSES_M2
    )
