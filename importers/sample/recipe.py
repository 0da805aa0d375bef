"""What is asked of the sample maker, and the figures every part of it shares."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

SRID = 9218
UNIT_CODE = "22945"
UNIT_NAME = "Phường Phan Thiết"
SERIES_NAME = "Bản đồ địa chính chính quy (dữ liệu mẫu)"
SURVEY_YEAR = 2016

# All lengths of the plan are multiples of this (metres), so that lines meet exactly and no two corners come so close
# that a snapping tolerance of a few centimetres could confuse them.
GRID_M = 0.5


class Zone(IntEnum):
    """How a piece of the commune is built up, from the river mouth outwards."""

    CORE = 0
    BEACH = 1
    SUBURB = 2
    GARDEN = 3
    FIELD = 4


class Face(StrEnum):
    """What a closed area of the plan is; only parcels carry numbers."""

    PARCEL = "parcel"
    ROAD = "road"
    CANAL = "canal"
    RIVER = "river"
    POND = "pond"
    SEA = "sea"


# The type text of a face that forms no parcel.
FACE_TEXT = {Face.ROAD: "DGT", Face.CANAL: "DTL", Face.RIVER: "SON", Face.POND: "MNC", Face.SEA: "MVB"}


@dataclass(frozen=True, slots=True)
class Recipe:
    """Number of parcels wanted, seed of every random choice, planted faults of each kind (0 = a clean sample)."""

    parcels: int = 1200
    seed: int = 1
    faults: int = 3
