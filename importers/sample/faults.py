"""Faults planted on purpose, each recorded with its place and size.

Ten kinds, as they come out of field work and old software. Every fault keeps away from every other (another block
where there are enough blocks, never the same or a neighbouring parcel), so that each one must give exactly one finding.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import shapely

from importers.sample.arcs import Arc
from importers.sample.fabric import Edges, Fabric, Floats, edges_of, rings_of
from importers.sample.labels import area_text, label_size
from importers.sample.linework import PARCEL_LEVEL, Stroke, without_edges
from importers.sample.recipe import Face
from importers.sample.register import Commune

KEEP_APART_M = 18.0
CODES = {
    "dangle": "TOPO-DANGLE",
    "overshoot": "TOPO-OVERSHOOT",
    "undershoot": "TOPO-UNDERSHOOT",
    "duplicate_line": "TOPO-DUPLICATE-LINE",
    "missing_label": "LABEL-MISSING",
    "double_label": "LABEL-DOUBLE",
    "wrong_area": "AREA-DIFFERS",
    "overlap": "TOPO-OVERLAP",
    "sliver": "TOPO-SLIVER",
    "number_twice": "NUMBER-TWICE",
}
# Polygons show a boundary drawn twice as a gap between two parcels.
POLYGON_CODES = {**CODES, "sliver": "TOPO-GAP"}
ALSO_IN_POLYGONS = {"missing_label", "wrong_area", "overlap", "sliver", "number_twice"}


@dataclass(frozen=True, slots=True)
class Fault:
    """One planted fault: where a finding must lie (within 5 cm of `geometry`), its size, the faces it spoils."""

    kind: str
    sheet: int
    geometry: shapely.Geometry
    size: float
    unit: str
    faces: tuple[int, ...]
    note: str = ""

    @property
    def code(self) -> str:
        """The finding code that must report it."""
        return CODES[self.kind]


@dataclass(slots=True)
class Planted:
    """What the faults change: strokes and labels of the drawing, polygons of the polygon files by face."""

    strokes: list[Stroke]
    labels: pd.DataFrame
    polygons: dict[int, shapely.Polygon] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def plant_faults(
    fabric: Fabric,
    commune: Commune,
    arcs: list[Arc],
    strokes: list[Stroke],
    labels: pd.DataFrame,
    *,
    each: int,
    seed: int,
) -> Planted:
    """Plant `each` faults of every kind; raises ValueError when the commune is too small for them."""
    planted = Planted(list(strokes), labels.copy())
    if each:
        _Planter(fabric, commune, arcs, planted, np.random.default_rng([seed, 7])).plant(each)
    return planted


class _Planter:
    """Chooses places and makes the changes."""

    def __init__(
        self, fabric: Fabric, commune: Commune, arcs: list[Arc], planted: Planted, rng: np.random.Generator
    ) -> None:
        self.fabric, self.planted, self.rng = fabric, planted, rng
        self.faces = commune.faces
        self.polygons = commune.faces.geometry.to_numpy()
        self.sheet = commune.faces["sheet"].to_numpy()
        self.block = commune.faces["block"].to_numpy()
        self.tolerance = commune.faces["tolerance"].to_numpy()
        self.edges: Edges = edges_of(fabric)
        self.tree = shapely.STRtree(self.polygons)
        self.places: list[tuple[float, float]] = []
        self.claimed: set[int] = set()
        self.blocks: set[int] = set()
        curved = np.zeros(len(fabric.ground), dtype=bool)
        for arc in arcs:
            curved[arc.inner[0] : arc.inner[1]] = True
        spoiled = {int(owner) for owner, ring in rings_of(fabric) if curved[ring].any()}
        lots = fabric.lots
        self.plain = {
            index
            for index, lot in enumerate(lots)
            if lot.kind == Face.PARCEL and len(lot.rings) == 1 and lot.island_of is None and index not in spoiled
        }
        self.simple_strokes = {
            self._key(stroke.points[0], stroke.points[-1]): stroke
            for stroke in planted.strokes
            if stroke.level == PARCEL_LEVEL and len(stroke.points) == 2
        }
        self.at_vertex: dict[int, list[int]] = {}
        for edge, (one, two) in enumerate(self.edges.ends.tolist()):
            self.at_vertex.setdefault(one, []).append(edge)
            self.at_vertex.setdefault(two, []).append(edge)

    def plant(self, each: int) -> None:
        kinds: dict[str, tuple[Callable[..., bool], Callable[[], Iterator[tuple[int, ...]]]]] = {
            "overlap": (self._overlap, self._dividers),
            "sliver": (self._sliver, self._dividers),
            "overshoot": (self._overshoot, self._dividers),
            "undershoot": (self._undershoot, self._dividers),
            "duplicate_line": (self._duplicate, self._dividers),
            "dangle": (self._dangle, self._parcels),
            "double_label": (self._double_label, self._parcels),
            "number_twice": (self._number_twice, self._parcels),
            "missing_label": (self._missing_label, self._parcels),
            "wrong_area": (self._wrong_area, self._parcels),
        }
        for kind, (act, candidates) in kinds.items():
            left = each
            for other_blocks_only in (True, False):
                for candidate in candidates():
                    if left == 0:
                        break
                    faces = tuple(face for face in candidate[1:] if face >= 0)
                    if self._free(faces, other_blocks_only) and act(candidate, each - left):
                        self._claim(faces)
                        left -= 1
            if left:
                raise ValueError(f"the commune is too small for {each} faults of kind {kind}")
        self.planted.faults.sort(key=lambda fault: (list(CODES).index(fault.kind), fault.sheet))

    # -- candidates and claims -------------------------------------------------------------------------------------

    def _dividers(self) -> Iterator[tuple[int, ...]]:
        """Yield (edge, face, face) of straight boundaries between two plain parcels that are one stroke."""
        first, second = self.edges.first, self.edges.second
        for edge in self.rng.permutation(np.flatnonzero((first >= 0) & (second >= 0))):
            faces = (int(first[edge]), int(second[edge]))
            one, two = self.fabric.ground[self.edges.ends[edge]]
            if self.plain.issuperset(faces) and self._key(one, two) in self.simple_strokes:
                yield int(edge), *faces

    def _parcels(self) -> Iterator[tuple[int, ...]]:
        for face in self.rng.permutation(sorted(self.plain)):
            yield -1, int(face)

    def _free(self, faces: tuple[int, ...], other_blocks_only: bool) -> bool:
        if not self.claimed.isdisjoint(faces):
            return False
        if other_blocks_only and not self.blocks.isdisjoint(self.block[list(faces)].tolist()):
            return False
        around = shapely.union_all(self.polygons[list(faces)])
        return all(shapely.distance(around, shapely.Point(place)) > KEEP_APART_M for place in self.places)

    def _claim(self, faces: tuple[int, ...]) -> None:
        for face in faces:
            near = self.tree.query(self.polygons[face], predicate="dwithin", distance=0.5)
            self.claimed.update(int(other) for other in near if other < self.fabric.frame_owner)
            centre = shapely.centroid(self.polygons[face])
            self.places.append((centre.x, centre.y))
            self.blocks.add(int(self.block[face]))

    def _record(
        self, kind: str, geometry: shapely.Geometry, size: float, unit: str, faces: tuple[int, ...], note: str = ""
    ) -> bool:
        fault = Fault(kind, int(self.sheet[faces[0]]), geometry, round(size, 3), unit, faces, note)
        self.planted.faults.append(fault)
        return True

    # -- geometry of a divider -------------------------------------------------------------------------------------

    @staticmethod
    def _key(one: Floats, two: Floats) -> tuple[float, ...]:
        low, high = sorted([(float(one[0]), float(one[1])), (float(two[0]), float(two[1]))])
        return *low, *high

    def _stroke(self, edge: int) -> Stroke:
        one, two = self.fabric.ground[self.edges.ends[edge]]
        return self.simple_strokes[self._key(one, two)]

    def _replace(self, stroke: Stroke, points: Floats) -> None:
        place = next(index for index, other in enumerate(self.planted.strokes) if other is stroke)
        self.planted.strokes[place] = Stroke(stroke.sheet, stroke.level, np.round(points, 3))

    def _square_end(self, edge: int, end: int) -> bool:
        """Tell whether this end of the edge meets a through line about squarely, with nothing beyond."""
        ends = self.edges.ends[edge]
        at, other = self.fabric.ground[ends[end]], self.fabric.ground[ends[1 - end]]
        ahead = (at - other) / np.hypot(*(at - other))
        others = [number for number in self.at_vertex[int(ends[end])] if number != edge]
        if len(others) != 2:
            return False
        for number in others:
            pair = self.edges.ends[number]
            far = self.fabric.ground[pair[0] if pair[1] == ends[end] else pair[1]]
            side = far - at
            if np.hypot(*side) < 1.2 or abs(float(side @ ahead)) > 0.55 * np.hypot(*side):
                return False
        return True

    def _moved_end(self, candidate: tuple[int, ...], lengthen: bool) -> tuple[Stroke, Floats, Floats, Floats] | None:
        """Return stroke, its new points, the true end and the moved end, or None where it cannot be done."""
        edge = candidate[0]
        for end in self.rng.permutation(2):
            one, two = self.fabric.ground[self.edges.ends[edge]]
            true_end, start = (one, two) if end == 0 else (two, one)
            length = float(np.hypot(*(true_end - start)))
            if length < 6.0 or not self._square_end(edge, int(end)):
                continue
            by = self.rng.uniform(0.15, 0.42) * (1 if lengthen else -1)
            moved = np.round(true_end + (true_end - start) / length * by, 3)
            if lengthen and self._crowded(moved, true_end):
                continue
            return self._stroke(edge), np.vstack([start, moved]), true_end, moved
        return None

    def _crowded(self, moved: Floats, true_end: Floats) -> bool:
        """Tell whether the far end of an overshoot comes near any line but the one it crosses."""
        beyond = shapely.Point(moved)
        face = self.tree.query(beyond, predicate="within")
        if len(face) != 1:
            return True
        ring = shapely.difference(shapely.boundary(self.polygons[face[0]]), shapely.Point(true_end).buffer(0.9))
        return bool(shapely.distance(ring, beyond) < 0.6)

    # -- the ten kinds ---------------------------------------------------------------------------------------------

    def _overshoot(self, candidate: tuple[int, ...], _turn: int) -> bool:
        moved = self._moved_end(candidate, lengthen=True)
        if moved is None:
            return False
        stroke, points, true_end, end = moved
        self._replace(stroke, points)
        line = shapely.LineString([true_end, end])
        return self._record("overshoot", line, line.length, "m", candidate[1:])

    def _undershoot(self, candidate: tuple[int, ...], _turn: int) -> bool:
        moved = self._moved_end(candidate, lengthen=False)
        if moved is None:
            return False
        stroke, points, true_end, end = moved
        self._replace(stroke, points)
        line = shapely.LineString([end, true_end])
        return self._record("undershoot", line, line.length, "m", candidate[1:])

    def _duplicate(self, candidate: tuple[int, ...], turn: int) -> bool:
        stroke = self._stroke(candidate[0])
        points = stroke.points
        if np.hypot(*(points[1] - points[0])) < 6.0:
            return False
        note = ("identical", "reversed", "part")[turn % 3]
        if note == "reversed":
            points = points[::-1]
        elif note == "part":
            points = np.round(np.vstack([points[0], points[0] + (points[1] - points[0]) * 0.6]), 3)
        self.planted.strokes.append(Stroke(stroke.sheet, PARCEL_LEVEL, points))
        line = shapely.LineString(points)
        return self._record("duplicate_line", line, line.length, "m", candidate[1:], note)

    def _dangle(self, candidate: tuple[int, ...], _turn: int) -> bool:
        face = candidate[1]
        polygon = self.polygons[face]
        target = np.array(self.faces.loc[face, ["label_x", "label_y"]], dtype=np.float64)
        inside = [
            vertex
            for vertex in rings_of_face(self.fabric, face)
            if all(self.edges.second[edge] >= 0 for edge in self.at_vertex[vertex])
        ]
        for vertex in inside:
            start = self.fabric.ground[vertex]
            away = float(np.hypot(*(target - start)))
            end = np.round(start + (target - start) / away * min(2.6, 0.55 * away), 3)
            line = shapely.LineString([start, end])
            room = shapely.distance(shapely.boundary(polygon), shapely.Point(end))
            if line.length > 1.0 and room > 0.8 and shapely.covers(polygon, line):
                self.planted.strokes.append(Stroke(int(self.sheet[face]), PARCEL_LEVEL, np.vstack([start, end])))
                return self._record("dangle", line, line.length, "m", (face,))
        return False

    def _missing_label(self, candidate: tuple[int, ...], _turn: int) -> bool:
        face = candidate[1]
        self.planted.labels = self.planted.labels[self.planted.labels["face"] != face]
        return self._record("missing_label", self.polygons[face], float(self.polygons[face].area), "m²", (face,))

    def _double_label(self, candidate: tuple[int, ...], _turn: int) -> bool:
        face = candidate[1]
        label = self.planted.labels[self.planted.labels["face"] == face].iloc[0].copy()
        labels = self.planted.labels
        numbers = pd.to_numeric(labels.loc[labels["sheet"] == label["sheet"], "number"], errors="coerce")
        number = str(int(numbers.max()) + 1)
        width = label_size(label["use"], number, label["area"], label["height"])[0]
        for aside in ((0.0, 3.4), (0.0, -3.4), (1.0, 0.0), (-1.0, 0.0)):
            angle = np.radians(label["rotation"])
            step = np.array([aside[0] * (width + label["height"]), aside[1] * label["height"]])
            x = label["x"] + step[0] * np.cos(angle) - step[1] * np.sin(angle)
            y = label["y"] + step[0] * np.sin(angle) + step[1] * np.cos(angle)
            reach = shapely.Point(x, y).buffer(width / 2 + label["height"])
            if shapely.contains_properly(self.polygons[face], reach):
                first = label["number"]
                label["x"], label["y"], label["number"] = round(x, 3), round(y, 3), number
                self.planted.labels = pd.concat([labels, label.to_frame().T], ignore_index=True).infer_objects()
                return self._record("double_label", self.polygons[face], 2, "labels", (face,), f"{first} and {number}")
        return False

    def _wrong_area(self, candidate: tuple[int, ...], _turn: int) -> bool:
        face = candidate[1]
        true_area = float(self.faces.loc[face, "area_m2"])
        error = 6.0 * float(self.tolerance[face]) + 0.1 * true_area
        at = self.planted.labels["face"] == face
        self.planted.labels.loc[at, "area"] = area_text(true_area + error)
        return self._record("wrong_area", self.polygons[face], error, "m²", (face,))

    def _number_twice(self, candidate: tuple[int, ...], _turn: int) -> bool:
        face = candidate[1]
        others = [
            int(other)
            for other in self.rng.permutation(sorted(self.plain))
            if self.sheet[other] == self.sheet[face]
            and self.block[other] != self.block[face]
            and self._free((int(other),), other_blocks_only=False)
        ]
        if not others:
            return False
        self._claim((others[0],))
        labels = self.planted.labels.set_index("face", drop=False)
        number = labels.loc[others[0], "number"]
        self.planted.labels.loc[self.planted.labels["face"] == face, "number"] = number
        both = shapely.multipolygons(self.polygons[[face, others[0]]])
        return self._record("number_twice", both, 2, "parcels", (face, others[0]), f"number {number}")

    def _overlap(self, candidate: tuple[int, ...], _turn: int) -> bool:
        """Draw two neighbours as closed shapes, one of them reaching into the other with a flat triangle."""
        edge, one, two = candidate
        start, end = self.fabric.ground[self.edges.ends[edge]]
        length = float(np.hypot(*(end - start)))
        reach = min(0.6, 2 * 0.75 * float(min(self.tolerance[one], self.tolerance[two])) / length)
        if reach < 0.22 or length < 6.0:
            return False
        across = np.array([-(end - start)[1], (end - start)[0]]) / length * reach
        tip = (start + end) / 2 + across
        if not shapely.contains_properly(self.polygons[two], shapely.Point(tip)):
            tip = (start + end) / 2 - across
        tip = np.round(tip, 3)
        wedge = shapely.Polygon([start, end, tip])
        if not shapely.covers(self.polygons[two], wedge):
            return False
        bigger = shapely.union(self.polygons[one], wedge)
        rings = [shapely.get_coordinates(bigger.exterior), shapely.get_coordinates(self.polygons[two].exterior)]
        vertices = [rings_of_face(self.fabric, face) for face in (one, two)]
        drawn = {frozenset(pair) for ring in vertices for pair in zip(ring, [*ring[1:], ring[0]], strict=True)}
        gone = {self._key(*self.fabric.ground[list(pair)]) for pair in drawn}
        self.planted.strokes = without_edges(self.planted.strokes, int(self.sheet[one]), gone)
        self.planted.strokes += [Stroke(int(self.sheet[one]), PARCEL_LEVEL, ring, closed=True) for ring in rings]
        self.planted.polygons[one] = bigger
        return self._record("overlap", wedge, float(wedge.area), "m²", (one, two))

    def _sliver(self, candidate: tuple[int, ...], _turn: int) -> bool:
        """Draw a boundary a second time, 3 to 8 cm inside the second parcel."""
        edge, _, two = candidate
        if not (self._square_end(edge, 0) and self._square_end(edge, 1)):
            return False
        ring = rings_of_face(self.fabric, two)
        ends = [int(vertex) for vertex in self.edges.ends[edge]]
        places = [ring.index(vertex) for vertex in ends]
        forward = (places[0] + 1) % len(ring) == places[1]
        outer = [ring[places[0] - 1], ring[(places[1] + 1) % len(ring)]]
        if not forward:
            outer = [ring[(places[0] + 1) % len(ring)], ring[places[1] - 1]]
        start, end = self.fabric.ground[ends]
        length = float(np.hypot(*(end - start)))
        gap = self.rng.uniform(0.035, 0.075)
        if length < 6.0 or gap * length > 0.75 * self.tolerance[two]:
            return False
        across = np.array([-(end - start)[1], (end - start)[0]]) / length
        second = []
        for true_end, neighbour in zip((start, end), outer, strict=True):
            along = self.fabric.ground[neighbour] - true_end
            second.append(np.round(true_end + along * gap / abs(float(along @ across)), 3))
        strip = shapely.Polygon([start, end, second[1], second[0]])
        pinched = self._pinched(start, end, second)
        if not strip.is_valid or not pinched.is_valid or not self._inside_block(ends):
            return False
        self.planted.strokes.append(Stroke(int(self.sheet[two]), PARCEL_LEVEL, np.array(second)))
        self.planted.polygons[two] = shapely.difference(self.polygons[two], pinched)
        return self._record("sliver", strip, gap, "m", candidate[1:])

    @staticmethod
    def _pinched(start: Floats, end: Floats, second: list[Floats]) -> shapely.Polygon:
        """Return the strip closed at both ends: in polygons a gap is a hole between two neighbours."""
        along = (end - start) / np.hypot(*(end - start)) * 0.8
        return shapely.Polygon(np.round([start, end, second[1] - along, second[0] + along], 3))

    def _inside_block(self, ends: list[int]) -> bool:
        """Tell whether one end at least is surrounded by parcels, so that a gap there is a closed hole."""
        return any(all(self.edges.second[edge] >= 0 for edge in self.at_vertex[vertex]) for vertex in ends)


def rings_of_face(fabric: Fabric, face: int) -> list[int]:
    """Return the vertex numbers of a face's outer ring."""
    ring = int(np.searchsorted(fabric.ring_owner, face))
    return [int(vertex) for vertex in fabric.ring_vertices[fabric.ring_start[ring] : fabric.ring_start[ring + 1]]]
