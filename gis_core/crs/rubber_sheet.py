"""Rubber sheeting: what a fit leaves at its common points, spread over the places between them.

Shepard's inverse-distance mean of the residuals (power 2). It meets every common point exactly and is nowhere larger
than the largest residual: it never invents a movement nobody measured. Blunders are spread as well, therefore it is
an explicit choice, made after gross errors are gone.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

_BLOCK = 20_000
_SETTLED_M = 1e-9


@dataclass(frozen=True, slots=True)
class RubberSheet:
    """Corrections in metres at target places: `at` (n × 2) common points as fitted, `move` what they miss."""

    at: Floats
    move: Floats

    def correct(self, east: ArrayLike, north: ArrayLike) -> tuple[Floats, Floats]:
        """Fitted places with the interpolated correction added."""
        points = np.column_stack((np.atleast_1d(east), np.atleast_1d(north))).astype(np.float64)
        out = points + self._move_at(points)
        return out[:, 0], out[:, 1]

    def undo(self, east: ArrayLike, north: ArrayLike) -> tuple[Floats, Floats]:
        """The fitted places that were corrected to these; residuals are small, so the iteration settles at once."""
        wanted = np.column_stack((np.atleast_1d(east), np.atleast_1d(north))).astype(np.float64)
        place = wanted - self._move_at(wanted)
        for _ in range(50):
            miss = wanted - place - self._move_at(place)
            place = place + miss
            if not len(miss) or float(np.nanmax(np.abs(miss))) < _SETTLED_M:
                break
        return place[:, 0], place[:, 1]

    def _move_at(self, points: Floats) -> Floats:
        out = np.empty_like(points)
        for start in range(0, len(points), _BLOCK):
            block = points[start : start + _BLOCK]
            square = ((block[:, None, :] - self.at[None, :, :]) ** 2).sum(axis=2)
            weight = 1.0 / np.maximum(square, 1e-18)
            out[start : start + _BLOCK] = (weight @ self.move) / weight.sum(axis=1, keepdims=True)
        return out
