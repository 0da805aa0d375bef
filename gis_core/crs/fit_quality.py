"""Data snooping: which common point has a gross error? (W. Baarda, A testing procedure for geodetic networks, 1968.)

Each residual is divided by its own standard deviation, w = v / (σ·√r), with r its redundancy number: how much of an
error shows in the residual at all. |w| above 3.29 (significance 0.001) marks a suspect. Where nobody states σ it is
estimated without the observation under test and the limit comes from Student's distribution, wider for few points.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

ALPHA = 0.001
NORMAL_LIMIT = 3.2905
"""|w| that a good observation exceeds once in a thousand times."""

DETECTABLE = 4.13
"""Non-centrality for significance 0.001 and power 0.80: MDB = σ·4.13/√r."""

_UNCHECKED = 1e-6
_NOISE_M = 1e-7  # residuals of exact numbers are arithmetic, not measurement


@dataclass(frozen=True, slots=True)
class Snooping:
    """What the test says, arrays of one row per point and one column per coordinate.

    `w` NaN where the observation is not checked by any other. `detectable_m`: smallest error the test would find.
    `sigma_m`: standard deviation used, stated or estimated (NaN without redundancy). `worst`: index of the point
    most under suspicion, None when no |w| passes `limit`.
    """

    w: Floats
    redundancy: Floats
    detectable_m: Floats
    sigma_m: float
    sigma_stated: bool
    limit: float
    degrees_of_freedom: int
    worst: int | None


def snoop(
    design: Floats, residuals: Floats, *, sigma_m: float | None = None, tested_axes: int | None = None
) -> Snooping:
    """Test the residuals (n × k) of a least-squares fit with equations `design` ((k·n) × u, one axis after another).

    `tested_axes`: only the first so many axes were measured (no heights); the others are held fixed, take no part in
    σ and are not tested.
    """
    count, axes = residuals.shape
    tested = tested_axes or axes
    flat = residuals.T.reshape(-1)[: tested * count]
    orthogonal, _ = np.linalg.qr(design)
    redundancy = np.clip(1 - (orthogonal**2).sum(axis=1), 0.0, 1.0)[: tested * count]
    freedom = len(flat) - design.shape[1] if tested == axes else int(redundancy.sum())
    checked = redundancy > _UNCHECKED
    square, spare = float((flat**2).sum()), float(redundancy.sum())
    sigma = sigma_m if sigma_m is not None else (math.sqrt(square / spare) if freedom else math.nan)
    limit, w = NORMAL_LIMIT, np.full(len(flat), np.nan)
    if sigma_m is not None:
        w[checked] = flat[checked] / (sigma_m * np.sqrt(redundancy[checked]))
    elif freedom >= 2:
        limit = student_limit(freedom - 1)
        v, r = flat[checked], redundancy[checked]
        without = np.maximum(square - v**2 / r, 0.0) / (spare - 1)
        w[checked] = v / np.sqrt(np.maximum(without * r, 1e-24))
    detectable = np.full(len(flat), np.nan)
    detectable[checked] = sigma * DETECTABLE / np.sqrt(redundancy[checked])
    table = w.reshape(tested, count).T
    largest = np.nan_to_num(np.abs(table)).max(axis=1)
    suspicious = bool(count) and largest.max() > limit and math.sqrt(square) > _NOISE_M
    return Snooping(
        w=table,
        redundancy=redundancy.reshape(tested, count).T,
        detectable_m=detectable.reshape(tested, count).T,
        sigma_m=sigma,
        sigma_stated=sigma_m is not None,
        limit=limit,
        degrees_of_freedom=freedom,
        worst=int(largest.argmax()) if suspicious else None,
    )


def student_limit(freedom: int, alpha: float = ALPHA) -> float:
    """Two-sided quantile of Student's t (G. W. Hill, Algorithm 396, 1970), good to four digits from one freedom on."""
    if freedom == 1:
        return 1 / math.tan(alpha * math.pi / 2)
    if freedom == 2:
        return math.sqrt(2 / (alpha * (2 - alpha)) - 2)
    a = 1 / (freedom - 0.5)
    b = 48 / a**2
    c = ((20700 * a / b - 98) * a - 16) * a + 96.36
    d = ((94.5 / (b + c) - 3) / b + 1) * math.sqrt(a * math.pi / 2) * freedom
    y = (d * alpha) ** (2 / freedom)
    if y > 0.05 + a:
        x = -_normal_quantile(1 - alpha / 2)
        y = x**2
        if freedom < 5:
            c += 0.3 * (freedom - 4.5) * (x + 0.6)
        c = (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b + c
        y = (((((0.4 * y + 6.3) * y + 36) * y + 94.5) / c - y - 3) / b + 1) * x
        y = math.expm1(a * y**2)
    else:
        y = (
            1 / (((freedom + 6) / (freedom * y) - 0.089 * d - 0.822) * (freedom + 2) * 3) + 0.5 / (freedom + 4)
        ) * y - 1
        y = y * (freedom + 1) / (freedom + 2) + 1 / ((d * alpha) ** (2 / freedom))
    return math.sqrt(freedom * y)


def _normal_quantile(probability: float) -> float:
    """By bisection on erfc: six steps a digit are nothing here."""
    low, high = 0.0, 10.0
    for _ in range(80):
        middle = (low + high) / 2
        if 1 - 0.5 * math.erfc(middle / math.sqrt(2)) < probability:
            low = middle
        else:
            high = middle
    return low
