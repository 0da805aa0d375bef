"""A compact maker of cadastral line work with planted faults, for tests of the builder.

Blocks of lots along roads, one sheet frame around them. Parcel boundaries shared by two lots are one line each
(form 'parcel'), boundaries along roads are drawn as road limits only (form 'road'); lots have bent sides and
some hold an islet. Every planted fault is noted with the geometry its finding must lie on.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

KINDS = (
    "dangle",
    "overshoot",
    "undershoot",
    "duplicate",
    "missing_label",
    "double_label",
    "wrong_area",
    "overlap",
    "sliver",
    "number_twice",
)
CODES = dict(
    zip(
        KINDS,
        (
            "TOPO-DANGLE",
            "TOPO-OVERSHOOT",
            "TOPO-UNDERSHOOT",
            "TOPO-DUPLICATE-LINE",
            "LABEL-MISSING",
            "LABEL-DOUBLE",
            "AREA-DIFFERS",
            "TOPO-OVERLAP",
            "TOPO-SLIVER",
            "NUMBER-TWICE",
        ),
        strict=True,
    )
)
ORIGIN = np.array([456_300.0, 1_208_600.0])


@dataclass
class Drawn:
    """Line work, labels and truth, in the shape build_faces wants them."""

    lines: list[NDArray[np.float64]] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)
    closed: list[bool] = field(default_factory=list)
    labels: pd.DataFrame = field(default_factory=pd.DataFrame)
    lots: gpd.GeoDataFrame = field(default_factory=gpd.GeoDataFrame)
    truth: list[tuple[str, object]] = field(default_factory=list)

    def arguments(self) -> dict[str, object]:
        """Keyword arguments of build_faces, with `lines` first."""
        return {
            "lines": np.array([shapely.LineString(line) for line in self.lines], dtype=object),
            "forms": np.array(self.forms),
            "closed": np.array(self.closed, dtype=bool),
            "labels": self.labels,
        }

    def add(self, line: NDArray[np.float64], form: str, closed: bool = False) -> int:
        """Draw one more line; returns its index."""
        self.lines.append(np.round(line, 3))
        self.forms.append(form)
        self.closed.append(closed)
        return len(self.lines) - 1


class _Maker:
    """Lays out blocks (rows × columns) of lots, two rows of lots each."""

    def __init__(self, blocks: int, lots: int, seed: int, islets: bool) -> None:
        self.rng = np.random.default_rng(seed)
        self.blocks, self.lots, self.islets = blocks, lots, islets
        self.drawn = Drawn()
        self.sides: list[tuple[int, tuple[int, ...]]] = []
        self.rings: list[NDArray[np.float64]] = []
        self.holes: dict[int, NDArray[np.float64]] = {}

    def make(self) -> Drawn:
        wide, deep, road = 14.0, 26.0, 10.0
        for row in range(self.blocks):
            for column in range(self.blocks):
                corner = ORIGIN + np.array([column * (wide * self.lots + road), row * (2 * deep + road)])
                self._block(corner, wide, deep)
        size = np.array([self.blocks * (wide * self.lots + road), self.blocks * (2 * deep + road)])
        low, high = ORIGIN - 25.0, ORIGIN + size + 15.0
        frame = np.array([low, [high[0], low[1]], high, [low[0], high[1]], low])
        self.drawn.add(frame, "frame", closed=True)
        self._road_limit(low, high)
        self._labels()
        return self.drawn

    def _road_limit(self, low: NDArray[np.float64], high: NDArray[np.float64]) -> None:
        """The outer limit of the road around all blocks; beyond it the sheet is empty."""
        a, b = low + 12.0, high - 12.0
        self.drawn.add(np.array([a, [b[0], a[1]], b, [a[0], b[1]], a]), "road")

    def _wiggle(self, start: NDArray[np.float64], end: NDArray[np.float64]) -> NDArray[np.float64]:
        """A boundary with up to four bends that stays near the straight line."""
        count = int(self.rng.integers(0, 5))
        share = (np.arange(count) + 1) / (count + 1)
        along = end - start
        normal = np.array([-along[1], along[0]]) / np.hypot(*along)
        bends = start + share[:, None] * along + self.rng.uniform(-0.6, 0.6, count)[:, None] * normal
        return np.round(np.vstack([start, bends, end]), 3)

    def _block(self, corner: NDArray[np.float64], wide: float, deep: float) -> None:
        n = self.lots
        x = np.arange(n + 1) * wide
        grid = np.stack([np.stack([x, np.full(n + 1, level)], axis=1) for level in (0.0, deep, 2 * deep)])
        grid = np.round(corner + grid + self.rng.uniform(-1.5, 1.5, grid.shape), 3)
        front = [self._wiggle(grid[0, i], grid[0, i + 1]) for i in range(n)]
        back = [self._wiggle(grid[2, i], grid[2, i + 1]) for i in range(n)]
        spine = [self._wiggle(grid[1, i], grid[1, i + 1]) for i in range(n)]
        walls = [[self._wiggle(grid[level, i], grid[level + 1, i]) for i in range(n + 1)] for level in (0, 1)]
        first = len(self.rings)
        for level, (below, above) in enumerate(((front, spine), (spine, back))):
            for i in range(n):
                left, right = walls[level][i], walls[level][i + 1]
                ring = np.vstack([below[i], right[1:], above[i][::-1][1:], left[::-1][1:]])
                self.rings.append(ring)
        around = np.vstack(
            [*front, walls[0][n], walls[1][n], *[b[::-1] for b in back[::-1]], walls[1][0][::-1], walls[0][0][::-1]]
        )
        keep = np.append(True, (np.diff(around, axis=0) != 0).any(axis=1))
        self._draw_around(around[keep])
        for i in range(n):
            self._side(spine[i], first + i, first + n + i)
        for level in (0, 1):
            for i in range(1, n):
                self._side(walls[level][i], first + level * n + i - 1, first + level * n + i)
        if self.islets:
            self._islet(first)

    def _draw_around(self, ring: NDArray[np.float64]) -> None:
        """The block's border as a few road limits that do not care where parcels begin."""
        cuts = sorted(self.rng.choice(np.arange(1, len(ring) - 1), 3, replace=False))
        for part in (ring[: cuts[0] + 1], ring[cuts[0] : cuts[1] + 1], ring[cuts[1] : cuts[2] + 1], ring[cuts[2] :]):
            self.drawn.add(part, "road")

    def _side(self, line: NDArray[np.float64], one: int, two: int) -> None:
        self.sides.append((self.drawn.add(line, "parcel"), (one, two)))

    def _islet(self, lot: int) -> None:
        centre = shapely.get_coordinates(shapely.centroid(shapely.Polygon(self.rings[lot])))[0] - np.array([0.0, 5.0])
        angle = np.linspace(0, 2 * np.pi, 7)[:-1]
        ring = np.round(centre + 2.5 * np.column_stack([np.cos(angle), np.sin(angle)]), 3)
        ring = np.vstack([ring, ring[:1]])
        self.drawn.add(ring, "parcel")
        self.holes[lot] = ring
        self.rings.append(ring)

    def _labels(self) -> None:
        bodies = [
            shapely.Polygon(ring, [self.holes[k]] if k in self.holes else []) for k, ring in enumerate(self.rings)
        ]
        points = shapely.point_on_surface(bodies)
        area = shapely.area(bodies)
        lots = gpd.GeoDataFrame({"number": np.arange(1, len(bodies) + 1), "area": area}, geometry=bodies)
        lots["islet"] = [len(ring) == 7 for ring in self.rings]
        self.drawn.lots = lots
        x, y = shapely.get_x(points), shapely.get_y(points)
        texts = {
            "number": ([str(n) for n in lots["number"]], 0.0, 0.3),
            "area": ([f"{a:.1f}".replace(".", ",") for a in area], 0.0, -0.7),
            "land_use": (["ODT" if k % 3 else "ONT+CLN" for k in range(len(lots))], -0.9, 0.0),
            "label_point": ([None] * len(lots), 0.0, 0.0),
        }
        parts = [
            pd.DataFrame({"x": x + dx, "y": y + dy, "text": text, "role": role, "lot": np.arange(len(lots))})
            for role, (text, dx, dy) in texts.items()
        ]
        road = ORIGIN + np.array([-7.0, 20.0])
        parts.append(pd.DataFrame({"x": [road[0]], "y": [road[1]], "text": ["DGT"], "role": ["land_use"], "lot": [-1]}))
        labels = pd.concat(parts, ignore_index=True)
        labels["height"], labels["rotation"] = 0.4, 0.0
        labels["element"] = 100_000 + np.arange(len(labels))
        self.drawn.labels = labels


def make_fabric(*, blocks: int = 3, lots: int = 6, seed: int = 0, islets: bool = True) -> tuple[Drawn, _Maker]:
    """A clean fabric and its maker, which knows the shared sides."""
    maker = _Maker(blocks, lots, seed, islets)
    return maker.make(), maker


def plant(drawn: Drawn, maker: _Maker, kinds: Iterable[str], *, seed: int = 0) -> Drawn:
    """Plant one fault of each kind at places of their own (no lot takes part in two faults)."""
    rng = np.random.default_rng(seed + 1000)
    free = set(range(len(drawn.lots)))
    order = rng.permutation(len(maker.sides))
    plain = ~drawn.lots["islet"].to_numpy()
    for kind in kinds:
        if kind in ("dangle", "overshoot", "undershoot", "duplicate", "overlap", "sliver", "number_twice"):
            side, lots = next(
                (maker.sides[k][0], maker.sides[k][1])
                for k in order
                if set(maker.sides[k][1]) <= free and not set(maker.sides[k][1]) & set(maker.holes)
            )
        else:
            lots = (next(k for k in rng.permutation(len(plain)) if k in free and plain[k] and k not in maker.holes),)
            side = -1
        free -= set(lots)
        free -= {n for _, pair in maker.sides if set(pair) & set(lots) for n in pair}
        globals()[f"_{kind}"](drawn, rng, side, lots)
    return drawn


def _end_direction(line: NDArray[np.float64]) -> NDArray[np.float64]:
    along = line[-1] - line[-2]
    return along / np.hypot(*along)


def _turned(drawn: Drawn, rng: np.random.Generator, side: int) -> NDArray[np.float64]:
    return drawn.lines[side][::-1] if rng.random() < 0.5 else drawn.lines[side]


def _dangle(drawn: Drawn, rng: np.random.Generator, side: int, lots: tuple[int, ...]) -> None:
    line = drawn.lines[side]
    base = line[0] + (line[1] - line[0]) * rng.uniform(0.3, 0.7)
    inner = shapely.get_coordinates(shapely.point_on_surface(drawn.lots.geometry[lots[0]]))[0]
    end = np.round(base + (inner - base) * 0.5, 3)
    drawn.add(np.array([base, end]), "parcel")
    drawn.truth.append(("dangle", shapely.Point(end)))


def _overshoot(drawn: Drawn, rng: np.random.Generator, side: int, lots: tuple[int, ...]) -> None:
    line = _turned(drawn, rng, side).copy()
    line[-1] = np.round(line[-1] + _end_direction(line) * rng.uniform(0.05, 0.5), 3)
    drawn.lines[side] = line
    drawn.truth.append(("overshoot", shapely.Point(line[-1])))


def _undershoot(drawn: Drawn, rng: np.random.Generator, side: int, lots: tuple[int, ...]) -> None:
    line = _turned(drawn, rng, side).copy()
    line[-1] = np.round(line[-1] - _end_direction(line) * rng.uniform(0.05, 0.5), 3)
    drawn.lines[side] = line
    drawn.truth.append(("undershoot", shapely.Point(line[-1])))


def _duplicate(drawn: Drawn, rng: np.random.Generator, side: int, lots: tuple[int, ...]) -> None:
    line = drawn.lines[side]
    how = rng.integers(0, 3)
    copy = line if how == 0 else line[::-1]
    if how == 2 and len(line) > 2:
        copy = line[: len(line) // 2 + 1]
    drawn.add(copy.copy(), "parcel")
    drawn.truth.append(("duplicate", shapely.LineString(copy)))


def _missing_label(drawn: Drawn, rng: np.random.Generator, side: int, lots: tuple[int, ...]) -> None:
    drawn.labels = drawn.labels[drawn.labels["lot"] != lots[0]].reset_index(drop=True)
    drawn.truth.append(("missing_label", drawn.lots.geometry[lots[0]]))


def _double_label(drawn: Drawn, rng: np.random.Generator, side: int, lots: tuple[int, ...]) -> None:
    body = drawn.lots.geometry[lots[0]]
    x, y = shapely.get_coordinates(shapely.point_on_surface(body))[0] + np.array([3.0, 4.0])
    extra = {"x": x, "y": y, "text": str(9000 + lots[0]), "role": "number", "lot": lots[0], "height": 0.4}
    extra |= {"rotation": 0.0, "element": 200_000 + lots[0]}
    drawn.labels = pd.concat([drawn.labels, pd.DataFrame([extra])], ignore_index=True)
    drawn.truth.append(("double_label", shapely.Point(x, y)))


def _wrong_area(drawn: Drawn, rng: np.random.Generator, side: int, lots: tuple[int, ...]) -> None:
    row = drawn.labels.index[(drawn.labels["lot"] == lots[0]) & (drawn.labels["role"] == "area")][0]
    drawn.labels.loc[row, "text"] = f"{drawn.lots['area'][lots[0]] * 1.25:.1f}".replace(".", ",")
    drawn.truth.append(("wrong_area", drawn.lots.geometry[lots[0]]))


def _overlap(drawn: Drawn, rng: np.random.Generator, side: int, lots: tuple[int, ...]) -> None:
    """Both lots as closed shapes; the second's shared side lies 0.3 m inside the first."""
    one, two = (np.asarray(drawn.lots.geometry[lot].exterior.coords) for lot in lots)
    line = drawn.lines[side]
    inner = shapely.get_coordinates(shapely.centroid(drawn.lots.geometry[lots[0]]))[0]
    shared = {tuple(p) for p in line[1:-1]} if len(line) > 2 else set()
    moved = []
    for k, p in enumerate(two):
        if tuple(p) in shared:
            away = inner - p
            moved.append(p + away / np.hypot(*away) * 0.3)
        else:
            moved.append(p)
            if (
                len(line) == 2
                and k + 1 < len(two)
                and {tuple(p), tuple(two[k + 1])} == {tuple(line[0]), tuple(line[1])}
            ):
                middle = (p + two[k + 1]) / 2
                away = inner - middle
                moved.append(middle + away / np.hypot(*away) * 0.3)
    moved_ring = np.round(np.array(moved), 3)
    drawn.lines[side] = np.round(one, 3)
    drawn.closed[side] = True
    drawn.add(moved_ring, "parcel", closed=True)
    drawn.truth.append(("overlap", shapely.Polygon(one).intersection(shapely.Polygon(moved_ring))))


def _sliver(drawn: Drawn, rng: np.random.Generator, side: int, lots: tuple[int, ...]) -> None:
    """The shared side drawn again with its middle 6 cm aside."""
    line = drawn.lines[side]
    normal = np.array([-(line[1] - line[0])[1], (line[1] - line[0])[0]])
    normal = normal / np.hypot(*normal) * 0.06
    if len(line) == 2:
        share = np.array([0.0, 0.1, 0.9, 1.0])[:, None]
        line = line[0] + share * (line[1] - line[0])
    again = line.copy()
    again[1:-1] += normal
    again = np.round(again, 3)
    drawn.add(again, "parcel")
    ring = np.vstack([drawn.lines[side], again[::-1]])
    drawn.truth.append(("sliver", shapely.make_valid(shapely.Polygon(ring))))


def _number_twice(drawn: Drawn, rng: np.random.Generator, side: int, lots: tuple[int, ...]) -> None:
    rows = [drawn.labels.index[(drawn.labels["lot"] == lot) & (drawn.labels["role"] == "number")][0] for lot in lots]
    drawn.labels.loc[rows[1], "text"] = drawn.labels.loc[rows[0], "text"]
    places = drawn.labels.loc[rows, ["x", "y"]].to_numpy()
    drawn.truth.append(("number_twice", shapely.MultiPoint(places)))
