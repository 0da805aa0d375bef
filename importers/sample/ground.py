"""From the drawing-board plan to the ground of Phan Thiết.

The plan is laid out on a drawing board: u runs along the coast towards the north-east, v inland. `Ground.place` bends
and turns it into VN-2000 TM-3 108°30′ (EPSG:9218) so that streets follow the coast and the river without a ruler's
straightness. The bending is gentle enough to keep lengths within a few per cent.
"""

import numpy as np
from numpy.typing import NDArray

from importers.sample.plan import Plan

COMMUNE_CENTRE = (456_330.0, 1_208_560.0)
COAST_BEARING_DEG = 31.0

Floats = NDArray[np.float64]


class Ground:
    """The bending of one commune, fixed by its seed."""

    def __init__(self, plan: Plan, seed: int) -> None:
        rng = np.random.default_rng([seed, 11])
        self._phase = rng.uniform(0.0, 2 * np.pi, 6)
        self._river_u = plan.river.centre
        self._middle = np.array([plan.extent.u1 / 2, plan.extent.v1 * 0.45])
        angle = np.radians(COAST_BEARING_DEG)
        self._along = np.array([np.cos(angle), np.sin(angle)])
        self._inland = np.array([-np.sin(angle), np.cos(angle)])

    def place(self, u: Floats, v: Floats) -> Floats:
        """Return ground coordinates (n, 2) in metres, rounded to the millimetre, of plan coordinates."""
        two_pi, phase = 2 * np.pi, self._phase
        bend_u = 20 * np.sin(two_pi * v / 1400 + phase[0]) + 8 * np.sin(two_pi * (u / 900 + v / 2300) + phase[1])
        bend_v = 24 * np.sin(two_pi * u / 1500 + phase[2]) + 7 * np.sin(two_pi * (u / 760 - v / 1300) + phase[3])
        near_river = np.exp(-(((u - self._river_u) / 240) ** 2))
        bend_u = bend_u + 24 * np.sin(two_pi * v / 640 + phase[4]) * near_river
        near_coast = np.exp(-np.abs(v) / 90)
        bend_v = bend_v + 7 * np.sin(two_pi * u / 310 + phase[5]) * near_coast
        along = u + bend_u - self._middle[0]
        inland = v + bend_v - self._middle[1]
        ground = np.outer(along, self._along) + np.outer(inland, self._inland) + COMMUNE_CENTRE
        return np.rint(ground * 1000.0) / 1000.0
