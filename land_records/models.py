"""Tables of the land register, as Django finds them; each room keeps its own."""

from land_records.cadastre.models import (
    LandObject,
    MapParcel,
    MapSeries,
    MapSheet,
    Parcel,
    ParcelLandUse,
    ParcelVersion,
)
from land_records.parties.models import (
    IdentityPaper,
    Party,
    PartyAddress,
    PartyDuplicate,
    PartyMember,
    PartyMerge,
    PartyParticulars,
    PartyUnit,
)

__all__ = [
    "IdentityPaper",
    "LandObject",
    "MapParcel",
    "MapSeries",
    "MapSheet",
    "Parcel",
    "ParcelLandUse",
    "ParcelVersion",
    "Party",
    "PartyAddress",
    "PartyDuplicate",
    "PartyMember",
    "PartyMerge",
    "PartyParticulars",
    "PartyUnit",
]
