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

__all__ = ["LandObject", "MapParcel", "MapSeries", "MapSheet", "Parcel", "ParcelLandUse", "ParcelVersion"]
