"""What every reader says in the same words: layers, extent, samples, impossible coordinates."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from importers.readers.errors import ImpossibleCoordinates
from importers.readers.protocol import FileInfo, LayerInfo

FARTHEST_M = 1e8
"""Metres: no projected system on earth has larger coordinates (a zone number glued on stays below)."""

WIDE_MARK = b"\xff\xfd"
"""DGN texts that begin with these bytes are UTF-16, whatever the file's encoding."""

SAMPLE_POINTS = 200
SAMPLE_TEXTS = 4000


def describe_layers(
    *, levels: Any, kinds: Any, feature_counts: Counter[tuple[int, str]], with_text: set[int]
) -> list[LayerInfo]:
    """One entry per level of a drawing; counts are the features GDAL delivers, leaf elements stand beside."""
    leaves: dict[int, Counter[str]] = {}
    for (level, kind), count in Counter(
        zip(np.asarray(levels).tolist(), np.asarray(kinds).tolist(), strict=True)
    ).items():
        leaves.setdefault(level, Counter())[kind] += count
    features: Counter[int] = Counter()
    for (level, _), count in feature_counts.items():
        features[level] += count
    return [
        LayerInfo(
            name=f"Level {level}",
            level=int(level),
            count=features[level],
            types=dict(sorted(leaves.get(level, Counter()).items())),
            has_text=level in with_text,
            leaf_elements=sum(leaves.get(level, Counter()).values()),
        )
        for level in sorted(leaves.keys() | features.keys())
    ]


def note_coordinates(info: FileInfo, bounds: np.ndarray, factor: float = 1.0) -> None:
    """Extent and sample points from the elements' bounds, without NaN; refuses numbers no map can have.

    Raises ImpossibleCoordinates when most elements lie outside every coordinate system.
    """
    filled = ~np.isnan(bounds).all(axis=1)
    finite = np.isfinite(bounds).all(axis=1)
    odd = int((filled & ~finite).sum())
    if odd:
        info.note(
            "coordinates_not_finite",
            "quarantine",
            f"{odd} đối tượng có tọa độ không phải là số (NaN hoặc vô cực).",
            f"{odd} objects have coordinates that are no numbers (NaN or infinite).",
            odd,
        )
    good = bounds[finite] * factor
    far = (np.abs(good) > FARTHEST_M).any(axis=1)
    if len(good) and far.mean() > 0.5:
        low, high = good.min(axis=0)[:2], good.max(axis=0)[2:]
        raise ImpossibleCoordinates(
            f"Tọa độ nằm ngoài mọi hệ tọa độ: từ ({low[0]:.6g}; {low[1]:.6g}) đến ({high[0]:.6g}; {high[1]:.6g}).",
            f"Coordinates lie outside every coordinate system: ({low[0]:.6g}, {low[1]:.6g}) to "
            f"({high[0]:.6g}, {high[1]:.6g}).",
            hint_vi="Hãy kiểm tra đơn vị, gốc tọa độ và số chiều (2D/3D) của tệp rồi xuất lại.",
            hint_en="Check units, origin and dimension (2D/3D) of the file and export it again.",
        )
    if far.any():
        info.note(
            "coordinates_far",
            "quarantine",
            f"{int(far.sum())} đối tượng có tọa độ ngoài mọi hệ tọa độ.",
            f"{int(far.sum())} objects lie outside every coordinate system.",
            int(far.sum()),
        )
    good = good[~far]
    if not len(good):
        return
    extent = [good[:, 0].min(), good[:, 1].min(), good[:, 2].max(), good[:, 3].max()]
    info.extent = [float(v) for v in extent]
    if factor != 1.0:
        info.extent_in_master_units = [float(v / factor) for v in extent]
    picked = good[np.linspace(0, len(good) - 1, min(len(good), SAMPLE_POINTS)).astype(int)]
    centres = (picked[:, :2] + picked[:, 2:]) / 2
    info.sample_xy = [[float(x), float(y)] for x, y in centres]


def sample_texts(texts: Iterable[bytes | None], fonts: Sequence[str | None]) -> list[tuple[bytes, str | None]]:
    """Texts with bytes beyond ASCII first come into the sample for the encoding guess; each text once."""
    seen: dict[bytes, str | None] = {}
    for text, font in zip(texts, fonts, strict=True):
        if text and text not in seen and not text.isascii() and not text.startswith(WIDE_MARK):
            seen[text] = font
            if len(seen) >= SAMPLE_TEXTS:
                break
    return list(seen.items())
