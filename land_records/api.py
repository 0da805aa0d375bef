"""Front door of the land register: series and sheets, registering parcels and land objects, finding parcels.

Acts that write run inside the caller's `transaction.atomic` (READ COMMITTED), so that the approval of the
transaction and the rows it brings commit together; each says who may do it through `actor`.
"""

from land_records.cadastre.acts import register_land_objects, register_parcels
from land_records.cadastre.conflicts import register_conflicts
from land_records.cadastre.errors import (
    AmbiguousParcelError,
    BadReferenceError,
    CodeTakenError,
    FabricBusyError,
    NumberTakenError,
    OverlapError,
    ParcelNotFoundError,
    SeriesDiffersError,
    ShapeRefusedError,
    refusal_of,
)
from land_records.cadastre.extent import data_date, fabric_within
from land_records.cadastre.fabric import check_fabric_now, hold_fabric, refusals_in_words
from land_records.cadastre.lookup import find_parcel, parcel_at, parcel_by_code, parcel_by_id
from land_records.cadastre.registration import MOST_PARCELS
from land_records.cadastre.search import search_parcels
from land_records.cadastre.series import (
    ensure_series,
    ensure_sheet,
    move_parcels,
    replace_series,
    series_of_unit,
    sheets_of,
)
from land_records.cadastre.snapshots import (
    Areas,
    Candidate,
    Corner,
    LandObjectReceipt,
    LandUse,
    NeighbourChange,
    ParcelHit,
    ParcelSnapshot,
    RegisterReceipt,
    SearchAnswer,
    SeriesSnapshot,
    SheetSnapshot,
    VersionNote,
)

__all__ = [
    "MOST_PARCELS",
    "AmbiguousParcelError",
    "Areas",
    "BadReferenceError",
    "Candidate",
    "CodeTakenError",
    "Corner",
    "FabricBusyError",
    "LandObjectReceipt",
    "LandUse",
    "NeighbourChange",
    "NumberTakenError",
    "OverlapError",
    "ParcelHit",
    "ParcelNotFoundError",
    "ParcelSnapshot",
    "RegisterReceipt",
    "SearchAnswer",
    "SeriesDiffersError",
    "SeriesSnapshot",
    "ShapeRefusedError",
    "SheetSnapshot",
    "VersionNote",
    "check_fabric_now",
    "data_date",
    "ensure_series",
    "ensure_sheet",
    "fabric_within",
    "find_parcel",
    "hold_fabric",
    "move_parcels",
    "parcel_at",
    "parcel_by_code",
    "parcel_by_id",
    "refusal_of",
    "refusals_in_words",
    "register_conflicts",
    "register_land_objects",
    "register_parcels",
    "replace_series",
    "search_parcels",
    "series_of_unit",
    "sheets_of",
]
