"""Faults planted on purpose, each recorded with its place and size.

Ten kinds, as they come out of field work and old software. Every fault keeps away from every other (another block
where there are enough blocks, never the same or a neighbouring parcel), so that each one must give exactly one finding.
"""

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd
import shapely

from importers.sample.arcs import Arc
from importers.sample.fabric import Fabric
from importers.sample.fault_kinds import CODES, Fault, Planted
from importers.sample.fault_places import FaultPlaces, rings_of_face
from importers.sample.labels import area_text, label_size
from importers.sample.linework import PARCEL_LEVEL, Stroke, without_edges
from importers.sample.register import Commune


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


class _Planter(FaultPlaces):
    """Makes the changes."""

    def plant(self, each: int) -> None:
        """Plant `each` faults of every kind."""
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

    def _record(
        self, kind: str, geometry: shapely.Geometry, size: float, unit: str, faces: tuple[int, ...], note: str = ""
    ) -> bool:
        fault = Fault(kind, int(self.sheet[faces[0]]), geometry, round(size, 3), unit, faces, note)
        self.planted.faults.append(fault)
        return True

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
