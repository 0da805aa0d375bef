"""The figures a fabric is built with; every one is a length in metres or a share, with its reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

OBJECT_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "DGT": "road",
        "DTL": "canal",
        "SON": "river",
        "MNC": "water",
        "SMN": "water",
        "TVC": "water",
    }
)
"""Land types that, standing in a face without a parcel number, make it a land object (TT 25/2014 Annex 01)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildOptions:
    """How line work becomes faces.

    `snap_m`: vertices this near are one; below the smallest survey error of a detail point (5 cm at 1:200).
    `max_gap_m`: the longest overshoot or undershoot that is mended (and reported).
    `sliver_width_m`: a label-less face narrower than this is a boundary drawn twice; two closed shapes overlap
    when they share a face wider than this.
    `label_reach_m`: how far a label outside every fitting face may be from the face it is given to.
    `point_accuracy_m`: position error of a boundary point, for the tolerance of areas (0.15 m at 1:1000).
    `object_types`: land type code to kind of land object.
    `tile_elements`: above this many segments near pairs are searched tile by tile.
    """

    snap_m: float = 0.02
    max_gap_m: float = 0.5
    sliver_width_m: float = 0.10
    label_reach_m: float = 25.0
    point_accuracy_m: float = 0.15
    object_types: Mapping[str, str] = field(default_factory=lambda: OBJECT_TYPES)
    tile_elements: int = 200_000
