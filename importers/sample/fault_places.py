"""Where a fault can be planted: places that keep apart, straight boundaries, what lies at their ends."""

from collections.abc import Iterator

import numpy as np
import shapely

from importers.sample.arcs import Arc
from importers.sample.fabric import Edges, Fabric, Floats, edges_of, rings_of
from importers.sample.fault_kinds import Planted
from importers.sample.linework import PARCEL_LEVEL, Stroke
from importers.sample.recipe import Face
from importers.sample.register import Commune

KEEP_APART_M = 18.0


class FaultPlaces:
    """The commune as a planter of faults sees it. Parcels with arcs, islands or holes are left alone."""

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
