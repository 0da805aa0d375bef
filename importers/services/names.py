"""Names on land objects: a street net is one face with many names, each written where it belongs."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import shapely
from django.db import connection

from gis_core.geometry.widths import widths_at
from gis_core.orm import copying

LETTER_RATIO = 0.8
"""Width of a letter over the height of the text, about: drawings tell the height and the lower left corner only."""

COLUMNS = ["face", "text", "x", "y", "rotation_deg", "width_m"]


def names_on_objects(faces: gpd.GeoDataFrame, labels: pd.DataFrame) -> pd.DataFrame:
    """Every name text on a land object: its face, text, middle (x, y), turn and the object's width there.

    Official zone, metres; the turn is anticlockwise from grid east, as drawn. The texts' middles are estimated from
    their lower left corners; where an estimate leaves the object, the corner itself is taken.
    """
    texts = labels[((labels["role"] == "name") & (labels["text"] != "")).to_numpy()]
    objects = np.flatnonzero((faces["outcome"] == "land_object").to_numpy())
    if texts.empty or not len(objects):
        return pd.DataFrame(columns=COLUMNS)
    corner = texts[["x", "y"]].to_numpy(dtype=float)
    shapes = faces.geometry.to_numpy()
    tree = shapely.STRtree(shapely.points(corner))
    which, text = tree.query(shapes[objects], predicate="intersects")
    face, at = objects[which], corner[text]
    middle = _middles(texts)[text]
    inside = shapely.contains_xy(shapes[face], middle[:, 0], middle[:, 1])
    at = np.where(inside[:, None], middle, at)
    return pd.DataFrame(
        {
            "face": faces["face"].to_numpy()[face],
            "text": texts["text"].to_numpy()[text],
            "x": at[:, 0].round(3),
            "y": at[:, 1].round(3),
            "rotation_deg": texts["rotation"].fillna(0.0).to_numpy(dtype=float)[text],
            "width_m": widths_at(at, shapes[face]).round(2),
        }
    )


def _middles(texts: pd.DataFrame) -> np.ndarray:
    height = texts["height"].fillna(0.0).to_numpy(dtype=float)
    along = texts["text"].str.len().to_numpy() * LETTER_RATIO * height / 2
    turn = np.radians(texts["rotation"].fillna(0.0).to_numpy(dtype=float))
    return np.column_stack(
        [
            texts["x"].to_numpy(dtype=float) + along * np.cos(turn) - height / 2 * np.sin(turn),
            texts["y"].to_numpy(dtype=float) + along * np.sin(turn) + height / 2 * np.cos(turn),
        ]
    )


def single_names(faces: gpd.GeoDataFrame, names: pd.DataFrame) -> np.ndarray:
    """The name of each face that holds texts of one name only; a street net with several names has none."""
    result = np.full(len(faces), "", dtype=object)
    found = names[["face", "text"]].drop_duplicates()
    single = found[~found["face"].duplicated(keep=False)]
    result[single["face"].to_numpy(dtype=int)] = single["text"].to_numpy()
    return result


def name_columns(batch_id: int, names: pd.DataFrame) -> dict[str, pa.Array]:
    """Columns of importers_stagedname."""
    points = shapely.points(names["x"].to_numpy(dtype=float), names["y"].to_numpy(dtype=float))
    return {
        "batch_id": copying.constant(batch_id, len(names)),
        "face": copying.text_column(names["face"]),
        "text": copying.text_column(names["text"]),
        "rotation_deg": copying.text_column(names["rotation_deg"]),
        "width_m": copying.text_column(names["width_m"]),
        "geom": copying.geometry_column(points, 0),
    }


def names_of_faces(batch_id: int, faces: list[int]) -> pd.DataFrame:
    """The staged names on some faces: `face` and what `prepare_land_objects` wants of a name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT face, text, public.ST_X(geom), public.ST_Y(geom), rotation_deg, width_m"
            " FROM public.importers_stagedname WHERE batch_id = %s AND face = ANY (%s) ORDER BY id",
            [batch_id, faces],
        )
        return pd.DataFrame(cursor.fetchall(), columns=COLUMNS)
