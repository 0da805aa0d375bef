"""Where a draughtsman puts the texts of a cadastral sheet.

Fraction label of a parcel: land type to the left, number over area with a bar between, all inside the parcel; in a
narrow parcel the label shrinks, then turns along the parcel. Roads and waters carry only their type.
"""

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from gis_core.geometry.measure import label_points
from importers.sample.ground import Ground
from importers.sample.names import COAST_NAME, QUAY_NAME, RIVER_NAME, SEA_NAME, street_name
from importers.sample.plan import SEA_DEPTH, Plan, Street
from importers.sample.recipe import Face
from importers.sample.register import Commune

# Text heights on paper (mm) that are tried, large to small; a letter is as wide as 0.8 of its height.
PAPER_HEIGHTS_MM = (2.0, 1.6, 1.3, 1.0, 0.8, 0.6, 0.45)
LETTER_RATIO = 0.8
NAME_EVERY_M = 170.0
SHORTEST_NAMED_LANE_M = 70.0

Floats = NDArray[np.float64]


def area_text(area: float) -> str:
    """Return an area as maps print it: one decimal, decimal comma."""
    return f"{area:.1f}".replace(".", ",")


def place_labels(commune: Commune) -> pd.DataFrame:
    """Return one label per face: face, sheet, use, number, area (texts), x, y (middle), height, rotation.

    Faces without a number have empty number and area texts.
    """
    faces = commune.faces
    numbered = (faces["kind"] == Face.PARCEL).to_numpy()
    labels = pd.DataFrame(
        {
            "face": np.arange(len(faces)),
            "sheet": faces["sheet"],
            "use": faces["land_use"],
            "number": np.where(numbered, faces["number"].astype(str), ""),
            "area": np.where(numbered, [area_text(area) for area in faces["area_m2"]], ""),
        }
    )
    centre = label_points(faces.geometry.values)
    labels["x"], labels["y"] = shapely.get_x(centre), shapely.get_y(centre)
    labels["height"], labels["rotation"] = 0.0, 0.0
    _fit(labels, faces.geometry.values, faces["scale"].to_numpy(), _long_axis(faces.geometry.values))
    open_still = (labels["height"] == 0).to_numpy()
    labels.loc[open_still, ["x", "y"]] = faces.loc[open_still, ["label_x", "label_y"]].to_numpy()
    _fit(labels, faces.geometry.values, faces["scale"].to_numpy(), np.zeros(len(faces)))
    smallest = np.minimum(0.22, 0.18 * faces["label_radius"].to_numpy())
    labels["height"] = np.where(labels["height"] == 0, smallest, labels["height"]).round(3)
    labels[["x", "y"]] = labels[["x", "y"]].round(3)
    return labels


def label_size(use: str, number: str, area: str, height: float) -> tuple[float, float, float]:
    """Return the width of the whole label, of its fraction, and the gap between them, in metres."""
    letter = LETTER_RATIO * height
    fraction = max(len(number), len(area)) * letter
    gap = 0.6 * letter if fraction else 0.0
    return len(use) * letter + gap + fraction, fraction, gap


def _long_axis(polygons: NDArray[np.object_]) -> Floats:
    """Return the direction of each polygon's long side in degrees, −90 … 90, as one reads it."""
    corners = shapely.get_coordinates(shapely.oriented_envelope(polygons)).reshape(-1, 5, 2)
    one, two = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 1]
    longer = np.where((np.hypot(*one.T) >= np.hypot(*two.T))[:, None], one, two)
    angle = np.degrees(np.arctan2(longer[:, 1], longer[:, 0]))
    return np.round((angle + 90.0) % 180.0 - 90.0, 2)


def _fit(labels: pd.DataFrame, polygons: NDArray[np.object_], scale: NDArray[np.int64], axis: Floats) -> None:
    """Find the largest height that fits, level first, then along the parcel; fills height and rotation in place."""
    for paper in PAPER_HEIGHTS_MM:
        for turned in (False, True):
            todo = np.flatnonzero(labels["height"] == 0)
            if not len(todo):
                return
            height = np.asarray(paper * scale[todo] / 1000.0, dtype=np.float64)
            texts = (labels.loc[todo, column] for column in ("use", "number", "area"))
            width = np.array([label_size(*parts)[0] for parts in zip(*texts, height, strict=True)], dtype=np.float64)
            rotation = axis[todo] if turned else np.zeros(len(todo))
            boxes = _boxes(labels.loc[todo, ["x", "y"]].to_numpy(), width + 0.4 * height, 3.0 * height, rotation)
            fits = shapely.contains_properly(polygons[todo], boxes)
            labels.loc[todo[fits], "height"] = height[fits]
            labels.loc[todo[fits], "rotation"] = rotation[fits]


def _boxes(centre: Floats, width: Floats, height: Floats, rotation: Floats) -> NDArray[np.object_]:
    angle = np.radians(rotation)
    along = np.column_stack([np.cos(angle), np.sin(angle)]) * width[:, None] / 2
    up = np.column_stack([-np.sin(angle), np.cos(angle)]) * height[:, None] / 2
    corners = np.stack([centre - along - up, centre + along - up, centre + along + up, centre - along + up], axis=1)
    return np.asarray(shapely.polygons(corners))


def place_names(plan: Plan, streets: list[Street], ground: Ground, commune: Commune) -> pd.DataFrame:
    """Return the names of named streets and of the waters: sheet, level, text, x, y (middle), height, rotation."""
    rows: list[tuple[int, str, float, float, float, float]] = []
    for street in streets:
        if not street.name:
            continue
        count = max(1, round(street.length / NAME_EVERY_M))
        for share in (np.arange(count) + 0.5) / count:
            rows.append(_name_on_street(street, float(share), ground))
    river = plan.river
    for v in np.arange(120.0, plan.extent.v1, 260.0):
        x, y, turn = _place(ground, (river.centre, v - 5), (river.centre, v + 5))
        rows.append((39, RIVER_NAME, x, y, 5.0, turn))
    for u in np.arange(150.0, plan.extent.u1, 420.0):
        x, y, turn = _place(ground, (u - 5, -SEA_DEPTH / 2), (u + 5, -SEA_DEPTH / 2))
        rows.append((39, SEA_NAME, x, y, 8.0, turn))
    names = pd.DataFrame(rows, columns=["level", "text", "x", "y", "height", "rotation"])
    points = shapely.points(names["x"], names["y"])
    tree = shapely.STRtree(points)
    sheet, at = tree.query(commune.sheets.geometry.values, predicate="contains")
    names["sheet"] = 0
    names.loc[at, "sheet"] = commune.sheets["ordinal"].to_numpy()[sheet]
    return names[names["sheet"] > 0].sort_values(["sheet", "level", "x", "y"], ignore_index=True)


def name_streets(plan: Plan, streets: list[Street]) -> list[Street]:
    """Give every street its name: main and secondary streets real ones, the longer lanes numbers."""
    named: list[Street] = []
    counters = {"street": 0, "lane": 0}
    for street in streets:
        lane = street.rank >= 2
        if lane and street.length < SHORTEST_NAMED_LANE_M:
            name = ""
        elif not lane and street.start[0] == street.end[0] and abs(street.start[0] - plan.river.u1) < 20:
            name = f"đường {QUAY_NAME}"
        elif not lane and street.start[1] == street.end[1] and street.start[1] < 40:
            name = f"đường {COAST_NAME}"
        elif over_bridge := [
            other.name
            for other in named
            if other.rank == 0
            and street.rank == 1
            and other.start[1] == other.end[1] == street.start[1] == street.end[1]
        ]:
            name = over_bridge[0]
        else:
            kind = "lane" if lane else "street"
            name = street_name(counters[kind], 3 if lane else street.rank)
            counters[kind] += 1
        named.append(Street(street.start, street.end, street.width, street.rank, name))
    return named


def _name_on_street(street: Street, share: float, ground: Ground) -> tuple[int, str, float, float, float, float]:
    start, end = np.array(street.start), np.array(street.end)
    direction = (end - start) / street.length
    # Off the axis, because the axis of a main road is where two sheets meet.
    aside = np.array([-direction[1], direction[0]]) * (street.width * 0.22 if street.rank == 0 else 0.0)
    middle = start + (end - start) * share + aside
    x, y, turn = _place(ground, tuple(middle - direction), tuple(middle + direction))
    return 28, street.name, x, y, round(min(4.0, max(0.9, street.width * 0.22)), 2), turn


def _place(ground: Ground, before: tuple[float, ...], after: tuple[float, ...]) -> tuple[float, float, float]:
    """Return ground x, y and reading direction (degrees) of a short board segment."""
    u, v = np.array([before[0], after[0]]), np.array([before[1], after[1]])
    one, two = ground.place(u, v)
    angle = float(np.degrees(np.arctan2(two[1] - one[1], two[0] - one[0])))
    middle = (one + two) / 2
    return round(float(middle[0]), 3), round(float(middle[1]), 3), round((angle + 90.0) % 180.0 - 90.0, 2)
